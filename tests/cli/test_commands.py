"""Every command, lived through once; and what is refused is one sentence that changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from greenbook.cli.app import app
from greenbook.records.models import (
    Account,
    AccountStatus,
    Cta,
    Override,
    PriorityAssessment,
    PriorityException,
    RecordHistory,
    TimelineEntry,
    User,
)
from tests.cli.conftest import DAY, Command

Make = Callable[..., Account]
ON = ("--on", DAY)


def test_a_run_answers_with_its_documented_keys(greenbook: Command, acme: Account) -> None:
    answer = greenbook("run", "--as-of", DAY, "--json").json()
    assert {"as_of", "accounts", "decisions_changed", "ctas_opened", "ctas_closed"} <= set(answer)
    assert (answer["as_of"], answer["accounts"], answer["acted"]) == (DAY.isoformat(), 1, True)
    assert answer["ctas_opened"] == acme.ctas.count() > 0
    assert set(answer["seconds"]) >= {"extract", "facts", "decisions", "actions", "lake"}
    assert len(answer["handbook"]) == 64


def test_a_run_for_a_person_is_a_few_lines(greenbook: Command, acme: Account) -> None:
    answer = greenbook("run", "--as-of", DAY, "--account", "acme")
    assert answer.code == 0
    assert "1 accounts as of 2026-03-02" in answer.out
    assert "ctas opened" in answer.out


def test_explain_says_the_sentence_and_every_documented_key(
    greenbook: Command, acme: Account
) -> None:
    greenbook("run", "--as-of", DAY)
    said = greenbook("explain", "Acme", "cadence_call", "--as-of", DAY)
    assert "cadence call" in said.out and "cadence/calls" in said.out
    answer = greenbook("explain", "Acme", "cadence_call", "--as-of", DAY, "--json").json()
    documented = "decision value because page edition handbook cites rules conditions evidence"
    assert {*documented.split(), "missing"} <= set(answer)
    assert (answer["decision"], answer["value"]) == ("cadence_call", "overdue")
    assert answer["facts"] == "seen"


def test_a_priority_is_set_and_stands(greenbook: Command, acme: Account, nora: User) -> None:
    answer = greenbook("priority", "set", "Acme", 1, "--by", "nora", "--note", "They grow", *ON)
    assert answer.code == 0 and "Acme worked out again" in answer.out
    assert PriorityAssessment.objects.get(account=acme).decided_by == nora
    assert AccountStatus.objects.get(account=acme).priority_decided == 1


def test_a_csm_is_assigned_by_the_manager(
    greenbook: Command, customer: Make, nora: User, omar: User
) -> None:
    initech = customer("Initech", csm=None)
    assert greenbook("assign", "Initech", "nora", "--by", "omar", *ON).code == 0
    assert initech.csm_on(DAY) == nora
    said = greenbook.refused("assign", "Initech", "omar", "--by", "nora", *ON)
    assert (
        said
        == "Changing the CSM of an account is for CSM managers and CS operations. Nora is a CSM.\n"
    )


def test_an_exception_takes_every_step_and_then_holds(
    greenbook: Command, acme: Account, nora: User, omar: User, sales: User
) -> None:
    asked = greenbook("exception", "request", "Acme", "to_p1", "A new board", "--by", "nora", *ON)
    assert asked.code == 0 and "Still missing" in asked.out
    for step, by in (
        ("discuss_with_team", "nora"),
        ("discuss_with_managers", "nora"),
        ("send", "nora"),
        ("approve", "sam"),
        ("document", "nora"),
    ):
        answer = greenbook("exception", "step", "Acme", step, "--by", by, *ON)
        assert answer.code == 0, answer
    assert "Every step is taken." in answer.out
    assert AccountStatus.objects.get(account=acme).priority_decided == 1
    explained = greenbook("explain", "Acme", "priority_forced", "--as-of", DAY)
    assert "an exception to priority 1 is in force" in explained.out
    assert greenbook("exception", "withdraw", "Acme", "Too early", "--by", "nora", *ON).code == 0
    assert PriorityException.objects.get().withdrawn_on == DAY


def test_an_unknown_step_and_a_missing_exception_are_said(
    greenbook: Command, acme: Account, nora: User
) -> None:
    assert "discuss_with_team" in greenbook.refused(
        "exception", "step", "Acme", "dance", "--by", "nora", *ON
    )
    assert "no priority exception" in greenbook.refused(
        "exception", "step", "Acme", "send", "--by", "nora", *ON
    )


def test_an_override_is_put_and_withdrawn(greenbook: Command, acme: Account, omar: User) -> None:
    put = ("override", "put", "Acme", "cadence_call", "on_track", "Talks on chat")
    answer = greenbook(*put, "--by", "omar", "--ends", DAY + timedelta(days=9), *ON)
    assert answer.code == 0, answer
    assert AccountStatus.objects.get(account=acme).decided["cadence_call"] == "on_track"
    explained = greenbook("explain", "Acme", "cadence_call", "--as-of", DAY, "--json").json()
    assert explained["rule"] == 0 and explained["overrides"][0]["reason"] == "Talks on chat"
    withdraw = ("override", "withdraw", "Acme", "cadence_call", "They do not")
    assert greenbook(*withdraw, "--by", "omar", *ON).code == 0
    assert AccountStatus.objects.get(account=acme).decided["cadence_call"] == "overdue"


def test_an_override_must_be_something_the_handbook_could_say(
    greenbook: Command, acme: Account, omar: User
) -> None:
    by = ("Because", "--by", "omar", *ON)
    assert "on_track" in greenbook.refused("override", "put", "Acme", "cadence_call", "fine", *by)
    assert "cadence_call" in greenbook.refused("override", "put", "Acme", "cadence_cal", "x", *by)
    assert not Override.objects.exists()


def test_a_cta_is_opened_seen_snoozed_worked_on_and_closed(
    greenbook: Command, acme: Account, nora: User
) -> None:
    assert "no open CTA" in greenbook("cta", "list", "Acme").out
    opened = greenbook("cta", "open", "Acme", "Send the deck", "--by", "nora", *ON)
    assert opened.code == 0 and "is open" in opened.out
    cta = Cta.objects.get(name="Send the deck")
    assert "Send the deck" in greenbook("cta", "list", "Acme").out
    later = DAY + timedelta(days=7)
    assert greenbook("cta", "snooze", cta.pk, later, "On leave", "--by", "nora", *ON).code == 0
    cta.refresh_from_db()
    assert cta.snoozed_until == later
    assert greenbook("cta", "close", cta.pk, "--by", "nora", *ON).code == 0
    cta.refresh_from_db()
    assert cta.status == "closed_success"
    assert "closed already" in greenbook.refused("cta", "close", cta.pk, "--by", "nora", *ON)


def test_tasks_are_completed_and_skipped(greenbook: Command, acme: Account, nora: User) -> None:
    greenbook("run", "--as-of", DAY)
    first, second = acme.ctas.get(rule="ctas/non_engaged").tasks.order_by("position")[:2]
    assert greenbook("cta", "done", first.pk, "--by", "nora", *ON).code == 0
    skip = ("--skip", "We know them well")
    assert greenbook("cta", "done", second.pk, "--by", "nora", *skip, *ON).code == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("done", "not_applicable")
    assert "not open" in greenbook.refused("cta", "done", first.pk, "--by", "nora", *ON)


def test_priority_1_that_is_silent_is_escalated_before_its_cta_is_closed(
    greenbook: Command, acme: Account, nora: User
) -> None:
    acme.set_priority(1, by=nora, on=DAY)
    greenbook("run", "--as-of", DAY)
    cta = acme.ctas.get(rule="ctas/non_engaged")
    close = ("cta", "close", cta.pk, "--by", "nora", *ON)
    assert "it has to be escalated first" in greenbook.refused(*close)
    told = ("--type", "escalation", "--by", "nora", *ON)
    assert greenbook("log", "Acme", "Nobody answers", *told).code == 0
    assert greenbook(*close).code == 0


def test_a_call_is_logged_with_its_next_steps(
    greenbook: Command, acme: Account, nora: User
) -> None:
    answer = greenbook(
        "log", "Acme", "How it goes", "--by", "nora", "--meeting", "cadence_call", *ON,
        "--next-step", "Send the deck@2026-03-09",
    )  # fmt: skip
    assert answer.code == 0, answer
    assert "1 next step became a task" in answer.out
    assert acme.ctas.get(created_source__startswith="timeline:").due_on.isoformat() == "2026-03-09"
    assert AccountStatus.objects.get(account=acme).decided["cadence_call"] == "on_track"


UPDATE = ("log", "Acme", "Not good", "--type", "health_update", "--by", "nora", *ON)
CALL = ("log", "Acme", "Hello", "--by", "nora", *ON)


def test_a_renewal_call_that_hints_at_loss_is_logged_as_red(
    greenbook: Command, acme: Account, nora: User
) -> None:
    call = ("log", "Acme", "Their renewal", "--meeting", "renewal_call", "--by", "nora", *ON)
    hint = (*call, "--outcome", "possible_churn")
    assert "that is red, with its reason" in greenbook.refused(*hint)
    red = ("--sentiment", "red", "--risk-reason", "other", "--risk-impact", "customer_churn")
    assert greenbook(*hint, *red).code == 0
    assert greenbook(*call, "--outcome", "no_risk").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*CALL, "--happened", "2026-03-03"), "lies ahead"),
        (("log", "Acme", "Hello", "--by", "norah", *ON), "No person has the id"),
        (("log", "Acmee", "Hello", "--by", "nora", *ON), "No account has the id"),
        ((*UPDATE, "--sentiment", "red"), "names the risk reason and its impact"),
        ((*UPDATE, "--sentiment", "purple"), "csm sentiment: 'purple' is not known here"),
        (UPDATE, "says whether the CSM sees red"),
        ((*CALL, "--type", "customer_cal"), "did you mean 'customer_call'?"),
        ((*CALL, "--happened", "nonsense"), "“nonsense” is no day"),
        ((*CALL, "--next-step", "Send it@soon"), "“soon” is no day"),
        ((*CALL[:-1], "2026-13-01"), "“2026-13-01” is no day"),
        (("run", "--as-of", "2026-13-01"), "write it as YYYY-MM-DD"),
        (("run", "--account", "Nobody", "--as-of", DAY), "No account has the id"),
        (("explain", "Acme", "cadence_cal"), "Did you mean `cadence_call`?"),
        (("explain", "Acme", "--as-of", "yesterday"), "“yesterday” is no day"),
        (("explain", "Acme", "cadence_call", "--grain", "planet"), "“planet” is no grain"),
        (("explain", "Acme", "time_to_ci"), "is decided for each subscription"),
        (("explain", "no such", "x", "--grain", "subscription"), "No subscription has"),
        (("cta", "open", "Acme", "x" * 81, "--by", "nora", *ON), "80"),
        (("cta", "open", "Acme", "x", "--type", "riks", "--by", "nora", *ON), "'risk'?"),
        (("cta", "open", "Acme", "x", "--due", "soon", "--by", "nora", *ON), "“soon” is no day"),
        (("cta", "close", 999999, "--by", "nora", *ON), "No CTA has the id 999999"),
        (("cta", "done", 999999, "--by", "nora", *ON), "No task has the id 999999"),
        (("priority", "set", "Acme", 5, "--by", "nora", *ON), "1, 2, 3 or 4"),
        (("priority", "set", "Acme", 3, "--by", "nora", *ON), "3 and 4 are for the manager"),
        (("exception", "request", "Acme", "to_p9", "x", "--by", "nora", *ON), "to_p9"),
        (("handbook", "show", "cadence/cals"), "Did you mean cadence/calls?"),
        (("handbook", "show", "cadence/calls", "--on", "nonsense"), "“nonsense” is no day"),
        (("handbook", "check", "/no/such/folder"), "/no/such/folder"),
        (("import", "/no/such/file.csv"), "file.csv: there is no such file"),
        (("export", "/no/such/folder/book.jsonl"), "/no/such/folder"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(
    greenbook: Command, acme: Account, words: tuple[object, ...], says: str
) -> None:
    before = _counts()
    answer = greenbook(*words)
    assert answer.code == 1, answer
    assert says in answer.err + answer.out
    assert "Traceback" not in answer.err
    assert _counts() == before


def _counts() -> tuple[int, ...]:
    kept = (TimelineEntry, Cta, PriorityAssessment, PriorityException, Override, RecordHistory)
    return tuple(model.objects.count() for model in kept)


@pytest.mark.parametrize(
    "words",
    [
        ("log", "Acme", "Hello"),
        ("priority", "set", "Acme", 1),
        ("assign", "Acme", "eve"),
        ("cta", "open", "Acme", "Mine now"),
        ("exception", "request", "Acme", "to_p1", "Because"),
        ("override", "put", "Acme", "cadence_call", "on_track", "Because"),
    ],
)
def test_eve_may_do_nothing(
    greenbook: Command, acme: Account, eve: User, words: tuple[object, ...]
) -> None:
    before = _counts()
    assert "Eve" in greenbook.refused(*words, "--by", "eve", *ON)
    assert _counts() == before


def test_a_later_day_has_the_last_word(greenbook: Command, acme: Account) -> None:
    greenbook("run", "--as-of", DAY + timedelta(days=1))
    answer = greenbook(*CALL)
    assert answer.code == 0
    assert "has been run already" in answer.out
    assert AccountStatus.objects.get(account=acme).as_of == DAY + timedelta(days=1)


def test_a_book_goes_out_and_comes_back_unchanged(
    greenbook: Command, acme: Account, tmp_path: Path
) -> None:
    greenbook("log", "Acme", "Hello", "--by", "nora", *ON)
    book = tmp_path / "book.jsonl"
    counts = greenbook("export", book, "--json").json()
    assert counts["account"] == 1 and counts["timeline_entry"] == 1
    assert str(book) in greenbook("export", book).out
    again = greenbook("import", book, "--json")
    assert again.code == 0, again
    assert TimelineEntry.objects.count() == 1
    second = tmp_path / "second.jsonl"
    greenbook("export", second)
    assert second.read_text() == book.read_text()


def test_a_handbook_is_copied_checked_shown_and_tried(greenbook: Command, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert greenbook("handbook", "new", mine).code == 0
    assert "not empty" in greenbook.refused("handbook", "new", mine)
    calls = mine / "cadence" / "calls.toml"
    calls.write_text(calls.read_text().replace('kind    = "rhythm"', 'kind    = "rythm"'))
    checked = greenbook("handbook", "check", mine, "--json")
    assert checked.code == 1
    assert any("calls.toml" in each and "rhythm" in each for each in checked.json()["problems"])
    assert "Cadence calls" in greenbook("handbook", "show", "cadence/calls", "--plain").out
    assert "cadence/calls" in greenbook("handbook", "show", "--plain").out
    facts = tmp_path / "facts.jsonl"
    facts.write_text(json.dumps({"id": 1, "cs_segment": "growth", "region": "EMEA"}) + "\n")
    tried = greenbook("handbook", "evaluate", "--facts", facts, "--on", DAY)
    assert tried.code == 0, tried
    assert json.loads(tried.out)["id"] == 1
    out = tmp_path / "out.csv"
    assert greenbook("handbook", "evaluate", "--facts", facts, "--on", DAY, "--out", out).code == 0
    assert out.read_text().startswith('"id"')


def test_every_command_explains_itself(greenbook: Command) -> None:
    for words in _commands():
        answer = greenbook(*words, "--help")
        assert answer.code == 0 and "Usage: greenbook" in answer.out, words


def _commands() -> list[tuple[str, ...]]:
    from typer.main import get_command

    whole = get_command(app)
    found: list[tuple[str, ...]] = []
    for name, command in whole.commands.items():  # type: ignore[attr-defined]
        found += [(name, part) for part in getattr(command, "commands", {})] or [(name,)]
    return found
