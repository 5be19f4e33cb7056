"""The sections of a guided onboarding that can be written: form, right, and what saving does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenbook.automations.tasks import lake
from greenbook.decisions import handbooks
from greenbook.engagement import onboarding as doing
from greenbook.engagement.queries.onboarding import journey_of
from greenbook.records.models import Onboarding
from greenbook.records.models.onboarding import TOOL_SLOTS
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest
from greenbook.web.forms import onboarding as asked_for
from greenbook.web.said import day

EDIT = "edit onboarding"
ANSWERS = ("why_bought", "business_goals", "stakeholders")
#: At which field a refusal is said.
SAID_AT = {
    Onboarding.InThePast: "scheduled_for",
    Onboarding.NotYet: "held_on",
    Onboarding.NeedsReason: "why",
}


@dataclass(frozen=True, slots=True)
class Section:
    """`asks` is the right to change it; `do` answers what was done, in words; `kept` are the
    columns that an undo puts back."""

    asks: str
    form: type[asked_for.SectionForm]
    do: Callable[[Onboarding, dict[str, Any], dict[str, Any]], str]
    kept: tuple[str, ...] = ()


def form_of(request: AskedRequest, record: Onboarding, what: str, *data: Any) -> Any:
    """The form of a section, filled with what stands."""
    asked, section = request.asked, SECTIONS[what]
    more: dict[str, Any] = {}
    if what == "kickoff" and record.transition_done_on is None:
        more["despite"] = True
    if what == "journey":
        more["rows"] = journey_of(record)
    if what == "delay":
        more["sentiment"] = asked.may("edit health_update", record.account)
    return section.form(
        *data,
        auto_id=f"{what}_%s",
        needs_reason=section.asks == EDIT and not asked.person.is_a("csm", "csm_manager"),
        initial=_initial(record, what, asked.today),
        **more,
    )


def refuse(form: Any, refusal: NotAllowed) -> None:
    """Say what the record refused at the field that it is about."""
    at = SAID_AT.get(type(refusal))
    form.add_error(at if at in form.fields else None, refusal.why)


def _initial(record: Onboarding, what: str, today: date) -> dict[str, Any]:
    match what:
        case "sync":
            return {"held_on": record.transition_done_on or today}
        case "kickoff":
            inviter = record.kickoff_inviter or "csm"
            return {"scheduled_for": record.kickoff_scheduled_for, "inviter": inviter}
        case "deck":
            return {"template": record.deck_template, "reviewed": record.deck_reviewed}
        case "discovery":
            tools = {f"tool_{slot}": (record.tools or {}).get(slot) for slot in TOOL_SLOTS}
            return tools | {name: getattr(record, name) for name in ANSWERS}
        case "cadence":
            return {"first_plan": record.first_cadence_plan}
        case "attributes":
            return {"complete": record.attributes_complete}
    return {}


def _sync(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    record.record_transition(held_on=said["held_on"], **how)
    return f"The internal sync was held on {day(record.transition_done_on)}."


def _kickoff(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    doing.schedule_kickoff(
        record,
        scheduled_for=said["scheduled_for"],
        inviter=said["inviter"],
        despite=said.get("despite"),
        **how,
    )
    return f"The kickoff is on {day(record.kickoff_scheduled_for)}; the call is planned."


def _deck(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    record.choose_deck(template=said["template"], reviewed=said["reviewed"], **how)
    return "The deck is noted."


def _discovery(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    tools = {slot: said[f"tool_{slot}"] for slot in TOOL_SLOTS}
    besides = {name: tool for name, tool in (record.tools or {}).items() if name not in tools}
    record.answer(tools={**besides, **tools}, **{name: said[name] for name in ANSWERS}, **how)
    left = len(record.unanswered)
    if not left:
        return "The discovery sheet is complete."
    return f"The answers are kept; {left} {'is' if left == 1 else 'are'} left for the next call."


def _cadence(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    record.establish_cadence(first_plan=said["first_plan"], **how)
    return "The cadence is agreed, and the first call outlined."


def _journey(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    record.write_journey(asked_for.steps_of(said), **how)
    return "The journey sheet is kept."


def _attributes(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    record.fill_attributes(complete=said["complete"], **how)
    return "The attributes are filled in." if said["complete"] else "Attributes are missing."


def _delay(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    cause, sentiment = said["cause"], said.get("csm_sentiment")
    doing.record_delay(record, cause=cause, reason=said["why"], sentiment=sentiment, **how)
    places = "with the CTA and in the Timeline" if sentiment else "with the CTA"
    return f"The delay stands {places}." if record.cta else "The delay is recorded."


def _complete(record: Onboarding, said: dict[str, Any], how: dict[str, Any]) -> str:
    did = doing.complete(record, handbook=handbooks.current_or_none(), lake=lake(), **how)
    return f"Done: {', '.join(did)}."


SECTIONS = {
    "sync": Section("edit transition", asked_for.SyncForm, _sync, ("transition_done_on",)),
    "kickoff": Section(EDIT, asked_for.KickoffForm, _kickoff),
    "deck": Section(
        "edit kickoff_deck", asked_for.DeckForm, _deck, ("deck_template", "deck_reviewed")
    ),
    "discovery": Section(EDIT, asked_for.DiscoveryForm, _discovery, (*ANSWERS, "tools")),
    "cadence": Section(
        EDIT, asked_for.CadenceForm, _cadence, ("cadence_established_on", "first_cadence_plan")
    ),
    "journey": Section(EDIT, asked_for.JourneyForm, _journey, ("journey",)),
    "attributes": Section(EDIT, asked_for.AttributesForm, _attributes, ("attributes_complete",)),
    "delay": Section(EDIT, asked_for.DelayForm, _delay),
    "complete": Section(EDIT, asked_for.CompleteForm, _complete),
}
