"""`python -m benchmarks [--only NAME] [--accounts N]`: each in its own process, with a table."""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.apart import apart
from benchmarks.table import show

NAMES = ("decide", "per_account", "whole", "run")
#: Only where they are asked for: they serve pages from a filled home, which they share.
OF_PAGES = ("web", "web_creme")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--only", choices=NAMES + OF_PAGES, action="append", help="repeatable")
    asked.add_argument("--accounts", type=int, help="instead of each one's full size")
    asked.add_argument("--home", type=Path, help="of web and web_creme, kept for the next time")
    options = asked.parse_args()
    began = time.monotonic()
    with home_of_pages(options.home) as home:
        for name in options.only or NAMES:
            print(name, flush=True)
            shared = home if name in OF_PAGES else None
            figures = apart(name, accounts=options.accounts, home=shared)
            show(figures, title=f"{name}, {circumstances()}")
    print(f"{(time.monotonic() - began) / 60:.1f} minutes")


@contextmanager
def home_of_pages(kept: Path | None) -> Iterator[Path]:
    """The one that is named, or one that goes at the end."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.absolute()
        return
    with TemporaryDirectory(prefix="greenbook-bench-") as folder:
        Path(folder).chmod(0o755)  # as root the database runs as a user of its own
        yield Path(folder)


def circumstances() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    python = f"Python {platform.python_version()}, {platform.machine()}"
    return f"{datetime.now():%Y-%m-%d %H:%M}, {os.cpu_count()} cores, {python}, load {load}"


if __name__ == "__main__":
    main()
