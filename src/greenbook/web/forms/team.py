"""What a manager says: to whom an account goes, why something is sent back, who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from greenbook.records.models import Absence, User
from greenbook.web.forms.accounts import DayInput
from greenbook.web.said import label


class AssignCsmForm(forms.Form):
    """A CSM of those whom one may give work. Operations say why."""

    reason = forms.CharField(label="Why", required=False, max_length=500)

    def __init__(
        self, *args: Any, people: QuerySet[User], says_why: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["csm"] = forms.ModelChoiceField(people, label="CSM", empty_label="choose one")
        self.fields["reason"].required = says_why


class CommentForm(forms.Form):
    """Something to say along with it."""

    comment = forms.CharField(label="Comment", required=False, max_length=5000)


class SendBackForm(forms.Form):
    """It is not as it should be, and what is missing."""

    comment = forms.CharField(
        label="What should be different",
        max_length=5000,
        error_messages={"required": "Say what should be different."},
    )


class PriorityForm(forms.Form):
    """Another priority in the review, and why."""

    priority = forms.TypedChoiceField(
        label="Priority", coerce=int, choices=[(number, f"P{number}") for number in range(1, 5)]
    )
    note = forms.CharField(label="Why", max_length=2000, error_messages={"required": "Say why."})


class AbsenceForm(forms.Form):
    """Somebody is away, and who stands in."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[(code, label(code)) for code in Absence._meta.get_field("kind").codes],
    )
    starts_on = forms.DateField(label="First day", widget=DayInput())
    ends_on = forms.DateField(label="Last day", widget=DayInput())

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ModelChoiceField(people, label="Who", empty_label="choose one")
        self.fields["cover"] = forms.ModelChoiceField(
            people, label="Who stands in", required=False, empty_label="nobody yet"
        )
        self.order_fields(["user", "kind", "starts_on", "ends_on", "cover"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first.")
        if found.get("cover") and found["cover"] == found.get("user"):
            self.add_error("cover", "Nobody stands in for themselves.")
        return found
