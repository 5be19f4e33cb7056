"""The sections of an account's page: each opens in place, has an address, and asks for a right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from greenbook.decisions.shown_to import INSIDE
from greenbook.engagement.queries.attributes import SUMMARY, Held, attributes_of
from greenbook.engagement.queries.of_account import by_first, family, timeline
from greenbook.engagement.queries.record_history import edits_of
from greenbook.records.access import visible_accounts
from greenbook.records.models import (
    Contact,
    Cta,
    Ebr,
    GrowthPlan,
    Instance,
    Onboarding,
    Opportunity,
    PartnerEngagement,
    Subscription,
    SuccessPlan,
    TimelineEntry,
)
from greenbook.web import sections_beside as beside
from greenbook.web.asked import AskedRequest
from greenbook.web.glance import Glance
from greenbook.web.said import money, value

Look = Callable[[AskedRequest, Glance], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """`asks` is what somebody must be allowed to see it."""

    name: str
    title: str
    asks: tuple[str, ...]
    look: Look

    @property
    def template(self) -> str:
        return f"sections/{self.name}.html"


def sections_of(may: Callable[[str], bool]) -> list[Section]:
    """Those that somebody may open."""
    return [each for each in SECTIONS if any(may(action) for action in each.asks)]


def shown_section(request: AskedRequest, glance: Glance, section: Section) -> HttpResponse:
    """The section alone, for a page that has it opened in place."""
    context = {"account": glance.account, "section": section, **section.look(request, glance)}
    context |= {"sections": sections_of(glance.may), "help": glance.help(section.name)}
    return render(request, "parts/section.html", context)


def _summary(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    inside, past = glance.may(INSIDE), request.asked.past
    held = attributes_of(glance.account, may=glance.may, inside=inside, past=past)
    return {
        "inside": inside,
        "groups_held": {
            group: [(each.attribute, *_said(each), each.editable) for each in those]
            for group, those in held.items()
        },
        "fields": f"/accounts/{glance.now.pk}/fields/",
        "may_summarise": not past and inside and glance.may(SUMMARY.edit),
    }


def _said(held: Held) -> tuple[str, str]:
    """An attribute as text, with the address where it is one."""
    name, found = held.attribute.name, held.value
    if name.endswith("_cents"):
        return money(found), ""
    if name == "parent":
        return str(found or "none"), ""
    link = found if name.endswith("_url") and str(found).startswith("http") else ""
    return value(found), link


def _decisions(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    return {"keys": glance.keys(), "because_of": glance.because_of}


def _scorecard(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    inside = glance.may(INSIDE)
    return {"inside": inside, "charts": CHARTS if inside else ()}


def _timeline(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    type, page = request.GET.get("type", ""), request.GET.get("page", "1")
    number = max(1, int(page)) if page.isdecimal() else 1
    past = request.asked.past
    found = timeline(glance.now.pk, day=glance.day, past=past, type=type, page=number)
    return {
        "timeline": found,
        "entries": [(each, _others_there(each)) for each in found.entries],
        "type": type,
        "shows_notes": glance.may("view notes"),
        "may_correct": {
            each.pk for each in found.entries if not past and glance.may("edit timeline_day", each)
        },
        "own": {
            each.pk
            for each in found.entries
            if not past and each.source == "greenbook" and glance.may("edit timeline", each)
        },
    }


def _others_there(entry: TimelineEntry) -> list[str]:
    """Who took part beside the author."""
    there = (each for each in entry.attendees.all() if each.user_id != (entry.author_id or 0))
    return [str(each) for each in there]


def _plans(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    growth = glance.known(GrowthPlan) if glance.may("view growth_plan") else []
    return {
        "plans": by_first(glance.known(SuccessPlan, "owner", "objectives"), "known_from"),
        "growth_plans": by_first(growth, "last_review_on", "known_from"),
        "may_begin": not request.asked.past and glance.may("create success_plan"),
    }


def _onboarding(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    return {"onboardings": by_first(glance.known(Onboarding, "delays"), "started_on")}


def _opportunities(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    found = by_first(glance.known(Opportunity), "closed_on", "expected_close_on")
    return {
        "open": sorted(
            (each for each in found if each.closed_on is None),
            key=lambda each: (each.expected_close_on is None, each.expected_close_on),
        ),
        "closed": [each for each in found if each.closed_on is not None],
    }


def _subscriptions(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    found = by_first(glance.known(Subscription), "starts_on")
    running = [each for each in found if each.ends_on is None or each.ends_on >= glance.day]
    return {
        "subscriptions": found,
        "instances": by_first(glance.known(Instance), "last_ping_on"),
        "charts": USAGE,
        "numbers": [
            (each, numbers) for each in running[:RUNNING] if (numbers := glance.numbers_of(each))
        ],
    }


def _contacts(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    found = sorted(glance.known(Contact), key=lambda each: (each.inactive, each.name))
    may = not request.asked.past and glance.may("edit personas")
    return {"contacts": found, "may_tag": may}


def _hierarchy(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    visible = visible_accounts(request.asked.person, request.asked.today)
    return {"family": family(glance.account, visible)}


def _ctas(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    """Objectives stand in their plan, and here only where somebody asks for them."""
    known = glance.known(Cta, "owner", "tasks")
    with_objectives = request.GET.get("objectives") == "yes"
    found = [each for each in known if with_objectives or each.type != "objective"]
    return {
        "with_objectives": with_objectives,
        "objectives": sum(each.type == "objective" and each.closed_on is None for each in known),
        "open": sorted(
            (each for each in found if each.closed_on is None),
            key=lambda each: (each.due_on is None, each.due_on),
        ),
        "closed": by_first([each for each in found if each.closed_on], "closed_on")[:10],
        "may_open": not request.asked.past and glance.may("create cta"),
    }


def _partners(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    found = glance.known(PartnerEngagement, "partner")
    own = request.asked.person.partner_id
    if not glance.may(INSIDE):
        found = [each for each in found if each.partner_id == own]
    return {"engagements": by_first(found, "started_on")}


def _reviews(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    found = by_first(glance.known(Ebr), "held_on", "scheduled_for", "target_on")
    return {"reviews": found, "inside": glance.may(INSIDE)}


def _changes(request: AskedRequest, glance: Glance) -> dict[str, Any]:
    if request.asked.past:
        return {"edits": None}
    return {"edits": edits_of(glance.now.pk, may=glance.may)}


#: Who is told no more than a summary is a partner, and reads the engagement of their own.
A_PARTNER = "summary health_update"
#: Subscriptions that run side by side and are told with their numbers.
RUNNING = 3
#: The charts of the scorecard and of usage: name, and how it is said.
CHARTS = (("health", "Health"),)
USAGE = (("utilization", "Licence utilization"),)
SECTIONS = (
    Section("summary", "Summary", ("view account",), _summary),
    Section("decisions", "Where it stands", ("view account",), _decisions),
    Section("scorecard", "Scorecard", ("view health_update", "summary health_update"), _scorecard),
    Section("timeline", "Timeline", ("view timeline",), _timeline),
    Section("ctas", "CTAs", ("view cta",), _ctas),
    Section("plans", "Success plans", ("view success_plan",), _plans),
    Section("onboarding", "Onboarding", ("view onboarding",), _onboarding),
    Section("command_plan", "Command plan", ("view command_plan_metrics",), beside.command_plan),
    Section("reviews", "Reviews", ("view ebr",), _reviews),
    Section("events", "Workshops and events", ("view workshop", "view roundtable"), beside.events),
    Section("risk", "Risk", ("view triage", "view escalation"), beside.risk),
    Section("by_hand", "By hand", ("view override", "view priority_exception"), beside.by_hand),
    Section("opportunities", "Opportunities", (INSIDE,), _opportunities),
    Section("subscriptions", "Subscriptions and usage", (INSIDE,), _subscriptions),
    Section("support", "Support and surveys", (INSIDE,), beside.support),
    Section("contacts", "Contacts", ("view personas",), _contacts),
    Section("programs", "Programs", ("view programs",), beside.programs),
    Section("hierarchy", "Hierarchy", (INSIDE,), _hierarchy),
    Section("partners", "Partners", ("view partner_engagement", A_PARTNER), _partners),
    Section("project", "Project", ("view project",), beside.project),
    Section("changes", "Changes", (INSIDE,), _changes),
)
