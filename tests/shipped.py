"""The handbook that ships, read once a process: reading it takes longer than most of the tests."""

from __future__ import annotations

from functools import cache

from greenbook.config.home import shipped_handbook
from greenbook.handbook.book import Handbook
from greenbook.handbook.read import read_handbook

FOLDER = shipped_handbook()


@cache
def shipped() -> Handbook:
    return read_handbook(FOLDER)
