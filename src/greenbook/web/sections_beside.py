"""Sections of an account's page that tell what happened beside its CSM's own work."""

from __future__ import annotations

from datetime import date
from typing import Any

from greenbook.decisions.shown_to import INSIDE
from greenbook.engagement.queries.of_account import by_first
from greenbook.handbook.say.words import Words
from greenbook.records.models import (
    CollaborationProject,
    CommandPlan,
    Escalation,
    Override,
    PriorityException,
    ProgramEnrolment,
    RoundtableAccount,
    SurveyResponse,
    Ticket,
    Triage,
    WorkshopAccount,
)
from greenbook.web.asked import AskedRequest
from greenbook.web.glance import Glance

#: Tickets that are told, the open ones first.
TICKETS = 40
#: The decision that says whether a project is owed, and its word for it.
PROJECT = ("project_required", "required")


def support(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Tickets, and what the customer answered when asked."""
    tickets = by_first(glance.known(Ticket), "opened_on")
    tickets.sort(key=lambda each: each.closed_on is not None)
    return {
        "tickets": tickets[:TICKETS],
        "more_tickets": max(0, len(tickets) - TICKETS),
        "answers": by_first(glance.known(SurveyResponse, "contact"), "answered_on"),
    }


def risk(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Triages and escalations, the open ones first."""
    triages = _open_first(glance.known(Triage)) if glance.may("view triage") else []
    may_read = glance.may("view escalation")
    today = not request.asked.past
    return {
        "triages": triages,
        "escalations": _open_first(glance.known(Escalation, "owner")) if may_read else [],
        "in_triage": any(each.closed_on is None for each in triages),
        "may_triage": today and glance.may("create triage"),
        "may_escalate": today and glance.may("create escalation"),
    }


def _open_first(found: list[Any]) -> list[Any]:
    return sorted(by_first(found, "opened_on"), key=lambda each: each.closed_on is not None)


def programs(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Each program the customer is or was in, with what was sent."""
    pages = glance.handbook.pages if glance.handbook else {}
    enrolments = by_first(glance.known(ProgramEnrolment, "contact", "steps"), "entered_on")
    return {
        "enrolments": [
            (each, pages.get(each.program), sorted(each.steps.all(), key=_when))
            for each in enrolments
        ]
    }


def _when(step: Any) -> tuple[date, int]:
    return (step.sent_on or step.due_on or date.max, step.pk)


def events(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Workshops, webinars and roundtables that they agreed to or were at, the latest first."""
    workshops = glance.known(WorkshopAccount, "workshop__led_by_user")
    roundtables = glance.known(RoundtableAccount, "roundtable__host")
    workshops.sort(key=lambda each: each.workshop.held_on or date.max, reverse=True)
    roundtables.sort(key=lambda each: each.roundtable.held_on or date.max, reverse=True)
    return {
        "workshops": workshops if glance.may("view workshop") else [],
        "roundtables": roundtables if glance.may("view roundtable") else [],
    }


def project(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Where the customer and we work together; why it is needed is for our own people."""
    found, inside = glance.known(CollaborationProject, "owner"), glance.may(INSIDE)
    missing = inside and all(each.state == "pending" for each in found)
    missed = _owed(glance) if missing else ""
    return {"projects": found, "inside": inside, "missed": missed, "asked_by": PROJECT[0]}


def _owed(glance: Glance) -> str:
    """That a project is required, in the handbook's words; with a CSM, it is owed (PRJ-01)."""
    decision, required = PROJECT
    if glance.handbook is None or glance.now.csm_on(glance.day) is None:
        return ""
    if glance.decided(decision) != required:
        return ""
    [page, *_] = glance.handbook.deciding(decision)
    return page.says[required]


def command_plan(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Why the customer bought, as Sales wrote it down."""
    found = glance.known(CommandPlan, "opportunity", "objectives")
    return {"command_plans": by_first(found, "happened_on", "known_from")}


def by_hand(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """What stands or stood against the handbook: overrides and priority exceptions."""
    today, past = request.asked.today, request.asked.past
    words = Words(glance.handbook, "account") if glance.handbook else None
    overrides = glance.known(Override, "by") if glance.may("view override") else []
    may_except = glance.may("view priority_exception")
    exceptions = glance.known(PriorityException, "requested_by") if may_except else []
    may_end = not past and glance.may("edit override")
    may_withdraw = not past and glance.may("edit priority_exception")
    return {
        "overrides": [
            (each, words.decision(each.decision) if words else each.decision,
             holds := each.in_force(glance.day), holds and may_end)
            for each in by_first(overrides, "starts_on")
        ],
        "exceptions": [
            (each, alive := each.alive(today), alive and may_withdraw)
            for each in by_first(exceptions, "requested_on")
        ],
    }  # fmt: skip
