"""What commands work with: the handbook in use, the lake, an engine."""

from __future__ import annotations

import os
from functools import cache

from greenbook.cli.django import now
from greenbook.config.home import handbook_folder, home
from greenbook.decisions import handbooks
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook


@cache
def loaded_handbook() -> Handbook:
    """The handbook of the folder in use, kept as the current one."""
    return handbooks.adopt(handbook_folder(), at=now())


@cache
def lake() -> Lake:
    return Lake(os.environ.get("GREENBOOK_LAKE") or home() / "lake")


@cache
def engine() -> DuckEngine:
    return DuckEngine()
