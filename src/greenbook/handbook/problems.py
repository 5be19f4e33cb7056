"""What is wrong with a handbook, and where: file, line, the sentence, the nearest right word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a handbook file; `line` 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing refused or warned of, in a sentence that says what to write instead."""

    place: Place
    says: str
    code: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.warning else ''}{self.says} [{self.code}]"


class HandbookRefused(Exception):
    """The handbook can not be used as it stands; `problems` says every reason found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.place, p.says))
        super().__init__("\n".join(map(str, self.problems)))
