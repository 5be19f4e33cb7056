"""`python -m benchmarks [--only NAME] [--accounts N]`: each in a process of its own, one table."""

from __future__ import annotations

import argparse
import os
import platform
from datetime import datetime

from benchmarks.apart import apart
from benchmarks.table import Figure, show

NAMES = ("decide", "per_account", "whole", "run")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--only", choices=NAMES, action="append", help="repeatable")
    asked.add_argument("--accounts", type=int, help="instead of each one's full size")
    options = asked.parse_args()
    figures: list[Figure] = []
    for name in options.only or NAMES:
        print(f"{name} …", flush=True)
        figures += apart(name, options.accounts)
    show(figures, title=circumstances())


def circumstances() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    python = f"Python {platform.python_version()}, {platform.machine()}"
    return f"{datetime.now():%Y-%m-%d %H:%M}, {os.cpu_count()} cores, {python}, load {load}"


if __name__ == "__main__":
    main()
