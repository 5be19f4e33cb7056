"""`greenbook handbook …`: read, check, show, try and copy a handbook. Needs no database.

What works with a handbook is loaded by the command that does: the others need not wait for it.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from greenbook.cli.days import day_written
from greenbook.cli.options import AsJson
from greenbook.config.home import handbook_folder, shipped_handbook

if TYPE_CHECKING:
    from greenbook.handbook.book import Handbook

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
    shutil.copytree(shipped_handbook(), folder, dirs_exist_ok=True)
    print(f"Copied to {folder}. Next: GREENBOOK_HANDBOOK={folder} greenbook handbook check")


@app.command()
def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Refusals, warnings that nobody accepted, and every case. Exit code 1 if there is any."""
    from greenbook.engine.cases import run_cases
    from greenbook.handbook.check import check as checked
    from greenbook.handbook.problems import HandbookRefused
    from greenbook.handbook.read import read_handbook

    try:
        handbook = read_handbook(folder or handbook_folder())
    except HandbookRefused as refused:
        _report([str(each) for each in refused.problems], [], 0, as_json=as_json)
        sys.exit(1)
    with _progress() as tell:
        problems = [str(each) for each in checked(handbook, progress=tell)]
        tell(0, 0, "cases")
        results = run_cases(handbook)
    failed = [str(each) for each in results if not each.passed]
    _report(problems, failed, len(results), as_json=as_json)
    sys.exit(1 if problems or failed else 0)


def _report(problems: list[str], failed: list[str], cases: int, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"problems": problems, "failed_cases": failed, "cases": cases}, indent=2))
        return
    for line in (*problems, *failed):
        print(line)
    passed = cases - len(failed)
    print(f"{len(problems)} problems; {passed} of {cases} cases passed.")


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    with Console(stderr=True).status("") as status:
        yield lambda done, of, what: status.update(f"{done} of {of}: {what}" if of else what)


class NoSuchPage(LookupError):
    """The handbook has no page of that name."""


@app.command()
def show(
    page: Annotated[str | None, typer.Argument(help="A page's path; without it, all.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day; else today.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="As Markdown text.")] = False,
) -> None:
    """A page in sentences and tables, or the list of pages."""
    from rich.markdown import Markdown

    from greenbook.handbook.read import read_handbook
    from greenbook.handbook.show import show_contents

    handbook = read_handbook(handbook_folder())
    day = day_written(on) if on else date.today()
    text = show_contents(handbook, on=day) if page is None else _page(handbook, page, day)
    if plain:
        print(text)
    else:
        Console().print(Markdown(text))


def _page(handbook: Handbook, path: str, day: date) -> str:
    from greenbook.handbook.show import show_page

    if path not in handbook.pages:
        near = get_close_matches(path, handbook.pages, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise NoSuchPage(f"The handbook has no page {path}.{hint}")
    return show_page(handbook, path, on=day)


@app.command()
def evaluate(
    facts: Annotated[Path, typer.Option(help="CSV, Parquet or JSON Lines: one row a subject.")],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day to decide for.")],
    out: Annotated[Path | None, typer.Option(help="Write there: .csv, .parquet or .jsonl.")] = None,
    grain: Annotated[str, typer.Option(help="What a row is about.")] = "account",
) -> None:
    """Decide every page over a file of facts, without a database."""
    from greenbook.cli.tables import write_table
    from greenbook.engine.evaluate import evaluate as evaluated
    from greenbook.handbook.read import read_handbook

    handbook = read_handbook(handbook_folder())
    rows = evaluated(handbook, facts, on=day_written(on), grain=grain)  # type: ignore[arg-type]
    if out is None:
        for row in rows.to_pylist():
            print(json.dumps(row, default=str))
    else:
        write_table(rows, out)
        print(f"{rows.num_rows:,} rows with {rows.num_columns} columns written to {out}.")
