"""Reads the comments behind a column of facts: `-- TYPE [or none]: LABEL [/ PHRASE] [(flag)]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from greenbook.handbook.conditions.words import RESERVED_VALUES
from greenbook.handbook.facts import Fact, FactFlag
from greenbook.handbook.problems import Place, nearest
from greenbook.handbook.types import Kind, Type

KINDS = [kind for kind in get_args(Kind) if kind != "one of"]
FLAGS: tuple[FactFlag, ...] = get_args(FactFlag)
#: `objective(s) captured`: one objective captured, three objectives captured.
ONE_OR_MORE = "(s)"
FORM = "TYPE [or none]: LABEL"
WORD = re.compile(r"[a-z0-9_]+|[A-Z][A-Za-z0-9_]*", re.ASCII)
LAST_BRACKET = re.compile(r"^(.*?)\s*\(([^()]*)\)$", re.DOTALL)


class BadComment(Exception):
    """A comment that is not of the form; the text says why and what to write."""


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    flags: frozenset[FactFlag]


def read_fact(name: str, comment: str, place: Place, *, siblings: set[str]) -> Fact:
    """The fact that a column's comment documents. Raises BadComment."""
    type_text, colon, rest = comment.partition(":")
    if not colon:
        raise BadComment(f"the comment behind `{name}` is not `{FORM}`")
    words, or_none = _without_none(type_text.strip())
    type_ = read_type(words)
    label = _label(rest.strip())
    noun, _, absent = label.text.partition(" / ")
    return Fact(
        name=name,
        type=type_,
        label=noun.replace(ONE_OR_MORE, "s"),
        place=place,
        or_none=or_none,
        phrases=_phrases(name, label.text) if type_.kind == "yes/no" else None,
        one=noun.replace(ONE_OR_MORE, "") if ONE_OR_MORE in noun else None,
        absent=_absent(name, absent, or_none=or_none) if type_.kind != "yes/no" else None,
        flags=label.flags,
        known=_sibling(name, "known", siblings),
        evidence=_sibling(name, "evidence", siblings),
    )


def read_type(words: str) -> Type:
    """`usd`, `one of a | b`, `one of 1 | 2`. Raises BadComment."""
    if words == "one of" or words.startswith("one of "):
        return _vocabulary(words.removeprefix("one of"))
    for kind in get_args(Kind):
        if kind == words and kind != "one of":
            return Type(kind)
    raise BadComment(f"`{words}` is not a type{nearest(words, [*KINDS, 'one of a | b'])}")


def _without_none(words: str) -> tuple[str, bool]:
    return words.removesuffix(" or none"), words.endswith(" or none")


def _vocabulary(text: str) -> Type:
    words = tuple(word.strip() for word in text.split("|"))
    odd = [word for word in words if not WORD.fullmatch(word)]
    if odd or len(set(words)) < len(words):
        raise BadComment(f"`one of{text}` is not a vocabulary: write one of a | b, each once")
    reserved = [word for word in words if word in RESERVED_VALUES]
    if reserved:
        raise BadComment(f"`{reserved[0]}` is a reserved word: write `or none` behind the type")
    if all(word.isdigit() for word in words):
        return Type("one of", tuple(int(word) for word in words))
    return Type("one of", words)


def _label(text: str) -> _Label:
    """The label without its flags; brackets that hold no flag stay part of it."""
    found = LAST_BRACKET.match(text)
    words = [word.strip() for word in found[2].split(",")] if found else []
    flags = frozenset(flag for flag in FLAGS if flag in words)
    if found and flags and len(flags) == len(words):
        text = found[1]
    else:
        flags = frozenset()
    if not text:
        raise BadComment(f"a label is missing: `{FORM}`")
    return _Label(text, flags)


def _phrases(name: str, label: str) -> tuple[str, str]:
    says, slash, opposite = (part.strip() for part in label.partition(" / "))
    if not (says and slash and opposite):
        raise BadComment(f"`{name}` is yes/no and needs both phrases: `is so / is not so`")
    return says, opposite


def _absent(name: str, phrase: str, *, or_none: bool) -> str | None:
    """`expected close of the uptier / no uptier is open`: what is said where there is none."""
    if phrase and not or_none:
        raise BadComment(f"`{name}` has a phrase for none behind ` / `, but is never none")
    return phrase.strip() or None


def _sibling(name: str, what: str, siblings: set[str]) -> str | None:
    column = f"{name}__{what}"
    return column if column in siblings else None
