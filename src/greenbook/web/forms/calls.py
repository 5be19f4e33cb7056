"""What is typed about a call to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from greenbook.records.limits import fits
from greenbook.records.models.timeline import MEETING_TYPES
from greenbook.web.said import label


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


def _time() -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, "%H:%M")
    return forms.TimeField(label="At", required=False, widget=widget)


class PlanForm(forms.Form):
    """A call agreed on."""

    meeting_type = forms.ChoiceField(choices=[(w, label(w)) for w in MEETING_TYPES.split()])
    planned_for = _day("On")
    at = _time()
    subject = forms.CharField(label="About", required=False, max_length=200)


class MoveForm(forms.Form):
    """Another day or hour, and why."""

    planned_for = _day("To")
    at = _time()
    reason = forms.CharField(label="Why", max_length=1000)


class CancelForm(forms.Form):
    """It does not take place, and why."""

    no_show = forms.BooleanField(label="Nobody came", required=False)
    reason = forms.CharField(label="Why", max_length=1000)


class AgendaForm(forms.Form):
    """The agenda, in Markdown."""

    agenda = forms.CharField(
        label="Agenda",
        validators=[fits],
        widget=forms.Textarea({"rows": 16}),
        help_text="Markdown. Points that are not ticked, as [x], come again in the next agenda.",
    )


class DiscussedForm(forms.Form):
    """Points of the agenda that were talked about."""

    points = forms.MultipleChoiceField(
        label="Discussed",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what was discussed."},
    )

    def __init__(self, *args: Any, points: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = [(each, each) for each in points]  # type: ignore[attr-defined]


FORMS: dict[str, type[forms.Form]] = {
    "agenda": AgendaForm,
    "share": AgendaForm,
    "move": MoveForm,
    "cancel": CancelForm,
    "discussed": DiscussedForm,
}


def changing(what: str, sent: Any = None, **kwargs: Any) -> forms.Form:
    """The form of one change; each has names of its own on the page."""
    return FORMS[what](sent, auto_id=f"{what}_%s", **kwargs)
