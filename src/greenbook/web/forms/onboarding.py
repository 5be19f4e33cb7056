"""The small forms of a guided onboarding: one for each section of its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from greenbook.engagement.queries.onboarding import QUESTIONS
from greenbook.records.limits import fits
from greenbook.records.models import Onboarding, OnboardingDelay
from greenbook.records.models.onboarding import DECK_TEMPLATES, TOOL_SLOTS
from greenbook.records.models.timeline import COLOURS
from greenbook.web.forms.accounts import DayInput
from greenbook.web.said import label

#: What each slot of the tool landscape is called.
TOOLS = {slot: QUESTIONS[slot] for slot in TOOL_SLOTS}
#: How a step of the journey sheet stands.
STANDS = (("", "open"), ("running", "running"), ("done", "done"))
#: Rows of a journey sheet, and the names by which their parts are kept.
STEPS = range(1, 9)
KEPT_AS = {"step": "step", "due": "due_on", "state": "state", "note": "note"}


def _text(said: str, *, rows: int = 0, required: bool = False, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=said, required=required, validators=[fits], widget=widget, **more)


class SectionForm(forms.Form):
    """Whoever does not serve customers says why, as the account is not theirs."""

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = _text("Why you change it", required=True)


class SyncForm(SectionForm):
    """The account team has met."""

    held_on = forms.DateField(label="Held on", widget=DayInput())


class KickoffForm(SectionForm):
    """The day of the kickoff and who invites."""

    scheduled_for = forms.DateField(label="On", widget=DayInput())
    inviter = forms.ChoiceField(
        label="Who invites",
        choices=[
            (code, label(code)) for code in Onboarding._meta.get_field("kickoff_inviter").codes
        ],
    )

    def __init__(self, *args: Any, despite: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if despite:
            self.fields["despite"] = _text(
                "Why before the internal sync", required=True, help_text="It stands in history."
            )


class DeckForm(SectionForm):
    """The deck of the kickoff."""

    template = forms.ChoiceField(
        label="Deck", choices=[(word, label(word)) for word in DECK_TEMPLATES]
    )
    reviewed = forms.BooleanField(
        label="Reviewed, and edited for what we know and do not know", required=False
    )


class DiscoveryForm(SectionForm):
    """What the customer says; what is empty goes to the next call."""

    why_bought = _text("Why they bought", rows=2)
    business_goals = _text("Business goals after the first one", rows=2)
    stakeholders = _text("Other stakeholders", rows=2, help_text="Two regular contacts at least.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slot in TOOL_SLOTS:
            self.fields[f"tool_{slot}"] = _text(TOOLS[slot])

    @property
    def tools(self) -> list[forms.BoundField]:
        return [self[f"tool_{slot}"] for slot in TOOL_SLOTS]


class CadenceForm(SectionForm):
    """The recurring call is agreed on, and the first one outlined."""

    first_plan = _text(
        "What the first cadence call is about", rows=3, required=True, help_text="Markdown."
    )


class JourneyForm(SectionForm):
    """The rows of the journey sheet; one without a step is left out."""

    def __init__(self, *args: Any, rows: Sequence[dict[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in STEPS:
            self._add_row(number, rows[number - 1] if number <= len(rows) else {})

    def _add_row(self, number: int, row: dict[str, str]) -> None:
        said = f"Step {number}"
        due = forms.DateField(label=f"{said}: by", required=False, widget=DayInput())
        state = forms.ChoiceField(label=f"{said}: stands", required=False, choices=STANDS)
        self.fields |= {
            f"step_{number}": _text(said),
            f"due_{number}": due,
            f"state_{number}": state,
            f"note_{number}": _text(f"{said}: note"),
        }
        for part, name in (
            ("step", "step"),
            ("due", "due_on"),
            ("state", "state"),
            ("note", "note"),
        ):
            self.initial[f"{part}_{number}"] = row.get(name)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{part}_{number}"] for part in KEPT_AS] for number in STEPS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in STEPS:
            others = (said.get(f"{part}_{n}") for part in ("due", "state", "note"))
            if any(others) and not said.get(f"step_{n}"):
                self.add_error(f"step_{n}", "Say which step this is.")
        return said


def steps_of(said: dict[str, Any]) -> list[dict[str, str]]:
    """The rows of a journey sheet as they are kept: without what is empty."""
    return [_step(said, number) for number in STEPS if said[f"step_{number}"]]


def _step(said: dict[str, Any], number: int) -> dict[str, str]:
    due: date | None = said[f"due_{number}"]
    row = {
        "step": said[f"step_{number}"],
        "due_on": due.isoformat() if due else "",
        "state": said[f"state_{number}"],
        "note": said[f"note_{number}"],
    }
    return {name: word for name, word in row.items() if word}


class AttributesForm(SectionForm):
    """Whether the attributes are filled in."""

    complete = forms.BooleanField(label="The attributes are filled in", required=False)


class DelayForm(SectionForm):
    """Why it takes longer, and by whose doing."""

    cause = forms.ChoiceField(
        label="By whose doing",
        choices=[(code, label(code)) for code in OnboardingDelay._meta.get_field("cause").codes],
        widget=forms.RadioSelect,
        error_messages={"required": "Say by whose doing."},
    )
    why = _text(
        "What holds it up",
        rows=3,
        required=True,
        error_messages={"required": "Say what holds it up."},
    )

    def __init__(self, *args: Any, sentiment: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sentiment:
            self.fields["csm_sentiment"] = forms.ChoiceField(
                label="How do you see the account now?",
                choices=[(word, label(word)) for word in reversed(COLOURS.split())],
                widget=forms.RadioSelect,
                error_messages={"required": "Say how you see the account."},
                help_text="It goes into the Timeline with the reason.",
            )


class CompleteForm(SectionForm):
    """Nothing to say: the onboarding is over, and well."""
