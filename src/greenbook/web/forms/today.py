"""What is typed where something owed is put off or handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from greenbook.records.models import User
from greenbook.web.forms.ctas import SNOOZE_REASONS

Choices = Sequence[tuple[str, str]]


class _Days(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DoneForm(forms.Form):
    """Nothing has to be typed, but how it ended where there are `outcomes`; where `reasons` are
    from a list, one can be chosen."""

    def __init__(
        self,
        *args: Any,
        outcomes: Choices = (),
        reasons: Choices = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if outcomes:
            self.fields["status"] = forms.ChoiceField(
                label="How it ended",
                choices=[("", "choose one"), *outcomes],
                error_messages={"required": "Say how it ended."},
            )
            self.fields["reason"] = forms.CharField(
                label="What came of it", required=False, max_length=500
            )
        if reasons:
            self.fields["reason"] = forms.ChoiceField(
                label="Known",
                required=False,
                choices=[("", "by the logged call"), *reasons],
            )


class SnoozeForm(forms.Form):
    """Out of sight until a day, and why."""

    until = forms.DateField(label="Until", widget=_Days())
    reason = forms.ChoiceField(label="Why", choices=[(each, each) for each in SNOOZE_REASONS])


class RescheduleForm(forms.Form):
    """Due on another day."""

    due_on = forms.DateField(label="Due on", widget=_Days())


class ReassignForm(forms.Form):
    """Somebody else does it."""

    to = forms.ModelChoiceField(User.objects.none(), label="To", empty_label=None)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


def due(record: Any, today: date) -> dict[str, Any]:
    """What stands in the form at first."""
    return {"due_on": record.due_on or today}
