"""`python -m benchmarks [--only NAME] [--accounts N]`: each in its own process, with a table."""

from __future__ import annotations

import argparse
import os
import platform
import time
from datetime import datetime

from benchmarks.apart import apart
from benchmarks.table import show

NAMES = ("decide", "per_account", "whole", "run")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--only", choices=NAMES, action="append", help="repeatable")
    asked.add_argument("--accounts", type=int, help="instead of each one's full size")
    options = asked.parse_args()
    began = time.monotonic()
    for name in options.only or NAMES:
        print(name, flush=True)
        show(apart(name, options.accounts), title=f"{name}, {circumstances()}")
    print(f"{(time.monotonic() - began) / 60:.1f} minutes")


def circumstances() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    python = f"Python {platform.python_version()}, {platform.machine()}"
    return f"{datetime.now():%Y-%m-%d %H:%M}, {os.cpu_count()} cores, {python}, load {load}"


if __name__ == "__main__":
    main()
