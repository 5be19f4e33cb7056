"""`greenbook handbook …`: read, check, show, try and copy a handbook. Needs no database."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from greenbook.config.home import handbook_folder

app = typer.Typer(help="Read, check, show, try and copy a handbook.", no_args_is_help=True)

Folder = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="A handbook folder; else the one in use.")
]


class FolderNotEmpty(Exception):
    """There is something in the folder already; nothing was copied."""


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Copy the handbook that ships with Greenbook, to make it your own."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(f"{folder} is not empty: name a folder that is, or a new one.")
    shutil.copytree(handbook_folder(), folder, dirs_exist_ok=True)
    print(f"Copied to {folder}. Next: GREENBOOK_HANDBOOK={folder} greenbook handbook check")
