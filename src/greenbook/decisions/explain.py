"""Why: one decision of one subject on a day, with the handbook and the facts of that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, get_args

from greenbook.decisions import handbooks
from greenbook.decisions.facts_of_day import Origin, Row, Subject, reconstruct, row_seen
from greenbook.decisions.overrides import handbook_decisions, overrides_in_force
from greenbook.engine.duck import DuckEngine
from greenbook.engine.editions import program_on
from greenbook.engine.explain import NothingToExplain, explain_row
from greenbook.engine.explain import explain as explain_anew
from greenbook.engine.lake import Lake
from greenbook.engine.trace import Trace
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Grain
from greenbook.records.find import account_called, user_called
from greenbook.records.models import Opportunity, Run, Subscription

#: What a grain that belongs to an account is looked up in.
_PARTS: dict[str, Any] = {"subscription": Subscription, "opportunity": Opportunity}


class UnknownSubject(LookupError):
    """Nothing of that grain goes by that name, or there is no such grain."""


class OfAnotherGrain(LookupError):
    """The handbook decides it, but of something else."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A trace, whom it is about, and whether the facts were seen that day or reconstructed."""

    name: str
    trace: Trace
    origin: Origin

    def as_json(self) -> dict[str, Any]:
        return {"subject": self.name, "facts": self.origin, **self.trace.as_json()}


def explain(
    subject: Subject,
    decision: str,
    *,
    name: str,
    day: date,
    lake: Lake,
    engine: DuckEngine,
    handbook: Handbook | None = None,
) -> Explanation:
    """Trace one decision. Raises NothingToExplain where there is none of that name.

    `handbook` is the one of the day, where it was looked up already.
    """
    handbook = handbook or handbook_of(day, decision)
    overrides = _overrides(subject, day)
    how: dict[str, Any] = {
        "grain": subject.grain,
        "id": subject.id,
        "decision": decision,
        "on": day,
        "overridden": frozenset(str(each["decision"]) for each in overrides),
        "overrides": [each for each in overrides if each["decision"] == decision],
    }
    row = _row(handbook, subject, decision, day=day, lake=lake, overridden=how["overridden"])
    if row is not None:
        return Explanation(name, explain_row(handbook, row, **how), "seen")
    own = engine.beside()
    reconstruct(own, handbook, subject, day=day, lake=lake)
    return Explanation(name, explain_anew(own, handbook, **how), "reconstructed")


def _row(
    handbook: Handbook,
    subject: Subject,
    decision: str,
    *,
    day: date,
    lake: Lake,
    overridden: frozenset[str],
) -> Row | None:
    _refuse_unknown(handbook, subject, decision)
    program = program_on(handbook, day, only=[decision], overridden=overridden)
    return row_seen(handbook, program, subject, decision=decision, day=day, lake=lake)


def _refuse_unknown(handbook: Handbook, subject: Subject, decision: str) -> None:
    pages = handbook.deciding(decision)
    if not pages:
        near = get_close_matches(decision, handbook_decisions(handbook), n=1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise NothingToExplain(f"Nothing in the handbook decides `{decision}`.{hint}")
    if pages[0].grain != subject.grain:
        raise OfAnotherGrain(
            f"`{decision}` is decided for each {pages[0].grain}, not for each {subject.grain}."
        )


def handbook_of(day: date, decision: str | None = None) -> Handbook:
    """The handbook that the last run of that day used; the current one where none was run, or
    where it did not know the decision yet."""
    runs = Run.objects.filter(as_of=day, scope="all", status="finished").order_by("-pk")
    used = runs.values_list("handbook", flat=True).first()
    found = handbooks.by_hash(used) if used else handbooks.current()
    return handbooks.current() if decision and not found.deciding(decision) else found


def subject_called(word: str, grain: Grain = "account") -> tuple[Subject, str]:
    """A subject by id, external id or unique name, with the name to show."""
    if grain not in get_args(Grain):
        raise UnknownSubject(f"“{grain}” is no grain; there are {', '.join(get_args(Grain))}.")
    if grain == "account":
        account = account_called(word)
        return Subject("account", account.pk, account.pk), account.name
    if grain == "person":
        person = user_called(word)
        return Subject("person", person.pk, None), str(person)
    if grain in _PARTS:
        found = _PARTS[grain].objects.filter(external_id=word).first()
        found = found or _PARTS[grain].objects.filter(pk=word if word.isdigit() else None).first()
        if found is None:
            raise UnknownSubject(f"No {grain} has the id or external id “{word}”.")
        return Subject(grain, found.pk, found.account_id), str(found)
    if grain == "company":
        return Subject(grain, 1, None), "the company"
    return Subject(grain, word, None), word


def _overrides(subject: Subject, day: date) -> list[dict[str, Any]]:
    if not isinstance(subject.id, int):
        return []
    in_force = overrides_in_force(day).filter(grain=subject.grain, subject_id=subject.id)
    return [
        {
            "decision": each.decision,
            "value": each.value,
            "reason": each.reason,
            "by": str(each.by) if each.by else None,
            "ends_on": each.ends_on,
        }
        for each in in_force
    ]
