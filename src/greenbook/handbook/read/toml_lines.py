"""Finds the line of every key of a TOML file, which tomllib does not tell.

Reads the style that handbooks are written in: headers, keys, values over several lines, one
element of a long list on each line. A key inside an inline table has the line of that table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
KEY = re.compile(rf"^\s*({NAME}(?:\s*\.\s*{NAME})*)\s*=")
PART = re.compile(NAME)
TEXT = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")


@dataclass(slots=True)
class Lines:
    """Line numbers by path: ('edition', 1, 'rule', 0, 'when') -> 57."""

    of: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest table around it; 0 for the file itself."""
        while path and path not in self.of:
            path = path[:-1]
        return self.of.get(path, 0)


def find_lines(text: str) -> Lines:
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, logical in _logical_lines(text):
        header = HEADER.match(logical)
        key = None if header else KEY.match(logical)
        if header:
            table = _enter(_parts(header[2]), counts, is_list=header[1] == "[[")
            found.setdefault(table, number)
        elif key:
            path = (*table, *_parts(key[1]))
            found.setdefault(path, number)
            for index, offset in enumerate(_elements(logical[key.end() :])):
                found[(*path, index)] = number + offset
    return Lines(found)


def _enter(parts: list[str], counts: dict[Path, int], *, is_list: bool) -> Path:
    """The path of a header, with the index of each list of tables that it stands in."""
    path: Path = ()
    for at, part in enumerate(parts):
        path = (*path, part)
        if is_list and at == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in PART.findall(dotted)]


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line; a value over several lines is one."""
    begun, number, state = "", 0, _Value()
    for at, line in enumerate(text.splitlines(), start=1):
        if not begun:
            state, number = _Value(), at
        begun = f"{begun}\n{line}" if begun else line
        if HEADER.match(begun) or not state.goes_on_after(line):
            yield number, begun
            begun = ""
    if begun:
        yield number, begun


@dataclass(slots=True)
class _Value:
    """How far a value has come: open brackets, and the quotes it stands in."""

    depth: int = 0
    quote: str = ""

    def goes_on_after(self, line: str) -> bool:
        if not self.quote and '"""' not in line and "'''" not in line:
            bare = TEXT.sub("", line).partition("#")[0]
            self.depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
            return self.depth > 0
        at = 0
        while at < len(line):
            at += self._step(line, at)
        if len(self.quote) == 1:  # a text of one line ends with it, well-formed or not
            self.quote = ""
        return self.depth > 0 or bool(self.quote)

    def _step(self, line: str, at: int) -> int:
        """Takes what stands at `at`; gives how many characters that was."""
        here = line[at]
        if self.quote:
            return self._inside_text(line, at)
        if here in "\"'":
            self.quote = here * 3 if line.startswith(here * 3, at) else here
            return len(self.quote)
        if here == "#":
            return len(line) - at
        self.depth += (here in "[{") - (here in "]}")
        return 1

    def _inside_text(self, line: str, at: int) -> int:
        if line[at] == "\\" and self.quote[0] == '"':
            return 2
        if line.startswith(self.quote, at):
            width, self.quote = len(self.quote), ""
            return width
        return 1


def _elements(value: str) -> Iterator[int]:
    """For a list, how many lines below its key each element begins."""
    if not value.lstrip().startswith("["):
        return
    state, offset, expects = _Value(), 0, False
    at = value.index("[")
    while at < len(value):
        here = value[at]
        if here == "\n":
            offset += 1
        elif expects and not state.quote and here not in " \t,]#":
            yield offset
            expects = False
        at += _step_over(state, value, at)
        if state.depth == 1 and not state.quote and here in "[,":
            expects = True


def _step_over(state: _Value, value: str, at: int) -> int:
    """One step within a value of several lines: a comment ends with its line."""
    if value[at] == "#" and not state.quote:
        end = value.find("\n", at)
        return (len(value) if end < 0 else end) - at
    return state._step(value, at)
