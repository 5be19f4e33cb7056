"""What came of a renewal call: a hint of loss is said as red, where the handbook calls it one."""

from __future__ import annotations

from datetime import date

from greenbook.handbook.book import Handbook
from greenbook.handbook.conditions.evaluate import evaluate
from greenbook.handbook.pages import DecisionEdition
from greenbook.records.models import Account
from greenbook.records.refusals import NotAllowed


class NotSaidRed(NotAllowed):
    """They may leave or buy less: that is red, with its reason."""


def refuse_unless_red(
    account: Account,
    *,
    outcome: str | None,
    sentiment: str | None,
    on: date,
    handbook: Handbook | None,
) -> None:
    """Refuse to log a hint of loss without red (RNW-05). For those who may speak of sentiment."""
    if sentiment != "red" and handbook and hints_at_loss(outcome, on=on, handbook=handbook):
        raise NotSaidRed(account)


def hints_at_loss(outcome: str | None, *, on: date, handbook: Handbook) -> bool:
    """Asked of the page `renewal_hint` as if the call were the last one."""
    editions = [page.on(on) for page in handbook.deciding("renewal_hint")]
    rules = [r for each in editions if isinstance(each, DecisionEdition) for r in each.rules]
    first = next((r for r in rules if evaluate(r.when, {"renewal_outcome": outcome})), None)
    return first is not None and first.gives != (None,)
