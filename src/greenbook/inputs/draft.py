"""Drafts a mapping for files that nobody has mapped yet: what is plain is filled in, what is not
stands there as a comment or as a `?` that has to be answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

from greenbook.inputs.files import FileForm, format_of, headings, read_rows
from greenbook.inputs.files.form import USUAL_FORM
from greenbook.inputs.kinds import RecordField, RecordKind, kinds
from greenbook.inputs.problems import ImportRefused

SAMPLE = 2000
SIMILAR = 0.72
DATES = ("%Y-%m-%d", "%d-%m-%Y", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d")
TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%m/%d/%Y %H:%M")
#: What other systems call our fields.
ALSO_CALLED = {
    "starts_on": ("start date", "begin"), "ends_on": ("end date",),
    "seats": ("licenses", "quantity"), "opened_on": ("submitted at", "created at"),
    "closed_on": ("closed at", "close date", "resolved", "churn date"),
    "arr_cents": ("arr amount", "arr usd", "annual recurring revenue"),
    "amount_cents": ("amount", "amount usd"),
    "read_on": ("usage date", "day"), "metric": ("feature name", "counter"),
    "value": ("usage count", "count"), "customer_start_on": ("signup date", "customer since"),
    "escalated": ("escalation flag",), "auto_renew": ("auto renew flag",),
    "loss_reason": ("reason code", "churn reason"), "happened_on": ("date", "activity date"),
    "license_count": ("seats",), "satisfaction": ("satisfaction score",),
    "first_response_min": ("first response time minutes",),
    "resolution_hours": ("resolution time hours",),
}  # fmt: skip
KINDS_ALSO = {
    "account": ("company", "customer", "organisation"),
    "usage_reading": ("usage", "ping", "metric"),
    "ticket": ("case", "support"), "timeline_entry": ("activity", "call", "meeting", "note"),
    "user": ("people", "person", "employee"), "opportunity": ("deal", "churn", "renewal"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file and some of its cells."""

    name: str
    cells: list[str]

    @property
    def words(self) -> str:
        return re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).lower())

    @property
    def unique(self) -> bool:
        return bool(self.cells) and "" not in self.cells and len(set(self.cells)) == len(self.cells)

    @property
    def distinct(self) -> list[str]:
        return sorted(set(self.cells) - {""})


def draft_mapping(paths: Sequence[Path]) -> str:
    """The text of a mapping to begin with."""
    parts = [
        "# A draft. Answer every ?, delete what should not come in, then import with --dry-run.",
        'source = "?"  # a code for the system, such as "salesforce"',
    ]
    owners: dict[str, str] = {}
    sampled = {path: _sample(path) for path in paths}
    for path, columns in sampled.items():
        key = _id_of(columns)
        if key:
            owners[key.name] = _kind_of(path).name
    for path, columns in sampled.items():
        parts += ["", *_file(path, columns), "", *_record(path, columns, owners)]
    return "\n".join(parts) + "\n"


def _sample(path: Path) -> list[Column]:
    form = _guessed_form(path)
    names = headings(path, form)
    rows = [row.cells for row in islice(read_rows(path, form), SAMPLE)]
    return [Column(name, [_said(cells.get(name)) for cells in rows]) for name in names]


