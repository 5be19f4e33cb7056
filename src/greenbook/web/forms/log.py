"""The form of a touchpoint: few fields, defaults that are right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from greenbook.engagement.renewals import NotSaidRed, refuse_unless_red
from greenbook.engagement.touchpoints import NextCall, NextStep
from greenbook.handbook.book import Handbook
from greenbook.records.limits import fits
from greenbook.records.models import Account, Contact, PlannedCall, TimelineEntry, User
from greenbook.records.models.timeline import (
    CALLS,
    COLOURS,
    ENTRY_TYPES,
    MEETING_TYPES,
    RENEWAL_OUTCOMES,
    RISK_IMPACTS,
    RISK_REASONS,
)
from greenbook.records.refusals import NotAllowed
from greenbook.web.said import day, label

#: Rows for next steps.
STEPS = range(1, 7)
#: The types that stand first; the others are rarer.
FIRST = ("customer_call", "in_person_meeting", "email", "update", "health_update")
#: At which field a record's refusal is said.
SAID_AT: dict[type[NotAllowed], str] = {
    TimelineEntry.InTheFuture: "happened_on",
    NotSaidRed: "csm_sentiment",
    TimelineEntry.NeedsSentiment: "csm_sentiment",
    TimelineEntry.NeedsRisk: "risk_reason",
    TimelineEntry.TriageOnYellow: "requires_triage",
    TimelineEntry.NotACall: "meeting_type",
    PlannedCall.InThePast: "next_call_on",
    PlannedCall.NotPlanned: "planned",
    PlannedCall.OfAnotherAccount: "planned",
}


def _choices(codes: str | tuple[str, ...]) -> list[tuple[str, str]]:
    words = codes.split() if isinstance(codes, str) else codes
    return [(word, label(word)) for word in words]


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


def _text(label: str, *, rows: int | None = None, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, validators=[fits], widget=widget, **more)


class _BeginsHere(forms.RadioSelect):
    """Whoever comes by key is at the choice that is made."""

    def create_option(self, name: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, *args, **kwargs)
        return option | {"attrs": option["attrs"] | {"autofocus": option["selected"]}}


class _Planned(forms.ModelChoiceField):
    def label_from_instance(self, call: Any) -> str:
        return f"{label(call.meeting_type)}, {day(call.planned_for)}"


class TouchpointForm(forms.Form):
    """What happened with one account."""

    type = forms.ChoiceField(
        choices=_choices(FIRST) + _choices(tuple(t for t in ENTRY_TYPES.split() if t not in FIRST)),
        widget=_BeginsHere,
        initial="customer_call",
        label="What was it?",
    )
    meeting_type = forms.ChoiceField(
        choices=_choices(MEETING_TYPES), initial="cadence_call", required=False
    )
    renewal_outcome = forms.ChoiceField(
        choices=[("", "choose one"), *_choices(RENEWAL_OUTCOMES)],
        required=False,
        label="What they say of the renewal",
        help_text="A renewal call says it.",
    )
    happened_on = _day("When", required=True)
    subject = _text("Subject", help_text="Left empty, it is the kind of meeting.")
    internal = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="From us"
    )
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="From the customer",
    )
    notes = _text("Notes", rows=7, help_text="Markdown.")
    notes_url = forms.URLField(label="Link to notes", required=False, assume_scheme="https")
    recording_url = forms.URLField(
        label="Link to the recording", required=False, assume_scheme="https"
    )
    csm_sentiment = forms.ChoiceField(
        choices=[("", "no word on it"), *reversed(_choices(COLOURS))],
        required=False,
        widget=forms.RadioSelect,
        label="How do you see the account now?",
    )
    risk_reason = forms.ChoiceField(
        choices=[("", "choose one"), *_choices(RISK_REASONS)], required=False, label="Risk reason"
    )
    risk_impact = forms.MultipleChoiceField(
        choices=_choices(RISK_IMPACTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Risk impact",
    )
    requires_triage = forms.BooleanField(label="Needs triage", required=False)
    next_call_on = _day("Next call")
    next_call_at = forms.TimeField(
        label="At", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    planned = _Planned(
        PlannedCall.objects.none(),
        required=False,
        label="The planned call it was",
        empty_label="none",
    )

    def __init__(
        self,
        *args: Any,
        account: Account,
        by: User,
        today: date,
        sentiment: bool,
        handbook: Handbook | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.today, self._handbook = account, today, handbook
        self._field("internal").queryset = _ours(account, by, today)
        self._field("contacts").queryset = account.contacts.filter(inactive=False).order_by(
            "-is_regular", "name"
        )
        self._field("planned").queryset = account.planned_calls.filter(status="planned").order_by(
            "planned_for", "at"
        )
        for number in STEPS:
            self.fields[f"step_{number}"] = _text(f"Next step {number}")
            self.fields[f"step_{number}"].widget.attrs["placeholder"] = " "
            self.fields[f"due_{number}"] = _day(f"Next step {number}: by")
        if not sentiment:
            self._leave_out_sentiment()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _leave_out_sentiment(self) -> None:
        for name in ("csm_sentiment", "risk_reason", "risk_impact", "requires_triage"):
            del self.fields[name]
        kinds = self._field("type").choices
        self._field("type").choices = [each for each in kinds if each[0] != "health_update"]

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"step_{number}"], self[f"due_{number}"]) for number in STEPS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in STEPS:
            if cleaned.get(f"due_{number}") and not cleaned.get(f"step_{number}"):
                self.add_error(f"step_{number}", "Say what is to be done by then.")
        if cleaned.get("type") in CALLS:
            ask_of_renewal(self, self.account, on=self.today, handbook=self._handbook)
        ask_for_risk(self)
        if cleaned.get("next_call_at") and not cleaned.get("next_call_on"):
            self.add_error("next_call_on", "On which day?")
        return cleaned

    @property
    def touchpoint(self) -> dict[str, Any]:
        """What `log_touchpoint` takes. Fields that the page hides for this type are left out."""
        said = self.cleaned_data
        call = said["type"] in CALLS
        values = {name: said[name] for name in ("type", "happened_on", "notes", "contacts")}
        values |= {name: said[name] for name in ("internal", "notes_url", "recording_url")}
        values["meeting_type"] = (said["meeting_type"] or None) if call else None
        if values["meeting_type"] == "renewal_call":
            values["renewal_outcome"] = said["renewal_outcome"]
        values["subject"] = said["subject"] or label(values["meeting_type"] or said["type"])
        values["next_steps"] = self._next_steps()
        values["planned"] = said["planned"] if call else None
        if said["next_call_on"]:
            values["next_call"] = NextCall(said["next_call_on"], said["next_call_at"])
        return values | self._risk()

    @property
    def colour(self) -> str | None:
        """The sentiment that is said, if any."""
        return self.cleaned_data.get("csm_sentiment") or None

    def _risk(self) -> dict[str, Any]:
        values: dict[str, Any] = {"csm_sentiment": self.colour}
        if self.colour in ("red", "yellow"):
            names = ("risk_reason", "risk_impact", "requires_triage")
            values |= {name: self.cleaned_data[name] for name in names}
        return values if self.colour else {}

    def _next_steps(self) -> list[NextStep]:
        rows = ((self.cleaned_data[f"step_{n}"], self.cleaned_data[f"due_{n}"]) for n in STEPS)
        return [NextStep(name, due) for name, due in rows if name]

    def refuse(self, refusal: NotAllowed) -> None:
        say_refused(self, refusal)


def say_refused(form: forms.Form, refusal: NotAllowed) -> None:
    """Say what a record refused at the field it is about."""
    at = SAID_AT.get(type(refusal))
    form.add_error(at if at in form.fields else None, refusal.why)


def ask_of_renewal(
    form: forms.Form, account: Account, *, on: date, handbook: Handbook | None
) -> None:
    """A renewal call says what came of it; a hint of loss is said as red (RNW-03, RNW-05).

    Who may not speak of sentiment is not asked for it.
    """
    said = form.cleaned_data
    if said.get("meeting_type") != "renewal_call":
        return
    if not said.get("renewal_outcome"):
        form.add_error("renewal_outcome", "Say what came of the renewal question.")
    elif "csm_sentiment" in form.fields:
        told = {"outcome": said["renewal_outcome"], "sentiment": said.get("csm_sentiment")}
        try:
            refuse_unless_red(account, **told, on=on, handbook=handbook)
        except NotSaidRed as refusal:
            say_refused(form, refusal)


def ask_for_risk(form: forms.Form) -> None:
    """Who sees red or yellow says why, and what may come of it (health specification 10.1)."""
    said = form.cleaned_data
    if said.get("csm_sentiment") not in ("red", "yellow"):
        return
    if not said.get("risk_reason"):
        form.add_error("risk_reason", "Say why the account is at risk.")
    if not said.get("risk_impact"):
        form.add_error("risk_impact", "Say what may come of it.")


def _ours(account: Account, by: User, on: date) -> QuerySet[User]:
    serving = account.team.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    return User.objects.filter(Q(pk=by.pk) | Q(pk__in=serving.values("user"))).order_by("name")
