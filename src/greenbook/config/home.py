"""Where Greenbook keeps things on this machine, by environment variable."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """`GREENBOOK_HOME`: database, lake, uploads. Unset: `.greenbook/` in the working folder."""
    return Path(os.environ.get("GREENBOOK_HOME") or ".greenbook").absolute()


def handbook_folder() -> Path:
    """`GREENBOOK_HANDBOOK`: the handbook in use; the one that ships with Greenbook if unset."""
    return Path(os.environ.get("GREENBOOK_HANDBOOK") or shipped_handbook()).absolute()


def shipped_handbook() -> Path:
    """The folder of the handbook that ships with Greenbook."""
    return Path(__file__).parent.parent / "packs" / "gitlab"
