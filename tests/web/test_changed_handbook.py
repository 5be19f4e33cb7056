"""A handbook that changed since everybody was worked out: pages answer, and say what is not yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import pytest
from django.test import Client

from greenbook.automations import tasks
from greenbook.automations.people import run_person
from greenbook.decisions import handbooks
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, User
from greenbook.web.asked import now
from tests.changed_pages import earlier, later
from tests.records.conftest import assigned, customer
from tests.web.conftest import SIGNED, SignedIn, WorkedOut
from tests.web.reading import words

Agreed = Callable[[], Handbook]

NOT_YET = "not yet"
TODAY = now().date()
YESTERDAY = TODAY - timedelta(days=1)
#: What either handbook decides: first what one of them keeps in the database, then numbers.
KEY = ("mood", "level", "standup", "visit", "trust", "warmth")
NUMBERS = ("carried", "carries", "owns", "customers", "served", "visited")
OTHERS = ("size", "door", "doubt", "seen", "held", "greeting", "age", "known_for")
DECISIONS = (*KEY, *OTHERS, *NUMBERS, "leaving", "coming")
TRACED = ("mood", "door", "visit", "held", "coming")
#: The sections of an account that show what the handbook says of it.
SECTIONS = ("decisions", "scorecard", "onboarding", "subscriptions", "plans")


@pytest.fixture
def initech(nora: User) -> Account:
    """Another customer of Nora's, who is left alone where Acme changes."""
    account = customer("Initech", cs_segment="growth", region="EMEA", arr_cents=90_000_00)
    assigned(account, nora)
    return account


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("was", "is_now", "day", "every"),
    [(earlier, later, YESTERDAY, 1), (later, earlier, YESTERDAY, 4), (earlier, later, TODAY, 4)],
    ids=["forward", "back", "on the day of a run"],
)
def test_every_page_answers_before_and_after_the_next_run(
    was: Agreed,
    is_now: Agreed,
    day: date,
    every: int,
    acme: Account,
    initech: Account,
    nora: User,
    omar: User,
    ada: User,
    signed_in: SignedIn,
    worked_out: WorkedOut,
    worked_out_over_night: WorkedOut,
) -> None:
    handbooks.keep(was(), at=now())
    worked_out_over_night(day=day)
    handbooks.keep(is_now(), at=now())
    looks = {  # the ways that differ less look at every fourth address
        signed_in(nora): (of_work() + of_account(acme))[::every],
        signed_in(omar): of_team(nora)[::every],
        signed_in(ada): [*of_handbook()[::every], f"/accounts/{initech.pk}"],
    }
    assert broken(looks) == []
    worked_out(acme, day=day)
    worked_out(acme)
    run_person(nora.pk, day=TODAY, handbook=is_now(), lake=tasks.lake(), engine=tasks.engine())
    assert broken(looks) == [], "one account was worked out, and its CSM"
    worked_out_over_night()
    assert broken(looks) == [], "everybody was worked out"


def broken(looks: Mapping[Client, Iterable[str]]) -> list[str]:
    """The addresses that answer with an error."""
    found = []
    for browser, addresses in looks.items():
        browser.raise_request_exception = False
        for address in addresses:
            answer = browser.get(address)
            answer.getvalue()  # an export is written while it is read
            found += [address] if answer.status_code >= 500 else []
    return found


def of_work() -> list[str]:
    """Today, the portfolio in every way, what is owed, what changed, search."""
    every, past = ",".join(DECISIONS), f"day={YESTERDAY}"
    ways = [f"sort={name}&group={name}" for name in KEY]
    ways += [f"sort=-since__{name}&{name}_from=1&{name}_to=2&{name}=1" for name in KEY]
    ways += ["&".join(f"{name}={word}" for name in OTHERS) for word in ("true", "unknown")]
    return [
        *(f"/portfolio?{way}" for way in ways),
        *(f"/portfolio?{way}&{past}" for way in ways[: len(KEY)]),
        *(f"/portfolio?columns={every}&{more}" for more in ("", past, "format=csv")),
        *("/", "/portfolio/owed", "/portfolio/owed?of=all", "/changes", "/search?q=visit"),
        *("/ctas", "/ctas/new", "/plans", "/onboarding", "/onboarding/list"),
    ]


