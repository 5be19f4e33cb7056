"""Onboarding in the browser: the board, one onboarding from its sync to its end, the numbers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.config.home import shipped_handbook
from greenbook.decisions import handbooks
from greenbook.engagement.touchpoints import log_touchpoint
from greenbook.handbook.book import Handbook
from greenbook.handbook.problems import Findings
from greenbook.handbook.read import read_files
from greenbook.handbook.read.files import read_folder
from greenbook.records.models import (
    Account,
    Contact,
    Cta,
    Onboarding,
    OnboardingDelay,
    PlannedCall,
    Task,
    TimelineEntry,
    User,
)
from greenbook.web.asked import now
from tests.few_pages import few_pages
from tests.records.conftest import assigned, customer, opened, person
from tests.web.conftest import SignedIn, WorkedOut
from tests.web.reading import words

TODAY = date.today()
BEGUN = TODAY - timedelta(days=20)
#: What onboarding reads beyond the few pages that other tests need.
MORE = {
    "onboarding": [
        "admin_contact", "at_risk", "checklist", "completion", "delay", "delay_documented",
        "first_cadence", "first_plan", "internal_transition_first", "kickoff", "single_threaded",
        "state",
    ],
    "value": ["time_to_engage", "time_to_first_value", "time_to_onboard"],
}  # fmt: skip


@cache
def onboarding_pages() -> Handbook:
    shipped = read_folder(shipped_handbook(), Findings())
    more = [f"{folder}/{name}.toml" for folder, names in MORE.items() for name in names]
    return read_files({**few_pages().files, **{file: shipped[file] for file in more}})


@pytest.fixture
def worked_out(worked_out: WorkedOut) -> WorkedOut:
    handbooks.keep(onboarding_pages(), at=now())
    return worked_out


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def onboarding(acme: Account, nora: User) -> Onboarding:
    """Acme's, begun twenty days ago."""
    return begun(acme, nora, on=BEGUN)


def begun(account: Account, csm: User, *, on: date) -> Onboarding:
    account.amend(by=csm, on=on, original_contract_on=on, customer_start_on=on)
    cta = opened(account, f"Onboard {account}", reason="onboarding", start_on=on, owner=csm)
    Task.objects.create(
        cta=cta, account=account, name="Internal handoff", required=True, known_from=on
    )
    return Onboarding.objects.create(account=account, cta=cta, started_on=on, known_from=on)


