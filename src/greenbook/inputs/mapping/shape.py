"""What a mapping says: the files of an export, the records their rows become, from what columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatch

from greenbook.inputs.files.form import FileForm

#: Written for NULL where a mapping gives a value.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """A condition on one column: it is one of these, is none of these, or is known at all."""

    column: str
    is_one_of: tuple[str, ...] = ()
    is_none_of: tuple[str, ...] = ()
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """How one field is filled. Exactly one of `columns` (with how to put them together) and
    `always`."""

    columns: tuple[str, ...] = ()
    always: str | bool | int | float | None = None
    how: str = "column"  # column | join | first_of
    join: str = " "
    split: str = ""
    part: int = 0  # from 1; 0 keeps the whole list
    values: dict[str, str | bool | int | float] | None = None
    otherwise: str | bool | int | float | None = None
    unknown: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    unit: str = ""  # dollars | cents
    source: str = ""  # of a reference: the system whose id the column holds
    by: str = "external_id"  # of a reference: what the column holds
    only_if: tuple[OnlyIf, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record that the rows of one file become."""

    kind: str
    file: str
    id: tuple[str, ...]
    fields: dict[str, Take]
    known_from: Take | None = None
    only_if: tuple[OnlyIf, ...] = ()
    only_existing: bool = False

    @property
    def columns(self) -> set[str]:
        """Every column of the file that is read for this record."""
        takes = [*self.fields.values(), *([self.known_from] if self.known_from else [])]
        conditions = [*self.only_if, *(c for take in takes for c in take.only_if)]
        used = {column for take in takes for column in take.columns}
        return used | set(self.id) | {c.column for c in conditions}


@dataclass(frozen=True, slots=True)
class FileRule:
    """One file of the export: the names it may have, how it is written, what is left out."""

    names: tuple[str, ...]
    form: FileForm = field(default_factory=FileForm)
    left_out: tuple[str, ...] = ()

    def fits(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self.names)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. `source` is the code of the system that the external ids belong to."""

    name: str
    source: str
    files: dict[str, FileRule]
    records: tuple[Section, ...]
    about: str = ""
    text: str = ""
