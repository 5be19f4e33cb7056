"""Small forms of an account's page: one attribute, personas, a day put right, a word by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from greenbook.records.fields import Code, Day, Text, Whole, YesNo
from greenbook.records.models import Account, PriorityException
from greenbook.records.models.contacts import PERSONAS
from greenbook.web.said import label

YES_NO = (("", "not known"), ("yes", "yes"), ("no", "no"))
LONG = ("summary",)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _reason(*, required: bool) -> forms.CharField:
    return forms.CharField(label="Why", required=required, max_length=500)


class AttributeForm(forms.Form):
    """One attribute of an account. Operations say why, as the account is not theirs."""

    def __init__(
        self, account: Account, name: str, said: str, *args: Any, needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        column = Account._meta.get_field(name)
        self.name, self._yes_no = name, isinstance(column, YesNo)
        self.fields["value"] = _field_for(column, said)
        self.fields["reason"] = _reason(required=needs_reason)
        self.initial.setdefault("value", _shown(getattr(account, name), self._yes_no))

    @property
    def value(self) -> Any:
        found = self.cleaned_data["value"]
        if self._yes_no:
            return {"yes": True, "no": False}.get(found)
        return None if found == "" else found


def _shown(value: Any, yes_no: bool) -> Any:
    return {True: "yes", False: "no", None: ""}[value] if yes_no else value


def _field_for(column: Any, said: str) -> forms.Field:
    common: dict[str, Any] = {"label": said, "required": False}
    if isinstance(column, YesNo):
        return forms.ChoiceField(choices=YES_NO, **common)
    if isinstance(column, Code):
        choices = [("", "not known"), *((code, label(code)) for code in column.codes)]
        return forms.ChoiceField(choices=choices, **common)
    if isinstance(column, Day):
        return forms.DateField(widget=DayInput(), **common)
    if isinstance(column, Whole):
        return forms.IntegerField(min_value=0, max_value=1_000_000, **common)
    if column.name.endswith("_url"):
        return forms.URLField(max_length=2000, assume_scheme="https", **common)
    assert isinstance(column, Text)
    long = forms.Textarea() if column.name in LONG else None
    return forms.CharField(max_length=20_000 if long else 2000, widget=long, **common)


class PersonasForm(forms.Form):
    """What somebody at the customer stands for."""

    gitlab_roles = forms.MultipleChoiceField(
        label="Personas",
        required=False,
        choices=[(code, label(code)) for code in PERSONAS.split()],
        widget=forms.CheckboxSelectMultiple,
    )


class EntryDayForm(forms.Form):
    """The day on which something really happened, and why that is known now."""

    happened_on = forms.DateField(label="It happened on", widget=DayInput())
    reason = _reason(required=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > self._today:
            raise forms.ValidationError("That day lies ahead; an entry is about what has happened.")
        return day


class EndForm(forms.Form):
    """Why something shall not hold any more; `back` is where that was asked."""

    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 4}), max_length=5000)
    back = forms.CharField(required=False, widget=forms.HiddenInput)


class _UntilForm(forms.Form):
    """What holds until a last day, if it is given one."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["ends_on"] = forms.DateField(
            label="Its last day", required=False, widget=DayInput()
        )

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < self._today:
            raise forms.ValidationError("Its last day is today or later.")
        return day


class ExceptionForm(_UntilForm):
    """A priority other than the model's."""

    direction = forms.ChoiceField(
        label="Which way", choices=(("to_p1", "to priority 1"), ("to_p2", "to priority 2"))
    )
    category = forms.ChoiceField(
        label="Kind",
        choices=[
            (code, label(code)) for code in PriorityException._meta.get_field("category").codes
        ],
    )
    justification = forms.CharField(label="Why", widget=forms.Textarea, max_length=5000)


class OverrideForm(_UntilForm):
    """A decision set by hand."""

    value = forms.CharField(label="It shall be", max_length=200)
    reason = forms.CharField(label="Why", widget=forms.Textarea, max_length=5000)

    def __init__(self, *args: Any, values: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if values:
            self.fields["value"] = forms.ChoiceField(
                label="It shall be", choices=[(each, label(each)) for each in values]
            )


class PriorityForm(forms.Form):
    """One of those that somebody may decide. Whatever the handbook does not suggest is said why."""

    note = forms.CharField(
        label="Why", required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )

    def __init__(
        self, *args: Any, choices: list[int], suggested: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._suggested = suggested
        self.fields["priority"] = forms.TypedChoiceField(
            coerce=int, choices=[(each, str(each)) for each in choices], widget=forms.HiddenInput
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("priority") not in (None, self._suggested) and not found.get("note"):
            self.add_error("note", "Say why: it is not the one that the handbook suggests.")
        return found
