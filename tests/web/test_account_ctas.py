"""What is open for a customer stands at the top of their page, beside what is owed."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client

from greenbook.records.models import Account, User
from tests.records.conftest import opened
from tests.web.conftest import SignedIn, WorkedOut

TODAY = date.today()
LATE = TODAY - timedelta(days=5)


def top(browser: Client, account: Account, query: str = "") -> str:
    """The page down to its sections."""
    page = browser.get(f"/accounts/{account.pk}{query}").content.decode()
    return " ".join(page.partition('<div id="section">')[0].split())


def test_an_open_cta_says_how_late_it_is_and_whose(
    acme: Account, nora: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    opened(acme, "Call them", due_on=LATE, owner=nora)
    worked_out(acme)
    text = top(signed_in(nora), acme)
    said = ("Owed next", "Open CTAs", "Call them", ">5 days late<", "<td>Nora</td>")
    places = [text.index(word) for word in said]
    assert places == sorted(places)


def test_it_leads_to_its_place_among_the_ctas(
    acme: Account, nora: User, signed_in: SignedIn
) -> None:
    cta = opened(acme, "Call them")
    place = f"cta-{cta.pk}"
    assert f'href="/accounts/{acme.pk}?section=ctas#{place}"' in top(signed_in(nora), acme)
    section = signed_in(nora).get(f"/accounts/{acme.pk}?section=ctas").content.decode()
    assert f'id="{place}"' in section


def test_the_first_five_are_shown_the_next_due_first(
    acme: Account, nora: User, signed_in: SignedIn
) -> None:
    opened(acme, "Some day")
    opened(acme, "Put off", due_on=LATE, snoozed_until=TODAY + timedelta(days=9))
    for days in (4, 3, 2, 1, 0):
        opened(acme, f"In {days}", due_on=TODAY + timedelta(days=days))
    text = top(signed_in(nora), acme)
    places = [text.index(f">In {days}<") for days in range(5)]
    assert places == sorted(places)
    assert "Some day" not in text and "Put off" not in text
    assert ">2 more</a>" in text


def test_nothing_is_said_where_none_is_open(acme: Account, nora: User, signed_in: SignedIn) -> None:
    opened(acme, "Faster builds", type="objective")
    opened(acme, "Done", status="closed_success", closed_on=TODAY)
    assert "Open CTAs" not in top(signed_in(nora), acme)


def test_a_past_day_shows_what_was_open_then(
    acme: Account, nora: User, signed_in: SignedIn
) -> None:
    cta = opened(acme, "Call them", due_on=LATE)
    cta.close(by=nora, on=TODAY)
    assert "Call them" not in top(signed_in(nora), acme)
    then = top(signed_in(nora), acme, f"?day={LATE}")
    assert f"?day={LATE}&section=ctas#cta-{cta.pk}" in then


def test_a_partner_reads_of_no_cta(
    acme: Account, nora: User, pia: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    opened(acme, "Call them", owner=nora)
    worked_out(acme)
    assert "Call them" in top(signed_in(nora), acme)
    text = top(signed_in(pia), acme)
    assert "Call them" not in text and "Open CTAs" not in text