def _said(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _guessed_form(path: Path) -> FileForm:
    """The encoding and the delimiter that the first lines read best in."""
    if format_of(path) != "csv":
        return USUAL_FORM
    for encoding in ("utf-8", "cp1252"):
        tried = [FileForm(encoding=encoding, delimiter=sign) for sign in ",;\t|"]
        try:
            best = max(tried, key=lambda form: len(headings(path, form)))
            list(islice(read_rows(path, best), SAMPLE))
            return best
        except ImportRefused:
            continue
    return USUAL_FORM


def _file(path: Path, columns: list[Column]) -> list[str]:
    form = _guessed_form(path)
    lines = [f"[files.{_name(path)}]", f"name = {_quoted(path.name)}"]
    if form.encoding != "utf-8":
        lines.append(f"encoding = {_quoted(form.encoding)}")
    if form.delimiter != ",":
        lines.append(f"delimiter = {_quoted(form.delimiter)}")
    for key, formats in (("dates", DATES), ("times", TIMES)):
        found = [each for each in formats if any(_is_day(column, each) for column in columns)]
        if found and found != ["%Y-%m-%d"]:
            doubt = "  # ? or " + " or ".join(found[1:]) if len(found) > 1 else ""
            lines.append(f"{key} = {_quoted(found[0])}{doubt}")
    unknown = {"N/A", "n/a", "NULL", "null", "-", "#N/A"}
    seen = sorted({cell for column in columns for cell in column.cells} & unknown)
    if seen:
        lines.append(f"unknown = [{', '.join(map(_quoted, ['', *seen]))}]")
    return lines


def _is_day(column: Column, form: str) -> bool:
    known = [cell for cell in column.cells if cell]
    return bool(known) and all(map(_pattern(form).fullmatch, known))


def _pattern(form: str) -> re.Pattern[str]:
    parts = {"%Y": r"(19|20)\d\d", "%m": r"(0[1-9]|1[0-2])", "%d": r"(0[1-9]|[12]\d|3[01])",
             "%H": r"\d\d", "%M": r"\d\d", "%S": r"\d\d"}  # fmt: skip
    pattern = re.escape(form)
    for sign, digits in parts.items():
        pattern = pattern.replace(re.escape(sign), digits)
    return re.compile(pattern)


def _record(path: Path, columns: list[Column], owners: dict[str, str]) -> list[str]:
    kind, key = _kind_of(path), _id_of(columns)
    said = f"[{_quoted(key.name)}]" if key else '["?"]  # which column, or columns together?'
    lines = ["[[record]]", f"kind = {_quoted(kind.name)}", f"from = {_quoted(_name(path))}"]
    lines += [f"id = {said}", "", "[record.fields]"]
    filled: set[str] = set()
    for column in columns:
        if not key or column.name != key.name:
            lines.append(_column(column, kind, owners, filled))
    missing = [n for n, f in kind.mappable.items() if f.required and n not in filled]
    return lines + [f'{name} = "?"  # must be known' for name in missing]


def _column(column: Column, kind: RecordKind, owners: dict[str, str], filled: set[str]) -> str:
    field = _referring(column, kind, owners) or _alike(column, kind)
    if field is None or field.name in filled:
        return f"# ? = {_quoted(column.name)}{_shown(column)}"
    filled.add(field.name)
    if field.type == "cents":
        said = f'{{ column = {_quoted(column.name)}, unit = "dollars" }}'
    elif field.words and not set(column.distinct) <= set(field.words):
        values = ", ".join(f'{_quoted(each)} = "?"' for each in column.distinct[:12])
        said = f"{{ column = {_quoted(column.name)}, values = {{ {values} }} }}"
        return f"{field.name} = {said}  # one of {', '.join(field.words)}, or unknown"
    else:
        said = _quoted(column.name)
    return f"{field.name} = {said}"


def _referring(column: Column, kind: RecordKind, owners: dict[str, str]) -> RecordField | None:
    """A column named as the id of another file of the set refers to that file's records."""
    owner = owners.get(column.name)
    return next((f for f in kind.mappable.values() if owner and f.refers_to == owner), None)


def _alike(column: Column, kind: RecordKind) -> RecordField | None:
    def likeness(field: RecordField) -> float:
        own = re.sub(r"_(on|cents)$", "", field.name).replace("_", " ")
        called = [own, f"{kind.name} {own}", *ALSO_CALLED.get(field.name, ())]
        return max(SequenceMatcher(None, column.words, each).ratio() for each in called)

    fields = [f for f in kind.mappable.values() if _could_hold(f, column)]
    best = max(fields, key=likeness, default=None)
    return best if best and likeness(best) >= SIMILAR else None


def _could_hold(field: RecordField, column: Column) -> bool:
    day = any(_is_day(column, form) for form in (*DATES, *TIMES))
    yes_no = bool(column.distinct) and {c.lower() for c in column.distinct} <= {
        "true", "false", "yes", "no",
    }  # fmt: skip
    numeric = all(re.fullmatch(r"-?\d+([.,]\d+)?", cell) for cell in column.distinct)
    if field.refers_to:
        return False
    if field.type == "day" or day:
        return field.type == "day" and day
    if field.type == "yes/no" or yes_no:
        return field.type == "yes/no" and yes_no
    return numeric if field.type in ("whole", "number", "cents") else True


def _id_of(columns: list[Column]) -> Column | None:
    ids = [column for column in columns if column.words.split()[-1:] == ["id"]]
    return next((column for column in ids if column.unique), None)


def _kind_of(path: Path) -> RecordKind:
    """The kind that the file's name is most like."""
    name = _name(path).replace("_", " ")

    def likeness(kind: RecordKind) -> float:
        called = [kind.name.replace("_", " "), *KINDS_ALSO.get(kind.name, ())]
        contained = max(len(each) for each in called if each in name) if any(
            each in name for each in called
        ) else 0  # fmt: skip
        return contained + SequenceMatcher(None, name, called[0]).ratio()

    return max(kinds().values(), key=likeness)


def _name(path: Path) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", path.name.partition(".")[0].lower()).strip("_")
    return stem or "file"


def _shown(column: Column) -> str:
    some = ", ".join(cell[:20] for cell in column.distinct[:3])
    return f"  # such as {some}" if some else "  # always empty"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return '"' + re.sub(r"[\x00-\x1f\x7f]", "�", escaped) + '"'
