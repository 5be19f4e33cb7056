"""Lists: what an address asks is what is shown, saved, leafed through and exported."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from greenbook.records.models import Account, SavedView, User
from greenbook.web.lists import Column, List, held
from greenbook.web.lists.asked import PAGE, Look
from greenbook.web.lists.columns import UNKNOWN
from greenbook.web.lists.filters import Range, Words
from tests.records.conftest import assigned, customer, person
from tests.web.conftest import SignedIn, WorkedOut
from tests.web.reading import words

TODAY = date.today()


@pytest.fixture
def book(nora: User, acme: Account) -> list[Account]:
    """Acme, and three more of Nora's."""
    more = [
        customer("Initech", cs_segment="growth", region="EMEA", arr_cents=9_000_00,
                 renewal_on=TODAY + timedelta(days=30)),
        customer("Umbrella", cs_segment="growth", region="AMER", arr_cents=None,
                 renewal_on=TODAY + timedelta(days=300)),
        customer("=cmd()", cs_segment="growth", region="AMER", arr_cents=5_000_00),
    ]  # fmt: skip
    for account in more:
        assigned(account, nora)
    return [acme, *more]


@pytest.fixture
def page(book: list[Account], nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def names(page: Client, address: str) -> list[str]:
    text = page.get(address).content.decode()
    first = (
        r'<th scope="row"[^>]*>\s*(?:<input[^>]*>\s*)?<a href="/accounts/\d+[^"]*">(.*?)</a></th>'
    )
    return re.findall(first, text)


def test_a_list_is_sorted_by_what_the_address_says(page: Client) -> None:
    assert names(page, "/portfolio?sort=-arr") == ["Acme", "Initech", "=cmd()", "Umbrella"]


def test_what_is_unknown_comes_last_whichever_way_it_is_sorted(page: Client) -> None:
    assert names(page, "/portfolio?sort=arr")[-1] == "Umbrella"


def test_filters_add_up_and_read_like_a_sentence(page: Client) -> None:
    address = "/portfolio?cs_segment=growth&renewal_on_from=0&renewal_on_to=120"
    assert names(page, address) == ["Initech"]
    text = page.get(address).content.decode()
    assert "my accounts" in text
    assert ">Growth <" in text
    assert "Renewal within 120 days" in text


def test_money_is_asked_for_in_dollars(page: Client) -> None:
    assert names(page, "/portfolio?arr_from=8,000&arr_to=10000") == ["Initech"]


def test_what_is_not_known_can_be_asked_for(page: Client) -> None:
    assert names(page, "/portfolio?lifecycle_stage=unknown&name=umb") == ["Umbrella"]


def test_an_address_that_makes_no_sense_says_so_in_words(page: Client) -> None:
    text = page.get("/portfolio?renewal_on_to=soon&region=MARS&arr_from=much").content.decode()
    assert "Renewal: “soon” is neither a date" in text
    assert "Region: there is no “MARS” to choose." in text
    assert "ARR: “much” is no amount in dollars." in text


def test_what_the_handbook_no_longer_has_is_named_and_the_rest_is_shown(
    page: Client, nora: User
) -> None:
    kept = "region=EMEA&mood=bad&age_from=3&sort=-mood&group=warmth&columns=arr,mood__due"
    SavedView.objects.create(owner=nora, list_name="portfolio", name="Mine", address=kept)
    shown = page.get("/portfolio").content.decode()
    assert f'<a href="/portfolio?{kept.replace("&", "&amp;")}"' in shown
    told = words(page.get(f"/portfolio?{kept}").content.decode())
    for gone in ("“mood” to filter by", "“age” to filter by", "“mood” to sort by"):
        assert f"There is no {gone}." in told
    assert "There is no “warmth” to group by." in told
    assert "There is no “mood__due” to show." in told
    assert names(page, f"/portfolio?{kept}") == ["Acme", "Initech"]


def test_words_that_the_page_itself_reads_are_no_filters(page: Client, ingrid: User) -> None:
    page.force_login(ingrid)
    assert "There is no" not in page.get("/numbers?book=all").content.decode()


def test_groups_have_headings_with_how_many_stand_under_each(page: Client) -> None:
    text = page.get("/portfolio?group=region").content.decode()
    assert re.search(r"AMER <span class=\"quiet\">2</span>", text)
    assert text.index("AMER <span") < text.index("EMEA <span")


def test_columns_are_chosen_by_the_address(page: Client) -> None:
    text = page.get("/portfolio?columns=region,tier").content.decode()
    assert ">Region</a>" in text
    assert ">ARR</a>" not in text


def test_a_page_leads_to_the_next_one(nora: User, signed_in: SignedIn) -> None:
    for number in range(60):
        assigned(customer(f"Customer {number:02}"), nora)
    page = signed_in(nora)
    assert len(names(page, "/portfolio")) == 50
    assert "page 1 of 2" in page.get("/portfolio").content.decode()
    assert names(page, "/portfolio?page=2")[0] == "Customer 50"


def test_only_the_list_is_sent_where_only_the_list_is_asked_for(page: Client) -> None:
    answer = page.get("/portfolio?sort=-arr", headers={"HX-Request": "true", "HX-Target": "list"})
    assert b"<html" not in answer.content
    assert answer.headers["HX-Push-Url"] == "/portfolio?sort=-arr"


def test_an_empty_list_says_why_and_what_to_do(eve: User, signed_in: SignedIn) -> None:
    assert "No account is yours." in signed_in(eve).get("/portfolio").content.decode()


def test_filters_that_leave_nothing_can_all_be_left_out(page: Client) -> None:
    assert "Leave out every filter" in page.get("/portfolio?name=nobody").content.decode()


def test_an_export_holds_every_row_and_runs_nothing(page: Client) -> None:
    answer = page.get("/portfolio?columns=arr,region&sort=name&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert lines[0] == "Account,ARR,Region"
    assert "'=cmd(),5000.00,AMER" in lines
    assert "Umbrella,,AMER" in lines


def test_an_export_shows_nobody_elses_accounts(page: Client, globex: Account, nora: User) -> None:
    answer = page.get("/portfolio?of=all&format=csv")
    assert b"Globex" not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_view_is_kept_found_again_and_forgotten(page: Client, nora: User) -> None:
    kept = {"list": "portfolio", "name": "Growth", "address": "cs_segment=growth",
            "back": "/portfolio"}  # fmt: skip
    answer = page.post("/views", kept)
    assert answer.headers["Location"] == "/portfolio?cs_segment=growth"
    assert 'href="/portfolio?cs_segment=growth"' in page.get("/portfolio").content.decode()
    view = SavedView.objects.get(owner=nora)
    page.post(f"/views/{view.pk}/forget", {"back": "/portfolio"})
    assert not SavedView.objects.exists()


def test_a_view_for_the_team_is_seen_by_colleagues_alone(
    page: Client, omar: User, eve: User, signed_in: SignedIn
) -> None:
    colleague = person("Nils", "csm", manager=omar)
    page.post("/views", {"list": "portfolio", "name": "Ours", "address": "of=team",
                         "for_team": "yes", "back": "/portfolio"})  # fmt: skip
    page.post("/views", {"list": "portfolio", "name": "Mine", "address": "", "back": "/portfolio"})
    seen = signed_in(colleague).get("/portfolio").content.decode()
    assert "Ours" in seen
    assert ">Mine<" not in seen
    assert "Ours" in signed_in(omar).get("/portfolio").content.decode()
    assert "Ours" not in signed_in(eve).get("/portfolio").content.decode()


def test_nobody_forgets_the_view_of_somebody_else(
    page: Client, nora: User, eve: User, signed_in: SignedIn
) -> None:
    view = SavedView.objects.create(owner=nora, list_name="portfolio", name="Mine")
    assert signed_in(eve).post(f"/views/{view.pk}/forget").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_leads_to_no_other_site(page: Client) -> None:
    answer = page.post("/views", {"list": "portfolio", "name": "x", "address": "",
                                  "back": "https://elsewhere.example/"})  # fmt: skip
    assert answer.headers["Location"].startswith("/?")


def test_a_decision_is_a_column_and_a_filter(
    page: Client, acme: Account, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    assert names(page, "/portfolio?cadence_call=overdue&cadence_call=breach") == ["Acme"]
    text = page.get("/portfolio?columns=cadence_call").content.decode()
    assert f'<a class="why" href="/why/account/{acme.pk}/cadence_call">' in text


def buttons(text: str) -> list[str]:
    """The fields that the filter offers to open."""
    return re.findall(r'name="field" value="(\w+)"', text)


def test_a_filter_of_the_handbook_is_offered_under_its_folder_and_its_choices_once_opened(
    page: Client, acme: Account, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    text = page.get("/portfolio?open=filter").content.decode()
    assert re.search(r"<summary>Health <span class=\"quiet\">\d", text)
    assert 'name="region" value="EMEA"' in text
    assert "health" in buttons(text)
    assert 'name="health" value="red"' not in text
    text = page.get("/portfolio?region=EMEA&field=health").content.decode()
    assert 'name="health" value="red"' in text
    assert "health" not in buttons(text)
    assert re.search(r'name="region" value="EMEA" checked', text)


def test_a_field_is_found_by_its_name_without_losing_what_is_chosen(
    page: Client, acme: Account, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    text = page.get("/portfolio?open=filter&find=CADENCE&region=EMEA").content.decode()
    assert "cadence_call" in buttons(text)
    assert "in_triage" not in buttons(text)
    assert re.search(r'name="region" value="EMEA" checked', text)
    assert 'name="tier"' not in text
    text = page.get("/portfolio?open=columns&find=cadence").content.decode()
    assert re.search(r'name="columns" value="arr" checked', text)
    assert re.search(r'name="columns" value="cadence_call__due"(?! checked)', text)
    assert 'name="columns" value="in_triage"' not in text


def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    nora: User, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        assigned(customer(f"Customer {number:02}"), nora)
    page = signed_in(nora)
    with django_assert_max_num_queries(18):
        page.get("/portfolio?group=region")


THINGS = List(
    name="things",
    one="thing",
    many="things",
    columns=(
        Column("name", "Name"),
        Column("colour", "Colour", "colour", groupable=True),
        Column("day", "Day", "day"),
    ),
    shown=("colour", "day"),
    sort="name",
)
ROWS = [
    {"pk": 1, "name": "b", "colour": "green", "day": TODAY},
    {"pk": 2, "name": "A", "colour": None, "day": None},
    {"pk": 3, "name": "c", "colour": "red", "day": TODAY - timedelta(days=3)},
]


def look(**asked: Any) -> Look:
    return Look(THINGS, today=TODAY, day=TODAY, **{"sort": "name", **asked})


def shown(**asked: Any) -> list[str]:
    return [row["c_name"] for row in held.found_in(ROWS, look(**asked)).rows]


def test_rows_held_in_memory_are_sorted_like_those_of_the_database() -> None:
    assert shown() == ["A", "b", "c"]
    assert shown(sort="colour") == ["c", "b", "A"]
    assert shown(sort="-day") == ["b", "c", "A"]


def test_what_is_costly_is_put_into_the_rows_that_are_shown_alone() -> None:
    """Unless all are sorted by it."""
    costly = Column("many", "Many", "number", costly=True)
    many = Look(replace(THINGS, columns=(*THINGS.columns, costly)), today=TODAY, day=TODAY)
    rows = [{"pk": number, "name": f"{number:03}"} for number in range(PAGE + 10)]
    filled: list[int] = []

    def fill(some: list[dict[str, Any]]) -> None:
        filled.extend(row["pk"] for row in some)
        for row in some:
            row["many"] = row["pk"]

    found = held.found_in(rows, replace(many, sort="name", chosen=("many",)), fill=fill)
    assert filled == [row["c_many"] for row in found.rows] == list(range(PAGE))

    found = held.found_in(rows, replace(many, sort="-many", chosen=("many",)), fill=fill)
    assert len(filled) == PAGE + len(rows)
    assert found.rows[0]["c_many"] == PAGE + 9


def test_rows_held_in_memory_are_filtered_like_those_of_the_database() -> None:
    colour, day = THINGS.columns[1], THINGS.columns[2]
    assert shown(filters=(Words(colour, ("red", UNKNOWN)),)) == ["A", "c"]
    assert shown(filters=(Range(day, "-3", "-1"),)) == ["c"]


@pytest.mark.parametrize(
    ("least", "most", "says"),
    [
        ("0", "120", "Day within 120 days"),
        ("", "-1", "Day before today"),
        ("-30", "", "Day in the last 30 days"),
        ("2020-03-01", "", "Day from 1 Mar 2020"),
    ],
)
def test_a_range_of_days_is_said_as_people_say_it(least: str, most: str, says: str) -> None:
    assert Range(THINGS.columns[2], least, most).says() == says
