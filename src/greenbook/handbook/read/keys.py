"""Strict reading of TOML tables: which keys stand where, of what form, and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeVar

from greenbook.handbook.problems import Findings, Place, nearest
from greenbook.handbook.read.toml_lines import Lines, Path

Form = Literal["text", "whole number", "number", "yes or no", "date", "list", "table", "tables",
               "any"]  # fmt: skip
Schema = Mapping[str, Form]  # a key that ends in `!` is required
FORMS: dict[Form, tuple[type, ...]] = {
    "text": (str,), "whole number": (int,), "number": (int, float), "yes or no": (bool,),
    "date": (date,), "list": (list,), "table": (dict,), "tables": (list,), "any": (object,),
}  # fmt: skip
SHOWN: dict[Form, str] = {
    "text": 'text in "quotes"', "whole number": "a whole number", "number": "a number",
    "yes or no": "true or false", "date": "a day like 2022-02-01", "list": "a list [ … ]",
    "table": "a table", "tables": "[[tables]]", "any": "anything",
}  # fmt: skip
Taken = TypeVar("Taken")


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with its place in the file. Reading a key of the wrong form gives its default;
    `check` has already said so."""

    file: str
    values: Mapping[str, object]
    lines: Lines
    findings: Findings
    at: Path = ()

    def place(self, *inside: str | int) -> Place:
        return Place(self.file, self.lines.line((*self.at, *inside)))

    def refuse(self, says: str, *inside: str | int, code: str) -> None:
        self.findings.refuse(self.place(*inside), says, code=code)

    def warn(self, says: str, *inside: str | int, code: str) -> None:
        self.findings.warn(self.place(*inside), says, code=code)

    def check(self, schema: Schema, *, above: Schema | None = None) -> None:
        """Refuses unknown and missing keys and values of the wrong form. `above` is the schema of
        the table around this one: a key of it that landed here belongs further up."""
        forms = {name.rstrip("!"): form for name, form in schema.items()}
        for name, value in self.values.items():
            if name not in forms:
                self._refuse_unknown(name, forms, above or {})
            elif not is_of_form(value, forms[name]):
                self.refuse(f"`{name}` must be {SHOWN[forms[name]]}", name, code="form")
        for name in schema:
            if name.endswith("!") and name[:-1] not in self.values:
                self.refuse(f"`{name[:-1]}` is missing", code="missing-key")

    def refuse_from_above(self, above: Schema) -> None:
        """For a table of free names: refuses keys that belong to the table around it."""
        for name in self.values:
            if _is_key_of(above, name):
                self.refuse(self._belongs_above(name), name, code="misplaced-key")

    def text(self, name: str, default: str = "") -> str:
        return _of(self.values.get(name), str, default)

    def maybe_text(self, name: str) -> str | None:
        return self.text(name) if isinstance(self.values.get(name), str) else None

    def whole(self, name: str, default: int = 0) -> int:
        return _of(self.values.get(name), int, default)

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if is_of_form(value, "date") and isinstance(value, date) else None

    def items(self, name: str) -> list[object]:
        return _of(self.values.get(name), list, [])

    def words(self, name: str) -> list[str]:
        """A list of texts; refuses anything else in it."""
        items = self.items(name)
        for index, item in enumerate(items):
            if not isinstance(item, str):
                self.refuse(f"`{name}` holds text only", name, index, code="form")
        return [item for item in items if isinstance(item, str)]

    def has(self, name: str) -> bool:
        return name in self.values

    def table(self, name: str) -> Table:
        """The table under `name`, empty when there is none."""
        return self._inner(self.values.get(name), name)

    def tables(self, name: str) -> Iterator[Table]:
        for index, item in enumerate(self.items(name)):
            yield self._inner(item, name, index)

    def inheriting(self, earlier: Table, *, without: Collection[str]) -> Table:
        """This table with what it does not say taken from an earlier one, at its lines there;
        `parameters` of both are put together."""
        taken = {k: v for k, v in earlier.values.items() if k not in (*self.values, *without)}
        values = {**self.values, **taken}
        lines = {
            (*self.at, *path[len(earlier.at) :]): line
            for path, line in self.lines.of.items()
            if path[: len(earlier.at)] == earlier.at and len(path) > len(earlier.at)
        }
        older, own = earlier.values.get("parameters"), self.values.get("parameters")
        if isinstance(older, dict) and isinstance(own, dict):
            values["parameters"] = {**older, **own}
        return replace(self, values=values, lines=Lines({**lines, **self.lines.of}))

    def _inner(self, values: object, *path: str | int) -> Table:
        inner = values if isinstance(values, dict) else {}
        return Table(self.file, inner, self.lines, self.findings, (*self.at, *path))

    def _refuse_unknown(self, name: str, forms: Mapping[str, Form], above: Schema) -> None:
        if _is_key_of(above, name):
            self.refuse(self._belongs_above(name), name, code="misplaced-key")
        else:
            says = f"there is no key `{name}` here{nearest(name, forms)}"
            self.refuse(says, name, code="unknown-key")

    def _belongs_above(self, name: str) -> str:
        header = ".".join(str(part) for part in self.at if isinstance(part, str))
        return f"`{name}` belongs above line {self.place().line}, where [{header}] begins"


def is_of_form(value: object, form: Form) -> bool:
    if form == "yes or no":
        return isinstance(value, bool)
    if form == "tables":
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    if isinstance(value, bool | datetime):
        return form == "any"
    return isinstance(value, FORMS[form])


def _is_key_of(schema: Schema, name: str) -> bool:
    return name in schema or f"{name}!" in schema


def _of(value: object, kind: type[Taken], default: Taken) -> Taken:
    return value if isinstance(value, kind) and not isinstance(value, bool) else default
