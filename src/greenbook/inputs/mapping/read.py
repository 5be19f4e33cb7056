"""Reads a mapping, strictly: every wrong word is named with its line and the nearest right one."""

from __future__ import annotations

import codecs
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from greenbook.handbook.read.toml_lines import Lines, find_lines
from greenbook.inputs.files.form import USUAL_FORM, FileForm
from greenbook.inputs.kinds import RecordField, RecordKind, kinds
from greenbook.inputs.mapping import keys
from greenbook.inputs.mapping.shape import UNKNOWN, FileRule, Mapping, OnlyIf, Section, Take
from greenbook.inputs.problems import ImportRefused, Refusal, file_refused, nearest

Where = tuple[str | int, ...]


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; `ImportRefused` names everything that is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise file_refused(path, f"cannot be read: {error}", "Give a TOML file in UTF-8") from None
    return read_mapping_text(text, name=path.name)


def read_mapping_text(text: str, *, name: str) -> Mapping:
    """The mapping in a text; `name` is said where something is wrong."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise file_refused(name, f"no TOML: {error}", "Put the line right") from None
    return _Reading(name, find_lines(text)).mapping(content, text)


class _Reading:
    """One reading of one mapping; collects what is wrong and goes on."""

    def __init__(self, name: str, lines: Lines) -> None:
        self._name, self._lines = name, lines
        self._wrong: list[Refusal] = []

    def mapping(self, content: dict[str, Any], text: str) -> Mapping:
        self._keys(content, keys.TOP, ())
        files = self._tables(content.get("files"), ("files",))
        read = {key: self._file(key, entry) for key, entry in files.items()}
        listed = content.get("record")
        records = listed if isinstance(listed, list) else []
        sections = [
            self._section(entry, ("record", index), read)
            for index, entry in enumerate(records)
            if isinstance(entry, dict)
        ]
        if self._wrong:
            raise ImportRefused(sorted(self._wrong, key=lambda refusal: refusal.line))
        source, about = content["source"], content.get("about", "")
        return Mapping(self._name, source, read, tuple(filter(None, sections)), about, text)

    def _file(self, key: str, entry: dict[str, Any]) -> FileRule:
        where: Where = ("files", key)
        self._keys(entry, keys.FILE, where)
        form: dict[str, Any] = {
            name: _texts(value) if isinstance(getattr(USUAL_FORM, name), tuple) else value
            for name, value in entry.items()
            if name in FileForm.__dataclass_fields__ and self._typed(value, keys.FILE[name])
        }
        self._form_stands(form, where)
        names, left_out = _texts(entry.get("name", [])), _texts(entry.get("left_out", []))
        return FileRule(names, replace(USUAL_FORM, **form), left_out)

    def _form_stands(self, form: dict[str, Any], where: Where) -> None:
        for name, check, fix in (
            ("encoding", codecs.lookup, "Write a name such as utf-8, cp1252 or utf-16"),
            ("time_zone", ZoneInfo, "Write a name such as Europe/Berlin"),
        ):
            try:
                check(form.get(name, "UTC" if name == "time_zone" else "utf-8"))
            except (LookupError, ValueError, OSError):
                self._refuse((*where, name), f"{form[name]!r} is not known", fix)
        for name in ("delimiter", "quote", "decimal"):
            if len(form.get(name, ",")) != 1:
                self._refuse((*where, name), f"{form[name]!r} is not one character", "Write one")

    def _section(
        self, entry: dict[str, Any], where: Where, files: dict[str, FileRule]
    ) -> Section | None:
        if not self._keys(entry, keys.RECORD, where):
            return None
        kind = kinds().get(entry["kind"])
        if entry["from"] not in files:
            self._refuse(
                (*where, "from"), f"no file {entry['from']!r}", nearest(entry["from"], files)
            )
        if kind is None:
            fix = nearest(entry["kind"], kinds())
            self._refuse((*where, "kind"), f"no kind of record {entry['kind']!r}", fix)
            return None
        only_existing = entry.get("only_existing", False)
        fields = self._fields(entry["fields"], kind, (*where, "fields"))
        if not only_existing:
            self._complete(entry["fields"], kind, (*where, "fields"))
        known_from = entry.get("known_from")
        day = RecordField("known_from", "known_from", "day", "date")
        return Section(
            kind=kind.name,
            file=entry["from"],
            id=_texts(entry["id"]),
            fields=fields,
            known_from=known_from and self._take(known_from, day, (*where, "known_from")),
            only_if=self._conditions(entry.get("only_if"), (*where, "only_if")),
            only_existing=only_existing,
        )

    def _complete(self, entry: dict[str, Any], kind: RecordKind, where: Where) -> None:
        for name, field in kind.mappable.items():
            if field.required and name not in entry:
                self._refuse(where, f"{kind.name} needs {name!r}", "Say which column fills it")

    def _fields(self, entry: dict[str, Any], kind: RecordKind, where: Where) -> dict[str, Take]:
        taken: dict[str, Take] = {}
        for name, value in entry.items():
            field = kind.mappable.get(name)
            if field is None:
                says = f"{kind.name} has no field {name!r}"
                self._refuse((*where, name), says, nearest(name, kind.mappable))
                continue
            take = self._take(value, field, (*where, name))
            if take:
                taken[name] = take
        return taken

    def _take(self, value: Any, field: RecordField, where: Where) -> Take | None:
        if isinstance(value, str):
            value = {"column": value}
        if not isinstance(value, dict):
            fix = 'Write a column as text, or a table such as { always = "new" }'
            self._refuse(where, f"{value!r} says no column", fix)
            return None
        if not self._keys(value, keys.TAKE, where):
            return None
        ways = [way for way in ("column", "always", "join", "first_of") if way in value]
        if len(ways) != 1:
            says = f"{field.name!r} is filled in {len(ways)} ways"
            self._refuse(where, says, "Write one of column, always, join, first_of")
            return None
        self._fits_field(value, field, where)
        columns = () if ways == ["always"] else _texts(value[ways[0]])
        return Take(
            columns=columns,
            always=value.get("always"),
            how=ways[0],
            join=value.get("with", " "),
            split=value.get("split", ""),
            part=value.get("part", 0),
            values=value.get("values"),
            otherwise=value.get("otherwise"),
            unknown=_texts(value.get("unknown", [])),
            dates=_texts(value.get("dates", [])),
            unit=value.get("unit", ""),
            source=value.get("source", ""),
            by=value.get("by", "external_id"),
            only_if=self._conditions(value.get("only_if"), (*where, "only_if")),
        )

    def _fits_field(self, value: dict[str, Any], field: RecordField, where: Where) -> None:
        if field.type == "cents" and value.get("unit") not in ("dollars", "cents"):
            self._refuse(where, f"{field.name!r} is money", 'Add unit = "dollars" or "cents"')
        if field.type != "cents" and "unit" in value:
            self._refuse(where, f"{field.name!r} is no money", "Leave unit out")
        if not field.refers_to and ("source" in value or "by" in value):
            self._refuse(where, f"{field.name!r} is no reference", "Leave source and by out")
        if field.refers_to and value.get("by", "external_id") != "external_id":
            other = kinds()[field.refers_to].fields
            texts = [
                n for n, f in other.items() if f.type == "text" and n not in ("source", "password")
            ]
            if value["by"] not in texts:
                says = f"{field.refers_to} has no text {value['by']!r} to be found by"
                self._refuse((*where, "by"), says, nearest(value["by"], texts))
        self._fits_words(value, field, where)

    def _fits_words(self, value: dict[str, Any], field: RecordField, where: Where) -> None:
        """Constants and value tables give only words that the field knows."""
        if not field.words:
            return
        values = value.get("values")
        given = list(values.values()) if isinstance(values, dict) else []
        given += [value[key] for key in ("always", "otherwise") if key in value]
        for word in given:
            if word != UNKNOWN and word not in field.words:
                says = f"{word!r} is no {field.name}"
                self._refuse(where, says, nearest(str(word), field.words))

    def _conditions(self, value: Any, where: Where) -> tuple[OnlyIf, ...]:
        entries = value if isinstance(value, list) else [] if value is None else [value]
        found = [self._condition(entry, where) for entry in entries if isinstance(entry, dict)]
        return tuple(filter(None, found))

    def _condition(self, entry: dict[str, Any], where: Where) -> OnlyIf | None:
        if not self._keys(entry, keys.ONLY_IF, where):
            return None
        said = [key for key in ("is", "is_not", "known") if key in entry]
        if len(said) != 1:
            self._refuse(where, f"{len(said)} conditions in one", "Write one of is, is_not, known")
            return None
        return OnlyIf(
            column=entry["column"],
            is_one_of=_texts(entry.get("is", [])),
            is_none_of=_texts(entry.get("is_not", [])),
            known=entry.get("known"),
        )

    def _keys(self, entry: dict[str, Any], known: dict[str, keys.Key], where: Where) -> bool:
        """Whether the table has the right keys with the right types."""
        before = len(self._wrong)
        for name, value in entry.items():
            if name not in known:
                self._refuse((*where, name), f"no key {name!r} here", nearest(name, known))
            elif not self._typed(value, known[name]):
                wanted = " or ".join(_said(kind) for kind in known[name].types)
                self._refuse((*where, name), f"{name!r} is {value!r}", f"Write {wanted}")
        for name, key in known.items():
            if key.required and name not in entry:
                self._refuse(where, f"{name!r} is missing", f"It says {key.says}")
        return len(self._wrong) == before

    def _typed(self, value: Any, key: keys.Key) -> bool:
        if isinstance(value, bool) and bool not in key.types:
            return False
        if isinstance(value, list) and key.types != keys.LIST and dict not in key.types:
            return list in key.types and all(isinstance(each, str) for each in value)
        return isinstance(value, key.types)

    def _tables(self, value: Any, where: Where) -> dict[str, dict[str, Any]]:
        entries = value if isinstance(value, dict) else {}
        for name, entry in entries.items():
            if not isinstance(entry, dict):
                self._refuse((*where, name), f"{name!r} is no table", f"Write [files.{name}]")
        return {name: entry for name, entry in entries.items() if isinstance(entry, dict)}

    def _refuse(self, where: Where, reason: str, fix: str) -> None:
        names = ".".join(str(part) for part in where if isinstance(part, str))
        self._wrong.append(Refusal(self._name, self._lines.line(where), names, "", reason, fix))


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _said(kind: type) -> str:
    return {
        str: "a text", list: "a list", dict: "a table", bool: "true or false",
        int: "a whole number", float: "a number",
    }[kind]  # fmt: skip
