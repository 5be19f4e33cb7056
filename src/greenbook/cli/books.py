"""`greenbook import` and `export`: records in from files, and out as a book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from greenbook.cli.acted import acting_person
from greenbook.cli.django import now, records
from greenbook.cli.options import AsJson


def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH…", help="CSV, Parquet or JSON Lines.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="What the columns mean: a TOML file.")] = (
        None
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Apply the rest; write refused rows to a file.")
    ] = False,
    undo: Annotated[int | None, typer.Option(metavar="RUN", help="Undo an import.")] = None,
    by: Annotated[str | None, typer.Option(help="Who imports.")] = None,
    as_json: AsJson = False,
) -> None:
    """Import files as one set: previewed, applied or refused as a whole."""
    records()
    from greenbook.cli.workshop import lake
    from greenbook.inputs.apply import import_files
    from greenbook.inputs.undo import undo_import

    person = acting_person(by) if by else None
    report: object
    if undo is not None:
        report = undo_import(undo, by=person, on=now().date())
    else:
        report = import_files(
            paths or [],
            mapping=mapping,
            dry_run=dry_run,
            skip_refused=skip_refused,
            by=person,
            on=now().date(),
            lake=lake(),
        )
    print(json.dumps(report.as_json(), indent=2) if as_json else report)


def export(path: Annotated[Path, typer.Argument(metavar="FILE")], as_json: AsJson = False) -> None:
    """Write every record as a book: a backup that `import` reads back."""
    records()
    from greenbook.cli.workshop import lake
    from greenbook.inputs.book.export import export_book

    counts = export_book(path, lake=lake())
    if as_json:
        print(json.dumps(counts, indent=2))
    else:
        print(f"{sum(counts.values()):,} records written to {path}.")
