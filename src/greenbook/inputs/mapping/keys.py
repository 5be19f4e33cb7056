"""The keys of a mapping: their types and what they mean. The reference is written from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the types it takes, whether it must stand there, what it means."""

    types: tuple[type, ...]
    says: str
    required: bool = False


TEXT, LIST, TABLE = (str,), (list,), (dict,)
TEXTS = (str, list)
PLAIN = (str, bool, int, float)

TOP = {
    "source": Key(TEXT, "code of the system it comes from; external ids are unique in it", True),
    "about": Key(TEXT, "where the export comes from, for people"),
    "files": Key(TABLE, "the files of the export, each under a name of your choice", True),
    "record": Key(LIST, "the records that rows become, one `[[record]]` each", True),
}
FILE = {
    "name": Key(TEXTS, "the file's name, or several, or with `*`", True),
    "encoding": Key(TEXT, "default `utf-8`; a byte-order mark is swallowed"),
    "delimiter": Key(TEXT, "default `,`"),
    "quote": Key(TEXT, 'default `"`'),
    "decimal": Key(TEXT, "the decimal sign, default `.`"),
    "thousands": Key(TEXT, "what stands between thousands, default nothing"),
    "dates": Key(TEXTS, "how days are written, as `%d-%m-%Y`; several are tried in order"),
    "times": Key(TEXTS, "how days with a time are written; the day is taken in `time_zone`"),
    "time_zone": Key(TEXT, "default `UTC`"),
    "unknown": Key(LIST, 'cells that mean *unknown*, default `[""]`'),
    "yes": Key(LIST, "how yes is written"),
    "no": Key(LIST, "how no is written"),
    "left_out": Key(LIST, "columns not used on purpose; others are named in the preview"),
}
RECORD = {
    "kind": Key(TEXT, "the kind of record, as in `docs/book-format.md`", True),
    "from": Key(TEXT, "the file, by its name under `[files]`", True),
    "id": Key(TEXTS, "the column, or the columns together, that identify a row", True),
    "known_from": Key((str, dict), "the column with the day since when the source knew of it"),
    "only_if": Key((dict, list), "take only rows of which this holds; the others are counted"),
    "only_existing": Key((bool,), "rows only add to records that are here; others are refused"),
    "fields": Key(TABLE, "what fills each field", True),
}
TAKE = {
    "column": Key(TEXT, "the column"),
    "always": Key(PLAIN, "the same value for every row"),
    "join": Key(LIST, "several columns, joined with the text of `with`"),
    "with": Key(TEXT, "what stands between joined columns, default a space"),
    "first_of": Key(LIST, "several columns: the first that is known"),
    "split": Key(TEXT, "cut the cell at this text into a list"),
    "part": Key((int,), "of a cut cell only this part, from 1"),
    "values": Key(TABLE, 'what each value of the column means; `"unknown"` is NULL'),
    "otherwise": Key(PLAIN, "what a value not in `values` means; without it the row is refused"),
    "unknown": Key(LIST, "further cells that mean *unknown* in this column"),
    "dates": Key(TEXTS, "how days are written in this column"),
    "unit": Key(TEXT, "of money: `dollars` or `cents`"),
    "source": Key(TEXT, "of a reference: the system whose id the column holds, default this one"),
    "by": Key(TEXT, "of a reference: the field the column holds, default `external_id`"),
    "only_if": Key((dict, list), "fill the field only where this holds, else it is unknown"),
}
ONLY_IF = {
    "column": Key(TEXT, "the column", True),
    "is": Key(TEXTS, "it is this, or one of these"),
    "is_not": Key(TEXTS, "it is known, and none of these"),
    "known": Key((bool,), "it is known (`true`) or not (`false`)"),
}
