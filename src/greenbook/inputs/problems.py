"""What is wrong with an input, and where: file, line, column, value, reason and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path

SHOWN = 80


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell, row or file that can not come in. `line` 0 means the file as a whole."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    fix: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        column = f", column {self.column}" if self.column else ""
        value = f" {shorten(self.value)!r}" if self.value else ""
        return f"{where}{column}{value}: {self.reason}. {self.fix}"

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"value": shorten(self.value)}


class ImportRefused(Exception):
    """Nothing was imported. `refusals` says every reason that was found."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__("\n".join(map(str, self.refusals)))


class NoMappingFits(Exception):
    """A file is neither a book nor has our headings. `draft` is a mapping to begin with."""

    def __init__(self, *, says: str, draft: str) -> None:
        self.says, self.draft = says, draft
        super().__init__(f"{says}. Give a mapping; here is one to begin with:\n\n{draft}")


class CellRefused(ValueError):
    """One cell that can not be read as what it should be."""

    def __init__(self, reason: str, fix: str) -> None:
        self.reason, self.fix = reason, fix
        super().__init__(f"{reason}. {fix}")


def file_refused(path: Path | str, reason: str, fix: str, *, line: int = 0) -> ImportRefused:
    """A refusal of a whole file."""
    return ImportRefused([Refusal(Path(path).name, line, "", "", reason, fix)])


def shorten(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def nearest(word: str, words: Iterable[str]) -> str:
    """`did you mean …?`, or the words there are when none is near."""
    known = sorted(words)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Write one of: {', '.join(known)}" if known else "There is nothing to write here"
