"""What is done with CTAs and tasks: closed as what, snoozed until when, given to whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from greenbook.records.find import NobodyCalledThat, SeveralCalledThat, user_called
from greenbook.records.models import User
from greenbook.records.models.ctas import ONLY_FOR, OPEN_STATUSES, STATUSES
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


class NothingToSay(forms.Form):
    """Nothing is asked."""


class CloseForm(forms.Form):
    status = forms.ChoiceField(label="Close as", choices=closing_statuses)
    close_reason = forms.CharField(label="Outcome", required=False, max_length=500)


class SnoozeForm(forms.Form):
    until = forms.DateField(label="Snooze until", widget=DayInput())
    snooze_reason = forms.ChoiceField(
        label="Why snooze", choices=[(reason, reason) for reason in SNOOZE_REASONS]
    )


class AssignForm(forms.Form):
    to = PersonField(label="Give to", max_length=200)


class RescheduleForm(forms.Form):
    due_on = forms.DateField(label="Due on", widget=DayInput())


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
