"""Writes the references of mappings and of the book from the code: `docs/mapping.md` and
`docs/book-format.md`. `python -m greenbook.inputs` writes them; a test compares them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from greenbook.inputs.book.form import book_fields
from greenbook.inputs.files.form import USUAL_FORM
from greenbook.inputs.kinds import RecordField, kinds
from greenbook.inputs.mapping import keys

TEXTS = Path(__file__).parent / "texts"


def mapping_reference() -> str:
    """`docs/mapping.md`."""
    head = (TEXTS / "mapping.md").read_text(encoding="utf-8")
    parts = [
        ("The file as a whole", keys.TOP),
        ("A file of the export: `[files.NAME]`", keys.FILE),
        ("A kind of record: `[[record]]`", keys.RECORD),
        ("What fills a field: `[record.fields]`", keys.TAKE),
        ("A condition: `only_if`", keys.ONLY_IF),
    ]
    tables = "\n\n".join(f"## {title}\n\n{_keys(known)}" for title, known in parts)
    usual = ", ".join(f"`{each}`" for each in USUAL_FORM.times)
    times = f"Times that are always read: {usual}, unless `times` says others."
    return f"{head}\n{tables}\n\n{times}\n"


def book_reference() -> str:
    """`docs/book-format.md`."""
    head = (TEXTS / "book-format.md").read_text(encoding="utf-8")
    return f"{head}\n{chr(10).join(_kinds())}"


def _keys(known: dict[str, keys.Key]) -> str:
    rows = (
        f"| `{name}` | {_types(key)} | {'yes' if key.required else ''} | {key.says} |"
        for name, key in known.items()
    )
    return "\n".join(["| key | type | required | meaning |", "|---|---|---|---|", *rows])


def _types(key: keys.Key) -> str:
    said = {str: "text", list: "list", dict: "table", bool: "yes/no", int: "whole number"}
    return " or ".join(said.get(kind, "number") for kind in key.types)


def _kinds() -> Iterator[str]:
    for kind in kinds().values():
        yield f"### `{kind.name}`\n\n{kind.about}\n\n| field | holds | required |\n|---|---|---|"
        fields = [f for f in book_fields(kind) if f.name in kind.mappable]
        yield from (_field(field) for field in fields)
        yield ""


def _field(field: RecordField) -> str:
    return f"| `{field.name}` | {field.says} | {'yes' if field.required else ''} |"
