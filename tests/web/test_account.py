"""An account's page: what it says, to whom, on which day, and what can be changed on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client

from greenbook.engagement.queries.numbers_over_time import Point
from greenbook.engagement.queries.record_history import edits_of
from greenbook.handbook.read import codes
from greenbook.records.acting import acting
from greenbook.records.models import (
    Account,
    Changed,
    Contact,
    FactsSeen,
    Follow,
    Opportunity,
    RecordHistory,
    TimelineEntry,
    User,
    Visit,
)
from greenbook.web import sections
from greenbook.web.pages.account_charts import NUMBERS, dots
from greenbook.web.said import day
from greenbook.web.sent import version_of
from tests.records.conftest import assigned, customer, opened, person
from tests.web.conftest import SIGNED, SignedIn, WorkedOut
from tests.web.reading import words

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)
BESIDE = {"HX-Request": "true"}
SECTIONS = [each.name for each in sections.SECTIONS]


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def read(browser: Client, address: str, **headers: str) -> str:
    answer = browser.get(address, headers=headers or None)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def sent(browser: Client, address: str, **typed: Any) -> Any:
    return browser.post(address, {"key": str(uuid4()), **typed})


def called(account: Account, by: User, **more: Any) -> TimelineEntry:
    values = {"type": "customer_call", "subject": "Hello", "notes": "They **like** it", **more}
    return TimelineEntry.log(account, author=by, on=TODAY, **values)


# What it says


def test_the_header_can_be_read_aloud(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    acme.lifecycle_stage, acme.renewal_on = "adoption", TODAY + timedelta(days=112)
    acme.save()
    worked_out(acme)
    text = read(at_nora, f"/accounts/{acme.pk}")
    header = text.partition("<h1")[2].partition("</h1>")[0]
    said = ("Acme", "Strategic, EMEA", "P1", "Adoption", "$412k", "(112 days)", "Nora")
    places = [header.index(word) for word in said]
    assert places == sorted(places)
    assert f"/why/account/{acme.pk}/health" in header


def test_every_rhythm_that_is_owed_is_listed(
    acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    called(acme, nora)
    worked_out(acme)
    text = read(at_nora, f"/accounts/{acme.pk}")
    assert f"/why/account/{acme.pk}/cadence_call" in text
    assert f"/log?account={acme.pk}&amp;meeting=cadence_call" in text
    assert f"/accounts/{acme.pk}/calls/plan?meeting=cadence_call" in text


def test_before_the_first_run_the_page_says_so(acme: Account, at_nora: Client) -> None:
    assert "Nothing was worked out for this account yet" in read(at_nora, f"/accounts/{acme.pk}")


def test_a_change_that_waits_is_said_and_asked_for_until_it_is_worked_out(
    acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    assert "every 1s" not in read(at_nora, f"/accounts/{acme.pk}/standing")
    called(acme, nora)
    waiting = read(at_nora, f"/accounts/{acme.pk}/standing")
    assert "it is being worked out" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    Changed.objects.filter(account=acme.pk).update(taken=10**9)
    assert "every 1s" not in read(at_nora, f"/accounts/{acme.pk}/standing")


def test_the_page_needs_few_queries_however_much_there_is(
    acme: Account,
    nora: User,
    at_nora: Client,
    worked_out: WorkedOut,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    for number in range(30):
        called(acme, nora, subject=f"Call {number}")
        opened(acme, name=f"CTA {number}")
    worked_out(acme)
    at_nora.get(f"/accounts/{acme.pk}")
    with django_assert_max_num_queries(25):
        at_nora.get(f"/accounts/{acme.pk}")
    for section in SECTIONS:
        with django_assert_max_num_queries(20):
            at_nora.get(f"/accounts/{acme.pk}?section={section}", headers=BESIDE)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_in_place_and_has_an_address(
    section: str, acme: Account, at_nora: Client
) -> None:
    page = read(at_nora, f"/accounts/{acme.pk}?section={section}")
    part = read(at_nora, f"/accounts/{acme.pk}?section={section}", **BESIDE)
    assert "<html" in page and "<html" not in part
    assert part.startswith('<div id="section">')


def test_objectives_are_left_out_until_somebody_asks_for_them(
    acme: Account, at_nora: Client
) -> None:
    opened(acme, "Faster builds", type="objective")
    text = read(at_nora, f"/accounts/{acme.pk}?section=ctas", **BESIDE)
    assert "Faster builds" not in text
    assert "Show the 1 open objective of its plans as well" in text
    asked = read(at_nora, f"/accounts/{acme.pk}?section=ctas&objectives=yes", **BESIDE)
    assert "Faster builds" in asked


def test_snoozed_ctas_are_among_the_open_ones(acme: Account, at_nora: Client) -> None:
    opened(acme, name="Renewal soon", snoozed_until=TODAY + timedelta(days=9))
    text = read(at_nora, f"/accounts/{acme.pk}?section=ctas")
    assert "Renewal soon" in text and "snoozed until" in text


def test_the_timeline_can_be_narrowed_and_leafed(
    acme: Account, nora: User, at_nora: Client
) -> None:
    for number in range(21):
        called(acme, nora, type="email", subject=f"Mail {number}")
    called(acme, nora, subject="The one call")
    everything = read(at_nora, f"/accounts/{acme.pk}?section=timeline")
    assert "The one call" in everything and "Mail 0<" not in everything.replace("</", "<")
    mails = read(at_nora, f"/accounts/{acme.pk}?section=timeline&type=email")
    assert "The one call" not in mails
    assert "Mail 0" in read(at_nora, f"/accounts/{acme.pk}?section=timeline&page=2")


def test_notes_are_markdown_and_no_html(acme: Account, nora: User, at_nora: Client) -> None:
    called(acme, nora, notes="**bold** <script>alert(1)</script> [x](javascript:alert(1))")
    text = read(at_nora, f"/accounts/{acme.pk}?section=timeline")
    assert "<strong>bold</strong>" in text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text


def test_the_hierarchy_names_only_accounts_that_one_may_see(
    acme: Account, globex: Account, nora: User, at_nora: Client
) -> None:
    mine = customer("Acme Robotics", parent=acme)
    assigned(mine, nora)
    customer("Acme Secret", parent=acme)
    text = read(at_nora, f"/accounts/{acme.pk}?section=hierarchy")
    assert "Acme Robotics" in text
    assert "Acme Secret" not in text
    assert "1 more is not among your accounts" in text


def test_a_chart_says_its_numbers_in_words(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    answer = at_nora.get(f"/accounts/{acme.pk}/health.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert at_nora.get(f"/accounts/{acme.pk}/numbers/health").status_code == 200
    assert at_nora.get(f"/accounts/{acme.pk}/nonsense.svg").status_code == 404


def test_a_chart_ends_with_what_stands_though_no_night_has_kept_it(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    address = f"/accounts/{acme.pk}/numbers/health"
    assert "No day was kept yet." in read(at_nora, address)
    worked_out(acme)
    seen = FactsSeen.objects.get(grain="account", account=acme)
    now = {**seen.decided, "health": "red", "health__effective": 49.0}
    FactsSeen.objects.filter(pk=seen.pk).update(decided=now)
    assert f"{day(TODAY)} 49 Red" in words(read(at_nora, address))


def test_a_line_says_where_it_turned() -> None:
    points = [
        Point(TODAY - timedelta(days=ago), value, colour)
        for ago, value, colour in ((3, 80, "green"), (2, 40, "red"), (1, 45, "red"), (0, 60, None))
    ]
    told = [dot.said for dot in dots(points, NUMBERS["health"])]
    assert told == ["", "turned red", "", "60"]


def test_the_history_says_who_changed_what_from_what_to_what(
    acme: Account, nora: User, at_nora: Client
) -> None:
    acme.amend(by=nora, on=TODAY, reason="They moved", hosting="gitlab_com")
    acme.amend(by=nora, on=TODAY, hosting="sm_cloud")
    [second, first] = edits_of(acme.pk, may=lambda action: True)
    assert [(each.was, each.is_now) for each in first.changes] == [(None, "gitlab_com")]
    assert [(each.was, each.is_now) for each in second.changes] == [("gitlab_com", "sm_cloud")]
    text = read(at_nora, f"/accounts/{acme.pk}?section=changes")
    assert "They moved" in text and "Nora" in text


def test_the_history_does_not_tell_what_one_may_not_read(acme: Account, nora: User) -> None:
    entry = called(acme, nora)
    with acting(by=nora, on=TODAY):
        entry.amend(by=nora, on=TODAY, notes="A secret")
    told = edits_of(acme.pk, may=lambda action: action != "view notes")
    assert all(each.kind != "timeline_entry" for each in told)
    assert RecordHistory.objects.filter(table_name="records_timeline_entry").exists()


# Who sees what


def test_an_account_of_somebody_else_is_not_there(
    globex: Account, eve: User, acme: Account, at_nora: Client, signed_in: SignedIn
) -> None:
    assert at_nora.get(f"/accounts/{globex.pk}").status_code == 404
    for address in ("", "/standing", "/health.svg", "/numbers/health", "/fields/hosting"):
        assert signed_in(eve).get(f"/accounts/{acme.pk}{address}").status_code == 404, address


def test_a_partner_sees_partner_safe_fields_only(
    acme: Account, nora: User, pia: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    acme.summary = "Their sponsor is leaving"
    acme.save()
    called(acme, nora, notes="A secret")
    worked_out(acme)
    browser = signed_in(pia)
    text = read(browser, f"/accounts/{acme.pk}")
    for inner in ("$412k", "Their sponsor", "P1", "Nora", "renews", ">Timeline<", ">Contacts<"):
        assert inner not in text, inner
    assert "Hooli Services" in read(browser, f"/accounts/{acme.pk}?section=partners")
    assert "A secret" not in read(browser, f"/accounts/{acme.pk}?section=timeline")
    assert browser.get(f"/accounts/{acme.pk}/health.svg").status_code == 403


def test_leadership_reads_no_notes_of_the_public_sector(
    acme: Account, nora: User, ingrid: User, signed_in: SignedIn
) -> None:
    called(acme, nora, notes="A secret")
    assert "A secret" in read(signed_in(ingrid), f"/accounts/{acme.pk}?section=timeline")
    acme.sector = "public_sector"
    acme.save()
    assert "A secret" not in read(signed_in(ingrid), f"/accounts/{acme.pk}?section=timeline")


@pytest.mark.parametrize("field", ["hosting", "summary"])
def test_who_only_reads_cannot_change_a_field(
    field: str, acme: Account, ingrid: User, pia: User, signed_in: SignedIn
) -> None:
    for reader in (ingrid, pia):
        browser = signed_in(reader)
        address = f"/accounts/{acme.pk}/fields/{field}"
        assert browser.get(address).status_code == 403
        assert sent(browser, address, value="saas").status_code == 403
        assert address not in read(browser, f"/accounts/{acme.pk}")


# What can be changed


def test_a_field_is_changed_once_and_kept_in_history(
    acme: Account, nora: User, at_nora: Client
) -> None:
    address, form = (
        f"/accounts/{acme.pk}/fields/hosting",
        {"key": str(uuid4()), "value": "gitlab_com", "seen": "0"},
    )
    answers = [at_nora.post(address, form) for _ in range(2)]
    assert {each.headers["Location"] for each in answers} == {
        f"/accounts/{acme.pk}?section=summary#field-hosting"
    }
    acme.refresh_from_db()
    assert acme.hosting == "gitlab_com"
    rows = RecordHistory.objects.filter(table_name="records_account", record_id=acme.pk)
    assert [row.changed_by_id for row in rows] == [nora.pk]


def test_what_the_crm_keeps_is_not_changed_here(acme: Account, at_nora: Client) -> None:
    assert at_nora.get(f"/accounts/{acme.pk}/fields/arr_cents").status_code == 404
    assert sent(at_nora, f"/accounts/{acme.pk}/fields/name", value="Mine").status_code == 404


def test_the_second_of_two_editors_sees_theirs_beside_their_own_and_may_save_over_it(
    acme: Account, omar: User, at_nora: Client
) -> None:
    address = f"/accounts/{acme.pk}/fields/summary"
    mine = {
        "key": str(uuid4()),
        "seen": version_of(acme),
        "value": "They\nwant <speed>.",
        "reason": "",
    }
    acme.amend(by=omar, on=TODAY, summary="Omar wrote this.")
    answer = at_nora.post(address, mine, headers={"referer": f"http://testserver{address}"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Omar was quicker" in page
    assert "Nothing of yours was saved yet, and nothing of it is lost." in page
    assert "Omar wrote this." in page and "They\nwant &lt;speed&gt;." in page
    assert f'<a href="{address}">Leave it as it stands now</a>' in page
    acme.refresh_from_db()
    assert acme.summary == "Omar wrote this."
    over = {**mine, **dict(answer.context["carried"])}
    assert at_nora.post(address, over).status_code == 302
    acme.refresh_from_db()
    assert acme.summary == "They\nwant <speed>."


def test_a_value_that_does_not_fit_is_said_at_the_field(acme: Account, at_nora: Client) -> None:
    answer = sent(at_nora, f"/accounts/{acme.pk}/fields/hosting", value="the moon")
    assert answer.status_code == 422
    assert "is not one of the available choices" in answer.content.decode()


def test_operations_say_why_they_change_a_customer(
    acme: Account, ada: User, signed_in: SignedIn
) -> None:
    browser, address = signed_in(ada), f"/accounts/{acme.pk}/fields/hosting"
    assert sent(browser, address, value="gitlab_com").status_code == 422
    assert sent(browser, address, value="gitlab_com", reason="Asked by Nora").status_code == 302


def test_personas_are_changed_in_the_list(acme: Account, at_nora: Client) -> None:
    petra = Contact.objects.create(account=acme, name="Petra", known_from=SIGNED)
    address = f"/accounts/{acme.pk}/contacts/{petra.pk}"
    assert sent(at_nora, address, gitlab_roles=["gitlab_admin", "champion"]).status_code == 302
    petra.refresh_from_db()
    assert petra.gitlab_roles == ["gitlab_admin", "champion"]
    assert "Champion" in read(at_nora, f"/accounts/{acme.pk}?section=contacts")


def test_a_contact_of_another_account_is_not_there(
    acme: Account, globex: Account, at_nora: Client
) -> None:
    gus = Contact.objects.create(account=globex, name="Gus", known_from=SIGNED)
    assert at_nora.get(f"/accounts/{acme.pk}/contacts/{gus.pk}").status_code == 404


def test_a_date_is_corrected_with_a_reason(acme: Account, nora: User, at_nora: Client) -> None:
    entry = called(acme, nora)
    address = f"/accounts/{acme.pk}/timeline/{entry.pk}"
    assert sent(at_nora, address, happened_on=YESTERDAY.isoformat()).status_code == 422
    later = (TODAY + timedelta(days=1)).isoformat()
    assert sent(at_nora, address, happened_on=later, reason="No").status_code == 422
    assert (
        sent(
            at_nora, address, happened_on=YESTERDAY.isoformat(), reason="A day too late"
        ).status_code
        == 302
    )
    entry.refresh_from_db()
    assert entry.happened_on == YESTERDAY


def test_a_colleague_corrects_no_date_of_mine(
    acme: Account, nora: User, omar: User, signed_in: SignedIn
) -> None:
    entry = called(acme, nora)
    colleague = person("Sam", "csm")
    assigned(customer("Umbrella"), colleague)
    assert signed_in(colleague).get(f"/accounts/{acme.pk}/timeline/{entry.pk}").status_code == 404
    assert signed_in(omar).get(f"/accounts/{acme.pk}/timeline/{entry.pk}").status_code == 200


def test_whoever_looks_after_an_account_is_not_asked_to_follow_it(
    acme: Account, at_nora: Client, omar: User, ada: User, signed_in: SignedIn
) -> None:
    page = f"/accounts/{acme.pk}"
    assert ">Follow<" not in read(at_nora, page) + read(signed_in(omar), page)
    assert ">Follow<" in read(signed_in(ada), page)


def test_following_is_switched_on_and_off(acme: Account, nora: User, at_nora: Client) -> None:
    sent(at_nora, f"/accounts/{acme.pk}/follow", follow="yes")
    assert Follow.objects.filter(user=nora, account=acme).exists()
    assert "Stop following" in read(at_nora, f"/accounts/{acme.pk}")
    sent(at_nora, f"/accounts/{acme.pk}/follow", follow="no")
    assert not Follow.objects.exists()


def test_a_visit_is_remembered(acme: Account, nora: User, at_nora: Client) -> None:
    at_nora.get(f"/accounts/{acme.pk}")
    at_nora.get(f"/accounts/{acme.pk}")
    assert Visit.objects.filter(user=nora, account=acme).count() == 1


# A past day


def test_a_past_day_shows_what_was_known_then_and_nothing_can_be_changed(
    acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    Opportunity.objects.create(account=acme, name="Uptier", known_from=TODAY)
    worked_out(acme, day=YESTERDAY)
    acme.amend(by=nora, on=TODAY, lifecycle_stage="will_churn", arr_cents=1_00)
    text = read(at_nora, f"/accounts/{acme.pk}?day={YESTERDAY}")
    assert "from the facts as seen then" in text
    assert "$412k" in text and "Will churn" not in text
    assert f"?day={YESTERDAY}" in text.partition("<h1")[2]
    for changing in ("Follow", ">Change<", ">Log<", ">Schedule<"):
        assert changing not in text
    opportunities = read(at_nora, f"/accounts/{acme.pk}?section=opportunities&day={YESTERDAY}")
    assert "Uptier" not in opportunities


def test_before_it_was_known_an_account_is_not_there(acme: Account, at_nora: Client) -> None:
    assert at_nora.get(f"/accounts/{acme.pk}?day=2019-01-01").status_code == 404


def test_the_handbook_knows_every_section_beside_which_help_can_stand() -> None:
    assert set(SECTIONS) == codes.SECTIONS


def test_what_nobody_decides_says_where_it_is_kept_and_since_when(
    acme: Account, at_nora: Client
) -> None:
    acme.amend(by=None, on=YESTERDAY, lifecycle_stage="adoption")
    acme.amend(by=None, on=TODAY, arr_cents=50_000_000)
    header = read(at_nora, f"/accounts/{acme.pk}").partition("</h1>")[0]
    assert f'#field-lifecycle_stage" title="kept here, so since {day(YESTERDAY)}"' in header
    assert f'#field-arr_cents" title="kept here, so since {day(TODAY)}">$500k' in header


def test_a_page_that_stays_open_is_brought_up_to_date_where_something_changed(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    page = read(at_nora, f"/accounts/{acme.pk}")
    assert "Worked out just now" in page
    again = unescape(page.partition('<div id="standing" hx-get="')[2].partition('"')[0])
    assert at_nora.get(again).status_code == 204
    Changed.objects.filter(account=acme).update(number=F("number") + 1)
    assert "it is being worked out" in read(at_nora, again)
