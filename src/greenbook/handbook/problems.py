"""What is wrong with a handbook, and where: file, line, the sentence, the nearest right word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a handbook file; `line` 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
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


@dataclass(slots=True)
class Findings:
    """Everything found wrong so far; reading goes on, so that nobody fixes one line at a time."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: Place, says: str, *, code: str) -> None:
        self._add(Problem(place, says, code))

    def warn(self, place: Place, says: str, *, code: str) -> None:
        self._add(Problem(place, says, code, warning=True))

    @property
    def refused(self) -> bool:
        return any(not problem.warning for problem in self.problems)

    @property
    def warnings(self) -> list[Problem]:
        return sorted(problem for problem in self.problems if problem.warning)

    def _add(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean …?` with the nearest of `words`, or nothing."""
    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else ""
