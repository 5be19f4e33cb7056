"""One account at a glance: what stands, what is owed next, what changed, and how fresh that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from greenbook.decisions.concluded import Concluded
from greenbook.decisions.reasons import reason_called, reason_of
from greenbook.decisions.subjects import as_json
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.say.words import Words
from greenbook.records.as_of import rows_sql
from greenbook.records.models import Account, AccountTeam, DecisionChange, RecordHistory, Run

#: The states of a rhythm, the most pressing first; the others press less.
PRESSING = ("breach", "overdue", "due_soon")
#: A score is compared with what it was so long ago.
TREND = timedelta(days=7)
#: What is kept of a rhythm beside its state.
OF_RHYTHM = ("", "__due", "__limit", "__every", "__known", "__sure", "__rule")

MayRead = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed to the customer; `limit` is the last day, `due` the day it should be done."""

    decision: str
    title: str
    state: str | None
    known: bool
    due: date | None
    limit: date | None
    every: str

    @property
    def pressing(self) -> bool:
        """Whether it is late, or soon will be."""
        return self.state in PRESSING

    @property
    def place(self) -> int:
        """The most pressing stand first."""
        return PRESSING.index(self.state) if self.state in PRESSING else len(PRESSING)

    def done(self, day: date) -> bool:
        """Whether it is on track because it was done: its day is past and nothing is late."""
        return self.state == "on_track" and self.due is not None and self.due < day


@dataclass(frozen=True, slots=True)
class Fresh:
    """Whether everything known was worked out, and when it last was; `version` is another one
    whenever something changed."""

    waiting: bool
    worked_at: datetime | None
    version: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A decision that became another one. `because` is None where the days alone did it."""

    decision: str
    title: str
    was: Any
    is_now: Any
    because: str | None
    on: date


def columns_wanted(handbook: Handbook, day: date) -> set[str]:
    """What is read of the day's decisions: the rhythms, and the key decisions with their scores."""
    rhythms = [page.decides + part for page in rhythms_of(handbook, day) for part in OF_RHYTHM]
    keys = [
        name + part
        for name in handbook.key_decisions
        for part in ("", "__known", "__sure", "__effective", "__value", "__rule")
    ]
    return {*rhythms, *keys, *(f"since__{name}" for name in handbook.key_decisions)}


def rhythms_of(handbook: Handbook, day: date) -> list[Page]:
    """The rhythms that an account has on a day, each decision once."""
    found = {
        page.decides: page
        for page in handbook.pages.values()
        if page.kind == "rhythm" and page.grain == "account" and page.on(day) is not None
    }
    return list(found.values())


def after_every(length: str | None) -> str:
    """`14 days`, `month`: as it stands after "every"; empty where there is none."""
    return (length or "").removeprefix("1 ")


def owed(handbook: Handbook, stands: Concluded, *, day: date, may_read: MayRead) -> list[Owed]:
    """What is owed to the customer, the most pressing first; what does not apply is left out."""
    found = [
        Owed(
            page.decides,
            page.title,
            stands.get(page.decides),
            stands.get(f"{page.decides}__known") is not False,
            stands.on(f"{page.decides}__due"),
            stands.on(f"{page.decides}__limit"),
            after_every(stands.get(f"{page.decides}__every")),
        )
        for page in rhythms_of(handbook, day)
        if may_read(page.path)
    ]
    theirs = [each for each in found if each.state is not None or not each.known]
    return sorted(
        theirs, key=lambda each: (each.done(day), each.place, each.due or each.limit or date.max)
    )


def keys_of(handbook: Handbook, *, may_read: MayRead) -> list[tuple[str, str]]:
    """The key decisions about an account, with their titles."""
    words = Words(handbook, "account")
    found = []
    for name in handbook.key_decisions:
        pages = [page for page in handbook.deciding(name) if page.grain == "account"]
        if pages and may_read(pages[0].path):
            found.append((name, words.decision(name)))
    return found