def of_account(account: Account) -> list[str]:
    page, past = f"/accounts/{account.pk}", f"day={YESTERDAY}"
    traces = [f"/why/account/{account.pk}/{name}" for name in TRACED]
    return [
        *(f"{page}?section={name}" for name in SECTIONS),
        f"{page}?section=decisions&{past}",
        *traces,
        *(f"{trace}?{past}" for trace in traces),
        *(f"{page}/by-hand/{name}" for name in ("mood", "visit")),
        *(f"{page}/standing", f"{page}/health.svg"),
        *(f"/log?account={account.pk}", f"/log/effects/{account.pk}"),
    ]


def of_team(csm: User) -> list[str]:
    numbers = [f"/numbers/{name}" for name in NUMBERS]
    return [
        *("/team", f"/team/{csm.pk}/priorities", "/team/reviews", "/team/approvals"),
        *("/numbers", "/numbers?format=csv", f"/numbers?day={YESTERDAY}"),
        *numbers,
        *(f"{number}?day={YESTERDAY}" for number in numbers),
        *(f"{number}.svg?of={csm.pk}" for number in numbers),
        *(f"/why/person/{csm.pk}/{name}" for name in NUMBERS[:3]),
        *(f"/why/company/1/{name}" for name in NUMBERS[3:]),
        *("/onboarding/numbers", "/onboarding/numbers?by=quarter&format=csv"),
        *("/onboarding/numbers/known_for.svg", "/onboarding/numbers/age.svg"),
    ]


def of_handbook() -> list[str]:
    return [
        *(f"/handbook/grown/{name}" for name in DECISIONS),
        *("/handbook", "/handbook/open-questions", "/handbook/exceptions"),
        *("/operations", "/operations/runs", "/operations/history"),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_new_says_that_it_comes_and_then_is_there(
    acme: Account,
    initech: Account,
    nora: User,
    ada: User,
    signed_in: SignedIn,
    worked_out: WorkedOut,
    worked_out_over_night: WorkedOut,
) -> None:
    noras, adas = signed_in(nora), signed_in(ada)
    Account.objects.update(customer_start_on=SIGNED)
    handbooks.keep(earlier(), at=now())
    worked_out_over_night(day=YESTERDAY)
    handbooks.keep(later(), at=now())
    assert told(noras, "/portfolio?columns=visit,mood") == {
        "Acme": 2 * [NOT_YET],
        "Initech": 2 * [NOT_YET],
    }
    assert "Visit not worked out for everybody yet" in read(noras, "/portfolio/owed")
    assert "Not worked out yet as it stands here" in read(noras, "/handbook/grown/mood")
    assert "Not worked out yet, for they are newer than the last run" in read(
        adas, "/handbook/open-questions"
    )
    assert re.search(r"Visited .* not worked out yet", read(adas, "/numbers"))
    assert "Greeting" not in read(noras, "/")
    assert "because" not in mood_of(acme, noras), "it stands by a rule that is no more"

    worked_out(acme)
    assert told(noras, "/portfolio?columns=visit,mood") == {
        "Acme": ["Overdue", "2"],
        "Initech": 2 * [NOT_YET],
    }
    assert "Greeting" in read(noras, f"/accounts/{acme.pk}")
    assert told(noras, "/portfolio?visit=overdue&columns=visit") == {"Acme": ["Overdue"]}

    worked_out_over_night()
    assert told(noras, "/portfolio?columns=visit,mood") == {
        "Acme": ["Overdue", "2"],
        "Initech": ["Overdue", "2"],
    }
    assert "because" in mood_of(acme, noras)
    assert NOT_YET not in read(noras, "/portfolio/owed")
    assert "Greeting" in read(noras, "/")
    for address in (f"/accounts/{initech.pk}", f"/accounts/{initech.pk}?section=decisions"):
        assert "Visit" in read(noras, address)
    assert "It speaks of 2 of 2 accounts" in read(noras, "/handbook/grown/visit")
    assert "not worked out yet" not in read(adas, "/numbers")


def mood_of(account: Account, browser: Client) -> str:
    """How it stands among the decisions of an account."""
    decisions = read(browser, f"/accounts/{account.pk}?section=decisions")
    return decisions.partition(" Mood ")[2].partition(" Level ")[0]


def read(browser: Client, address: str) -> str:
    return words(browser.get(address).content.decode())


def told(browser: Client, address: str) -> dict[str, list[str]]:
    """The rows of a list: the first cell, and all behind it."""
    page = browser.get(address).content.decode()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [
        [words(cell) for cell in re.split(r"</t[dh]>", row)] for row in body.split("</tr>")[:-1]
    ]
    return {row[0].strip(): [cell.strip() for cell in row[1:-1]] for row in rows}
