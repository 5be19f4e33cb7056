"""An account's page beside the CSM's own work: what it tells whom, what was set by hand, why."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import (
    Account,
    CollaborationProject,
    CommandPlan,
    CommandPlanObjective,
    Escalation,
    Override,
    PriorityException,
    ProgramEnrolment,
    ProgramStep,
    RecordHistory,
    Roundtable,
    RoundtableAccount,
    SurveyResponse,
    Ticket,
    Triage,
    User,
    Workshop,
    WorkshopAccount,
)
from tests.records.conftest import assigned, person
from tests.web.conftest import SIGNED, SignedIn, WorkedOut

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


def section(browser: Client, account: Account, name: str, day: date | None = None) -> str:
    address = f"/accounts/{account.pk}?section={name}{f'&day={day}' if day else ''}"
    return " ".join(browser.get(address, headers={"HX-Request": "true"}).content.decode().split())


def sent(browser: Client, address: str, **typed: Any) -> Any:
    return browser.post(address, {"key": str(uuid4()), **typed})


def known(account: Account) -> dict[str, Any]:
    return {"account": account, "known_from": SIGNED}


# What is told


def test_tickets_are_told_the_open_ones_first(acme: Account, at_nora: Client) -> None:
    assert "No ticket was opened" in section(at_nora, acme, "support")
    old, new = TODAY - timedelta(days=40), TODAY - timedelta(days=2)
    Ticket.objects.create(external_id="T-1", opened_on=new, closed_on=TODAY, **known(acme))
    Ticket.objects.create(external_id="T-2", opened_on=old, escalated=True, **known(acme))
    text = section(at_nora, acme, "support")
    assert text.index("T-2") < text.index("T-1")
    assert "escalated" in text


def test_survey_answers_are_told(acme: Account, at_nora: Client) -> None:
    SurveyResponse.objects.create(kind="nps", score=3, answered_on=TODAY, **known(acme))
    assert "NPS 3" in section(at_nora, acme, "support")


def test_triage_and_escalations_are_told(acme: Account, nora: User, at_nora: Client) -> None:
    assert "never in triage" in section(at_nora, acme, "risk")
    Triage.open(acme, reason="Renewal in doubt", by=nora, on=TODAY)
    Escalation.open(acme, severity="critical", reason="Down", by=nora, on=TODAY)
    text = section(at_nora, acme, "risk")
    assert "Renewal in doubt" in text
    assert "Critical escalation" in text


def test_programs_are_told_with_what_was_sent(acme: Account, at_nora: Client) -> None:
    enrolment = ProgramEnrolment.objects.create(program="welcome", entered_on=SIGNED, **known(acme))
    ProgramStep.objects.create(
        enrolment=enrolment, step="Hello", status="sent", sent_on=SIGNED, **known(acme)
    )
    text = section(at_nora, acme, "programs")
    assert "Welcome" in text
    assert "Hello" in text and "sent" in text


def test_workshops_and_roundtables_are_told(acme: Account, at_nora: Client) -> None:
    workshop = Workshop.objects.create(
        name="CI basics", type="webinar", held_on=TODAY, known_from=SIGNED
    )
    WorkshopAccount.objects.create(workshop=workshop, agreed=True, attended=True, **known(acme))
    theme = Roundtable.objects.create(theme="Banks", held_on=YESTERDAY, known_from=SIGNED)
    RoundtableAccount.objects.create(roundtable=theme, **known(acme))
    text = section(at_nora, acme, "events")
    assert "CI basics" in text and "Webinar" in text and "was there" in text
    assert "Banks" in text


def test_the_command_plan_is_told_with_its_objectives(acme: Account, at_nora: Client) -> None:
    plan = CommandPlan.objects.create(why_now="Licences end", **known(acme))
    CommandPlanObjective.objects.create(command_plan=plan, name="Halve lead time", **known(acme))
    text = section(at_nora, acme, "command_plan")
    assert "Licences end" in text
    assert "Halve lead time" in text


def test_what_was_not_known_yet_is_not_told_of_a_past_day(acme: Account, at_nora: Client) -> None:
    Ticket.objects.create(
        account=acme, external_id="T-9", opened_on=YESTERDAY, happened_on=YESTERDAY,
        known_from=TODAY,
    )  # fmt: skip
    assert "T-9" in section(at_nora, acme, "support")
    assert "T-9" not in section(at_nora, acme, "support", YESTERDAY)


# To whom


def test_a_partner_reads_the_project_and_no_inner_word_of_it(
    acme: Account, nora: User, pia: User, signed_in: SignedIn
) -> None:
    CollaborationProject.objects.create(
        url="https://gitlab.example/acme", state="post_sales", owner=nora,
        decision_note="They pay late", **known(acme),
    )  # fmt: skip
    text = section(signed_in(pia), acme, "project")
    assert "https://gitlab.example/acme" in text
    assert "They pay late" not in text and "Nora" not in text
    assert "They pay late" in section(signed_in(nora), acme, "project")


def test_a_project_that_is_owed_and_not_there_is_missed_by_our_own_people(
    acme: Account, nora: User, pia: User, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    acme.sales_segment = "enterprise"
    acme.save(update_fields=["sales_segment"])
    worked_out(acme)
    missed = "A collaboration project is required"
    assert missed in section(signed_in(nora), acme, "project")
    whole = signed_in(nora).get(f"/accounts/{acme.pk}?section=project")
    assert missed in whole.content.decode()
    assert missed not in section(signed_in(pia), acme, "project")
    CollaborationProject.objects.create(state="pre_sales", **known(acme))
    assert missed not in section(signed_in(nora), acme, "project")


def test_where_the_csm_decides_no_project_is_missed(
    acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    acme.sales_segment = "commercial"
    acme.save(update_fields=["sales_segment"])
    worked_out(acme)
    text = section(at_nora, acme, "project")
    assert "There is no collaboration project" in text
    assert "missing" not in text


def test_a_partner_is_offered_none_of_the_inner_sections(
    acme: Account, pia: User, signed_in: SignedIn
) -> None:
    Ticket.objects.create(external_id="T-1", opened_on=TODAY, **known(acme))
    for name in ("support", "risk", "programs", "command_plan", "by_hand", "events"):
        text = section(signed_in(pia), acme, name)
        assert f'href="/accounts/{acme.pk}?section={name}"' not in text, name
        assert "T-1" not in text


# Set by hand, and ended


@pytest.fixture
def by_hand(acme: Account, omar: User) -> Override:
    return Override.put(
        acme, decision="health", value="green", reason="They said so", by=omar, on=YESTERDAY
    )


def test_what_was_set_by_hand_is_ended_with_a_reason(
    acme: Account, omar: User, by_hand: Override, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    browser, address = signed_in(omar), f"/accounts/{acme.pk}/overrides/{by_hand.pk}/end"
    worked_out(acme)
    acme.status.refresh_from_db()
    assert acme.status.decided["health"] == "green"
    assert address in section(browser, acme, "by_hand")
    assert sent(browser, address).status_code == 422
    assert sent(browser, address, reason="It was wrong").status_code == 302
    by_hand.refresh_from_db()
    assert by_hand.withdrawn_on == TODAY
    history = RecordHistory.objects.get(table_name="records_override", record_id=by_hand.pk)
    assert (history.reason, history.changed_by_id) == ("It was wrong", omar.pk)
    worked_out(acme)
    acme.status.refresh_from_db()
    assert acme.status.decided["health"] != "green"
    text = section(browser, acme, "by_hand")
    assert "ended" in text and address not in text


def test_who_may_not_set_by_hand_may_not_end_it(
    acme: Account, by_hand: Override, at_nora: Client, eve: User, signed_in: SignedIn
) -> None:
    address = f"/accounts/{acme.pk}/overrides/{by_hand.pk}/end"
    assert sent(at_nora, address, reason="Mine").status_code == 403
    assert address not in section(at_nora, acme, "by_hand")
    assert sent(signed_in(eve), address, reason="Mine").status_code in (403, 404)
    by_hand.refresh_from_db()
    assert by_hand.withdrawn_on is None


def test_overrides_are_ended_from_where_they_are_listed(
    acme: Account, omar: User, by_hand: Override, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    browser = signed_in(omar)
    address = f"/accounts/{acme.pk}/overrides/{by_hand.pk}/end"
    assert f"{address}?back=/handbook/exceptions" in (
        browser.get("/handbook/exceptions").content.decode()
    )
    assert address in browser.get(f"/why/account/{acme.pk}/health").content.decode()
    answer = sent(browser, address, reason="Over", back="/handbook/exceptions")
    assert answer.headers["Location"] == "/handbook/exceptions"
    assert address not in browser.get("/handbook/exceptions").content.decode()


def test_who_may_not_see_overrides_reads_of_none_in_the_handbook(
    acme: Account, vera: User, by_hand: Override, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    assigned(acme, vera, role="account_owner")
    for address in ("/handbook/exceptions", "/handbook/health/health"):
        assert "They said so" not in signed_in(vera).get(address).content.decode()


def test_it_leads_nowhere_outside(
    acme: Account, omar: User, by_hand: Override, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    address = f"/accounts/{acme.pk}/overrides/{by_hand.pk}/end"
    answer = sent(signed_in(omar), address, reason="Over", back="https://evil.example/")
    assert answer.headers["Location"].startswith(f"/accounts/{acme.pk}")


def test_a_priority_exception_is_ended_by_who_owns_it(
    acme: Account, nora: User, at_nora: Client, signed_in: SignedIn
) -> None:
    asked = PriorityException.request(
        acme, direction="to_p2", category="other", justification="Quiet", by=nora, on=YESTERDAY
    )
    address = f"/accounts/{acme.pk}/exceptions/{asked.pk}/end"
    assert address in section(at_nora, acme, "by_hand")
    reader = person("Rae", "rm")
    assigned(acme, reader, role="rm")
    assert sent(signed_in(reader), address, reason="No").status_code == 403
    assert sent(at_nora, address, reason="No longer").status_code == 302
    asked.refresh_from_db()
    assert asked.withdrawn_on == TODAY
    assert sent(at_nora, address, reason="Again").status_code == 409


# Why


def test_whoever_points_at_a_status_reads_why(
    acme: Account, by_hand: Override, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    page = at_nora.get(f"/accounts/{acme.pk}?section=decisions").content.decode()
    assert 'title="because it was set by hand"' in page
    assert 'title="because the ' in page  # a row of a table, as what it asks
    assert "row 1" not in page


def test_a_partner_reads_no_reason_by_pointing(
    acme: Account, pia: User, by_hand: Override, signed_in: SignedIn, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    assert "because" not in signed_in(pia).get(f"/accounts/{acme.pk}").content.decode()


# Triage and escalations


def test_a_customer_is_taken_into_triage_and_out_again(
    acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    address = f"/accounts/{acme.pk}/triage"
    assert address in section(at_nora, acme, "risk")
    assert sent(at_nora, address).status_code == 422
    assert sent(at_nora, address, reason="Renewal in doubt").status_code == 302
    opened = Triage.objects.get()
    worked_out(acme)
    acme.status.refresh_from_db()
    assert acme.status.decided["in_triage"] is True
    assert sent(at_nora, address, reason="Again").status_code == 409
    end = f"{address}/{opened.pk}/end"
    assert end in section(at_nora, acme, "risk")
    assert sent(at_nora, end, reason="Won back").status_code == 302
    opened.refresh_from_db()
    assert opened.closed_on == TODAY
    assert RecordHistory.objects.get(table_name="records_triage").reason == "Won back"


def test_an_escalation_tells_the_timeline_why_and_is_graded_and_ended(
    acme: Account, nora: User, at_nora: Client
) -> None:
    address = f"/accounts/{acme.pk}/escalations"
    form = {"key": str(uuid4()), "severity": "high", "reason": "Production is down"}
    for _ in range(2):
        at_nora.post(address, form)
    found = Escalation.objects.get()
    assert (found.severity, found.owner) == ("high", nora)
    assert "Production is down" in section(at_nora, acme, "timeline")
    sent(at_nora, f"{address}/{found.pk}", severity="critical", reason="Two sites")
    sent(at_nora, f"{address}/{found.pk}/end", reason="Fixed")
    found.refresh_from_db()
    assert (found.severity, found.closed_on) == ("critical", TODAY)


def test_who_only_reads_neither_takes_into_triage_nor_escalates(
    acme: Account, ingrid: User, pia: User, signed_in: SignedIn
) -> None:
    for reader in (ingrid, pia):
        for what in ("triage", "escalations"):
            address = f"/accounts/{acme.pk}/{what}"
            assert sent(signed_in(reader), address, reason="So").status_code == 403
            assert f'href="{address}"' not in section(signed_in(reader), acme, "risk")
    assert not Triage.objects.exists()


def test_a_section_says_what_the_handbook_says_beside_it(
    acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    help = handbooks.current().help
    assert help["command_plan"] in unescape(section(at_nora, acme, "command_plan"))
    whole = at_nora.get(f"/accounts/{acme.pk}?section=project").content.decode()
    assert help["project"] in unescape(whole)
    assert 'class="hint"' not in section(at_nora, acme, "reviews")
