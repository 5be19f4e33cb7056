"""The table of permissions, read from `permissions.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent / "permissions.txt"

#: What a word of the table allows.
ALLOWS: Mapping[str, frozenset[str]] = {
    "O": frozenset({"view", "create", "edit"}),
    "C": frozenset({"view", "create"}),
    "E": frozenset({"view", "edit"}),
    "A": frozenset({"view", "approve"}),
    "V": frozenset({"view"}),
    "N": frozenset({"view"}),
    "S": frozenset({"summary"}),
    **{word: frozenset({"view", word}) for word in ("claim", "propose", "discuss", "request")},
    "validate": frozenset({"view", "validate"}),
}
#: Roles without a column of their own: a customer success architect may do what an engineer may.
SAME_AS = {"csa": "cse"}


class NotAPermission(Exception):
    """The table of permissions says something that has no meaning."""


@dataclass(frozen=True, slots=True)
class Right:
    """One word of a cell: the verbs it allows, everywhere or only where a condition holds."""

    verbs: frozenset[str]
    only: str | None


def read_table(text: str) -> dict[str, dict[str, tuple[Right, ...]]]:
    """Rights by object and role."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {
        row[0].rstrip("' "): dict(zip(head[1:], map(_rights, row[1:]), strict=True)) for row in rows
    }


def rights(role: str, thing: str) -> tuple[Right, ...]:
    """What a role may do with an object; nothing for roles that the table does not name."""
    return PERMISSIONS[thing].get(SAME_AS.get(role, role), ())


def _rights(cell: str) -> tuple[Right, ...]:
    return tuple(_right(word) for word in cell.split() if word != "-")


def _right(word: str) -> Right:
    letter, _, only = word.partition(":")
    if letter not in ALLOWS:
        raise NotAPermission(word)
    return Right(verbs=ALLOWS[letter], only=only or None)


PERMISSIONS = read_table(TABLE.read_text())
ACTIONS = tuple(
    f"{verb} {thing}"
    for thing, cells in PERMISSIONS.items()
    for verb in sorted({v for rights in cells.values() for right in rights for v in right.verbs})
)