def seen(browser: Client, onboarding: Onboarding) -> str:
    answer = browser.get(f"/onboarding/{onboarding.pk}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def sent(browser: Client, onboarding: Onboarding, what: str, **typed: Any) -> Any:
    form = {"key": str(uuid4()), **typed}
    return browser.post(f"/onboarding/{onboarding.pk}/{what}", form)


def board(browser: Client, asked: str = "") -> str:
    return unescape(browser.get(f"/onboarding{asked}").content.decode())


def iso(day: date) -> str:
    return day.isoformat()


def called(account: Account, csm: User, meeting: str, *, ago: int) -> None:
    log_touchpoint(
        account,
        by=csm,
        on=TODAY,
        happened_on=TODAY - timedelta(days=ago),
        type="customer_call",
        meeting_type=meeting,
        subject=meeting,
    )


def test_an_onboarding_is_lived_through(
    onboarding: Onboarding, acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    assert "The kickoff cannot be scheduled before the internal sync" in seen(at_nora, onboarding)

    sent(at_nora, onboarding, "sync", held_on=iso(BEGUN))
    sent(at_nora, onboarding, "deck", template="roadmap", reviewed="on")
    sent(at_nora, onboarding, "kickoff", scheduled_for=iso(TODAY), inviter="account_owner")
    call = PlannedCall.objects.get(meeting_type="kickoff")
    assert (call.planned_for, call.host) == (TODAY, nora)
    assert f"/calls/{call.pk}/prepare" in seen(at_nora, onboarding)
    agenda = at_nora.get(f"/calls/{call.pk}/prepare").content.decode()
    assert "**Still to ask**" in agenda
    assert "- Monitoring" in agenda

    called(acme, nora, "kickoff", ago=9)
    sent(at_nora, onboarding, "discovery", why_bought="One platform", tool_ci="Jenkins")
    sent(at_nora, onboarding, "cadence", first_plan="Runners first")
    called(acme, nora, "cadence_call", ago=2)
    page = seen(at_nora, onboarding)
    assert "To ask in the next call: next business goals, other stakeholders, SCM, CD" in page
    assert "Required tasks are open: Internal handoff." in page

    task = onboarding.cta.tasks.get()
    acted = {"key": str(uuid4()), "chosen": f"{task.pk}.0", "back": f"/onboarding/{onboarding.pk}"}
    at_nora.post("/ctas/tasks/act", {**acted, "do": "complete"})
    sent(at_nora, onboarding, "attributes", complete="on")
    sent(at_nora, onboarding, "delay", cause="vendor", why="Licence key", csm_sentiment="green")
    answer = sent(at_nora, onboarding, "complete")
    assert answer.status_code == 302

    onboarding.refresh_from_db()
    acme.refresh_from_db()
    assert (onboarding.outcome, onboarding.deck_template) == ("complete", "roadmap")
    assert acme.lifecycle_stage == "adoption"
    assert Cta.objects.get(pk=onboarding.cta_id).status == "closed_success"
    page = seen(at_nora, onboarding)
    assert "complete on" in words(page)
    assert "It was held" not in page


def test_completing_says_what_is_missing(onboarding: Onboarding, at_nora: Client) -> None:
    answer = sent(at_nora, onboarding, "complete")
    assert answer.status_code == 422
    assert "Required tasks are open: Internal handoff" in answer.content.decode()
    onboarding.refresh_from_db()
    assert onboarding.outcome == "open"


def test_only_a_manager_schedules_the_kickoff_before_the_sync_and_says_why(
    onboarding: Onboarding, omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    typed = {"scheduled_for": iso(TODAY), "inviter": "csm", "despite": "They insist"}
    answer = sent(at_nora, onboarding, "kickoff", **typed)
    assert answer.status_code == 422
    assert not PlannedCall.objects.exists()

    manager = signed_in(omar)
    answer = sent(manager, onboarding, "kickoff", scheduled_for=iso(TODAY), inviter="csm")
    assert "This field is required" in answer.content.decode()
    assert sent(manager, onboarding, "kickoff", **typed).status_code == 302
    assert "They insist" in seen(manager, onboarding)


def test_the_kickoff_is_moved_with_its_call(onboarding: Onboarding, at_nora: Client) -> None:
    sent(at_nora, onboarding, "sync", held_on=iso(TODAY))
    for ahead in (1, 5):
        day = TODAY + timedelta(days=ahead)
        sent(at_nora, onboarding, "kickoff", scheduled_for=iso(day), inviter="csm")
    assert PlannedCall.objects.get().planned_for == TODAY + timedelta(days=5)


def test_wrong_days_are_refused_at_their_field(onboarding: Onboarding, at_nora: Client) -> None:
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
    answer = sent(at_nora, onboarding, "sync", held_on=iso(tomorrow))
    assert (answer.status_code, "That day lies ahead" in answer.content.decode()) == (422, True)
    sent(at_nora, onboarding, "sync", held_on=iso(TODAY))
    answer = sent(at_nora, onboarding, "kickoff", scheduled_for=iso(yesterday), inviter="csm")
    assert "A call is planned for today or later" in answer.content.decode()
    answer = sent(at_nora, onboarding, "kickoff", scheduled_for="soon", inviter="the butler")
    assert answer.content.decode().count('class="error"') == 2


def test_a_checklist_that_is_empty_says_why(onboarding: Onboarding, at_nora: Client) -> None:
    Task.objects.all().delete()
    assert "it came by hand or by an import" in seen(at_nora, onboarding)


def test_a_delay_of_the_customer_stands_in_both_places_and_flags_the_account(
    onboarding: Onboarding, acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    typed = {"cause": "customer", "why": "They went dark", "csm_sentiment": "red"}
    sent(at_nora, onboarding, "delay", **typed)
    worked_out(acme)
    assert "They went dark" in Cta.objects.get(pk=onboarding.cta_id).comments
    assert TimelineEntry.objects.get(type="update").csm_sentiment == "red"
    page = seen(at_nora, onboarding)
    assert "The customer holds it up, so the account is" in page
    assert "flagged at risk" in page
    assert "the customer holds it up: They went dark" in board(at_nora)
    assert "the customer holds it up: They went dark" in page


def test_a_delay_needs_cause_reason_and_sentiment(onboarding: Onboarding, at_nora: Client) -> None:
    answer = sent(at_nora, onboarding, "delay")
    said = answer.content.decode()
    for asked in ("Say by whose doing.", "Say what holds it up.", "Say how you see the account."):
        assert asked in said
    assert not OnboardingDelay.objects.exists()


def test_unanswered_questions_stay_until_they_are_answered(
    onboarding: Onboarding, at_nora: Client
) -> None:
    tools = {f"tool_{slot}": "GitLab" for slot in ("scm", "ci", "cd", "package", "security")}
    sent(at_nora, onboarding, "discovery", why_bought="Price", **tools)
    left = "next business goals, other stakeholders, Monitoring, Agile"
    assert left in seen(at_nora, onboarding)
    onboarding.refresh_from_db()
    assert onboarding.tools == dict.fromkeys(["scm", "ci", "cd", "package", "security"], "GitLab")


def test_what_was_told_besides_the_seven_slots_is_kept(
    onboarding: Onboarding, nora: User, at_nora: Client
) -> None:
    onboarding.amend(by=nora, on=TODAY, tools={"planning": "Jira"})
    sent(at_nora, onboarding, "discovery", tool_scm="Bitbucket")
    onboarding.refresh_from_db()
    assert onboarding.tools == {"planning": "Jira", "scm": "Bitbucket"}


def test_the_journey_sheet_begins_with_its_steps_and_keeps_what_is_written(
    onboarding: Onboarding, at_nora: Client
) -> None:
    assert "Infrastructure build review" in seen(at_nora, onboarding)
    typed = {"step_1": "Migration steps", "due_1": iso(TODAY), "state_1": "running"}
    sent(at_nora, onboarding, "journey", **typed)
    onboarding.refresh_from_db()
    kept = {"step": "Migration steps", "due_on": iso(TODAY), "state": "running"}
    assert onboarding.journey == [kept]
    answer = sent(at_nora, onboarding, "journey", note_2="and who?")
    assert "Say which step this is" in answer.content.decode()


def test_a_sent_form_is_done_once(onboarding: Onboarding, at_nora: Client) -> None:
    typed = {"key": str(uuid4()), "cause": "ps", "why": "No PSE", "csm_sentiment": "green"}
    for _ in range(2):
        at_nora.post(f"/onboarding/{onboarding.pk}/delay", typed)
    assert OnboardingDelay.objects.count() == 1


def test_the_second_editor_is_told(
    onboarding: Onboarding, omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    version = at_nora.get(f"/onboarding/{onboarding.pk}").context["seen"]
    sent(at_nora, onboarding, "discovery", why_bought="Speed", seen=version)
    typed = {"why_bought": "Price", "seen": version}
    answer = sent(signed_in(omar), onboarding, "discovery", **typed)
    assert "Somebody else changed it" in answer.content.decode()
    assert "Price" in answer.content.decode(), "what was typed is not lost"
    onboarding.refresh_from_db()
    assert onboarding.why_bought == "Speed"


def test_an_answer_can_be_taken_back(
    onboarding: Onboarding, at_nora: Client, pia: User, signed_in: SignedIn
) -> None:
    sent(at_nora, onboarding, "discovery", why_bought="Speed")
    page = seen(at_nora, onboarding)
    undo = page.split('action="/onboarding/undo/')[1].split('"')[0]
    assert signed_in(pia).post(f"/onboarding/undo/{undo}", {"key": str(uuid4())}).status_code == 403
    at_nora.post(f"/onboarding/undo/{undo}", {"key": str(uuid4())})
    onboarding.refresh_from_db()
    assert onboarding.why_bought is None
    sent(at_nora, onboarding, "discovery", why_bought="Price")
    at_nora.post(f"/onboarding/undo/{undo}", {"key": str(uuid4())})
    onboarding.refresh_from_db()
    assert onboarding.why_bought == "Price", "it was changed since"


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [
        ("csm", True, {"sync", "kickoff", "deck", "discovery", "cadence", "journey",
                       "attributes", "delay", "complete"}),
        ("csm_manager", True, {"kickoff", "discovery", "cadence", "journey", "attributes",
                               "delay", "complete"}),
        ("account_owner", True, {"sync", "deck"}),
        ("sa", True, {"sync", "deck"}),
        ("pse", True, {"sync"}),
        ("cs_ops", True, {"kickoff", "discovery", "cadence", "journey", "attributes", "delay",
                          "complete"}),
        ("leadership", True, set()),
        ("cse", False, set()),
        ("csa", False, set()),
        ("rm", False, set()),
        ("eba", False, set()),
        ("e_group", False, set()),
        ("sales_management", False, set()),
    ],
)  # fmt: skip
def test_every_role_sees_and_writes_what_the_table_says(
    role: str, sees: bool, writes: set[str], onboarding: Onboarding, acme: Account,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    somebody = person("Sam", role, region="EMEA")
    assigned(acme, somebody, role="sa")
    browser = signed_in(somebody)
    answer = browser.get(f"/onboarding/{onboarding.pk}")
    assert (answer.status_code == 200) is sees
    assert (browser.get("/onboarding?of=all").status_code == 200) is sees
    assert (browser.get("/onboarding/list").status_code == 200) is sees
    if sees:
        assert answer.context["may"] == writes
    every = ("sync", "kickoff", "deck", "discovery", "cadence", "journey", "attributes", "delay",
             "complete")  # fmt: skip
    for what in every:
        refused = sent(browser, onboarding, what).status_code == 403
        assert refused is (what not in writes), what


def test_a_partner_and_somebody_elsewhere_see_nothing(
    onboarding: Onboarding, pia: User, eve: User, signed_in: SignedIn
) -> None:
    for address in ("/onboarding", "/onboarding/list", "/onboarding/numbers"):
        assert signed_in(pia).get(address).status_code == 403
    assert signed_in(pia).get(f"/onboarding/{onboarding.pk}").status_code == 403
    assert signed_in(eve).get(f"/onboarding/{onboarding.pk}").status_code == 404
    assert sent(signed_in(eve), onboarding, "discovery", why_bought="x").status_code == 404
    assert "Acme" not in board(signed_in(eve), "?of=all")
    assert Client().get("/onboarding").status_code == 302


def test_operations_say_why_they_change_something(
    onboarding: Onboarding, ada: User, signed_in: SignedIn
) -> None:
    answer = sent(signed_in(ada), onboarding, "attributes", complete="on")
    assert (answer.status_code, answer.content.decode().count("This field is required")) == (422, 1)
    sent(signed_in(ada), onboarding, "attributes", complete="on", reason="Data quality week")
    assert "Data quality week" in seen(signed_in(ada), onboarding)


def test_the_board_says_who_is_late_and_why(
    onboarding: Onboarding, acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    initech = customer("Initech", cs_segment="growth", region="EMEA", alignment="csm_assigned")
    assigned(initech, nora)
    begun(initech, nora, on=TODAY)
    worked_out(acme, initech)
    page = board(at_nora)
    assert "2 under way" in page
    assert "1 late" in page, "Acme has not been met for twenty days"
    assert "day 20 of 14" in page
    assert "day 0 of 45" in page
    assert page.index("Acme") < page.index("Initech")
    assert "Initech" not in board(at_nora, "?cs_segment=strategic")
    assert "with these filters" in board(at_nora, "?csm=Somebody")


def test_a_goal_is_the_handbook_s(
    onboarding: Onboarding, acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    pages = onboarding_pages().files
    page = "value/time_to_engage.toml"
    moved = {**pages, page: pages[page].replace("goal_days = 14", "goal_days = 21")}
    handbooks.keep(read_files(moved), at=now())
    worked_out(acme)
    assert "day 20 of 21" in board(at_nora)
    assert "none late" in board(at_nora)


def test_the_list_sorts_filters_and_exports(
    onboarding: Onboarding, acme: Account, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    page = unescape(
        at_nora.get("/onboarding/list?state=assigned&sort=-time_to_engage").content.decode()
    )
    assert f'href="/onboarding/{onboarding.pk}"' in page
    export = at_nora.get("/onboarding/list?format=csv")
    lines = b"".join(export.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeffAccount,State,CSM,Time to engage")
    assert lines[1].startswith("Acme,Assigned,Nora,20")


def test_without_a_handbook_the_pages_still_answer(onboarding: Onboarding, at_nora: Client) -> None:
    for address in ("/onboarding", "/onboarding/list", f"/onboarding/{onboarding.pk}"):
        assert at_nora.get(address).status_code == 200
    assert "Nothing has been worked out" in at_nora.get("/onboarding/numbers").content.decode()


def test_who_is_missing_at_the_customer_is_said(
    onboarding: Onboarding, acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut
) -> None:
    worked_out(acme)
    page = seen(at_nora, onboarding)
    assert "No contact is tagged as GitLab Admin" in page
    assert "We depend on too few regular contacts" in page
    for name in ("Ann", "Bob"):
        Contact.objects.create(
            account=acme, name=name, is_regular=True, gitlab_roles=["gitlab_admin"],
            known_from=TODAY,
        )  # fmt: skip
    worked_out(acme)
    page = seen(at_nora, onboarding)
    assert "No contact is tagged" not in page
    assert "GitLab Admin: Ann, Bob" in page
    assert "too few regular contacts" not in page


@pytest.fixture
def kept(
    onboarding: Onboarding, acme: Account, nora: User, worked_out_over_night: WorkedOut
) -> None:
    """A run over everybody: Acme was met in time; Globex, Omar's other CSM's, never was."""
    globex = customer("Globex", cs_segment="growth", region="AMER", alignment="csm_assigned")
    sam = person("Sam", "csm", manager=nora.manager, region="AMER")
    assigned(globex, sam)
    begun(globex, sam, on=TODAY - timedelta(days=60))
    called(acme, nora, "kickoff", ago=15)
    worked_out_over_night()


def numbers(browser: Client, asked: str = "") -> str:
    return " ".join(unescape(browser.get(f"/onboarding/numbers{asked}").content.decode()).split())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_the_numbers_add_up_by_csm_manager_region_and_quarter(
    omar: User, at_nora: Client, signed_in: SignedIn
) -> None:
    page = numbers(signed_in(omar), "?of=team")
    assert "Time to engage: 50% within 14 days, 1 open and late" in page.replace(
        '<span class="late">', ""
    ).replace("</span>", "")
    assert page.index(">Nora<") < page.index(">Sam<")
    assert "Time to engage: 100% within 14 days" in numbers(at_nora)
    assert ">Omar<" in numbers(signed_in(omar), "?of=team&by=manager")
    assert ">AMER<" in numbers(signed_in(omar), "?of=team&by=region")
    assert " FY" in numbers(signed_in(omar), "?of=team&by=quarter")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_the_numbers_export_with_their_goals(at_nora: Client) -> None:
    lines = at_nora.get("/onboarding/numbers?format=csv").content.decode().splitlines()
    assert lines[0].startswith("\ufeffCSM,Time to engage (goal 14 days): measured")
    assert lines[1].startswith("Nora,1,1,100.0,5")
    assert not any("Sam" in line for line in lines), "not of my accounts"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_the_trend_is_drawn_and_told(at_nora: Client, pia: User, signed_in: SignedIn) -> None:
    answer = at_nora.get("/onboarding/numbers/time_to_engage.svg?theme=dark")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "goal 14" in answer.content.decode()
    assert at_nora.get("/onboarding/numbers/health.svg").status_code == 404
    assert signed_in(pia).get("/onboarding/numbers/time_to_engage.svg").status_code == 403
    assert "the numbers stand in the table by quarter" in numbers(at_nora)


def test_the_number_of_queries_does_not_grow_with_the_board(
    onboarding: Onboarding, acme: Account, nora: User, at_nora: Client, worked_out: WorkedOut,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    more = [customer(f"Customer {n}", alignment="csm_assigned") for n in range(6)]
    for each in more:
        assigned(each, nora)
        begun(each, nora, on=BEGUN)
    worked_out(acme, *more)
    with django_assert_max_num_queries(20):
        assert "7 under way" in board(at_nora)
    with django_assert_max_num_queries(45):
        seen(at_nora, onboarding)
