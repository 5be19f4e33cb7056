"""Onboardings in progress: how far each is, its clocks, what is late and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from greenbook.decisions.handbooks import last_used, ruled_otherwise
from greenbook.engine.editions import program_on
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.many_ids import among
from greenbook.records.models import Account, AccountTeam, Onboarding, OnboardingDelay
from greenbook.reports.books import Book
from greenbook.reports.clocks import Clock, Reading, clocks_of, reading
from greenbook.reports.kept_days import Values, accounts_with, day_kept, kept_of

#: The pages of the handbook that the board is made of.
STATE, DELAY = "onboarding_state", "onboarding_delay"
#: What a line says of its account.
SAID = ("name", "cs_segment", "region", "arr_cents")
#: A state by one of these names is an end, as an onboarding's own outcomes are.
OVER = tuple(word for word in Onboarding._meta.get_field("outcome").codes if word != "open")


@dataclass(frozen=True, slots=True)
class Line:
    """An account whose onboarding runs or is about to; `state` is None until it was worked out.

    `because` is the rule that says how it is held up, in the handbook's words, and what was
    written of the delay.
    """

    account: Account
    onboarding: Onboarding | None
    csm: str | None
    state: str | None
    delay: str | None
    because: str
    readings: tuple[Reading, ...]

    @property
    def late(self) -> bool:
        """A clock still runs past its goal, or the handbook says that it is held up."""
        return bool(self.because) or any(each.running and each.late for each in self.readings)

    def reading(self, clock: Clock) -> Reading | None:
        return next((each for each in self.readings if each.clock == clock), None)


def states_of(handbook: Handbook) -> list[str]:
    """The states of an onboarding that runs, in the handbook's order."""
    pages = handbook.deciding(STATE)
    values = pages[0].type.values if pages and pages[0].type else ()
    return [str(value) for value in values if value not in OVER]


def in_progress(book: Book, handbook: Handbook, *, on: date, lake: Lake) -> list[Line]:
    """Every onboarding of these accounts that runs or is to begin, the late ones first."""
    underway = book.of(Onboarding.objects.filter(outcome="open")).annotate(why=_last_reason())
    running = {each.account_id: each for each in underway.only("account", "started_on")}
    wanted = {*running, *_about_to_begin(book, handbook, on=on, lake=lake)}
    seen = Account.objects.filter(among(wanted, "pk")).only(*SAID).in_bulk()
    clocks = clocks_of(handbook, on)
    columns = [STATE, DELAY, f"{DELAY}__rule", *(name for each in clocks for name in each.columns)]
    stands = as_it_stands(
        lake, on=on, accounts=list(seen), facts=[each.start for each in clocks], decided=columns
    )
    csms, rules = _csms(list(seen), on), _reasons(handbook, on)
    found = [
        _line(
            account,
            running.get(pk),
            csms.get(pk),
            stands.get(pk, {}),
            _readings(clocks, stands.get(pk, {}), on) if pk in running else [],
            because=_because(rules, stands.get(pk, {}), running.get(pk)),
        )
        for pk, account in seen.items()
    ]
    return sorted(
        (line for line in found if line.onboarding or line.state in states_of(handbook)),
        key=lambda line: (not line.late, line.account.name.lower()),
    )


def as_it_stands(
    lake: Lake, *, on: date, accounts: Collection[int], facts: list[str], decided: list[str]
) -> Values:
    """Facts and decisions of these accounts: of the last run over everybody, and what was worked
    out for single ones since."""
    kept = day_kept(lake, up_to=on) or date.min
    return kept_of(lake, kept, accounts=accounts, facts=facts, decided=decided, until=on)


def _about_to_begin(book: Book, handbook: Handbook, *, on: date, lake: Lake) -> list[int]:
    """Accounts that are in a state of onboarding, by the last run over everybody."""
    kept = day_kept(lake, up_to=on)
    return accounts_with(lake, kept, STATE, states_of(handbook), book) if kept else []


def _line(
    account: Account,
    onboarding: Onboarding | None,
    csm: str | None,
    stands: dict[str, Any],
    readings: list[Reading],
    *,
    because: str,
) -> Line:
    state, delay = stands.get(STATE), stands.get(DELAY)
    if onboarding is not None and state in (None, *OVER):
        state = None  # begun, and not worked out yet
    return Line(account, onboarding, csm, state, delay, because, tuple(readings))


def _readings(clocks: list[Clock], stands: dict[str, Any], on: date) -> list[Reading]:
    return [found for clock in clocks if (found := reading(clock, stands, on=on))]


def held_up_because(handbook: Handbook, stands: dict[str, Any], on: date) -> str:
    """The rule by which it is held up; nothing where the last rule found nothing."""
    return _reasons(handbook, on).get(stands.get(f"{DELAY}__rule"), "")


def _reasons(handbook: Handbook, on: date) -> dict[Any, str]:
    """The name of each rule that finds an onboarding held up, by its number; none where the last
    run had other rules."""
    then = last_used()
    if then and DELAY in ruled_otherwise(handbook, then):
        return {}
    ruling = program_on(handbook, on).rulings.get(DELAY)
    return {rule.number: rule.name for rule in ruling.rules[:-1]} if ruling else {}


def _last_reason() -> Subquery:
    """What was written last of why it is late."""
    delays = OnboardingDelay.objects.filter(onboarding=OuterRef("pk"))
    return Subquery(delays.order_by("-happened_on", "-pk").values("reason")[:1])


def _because(rules: dict[Any, str], stands: dict[str, Any], onboarding: Any) -> str:
    rule = rules.get(stands.get(f"{DELAY}__rule"), "")
    written = onboarding.why if rule and onboarding else None
    return f"{rule}: {written}" if written else rule


def _csms(accounts: list[int], on: date) -> dict[int, str]:
    serving = AccountTeam.objects.filter(among(accounts), role="csm", starts_on__lte=on)
    serving = serving.exclude(ends_on__lt=on).order_by("is_primary", "starts_on")
    named = serving.values_list("account", "user__name", "user__username")
    return {account: name or username for account, name, username in named}
