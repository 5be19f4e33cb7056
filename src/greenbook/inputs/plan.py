"""Which file of an export is read how: by a mapping, by our own headings, or as a book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from greenbook.inputs.book.form import is_book
from greenbook.inputs.draft import draft_mapping
from greenbook.inputs.files import FileForm, format_of, headings, original_name
from greenbook.inputs.files.form import USUAL_FORM
from greenbook.inputs.kinds import RecordKind, kinds
from greenbook.inputs.mapping import Mapping, Section, Take
from greenbook.inputs.problems import (
    ImportRefused,
    NoMappingFits,
    Refusal,
    file_refused,
    nearest,
)

OWN_SOURCE = "greenbook"
READABLE = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file and the records its rows become. A book has no sections: its lines say it."""

    path: Path
    form: FileForm
    sections: tuple[Section, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def is_book(self) -> bool:
        return not self.sections


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole import: where from, and every file."""

    source: str
    mapping: str
    files: tuple[FilePlan, ...]


def planned(paths: Sequence[Path], mapping: Mapping | None) -> Plan:
    """The plan for these files; folders stand for what can be read in them."""
    files = _files(paths)
    if mapping:
        plans = tuple(_by_mapping(path, mapping) for path in files)
        return Plan(mapping.source, mapping.text, plans)
    if all(format_of(path) == "jsonl" and is_book(path) for path in files):
        return Plan("book", "", tuple(FilePlan(path, USUAL_FORM) for path in files))
    found = [_by_own_headings(path) for path in files]
    fitting = tuple(plan for plan in found if plan)
    if len(fitting) < len(found):
        others = [path.name for path, plan in zip(files, found, strict=True) if not plan]
        says = f"{', '.join(others)}: neither a book nor our own headings"
        raise NoMappingFits(says=says, draft=draft_mapping(files))
    return Plan(OWN_SOURCE, "our own headings", fitting)


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.suffix.lower() in READABLE)
        else:
            found.append(path)
    if not found:
        raise file_refused(", ".join(map(str, paths)), "nothing to read there", "Name the files")
    names = [path.name for path in found]
    for path in found:
        if names.count(path.name) > 1:
            raise file_refused(path, "two files of this name", "Give every file its own name")
    return found


def _by_mapping(path: Path, mapping: Mapping) -> FilePlan:
    name = original_name(path)
    for key, rule in mapping.files.items():
        if rule.fits(name):
            sections = tuple(each for each in mapping.records if each.file == key)
            if not sections:
                break
            given = headings(path, rule.form)
            _columns_stand(path, sections, given)
            used = set(rule.left_out).union(*(each.columns for each in sections))
            unused = tuple(column for column in given if column not in used)
            return FilePlan(path, rule.form, sections, unused)
    patterns = [pattern for rule in mapping.files.values() for pattern in rule.names]
    says = f"{mapping.name} says nothing of this file"
    raise file_refused(path, says, nearest(name, patterns))


def _columns_stand(path: Path, sections: Sequence[Section], given: list[str]) -> None:
    missing = sorted(set().union(*(each.columns for each in sections)) - set(given))
    if missing:
        raise ImportRefused(
            Refusal(path.name, 1, column, "", "there is no such column", nearest(column, given))
            for column in missing
        )


def _by_own_headings(path: Path) -> FilePlan | None:
    """`accounts.csv` whose columns are fields of an account, with `external_id` among them."""
    kind = _named(original_name(path).partition(".")[0].lower())
    if kind is None:
        return None
    given = headings(path, USUAL_FORM)
    fields = set(kind.mappable)
    if "external_id" not in given or not set(given) <= fields | {"external_id", "known_from"}:
        return None
    takes = {name: _own_take(kind, name) for name in given if name in fields}
    known_from = Take(columns=("known_from",)) if "known_from" in given else None
    section = Section(kind.name, "", ("external_id",), takes, known_from)
    return FilePlan(path, USUAL_FORM, (section,))


def _own_take(kind: RecordKind, name: str) -> Take:
    field = kind.mappable[name]
    split = ";" if field.type == "words" else ""
    return Take(columns=(name,), split=split, unit="cents" if field.type == "cents" else "")


def _named(stem: str) -> RecordKind | None:
    singulars = (stem, stem.removesuffix("s"), f"{stem.removesuffix('ies')}y")
    return next((kinds()[name] for name in singulars if name in kinds()), None)
