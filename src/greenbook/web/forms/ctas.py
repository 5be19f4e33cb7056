"""What is done with CTAs and tasks: closed as what, snoozed until when, given to whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from greenbook.records.find import NobodyCalledThat, SeveralCalledThat, user_called
from greenbook.records.models import User
from greenbook.records.models.ctas import (
    CLOSING_REASONS,
    CTA_TYPES,
    ONLY_FOR,
    OPEN_STATUSES,
    PRIORITIES,
    STATUSES,
)
from greenbook.web.forms.accounts import DayInput
from greenbook.web.said import label

#: Why a CTA is put out of sight (operations A2.4; the source's own list is not public).
SNOOZE_REASONS = (
    "Not applicable yet",
    "Meeting already scheduled",
    "Waiting on customer",
    "Waiting on internal team",
    "Other",
)
#: Nobody outside the house owns work of ours.
OUTSIDE = ("partner", "customer", "agent")


def closing_statuses(type: str | None = None) -> list[tuple[str, str]]:
    """The statuses that close a CTA: of its type, or all of them."""
    of_type = [s for s in STATUSES if type is None or ONLY_FOR.get(s, type) == type]
    return [(status, label(status)) for status in of_type if status not in OPEN_STATUSES]


def outcomes_to_tell(type: str) -> list[tuple[str, str]]:
    """The same where the type is lost in ways of its own, as a risk is: there “done” says too
    little. None for all others."""
    own = [s for s, only in ONLY_FOR.items() if only == type and s.startswith("closed_lost")]
    return closing_statuses(type) if own else []


def closing_reasons(type: str | None = None) -> list[tuple[str, str]]:
    """The reasons for closing that are from a list: of its type, or all of them."""
    found = CLOSING_REASONS if type is None else {type: CLOSING_REASONS.get(type, ())}
    return [(reason, label(reason)) for reasons in found.values() for reason in reasons]


class PersonField(forms.CharField):
    """A colleague by name, username or email."""

    def clean(self, value: Any) -> User | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = user_called(text)
        except (NobodyCalledThat, SeveralCalledThat) as problem:
            raise ValidationError(str(problem)) from None
        if not found.is_active or found.is_a(*OUTSIDE):
            raise ValidationError(f"{found} does not own work here.")
        return found


#: The types that somebody opens. Objectives are begun in a success plan.
BY_HAND = [(code, label(code)) for code in CTA_TYPES.split() if code != "objective"]


class NothingToSay(forms.Form):
    """Nothing is asked."""


class CloseForm(forms.Form):
    status = forms.ChoiceField(label="Close as", choices=closing_statuses)
    close_reason = forms.CharField(label="Outcome", required=False, max_length=500)

    def clean_close_reason(self) -> str:
        """The code where the words are those of a list."""
        said: str = self.cleaned_data["close_reason"].strip()
        codes = {words.lower(): code for code, words in closing_reasons()}
        return codes.get(said.lower(), said)


class SnoozeForm(forms.Form):
    until = forms.DateField(label="Snooze until", widget=DayInput())
    snooze_reason = forms.ChoiceField(
        label="Why snooze", choices=[(reason, reason) for reason in SNOOZE_REASONS]
    )


class AssignForm(forms.Form):
    to = PersonField(label="Give to", max_length=200)


class RescheduleForm(forms.Form):
    due_on = forms.DateField(label="Due on", widget=DayInput())


class TaskForm(forms.Form):
    """One step more."""

    name = forms.CharField(label="What is to be done", max_length=500)
    owner = PersonField(label="Whose it is", required=False, max_length=200)
    due_on = forms.DateField(label="Due on", required=False, widget=DayInput())


class CtaForm(forms.Form):
    """A CTA opened by hand."""

    name = forms.CharField(label="What is to be done", max_length=80)
    type = forms.ChoiceField(
        label="Type",
        choices=BY_HAND,
        initial="activity",
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=200,
        help_text="An open CTA of the same type and reason counts for the handbook as its own.",
    )
    priority = forms.ChoiceField(
        label="Urgency",
        choices=[(code, label(code)) for code in reversed(PRIORITIES.split())],
        initial="medium",
    )
    owner = PersonField(label="Whose it is", max_length=200)
    due_on = forms.DateField(label="Due on", required=False, widget=DayInput())
    comments = forms.CharField(
        label="Why", required=False, widget=forms.Textarea({"rows": 3}), max_length=5000
    )

    def __init__(
        self, *args: Any, playbooks: list[tuple[str, str]], reasons: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["playbook"] = forms.ChoiceField(
            label="Playbook", required=False, choices=[("", "none"), *playbooks]
        )
        self._codes = {label(code).lower(): code for code in reasons}
        self.fields["reason"].widget.attrs["list"] = "reasons"
        self.fields["owner"].widget.attrs["list"] = "people"

    def clean_reason(self) -> str | None:
        """The handbook's code where it has one for these words."""
        said = self.cleaned_data["reason"].strip()
        return self._codes.get(said.lower(), said) or None


class CtaOnManyForm(forms.Form):
    """One opened by hand on each of many accounts; each is its CSM's."""

    name = forms.CharField(label="What is to be done", max_length=80)
    type = forms.ChoiceField(label="Type", choices=BY_HAND)
    due_on = forms.DateField(label="Due on", required=False, widget=DayInput())
    comments = forms.CharField(label="Why", required=False, max_length=5000)


class CommentForm(forms.Form):
    text = forms.CharField(label="Comment", max_length=2000)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why", max_length=500)


def errors_in_words(form: forms.Form) -> str:
    """`Snooze until: enter a valid date.` for a message above a list."""
    said = []
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        said += [f"{field.label if field else name}: {error}" for error in errors]
    return " ".join(said)
