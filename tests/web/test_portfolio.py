"""Portfolio: whose accounts, how they stand today and stood on a past day, what is owed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import strip_tags

from greenbook.decisions import handbooks
from greenbook.records.models import (
    Account,
    AccountStatus,
    Cta,
    FactsSeen,
    Follow,
    SubjectStatus,
    SuccessPlan,
    TimelineEntry,
    Triage,
    User,
)
from greenbook.reports.portfolio import fiscal_quarter
from greenbook.web import said
from greenbook.web.asked import now
from tests.records.conftest import assigned, customer, opened, person, stands
from tests.shipped import shipped
from tests.web.conftest import SIGNED, SignedIn, WorkedOut
from tests.web.reading import words
from tests.web.test_lists import names

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)


def test_a_csm_sees_her_book_first_and_her_manager_his_team(
    nora: User, omar: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    colleague = person("Nils", "csm", manager=omar)
    assigned(globex, colleague)
    assert names(signed_in(nora), "/portfolio") == ["Acme"]
    assert names(signed_in(omar), "/portfolio") == ["Acme", "Globex"]
    assert names(signed_in(omar), "/portfolio?of=mine") == []


def test_a_csms_team_are_her_colleagues(
    nora: User, omar: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    assigned(globex, person("Nils", "csm", manager=omar))
    assigned(customer("Hooli"), person("Ned", "csm"))
    noras = signed_in(nora)
    assert names(noras, "/portfolio?of=team") == ["Acme", "Globex"]
    assert names(noras, "/portfolio") == ["Acme"]
    assert noras.get(f"/accounts/{globex.pk}").status_code == 200
    assert noras.get(f"/log?account={globex.pk}").status_code == 403


def test_an_address_says_whose_accounts_it_shows_when_it_is_handed_on(
    omar: User, acme: Account, signed_in: SignedIn
) -> None:
    assert "?of=team&amp;sort=arr" in signed_in(omar).get("/portfolio").content.decode()


def test_nobody_sees_more_by_asking_for_all(
    nora: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    assert names(signed_in(nora), "/portfolio?of=all") == ["Acme"]


def test_a_leader_sees_every_account(
    ingrid: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    assert names(signed_in(ingrid), "/portfolio") == ["Acme", "Globex"]


def test_a_partner_sees_shared_accounts_and_no_inner_decision(
    pia: User, acme: Account, globex: Account, worked_out: WorkedOut, signed_in: SignedIn
) -> None:
    worked_out(acme)
    page = signed_in(pia)
    assert names(page, "/portfolio?of=all") == ["Acme"]
    text = page.get("/portfolio?of=all&open=columns").content.decode()
    assert 'value="health"' in text
    assert 'value="priority_decided"' not in text
    assert "/why/account" not in text
    assert names(page, "/portfolio?of=all&priority_decided=3") == ["Acme"]


def test_every_rhythm_of_the_handbook_is_counted_and_leads_to_its_accounts(
    nora: User, acme: Account, worked_out: WorkedOut, signed_in: SignedIn
) -> None:
    worked_out(acme)
    page = signed_in(nora)
    text = page.get("/portfolio/owed").content.decode()
    assert "Cadence calls" in text
    [state] = [s for s in ("overdue", "breach") if f"cadence_call={s}" in text]
    assert names(page, f"/portfolio?of=mine&cadence_call={state}") == ["Acme"]


def test_ctas_are_counted_by_rule_and_lead_to_the_cockpit(
    nora: User, acme: Account, worked_out: WorkedOut, signed_in: SignedIn
) -> None:
    worked_out(acme)
    opened(acme, "Late one", type="risk", owner=nora, due_on=YESTERDAY)
    text = signed_in(nora).get("/portfolio/owed").content.decode()
    assert "?of=mine&amp;type=risk&amp;rule=none&amp;due_on_to=-1" in text
    assert (
        "Late one" in signed_in(nora).get("/ctas?type=risk&rule=none&due_on_to=-1").content.decode()
    )


def numbers_leading_on(page: Client, address: str) -> dict[str, tuple[int, int]]:
    """Each number of a page that leads to a list: what it says, and how long the list is."""
    text = page.get(address).content.decode()
    links = re.findall(r'<a[^>]*?href="(/(?:portfolio|ctas)[^"]*\?[^"]*)"[^>]*>\s*\(?(\d+)', text)
    lists = {link: page.get(unescape(link) + "&format=csv") for link, _ in links}
    rows = {link: b"".join(lists[link]).decode().splitlines() for link in lists}
    return {link: (int(said), len(rows[link]) - 1) for link, said in links}


@pytest.mark.parametrize("address", ["/portfolio/owed", "/numbers"])
def test_every_number_leads_to_a_list_of_as_many(
    address: str, nora: User, acme: Account, worked_out: WorkedOut, signed_in: SignedIn
) -> None:
    worked_out(acme)
    values = {"owner": nora, "due_on": YESTERDAY, "type": "risk"}
    opened(acme, "Of a rule", rule="ctas/at_risk", occasion="2026-01-01", **values)
    opened(acme, "By hand", **values)
    opened(acme, "Of a rule that is gone", rule="ctas/gone", occasion="2026-01-02", **values)
    found = numbers_leading_on(signed_in(nora), address)
    late = [said for link, (said, _) in found.items() if "type=risk" in link and "to=-1" in link]
    assert late == [2]
    assert {link: pair for link, pair in found.items() if pair[0] != pair[1]} == {}


def test_what_is_not_owed_is_not_unknown(
    nora: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    handbooks.keep(shipped(), at=now())
    assigned(globex, nora)
    stands(acme, on=TODAY, cadence_call=None, cadence_call__known=True)
    stands(globex, on=TODAY, cadence_call=None, cadence_call__known=False)
    page = signed_in(nora)
    assert names(page, "/portfolio?cadence_call=none") == ["Acme"]
    assert names(page, "/portfolio?cadence_call=unknown") == ["Globex"]
    assert cells(page, "/portfolio?columns=cadence_call") == {
        "Acme": "not owed",
        "Globex": "unknown",
    }
    text = page.get("/portfolio?cadence_call=none").content.decode()
    assert "Cadence call: not owed" in words(text)
    text = page.get("/portfolio/owed").content.decode()
    assert 'href="/portfolio?of=mine&amp;cadence_call=unknown">1<' in text


def test_every_rhythm_and_clock_is_counted_though_the_handbook_calls_it_no_key_decision(
    nora: User, acme: Account, signed_in: SignedIn
) -> None:
    handbooks.keep(shipped(), at=now())
    assert "renewal_question" not in shipped().key_decisions
    late = ["renewal_question=breach", "kickoff_call=overdue", "time_to_engage=late"]
    AccountStatus.objects.create(account=acme, as_of=TODAY, decided={}, standing=late)
    page = signed_in(nora)
    for address in ("/portfolio/owed", "/numbers"):
        text = page.get(address).content.decode()
        for word in late:
            assert f'href="/portfolio?of=mine&amp;{word}">1<' in text, address
    for word in late:
        assert names(page, f"/portfolio?of=mine&{word}") == ["Acme"]


def test_a_number_of_ones_own_says_what_is_wanted(nora: User, signed_in: SignedIn) -> None:
    handbooks.keep(shipped(), at=now())
    share = {"p1_share_strategic": 38.9, "p1_share_strategic__met": True}
    SubjectStatus.objects.create(
        grain="person", subject_id=str(nora.pk), as_of=TODAY, decided=share
    )
    text = words(signed_in(nora).get("/portfolio/owed?of=mine").content.decode())
    assert "met between 25% and 42%" in text


def test_success_plans_stand_by_account(nora: User, acme: Account, signed_in: SignedIn) -> None:
    SuccessPlan.objects.create(
        account=acme, name="Ship faster", status="active", due_on=YESTERDAY, known_from=SIGNED
    )
    page = signed_in(nora)
    assert 'href="/plans?of=mine"' in page.get("/portfolio").content.decode()
    moved = page.get("/portfolio/plans?of=all&status=active")
    assert moved.headers["Location"] == "/plans?of=all&status=active&state="
    text = page.get(moved.headers["Location"]).content.decode()
    assert "Ship faster" in text
    assert "1 day late" in text


def on(*accounts: Account, **said: Any) -> dict[str, Any]:
    """As the page sends it: a key and what was ticked."""
    return {"key": uuid4(), "chosen": [f"{account.pk}.0" for account in accounts], **said}


def test_many_accounts_are_followed_at_once_and_no_longer(
    nora: User, omar: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    assigned(globex, nora)
    unseen = customer("Hooli")
    page = signed_in(omar)
    assert "With those chosen:" in page.get("/portfolio").content.decode()
    page.post("/portfolio/act", on(acme, unseen, do="follow"))
    assert "“Acme” followed." in page.get("/portfolio").content.decode()
    page.post("/portfolio/act", on(acme, globex, do="follow"))
    text = page.get("/portfolio").content.decode()
    assert "“Globex” followed." in text
    assert "Not followed: Acme: You follow it already." in text
    assert set(Follow.objects.values_list("account", "user")) == {
        (acme.pk, omar.pk), (globex.pk, omar.pk),
    }  # fmt: skip
    page.post("/portfolio/act", {"key": uuid4(), "every": "yes", "do": "unfollow"})
    assert not Follow.objects.exists()


def test_a_cta_is_opened_on_many_accounts_for_the_csm_of_each(
    nora: User, omar: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    nils = person("Nils", "csm", manager=omar)
    assigned(globex, nils)
    page = signed_in(omar)
    said = {"do": "open", "name": "Say that we move", "type": "activity", "due_on": TODAY}
    page.post("/portfolio/act", on(acme, **said))
    page.post("/portfolio/act", on(acme, globex, **said))
    text = page.get("/portfolio").content.decode()
    assert "“Globex” given the CTA." in text
    assert "Not given the CTA: Acme: It has an open CTA of that type and name." in text
    opened = Cta.objects.values_list("account", "owner", "name", "due_on")
    assert set(opened) == {
        (acme.pk, nora.pk, "Say that we move", TODAY),
        (globex.pk, nils.pk, "Say that we move", TODAY),
    }


def test_a_cta_is_opened_on_no_account_of_a_colleague(
    nora: User, omar: User, globex: Account, signed_in: SignedIn
) -> None:
    assigned(globex, person("Nils", "csm", manager=omar))
    page = signed_in(nora)
    page.post("/portfolio/act", on(globex, do="open", name="x", type="activity"))
    assert "Not given the CTA: Globex: " in page.get("/portfolio").content.decode()
    assert not Cta.objects.exists()


def test_what_is_wrong_or_missing_is_said_and_nothing_is_opened(
    nora: User, acme: Account, signed_in: SignedIn
) -> None:
    page = signed_in(nora)
    page.post("/portfolio/act", on(acme, do="open", name="", type="activity"))
    assert "What is to be done: " in page.get("/portfolio").content.decode()
    page.post("/portfolio/act", on(do="follow"))
    assert "Choose at least one first." in page.get("/portfolio").content.decode()
    assert not Cta.objects.exists()


@pytest.fixture
def yesterday(acme: Account, worked_out_over_night: WorkedOut) -> None:
    """Everybody was worked out yesterday; since then Acme moved to another region."""
    worked_out_over_night(day=YESTERDAY)
    Account.objects.filter(pk=acme.pk).update(region="APJ", arr_cents=1)


@pytest.mark.django_db(transaction=True)
def test_a_past_day_is_shown_as_it_was_seen_then(
    nora: User, acme: Account, yesterday: None, signed_in: SignedIn
) -> None:
    page = signed_in(nora)
    address = f"/portfolio?day={YESTERDAY}&columns=region,arr,cadence_call"
    text = page.get(address).content.decode()
    assert "EMEA" in text
    assert "$412k" in text
    assert 'class="past"' in text
    assert f'/cadence_call?day={YESTERDAY}"' in text, "its trace is of that day, too"
    assert names(page, f"{address}&region=EMEA&arr_from=400000") == ["Acme"]
    assert names(page, f"{address}&region=APJ") == []


@pytest.mark.django_db(transaction=True)
def test_a_past_day_can_be_chosen_and_is_kept_on_the_way_from_page_to_page(
    ingrid: User, acme: Account, yesterday: None, signed_in: SignedIn
) -> None:
    page, day = signed_in(ingrid), f"?day={YESTERDAY}"
    for address in ("/portfolio", "/numbers", f"/accounts/{acme.pk}"):
        text = page.get(address + day + "&of=all").content.decode()
        assert f'name="day" max="{TODAY}" value="{YESTERDAY}"' in text, address
        assert '<input type="hidden" name="of" value="all">' in text, address
        for other in ("/portfolio", "/numbers"):
            assert f'href="{other}{day}"' in text, address
        assert 'href="/ctas"' in text, "work is only done today"
        assert f'name="day" max="{TODAY}" value="{TODAY}"' in page.get(address).content.decode()
    assert f'href="/accounts/{acme.pk}{day}"' in page.get("/portfolio" + day).content.decode()
    assert 'name="day"' not in page.get("/ctas").content.decode()


def test_a_day_that_cannot_be_looked_at_is_told(
    nora: User, acme: Account, signed_in: SignedIn
) -> None:
    page = signed_in(nora)
    for address in ("/portfolio", f"/accounts/{acme.pk}"):
        text = page.get(f"{address}?day=soon").content.decode()
        assert "“soon” is no date, so this is <strong>today</strong>." in text
        text = page.get(f"{address}?day={TODAY + timedelta(days=1)}").content.decode()
        assert "has not been yet, so this is <strong>today</strong>." in text
        assert "so this is" not in page.get(f"{address}?day={TODAY}").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_account_on_a_day_that_was_not_kept_leads_to_the_nearest_one(
    nora: User, acme: Account, yesterday: None, signed_in: SignedIn
) -> None:
    before = YESTERDAY - timedelta(days=3)
    text = signed_in(nora).get(f"/accounts/{acme.pk}?day={before}").content.decode()
    assert f"Nothing was kept of {said.day(before)}." in text
    assert f'href="?day={YESTERDAY}"' in text
    assert "after the next run" not in text


@pytest.mark.django_db(transaction=True)
def test_what_the_handbook_counts_besides_leads_to_its_accounts(
    nora: User, acme: Account, worked_out_over_night: WorkedOut, signed_in: SignedIn
) -> None:
    Triage.objects.create(
        account=acme, opened_on=YESTERDAY, reason="The rollout stopped", happened_on=YESTERDAY,
        known_from=YESTERDAY,
    )  # fmt: skip
    worked_out_over_night()
    page = signed_in(nora)
    text = page.get("/portfolio/owed").content.decode().partition("Worth a look")[2]
    assert 'href="/portfolio?of=mine&amp;in_triage=true">1<' in text
    assert names(page, "/portfolio?of=mine&in_triage=true") == ["Acme"]


@pytest.mark.django_db(transaction=True)
def test_what_was_worked_out_since_the_run_counts_as_it_is_now(
    nora: User, acme: Account, worked_out_over_night: WorkedOut, signed_in: SignedIn
) -> None:
    worked_out_over_night()
    page = signed_in(nora)
    assert names(page, "/portfolio?roi=green") == []
    now = {"roi": "green", "in_triage": True, "priority_decided": 1}
    FactsSeen.objects.create(
        account=acme, subject_id=str(acme.pk), day=TODAY, facts={}, decided=now
    )
    text = page.get("/portfolio/owed").content.decode().partition("Worth a look")[2]
    assert 'href="/portfolio?of=mine&amp;in_triage=true">1<' in text
    assert 'in_triage=true&amp;priority_decided=1">(1 P1)<' in text
    assert names(page, "/portfolio?roi=green") == ["Acme"]


@pytest.mark.django_db(transaction=True)
def test_a_day_that_was_not_kept_names_the_nearest_that_was(
    nora: User, acme: Account, yesterday: None, signed_in: SignedIn
) -> None:
    long_ago = TODAY - timedelta(days=40)
    text = signed_in(nora).get(f"/portfolio?day={long_ago}").content.decode()
    assert "Nothing was kept of" in text
    assert f"?day={YESTERDAY}" in text


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_is_not_key_is_shown_and_filtered_from_the_run(
    nora: User, acme: Account, yesterday: None, signed_in: SignedIn
) -> None:
    page = signed_in(nora)
    text = page.get("/portfolio?columns=roi&open=columns").content.decode()
    assert 'value="roi"' in text
    colours = ("red", "yellow", "green", "unknown")
    having = [colour for colour in colours if names(page, f"/portfolio?roi={colour}") == ["Acme"]]
    assert len(having) == 1


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 11, 1), date(2027, 1, 31)),
        (date(2026, 1, 31), date(2025, 11, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 1), date(2026, 4, 30)),
    ],
)
def test_a_fiscal_year_that_starts_in_february(day: date, first: date, last: date) -> None:
    assert fiscal_quarter(day, starts_in_month=2) == (first, last)


def test_the_page_of_what_is_owed_asks_little(
    nora: User, acme: Account, worked_out: WorkedOut, signed_in: SignedIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    worked_out(acme)
    page = signed_in(nora)
    with django_assert_max_num_queries(18):
        page.get("/portfolio/owed")


@pytest.fixture
def cara(omar: User) -> User:
    """Cara, whose health updates are those of the pool."""
    return person("Cara", "cse", manager=omar, region="EMEA")


@pytest.fixture
def pooled(cara: User, acme: Account, worked_out: WorkedOut) -> Account:
    """One account of the pool, and Acme, which has a CSM and Cara on its team; both are red."""
    hooli = customer("Hooli", alignment="cse_pooled", region="EMEA")
    assigned(acme, cara, role="cse")
    worked_out(acme, hooli)
    for status in AccountStatus.objects.all():
        stands(status.account, on=TODAY, **status.decided | {"health": "red"})
    return hooli


def cells(page: Client, address: str) -> dict[str, str]:
    """What stands beside each account in a list of one more column."""
    text = page.get(address).content.decode()
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</th>(.*?)</tr>', text, re.S)
    return dict(zip(names(page, address), (strip_tags(row).strip() for row in rows), strict=True))


def test_a_cse_sees_the_health_of_pooled_accounts_and_of_no_other(
    pooled: Account, cara: User, signed_in: SignedIn
) -> None:
    page = signed_in(cara)
    assert cells(page, "/portfolio?of=all&columns=health") == {"Acme": "", "Hooli": "Red"}
    assert "/why/account" in page.get("/portfolio?of=all&columns=health").content.decode()
    assert cells(page, "/portfolio?of=all&columns=health&sort=-health") == {
        "Acme": "",
        "Hooli": "Red",
    }


def test_nothing_is_found_out_by_filters_groups_or_exports(
    pooled: Account, acme: Account, cara: User, signed_in: SignedIn
) -> None:
    page = signed_in(cara)
    assert names(page, "/portfolio?of=all&health=red") == ["Hooli"]
    assert names(page, "/portfolio?of=all&health=unknown") == []
    assert re.search(r"Red\s*<span class=\"quiet\">1<", page.get(
        "/portfolio?of=all&columns=health&group=health").content.decode())  # fmt: skip
    lines = b"".join(page.get("/portfolio?of=all&columns=health&format=csv")).decode().splitlines()
    assert "Acme," in lines
    assert "Hooli,Red" in lines
    assert page.get(f"/why/account/{acme.pk}/health").status_code != 200


def test_the_last_activity_is_a_call_or_meeting_that_was_held_and_no_note(
    nora: User, acme: Account, signed_in: SignedIn
) -> None:
    entries = (
        ("customer_call", YESTERDAY - timedelta(days=9), True),
        ("in_person_meeting", YESTERDAY, True),
        ("customer_call", TODAY, False),
        ("update", TODAY, True),
    )
    for type, day, held in entries:
        TimelineEntry.log(
            acme, type=type, subject="Hi", author=nora, on=TODAY, happened_on=day, held=held
        )
    found = cells(signed_in(nora), "/portfolio?columns=last_activity")
    assert found == {"Acme": said.day(YESTERDAY)}


def test_leadership_does_not_see_when_somebody_last_spoke_with_the_public_sector(
    ingrid: User, nora: User, acme: Account, globex: Account, signed_in: SignedIn
) -> None:
    for account in (acme, globex):
        TimelineEntry.log(account, type="customer_call", subject="Hi", author=nora, on=TODAY)
    Account.objects.filter(pk=acme.pk).update(sector="public_sector")
    found = cells(signed_in(ingrid), "/portfolio?of=all&columns=last_activity")
    assert found["Acme"] == ""
    assert found["Globex"] != ""
