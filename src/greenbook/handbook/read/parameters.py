"""Reads facts/parameters.toml: the limits and windows that facts SQL uses as `$name`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from greenbook.handbook.facts import FactParameters
from greenbook.handbook.read.editions import read_parameters
from greenbook.handbook.read.keys import Schema, Table

FILE: Schema = {"title": "text", "edition!": "tables"}
EDITION: Schema = {"from!": "date", "cites!": "text", "note": "text", "parameters!": "table"}


def read_fact_parameters(file: Table) -> Iterator[FactParameters]:
    file.check(FILE)
    latest = date.min
    for edition in file.tables("edition"):
        edition.check(EDITION, above=FILE)
        begins = edition.day("from") or date.min
        if begins <= latest and edition.day("from"):
            says = f"editions stand in the order of their days: {begins} comes after {latest}"
            edition.refuse(says, "from", code="edition-order")
        latest = begins
        values = dict(read_parameters(edition.table("parameters")))
        for name, value in values.items():
            if value == "not set":
                says = f"a fact needs a value: `{name}` can not be left unset"
                edition.refuse(says, "parameters", name, code="not-set")
        yield FactParameters(begins, edition.text("cites"), edition.place(), values)
