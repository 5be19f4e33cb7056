"""What a list may show: its columns, and how each is read, sorted, filtered and linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from django.db.models import Case, F, Func, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

Kind = Literal["text", "code", "money", "day", "colour", "person", "number", "yesno"]

#: Where a decision is read for the rows that are shown.
Kept = Literal["", "standing", "day"]

RANGES: frozenset[Kind] = frozenset({"money", "day", "number"})
RIGHT_ALIGNED: frozenset[Kind] = frozenset({"money", "number"})
#: The words of a filter for what is not there: nobody knows it, or it is known that there is none.
UNKNOWN, NONE = "unknown", "none"

YES_NO = {"true": "yes", "false": "no"}
COLOURS = {"red": "red", "yellow": "yellow", "green": "green"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `of` is a path (`account__name`) or an expression; its own name unless said.

    options  word → label, in the order in which they sort; a code without them is filtered as text
    link     URL name and the path of its argument: ("account", "account_id")
    why      a decision of the account at the path `about`: the value opens its trace
    grain    what the subject of `why` is, where it is no account
    badge    path of a class and a word (`late`, `not met`) that stand beside the value
    hover    path or expression of the sentence that stands behind the value
    where    words chosen → condition, where the path itself is not what is filtered by
    absent   word → label, of the filter's words for what is not there
    late     a day that, once past, is late
    bare     its words speak for themselves: the filter says `Strategic`, not `Segment: Strategic`
    subject  the folder of the handbook that it comes from; empty for what the row says of itself
    beside   what is said when the mouse rests on it, from all that is decided of the account
    kept     shown from what stands for the account at `about`, or from what a run kept of the day
    only     the rows of which it may be read; of the others it is neither shown nor asked for
    costly   reading it takes every row apart: sorted and filtered only once the list is narrow
    """

    name: str
    label: str
    kind: Kind = "text"
    of: str | Combinable | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    link: tuple[str, str] | None = None
    why: str | None = None
    about: str = "pk"
    grain: str = "account"
    badge: str = ""
    hover: str | Combinable | None = None
    where: Callable[[tuple[str, ...]], Q] | None = None
    absent: Mapping[str, str] = field(default_factory=lambda: {UNKNOWN: UNKNOWN})
    sortable: bool = True
    filterable: bool = True
    groupable: bool = False
    only: Q | None = None
    costly: bool = False
    late: bool = False
    bare: bool = False
    kept: Kept = ""
    says: Callable[[Any], str] | None = None
    subject: str = ""
    beside: Callable[[Mapping[str, Any]], str] | None = None

    @property
    def path(self) -> str:
        """What the database calls it; an expression goes by a name of its own."""
        return (self.of or self.name) if isinstance(self.of, str | None) else f"c_{self.name}"

    @property
    def about_decision(self) -> str:
        """The decision that it shows or stands beside: `ebr` of `ebr__due` and of `since__ebr`."""
        return self.name.removeprefix("since__").partition("__")[0]

    @property
    def words(self) -> Mapping[str, str]:
        """The values that it is one of."""
        return self.options or {"yesno": YES_NO, "colour": COLOURS}.get(self.kind, {})

    @property
    def choices(self) -> Mapping[str, str]:
        """What its filter offers to choose from."""
        return {**self.words, **self.absent} if self.filtered_by == "words" else {}

    @property
    def filtered_by(self) -> Literal["range", "words", "text"]:
        if self.kind in RANGES and not self.options:
            return "range"
        return "words" if self.words else "text"

    @property
    def right(self) -> bool:
        return self.kind in RIGHT_ALIGNED

    def expression(self) -> Combinable:
        return F(self.path) if isinstance(self.of, str | None) else self.of

    def read(self, value: Any) -> Any:
        """What was kept, days as days; None where the handbook meant something else by it then."""
        if self.options and self.kind not in RANGES:
            return value if word_of(value) in self.options else None
        if self.kind == "day":
            return date.fromisoformat(value) if isinstance(value, str) else value
        if self.kind in ("money", "number"):
            return value if isinstance(value, int | float) else None
        return value

    def known(self, decided: Mapping[str, Any]) -> bool | None:
        """Whether what was decided is known; None where it was not worked out as it is meant now.

        What stands beside a decision (`ebr__due`, `since__health`) was worked out with it.
        """
        value, known = decided.get(self.name), decided.get(f"{self.about_decision}__known")
        misread = value is not None and self.read(value) is None
        return None if misread or known is None else bool(known)

    def narrowed(self, only: Q) -> Column:
        """The same for some rows only: what cannot be read is not found, sorted or counted by."""
        where = self.where
        return replace(
            self,
            only=only,
            of=self.of if self.kept == "day" else Case(When(only, then=self.expression())),
            where=(lambda words: only & where(words)) if where else None,
        )

    def shown_of(self) -> Combinable:
        """Whether a row is one of those."""
        return Case(When(self.only or Q(), then=Value(True)), default=Value(False))

    def chosen(self, words: tuple[str, ...]) -> Q:
        """The rows that have one of the words."""
        if self.where:
            return self.where(words)
        known = [word for word in words if word != UNKNOWN]
        absent = Q(**{f"{self.path}__isnull": True}) if UNKNOWN in words else Q()
        return (Q(**{f"{self.path}__in": known}) if known else Q()) | absent

    def in_order(self) -> Case | Func | F:
        """What it sorts by: options as they are listed, text without regard to case."""
        if self.options or self.where or self.kind == "colour":
            places = [When(self.chosen((w,)), then=Value(n)) for n, w in enumerate(self.words)]
            return Case(*places, output_field=IntegerField()) if places else F(self.path)
        return Lower(self.path) if self.kind in ("text", "person") else F(self.path)


def word_of(value: Any) -> str:
    """A value as addresses and filters write it."""
    if value is None:
        return UNKNOWN
    return str(value).lower() if isinstance(value, bool) else str(value)
