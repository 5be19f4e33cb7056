"""The numbers of the handbook: who sees whose, what is asked, how it went, what is behind."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from greenbook.automations import tasks
from greenbook.decisions import handbooks
from greenbook.records.models import Account, SubjectStatus, User
from greenbook.reports.numbers import FEW, numbers_now
from greenbook.web.asked import now
from tests.few_pages import few_pages
from tests.records.conftest import assigned, opened, person, stands
from tests.web.conftest import SignedIn
from tests.web.reading import words

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)
CALLS = {"calls_per_week": 3.5, "calls_per_week__needed": 5.0, "calls_per_week__met": False}
ENOUGH = {"calls_per_week": 6.0, "calls_per_week__needed": 5.0, "calls_per_week__met": True}
COVERED = {"ebr_coverage": 80.0, "ebr_coverage__met": True}


@pytest.fixture(autouse=True)
def counted(db: None, settings: Any, tmp_path: Path, nora: User) -> Iterator[None]:
    """The handbook and what a run concluded with it, today and yesterday."""
    settings.GREENBOOK_LAKE = str(tmp_path / "lake")
    tasks.lake.cache_clear()
    handbooks.keep(few_pages(), at=now())
    _stands("person", nora.pk, CALLS)
    _stands("company", 1, COVERED)
    _kept("person", nora.pk, CALLS | {"calls_per_week": 2.0}, YESTERDAY)
    _kept("person", nora.pk, CALLS, TODAY)
    _kept("company", 1, COVERED | {"ebr_coverage": 70.0}, YESTERDAY)
    _kept("company", 1, COVERED, TODAY)
    yield
    tasks.lake.cache_clear()


def test_a_csm_reads_their_own_numbers_and_the_companys(
    nora: User, eve: User, signed_in: SignedIn
) -> None:
    _stands("person", eve.pk, ENOUGH)
    page = signed_in(nora).get("/numbers").content.decode()
    assert "3.5" in _row(page, "Cadence calls per week")
    assert "not met" in _row(page, "Cadence calls per week")
    company = _row(page, "Customers with an EBR in twelve months")
    assert "80%" in company and "at least 75" in company


def test_whoever_leads_several_reads_how_many_meet_it(
    nora: User, eve: User, omar: User, ada: User, signed_in: SignedIn
) -> None:
    _stands("person", eve.pk, ENOUGH)
    told = _row(signed_in(ada).get("/numbers").content.decode(), "Cadence calls per week")
    assert "1 of 2" in told and "not met" in told
    told = _row(signed_in(omar).get("/numbers").content.decode(), "Cadence calls per week")
    assert "3.5" in told, "one person alone has a value"


def test_thousands_of_people_are_counted_as_two_are(nora: User, eve: User) -> None:
    _stands("person", eve.pk, ENOUGH)
    pages = handbooks.current().deciding("calls_per_week")
    two = [str(nora.pk), str(eve.pk)]
    many = [*two, *(f"nobody {n}" for n in range(FEW))]
    told = numbers_now(pages, "person", many, on=TODAY)
    assert (told[0].of, told[0].met_by) == (2, 1)
    assert told == numbers_now(pages, "person", two, on=TODAY)


def test_sales_read_those_of_their_region(nora: User, eve: User, signed_in: SignedIn) -> None:
    _stands("person", eve.pk, ENOUGH)
    grace = person("Grace", "sales_management", region="EMEA")
    page = signed_in(grace).get("/numbers/calls_per_week").content.decode()
    assert "Nora" in page and "Eve" not in page


@pytest.mark.parametrize(
    "address",
    ["/numbers", "/numbers/ebr_coverage", "/numbers/ebr_coverage.svg", "/numbers?format=csv"],
)
def test_a_partner_reads_none(address: str, pia: User, signed_in: SignedIn) -> None:
    assert signed_in(pia).get(address).status_code == 403


def test_nobody_reads_a_strangers_number(nora: User, eve: User, signed_in: SignedIn) -> None:
    _stands("person", eve.pk, ENOUGH)
    for address in ("/numbers/calls_per_week", "/numbers/calls_per_week.svg"):
        assert signed_in(nora).get(f"{address}?of={eve.pk}").status_code == 404
    assert signed_in(nora).get("/numbers/calls_per_month").status_code == 404


def test_a_page_that_is_added_to_the_handbook_is_counted(nora: User, signed_in: SignedIn) -> None:
    noras = signed_in(nora)
    for page in few_pages().pages.values():
        if page.kind == "kpi" and page.grain in ("company", "person"):
            assert noras.get(f"/numbers/{page.decides}").status_code == 200


def test_a_number_says_what_is_asked_and_how_it_went(nora: User, signed_in: SignedIn) -> None:
    page = signed_in(nora).get("/numbers/ebr_coverage").content.decode()
    said = words(page)
    assert "The company: 80% met" in said and "The goal: at least 75" in said
    assert "70%" in said and "80%" in said
    assert "/why/company/1/ebr_coverage" in page and "/handbook/reviews/ebr_coverage" in page


def test_the_line_is_a_picture_and_said_in_words(nora: User, signed_in: SignedIn) -> None:
    noras = signed_in(nora)
    page = noras.get("/numbers/calls_per_week").content.decode()
    assert re.search(r'alt="2 on .*, 3.5 on .*"', page)
    answer = noras.get(f"/numbers/calls_per_week.svg?of={nora.pk}&theme=dark")
    assert answer["Content-Type"] == "image/svg+xml" and b"3.5" in answer.content


def test_a_past_day_shows_what_stood_then(nora: User, signed_in: SignedIn) -> None:
    noras, day = signed_in(nora), YESTERDAY.isoformat()
    page = noras.get(f"/numbers?day={day}").content.decode()
    assert ">2<" in _row(page, "Cadence calls per week")
    assert "70%" in _row(page, "Customers with an EBR in twelve months")
    before = (YESTERDAY - timedelta(days=1)).isoformat()
    assert "Nothing was kept of" in words(noras.get(f"/numbers?day={before}").content.decode())


def test_what_is_behind_leads_to_its_accounts(
    acme: Account, nora: User, signed_in: SignedIn
) -> None:
    _account_stands(acme, cadence_call="overdue", health="red", priority_decided=1)
    opened(acme, owner=nora, due_on=YESTERDAY)
    page = signed_in(nora).get("/numbers").content.decode()
    assert "/portfolio?of=mine&amp;cadence_call=overdue" in page
    assert "/portfolio?of=mine&amp;health=red&amp;priority_decided=1" in page
    assert "/ctas?of=mine&amp;type=lifecycle&amp;rule=none&amp;due_on_to=-1" in page


def test_a_stranger_counts_none_of_it(acme: Account, eve: User, signed_in: SignedIn) -> None:
    _account_stands(acme, cadence_call="overdue")
    for book in ("mine", "team", "all"):
        page = signed_in(eve).get(f"/numbers?book={book}").content.decode()
        assert "cadence_call=overdue" not in page


def test_the_numbers_are_handed_out_as_csv(nora: User, signed_in: SignedIn) -> None:
    answer = signed_in(nora).get("/numbers?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = {row["Number"]: row for row in csv.DictReader(text.splitlines())}
    assert rows["Cadence calls per week"]["Value"] == "3.5"


def test_more_people_and_accounts_ask_no_more_questions(
    omar: User, signed_in: SignedIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    omars = signed_in(omar)
    for number in range(10):
        csm = person(f"Csm{number}", "csm", manager=omar, region="EMEA")
        account = Account.objects.create(name=f"Theirs {number}", known_from=TODAY)
        assigned(account, csm)
        _account_stands(account, health="red")
        _stands("person", csm.pk, ENOUGH)
    with django_assert_max_num_queries(32):
        assert omars.get("/numbers").status_code == 200
    with django_assert_max_num_queries(20):
        assert omars.get("/numbers/calls_per_week").status_code == 200


def _stands(grain: str, subject: int, decided: dict[str, Any]) -> None:
    SubjectStatus.objects.create(grain=grain, subject_id=str(subject), as_of=TODAY, decided=decided)


def _kept(grain: str, subject: int, decided: dict[str, Any], day: date) -> None:
    tasks.lake().write_day(
        f"decided_{grain}", day, pa.Table.from_pylist([{"id": subject, **decided}])
    )


def _account_stands(account: Account, **decided: Any) -> None:
    stands(account, on=TODAY, **decided)


def _row(page: str, title: str) -> str:
    found = re.search(rf"<tr>\s*<th scope=\"row\"[^>]*>(?:(?!</tr>).)*{title}.*?</tr>", page, re.S)
    assert found, f"no row of {title}"
    return found[0]
