"""The demo book: the same every time, fit for the database, and showing what it says it shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count, Exists, F, OuterRef, Q

from greenbook.automations.run import run_everybody
from greenbook.config.home import handbook_folder
from greenbook.decisions import handbooks
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.inputs.demo.book import FEWEST, NotEmpty, TooFew, build_book, write_book
from greenbook.inputs.demo.groups import GROUPS, sizes
from greenbook.inputs.demo.names import colleague_name, company_name, industries, listed
from greenbook.inputs.demo.people import csms_needed
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.situations import SITUATIONS
from greenbook.inputs.demo.usage import Readings
from greenbook.records.models import Account, AccountTeam, Cta, Opportunity, TimelineEntry, User
from greenbook.records.registry import record_name
from tests.inputs.demo.claims import CLAIMS, OPENED

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@cache
def drawn(*, today: date = TODAY, seed: int = 1) -> dict[str, list[Any]]:
    return drawn_anew(today=today, seed=seed)


def drawn_anew(*, today: date = TODAY, seed: int = 1) -> dict[str, list[Any]]:
    """Every row of a book by record, with ids counted from one; no database is touched."""
    ids: dict[Any, Iterator[int]] = defaultdict(lambda: count(1))
    sent: dict[str, list[Any]] = defaultdict(list)
    rows = Rows(
        take_ids=lambda model, number: [next(ids[model]) for _ in range(number)],
        send=lambda model, rows: sent[record_name(model)].extend(rows),
    )
    readings = Readings()
    write_book(rows, readings, today=today, accounts=FEWEST, seed=seed)
    return {**sent, "usage_reading": readings.table().to_pylist()}


def days_in(row: dict[str, Any]) -> dict[str, date]:
    return {name: value for name, value in row.items() if isinstance(value, date)}


def test_the_same_seed_and_day_give_the_same_book() -> None:
    assert drawn_anew() == drawn()


def test_another_seed_gives_another_book() -> None:
    assert drawn(seed=2)["account"] != drawn()["account"]


def test_the_book_does_not_age() -> None:
    later = TODAY + timedelta(weeks=60)
    names = [row["name"] for row in drawn(today=later)["account"]]
    assert names == [row["name"] for row in drawn()["account"]]
    newest = max(row["happened_on"] for row in drawn(today=later)["timeline_entry"])
    assert newest == later


def test_nothing_happened_in_the_future_or_is_known_from_it() -> None:
    for record, rows in drawn().items():
        for row in rows:
            assert row["known_from"] <= TODAY, (record, row)
            assert (row.get("happened_on") or TODAY) <= TODAY, (record, row)


@pytest.mark.parametrize("today", [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=5)])
def test_every_csm_finds_calls_agreed_for_the_working_days_to_come(today: date) -> None:
    calls = drawn(today=today)["planned_call"]
    days = sorted({call["planned_for"] for call in calls})
    assert all(day.weekday() < 5 for day in days)
    assert days[0] == (today if today.weekday() < 5 else TODAY + timedelta(days=1))
    assert today <= days[0] and days[-1] <= today + timedelta(days=7)
    hosts = Counter(call["host_id"] for call in calls)
    assert len(hosts) >= 10 and min(hosts.values()) >= 3
    assert len({(call["host_id"], call["planned_for"], call["at"]) for call in calls}) == len(calls)


def test_some_of_these_calls_take_up_a_step_that_was_promised_in_the_last_one() -> None:
    entries = {row["id"]: row for row in drawn()["timeline_entry"]}
    steps = {row["cta_id"]: row for row in drawn()["task"] if row["status"] == "open"}
    promises = [row for row in drawn()["cta"] if row["created_source"].startswith("timeline:")]
    agendas = {row["account_id"]: row["agenda"] for row in drawn()["planned_call"]}
    shared = [promise for promise in promises if agendas[promise["account_id"]]]
    assert len(promises) > len(shared) > 10
    for promise in promises:
        call = entries[int(promise["created_source"].removeprefix("timeline:"))]
        assert (call["account_id"], call["happened_on"]) == (
            promise["account_id"],
            promise["start_on"],
        )
    assert all(steps[each["id"]]["name"] in agendas[each["account_id"]] for each in shared)


def test_no_two_companies_and_no_two_colleagues_have_one_name() -> None:
    for industry in industries():
        assert len({company_name(number, industry) for number in range(100_000)}) == 100_000
    trades = [trade for industry in industries() for trade in listed("industries", industry)]
    assert len(trades) == len(set(trades))
    assert len({colleague_name(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("accounts", [250, 1_000, 20_000, 100_000])
def test_a_csm_has_12_to_60_accounts_however_large_the_book(accounts: int) -> None:
    planned = sizes(accounts)
    assert sum(planned.values()) == accounts
    for group in GROUPS:
        if group.has_csms:
            assert 12 <= planned[group.key] / csms_needed(group, planned[group.key]) <= 60


@dataclass(frozen=True)
class Decided:
    """The decisions of the day by account name, and how often the lake says so."""

    by_name: dict[str, dict[str, Any]]
    lake: Lake


@pytest.fixture(scope="module")
def book(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Decided]:
    """The demo book of 250 accounts in the database, with the handbook run for its day."""
    lake = Lake(tmp_path_factory.mktemp("demo") / "lake")
    with django_db_blocker.unblock():
        build_book(today=TODAY, lake=lake)
        handbook = handbooks.adopt(handbook_folder(), at=NOW)
        run_everybody(day=TODAY, now=lambda: NOW, handbook=handbook, lake=lake, engine=DuckEngine())
        decided = lake.read_day("decided_account", TODAY)
        assert decided is not None
        names = dict(Account.objects.values_list("id", "name"))
        yield Decided({names[row["id"]]: row for row in decided.to_pylist()}, lake)
        call_command("flush", verbosity=0, interactive=False)


def test_every_situation_claims_something() -> None:
    assert set(CLAIMS) == {situation.name for situation in SITUATIONS}
    assert set(OPENED) <= set(CLAIMS)


@pytest.mark.django_db
def test_every_situation_decides_what_it_claims(book: Decided) -> None:
    found = {
        name: {decision: book.by_name[name].get(decision, "no such decision") for decision in claim}
        for name, claim in CLAIMS.items()
    }
    wrong = {name: (found[name], CLAIMS[name]) for name in CLAIMS if found[name] != CLAIMS[name]}
    assert wrong == {}


@pytest.mark.django_db
def test_every_situation_opens_the_cta_it_claims(book: Decided) -> None:
    opened = set(Cta.objects.filter(closed_on=None).values_list("account__name", "rule"))
    assert set(OPENED.items()) - opened == set()


@pytest.mark.django_db
def test_most_customers_are_well(book: Decided) -> None:
    colours = Counter(row["health"] for row in book.by_name.values())
    assert colours["green"] > 0.75 * 250
    assert colours["red"] >= 3
    cadence = Counter(row["cadence_call"] for row in book.by_name.values())
    assert cadence["on_track"] > 10 * (cadence["overdue"] + cadence["breach"])


@pytest.mark.django_db
def test_calls_are_held_by_somebody_who_had_the_account(book: Decided) -> None:
    """Whoever wrote an entry was assigned that day, or covered."""
    assigned = AccountTeam.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("happened_on")),
        account=OuterRef("account"),
        user=OuterRef("author"),
        role__in=("csm", "cse"),
        starts_on__lte=OuterRef("happened_on"),
    )
    others = TimelineEntry.objects.exclude(Exists(assigned))
    wrong = others.exclude(account__name="Covered Bridge Builders")
    assert list(wrong.values_list("account__name", "happened_on", "type", "subject")) == []


@pytest.mark.django_db
def test_the_cast_is_there(book: Decided) -> None:
    nora = User.objects.get(username="nora")
    assert (str(nora), str(nora.manager)) == ("Nora Lind", "Omar Haddad")
    assert (nora.region, nora.cs_segment) == ("EMEA", "strategic")
    hers = AccountTeam.objects.filter(user=nora, role="csm", ends_on=None)
    assert {"Acme", "Globex", "Initech"} <= set(hers.values_list("account__name", flat=True))
    assert nora.planned_calls.filter(planned_for=TODAY + timedelta(days=1)).count() == 2
    assert User.objects.get(username="pia").partner is not None
    assert User.objects.get(username="ada").roles == ["cs_ops"]


@pytest.mark.django_db
def test_every_stage_of_a_deal_was_reached_before_its_close(book: Decided) -> None:
    late = Opportunity.objects.filter(is_won=True, stages__happened_on__gt=F("closed_on"))
    assert late.count() == 0
    assert Opportunity.objects.annotate(reached=Count("stages")).filter(reached=0).count() < 5


@pytest.mark.django_db
def test_a_database_with_accounts_is_refused(book: Decided) -> None:
    with pytest.raises(NotEmpty):
        build_book(today=TODAY, lake=book.lake)


def test_too_small_a_book_is_refused(tmp_path: Any) -> None:
    with pytest.raises(TooFew):
        build_book(today=TODAY, accounts=20, lake=Lake(tmp_path))