def moved(
    account: int, handbook: Handbook, *, day: date, may_read: MayRead, limit: int = 6
) -> list[Moved]:
    """What changed lately, the latest first."""
    words = Words(handbook, "account")
    rhythms = {page.decides for page in rhythms_of(handbook, day)}
    changes = DecisionChange.objects.filter(account=account, grain="account", on_day__lte=day)
    return [
        Moved(
            each.decision,
            words.decision(each.decision),
            each.was,
            each.is_now,
            None if each.decision in rhythms else because(handbook, each),
            each.on_day,
        )
        for each in changes.order_by("-on_day", "-pk")[: limit * 3]
        if may_read(page_of(handbook, each))
    ][:limit]


def because(handbook: Handbook, change: DecisionChange) -> str:
    """The rule that spoke, in words."""
    return reason_called(handbook, change.decision, change.because, day=change.on_day)


def reasons_of(
    handbook: Handbook, stands: Concluded, *, day: date, may_read: MayRead
) -> dict[str, str]:
    """Why each key decision and rhythm stands, in words, for whom that is to be read."""
    names = {*handbook.key_decisions, *(page.decides for page in rhythms_of(handbook, day))}
    read = {name for name in names if any(may_read(p.path) for p in handbook.deciding(name))}
    said = {
        name: reason_of(handbook, name, rule, day=day)
        for name in read
        if (rule := stands.get(f"{name}__rule")) is not None
    }
    return {name: reason for name, reason in said.items() if reason}


def page_of(handbook: Handbook, change: DecisionChange) -> str:
    pages = handbook.deciding(change.decision)
    return change.page or (pages[0].path if pages else "")


def trend(account: int, column: str, *, day: date, lake: Lake) -> tuple[date, float] | None:
    """What a number of the account was a week ago, or on the last day kept before that."""
    before = [kept for kept in lake.days("decided_account") if kept <= day - TREND]
    row = lake.one("decided_account", max(before), account, [column]) if before else None
    found = (row or {}).get(column)
    return (max(before), float(found)) if isinstance(found, int | float) else None


def fresh(account: Account) -> Fresh:
    """Whether a change of the account, which came with its `changed`, waits to be worked out.

    It was worked out by itself, or with everybody.
    """
    changed = getattr(account, "changed", None)
    waiting = changed is not None and changed.number > changed.taken
    runs = Run.objects.filter(scope="all", status="finished")
    run = runs.order_by("-pk").values_list("finished_at", flat=True).first()
    moments = [each for each in (run, changed and changed.taken_at) if each]
    count = (changed.number, changed.taken) if changed else ()
    return Fresh(waiting, max(moments, default=None), f"{count} {run}")


def known_since(account: Account, columns: Sequence[str]) -> dict[str, date]:
    """Since when it is known of each of these columns what stands there now."""
    now = as_json({name: getattr(account, name) for name in columns})
    since = dict.fromkeys(columns, account.known_from)
    changes = RecordHistory.objects.filter(table_name="records_account", record_id=account.pk)
    was = [f"version__{name}" for name in columns]
    for until, *then in changes.order_by("until_day", "pk").values_list("until_day", *was):
        since |= {name: until for name, it in zip(columns, then, strict=True) if it != now[name]}
    return since


def team_on(account: int, day: date) -> list[AccountTeam]:
    """Who works on it, the primary ones first."""
    serving = AccountTeam.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), account=account, starts_on__lte=day
    )
    return list(serving.select_related("user").order_by("-is_primary", "role", "pk"))


def account_as_known(account: int, day: date) -> Account | None:
    """The account's row as it was known on a past day; None where it was not known yet."""
    sql, _ = rows_sql("account", day=day, accounts=[account])
    return next(iter(Account.objects.raw(sql)), None)


def in_role(team: Iterable[AccountTeam], role: str) -> AccountTeam | None:
    return next((each for each in team if each.role == role), None)
