"""The form for a person: who they are, what they do, for whom."""

from __future__ import annotations

from typing import Any

from django import forms

from greenbook.records.models import User
from greenbook.records.models.people import CS_SEGMENTS, REGIONS, ROLES
from greenbook.web import said


def _choices(words: str) -> list[tuple[str, str]]:
    return [(word, said.label(word)) for word in words.split()]


class PersonForm(forms.Form):
    """Explicit fields only: nothing else of a person can be set through it."""

    name = forms.CharField(max_length=200)
    username = forms.SlugField(max_length=100, help_text="With this they sign in.")
    email = forms.EmailField(required=False)
    roles = forms.MultipleChoiceField(
        choices=_choices(ROLES), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="The first one is what they work as.",
    )  # fmt: skip
    region = forms.ChoiceField(choices=[("", "none"), *_choices(REGIONS)], required=False)
    cs_segment = forms.ChoiceField(
        label="Segment", choices=[("", "none"), *_choices(CS_SEGMENTS)], required=False
    )
    manager = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="nobody")
    is_active = forms.BooleanField(label="May sign in", required=False, initial=True)
    reason = forms.CharField(required=False, help_text="Why, for a change.")

    def __init__(self, *arguments: Any, person: User | None = None, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.person = person
        managers = User.objects.filter(roles__overlap=["csm_manager", "cs_ops", "leadership"])
        self.fields["manager"].queryset = managers.order_by("name")  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        others = User.objects.filter(username__iexact=name)
        if self.person:
            others = others.exclude(pk=self.person.pk)
        if others.exists():
            raise forms.ValidationError(f"Somebody is called {name} already.")
        return name

    def values(self) -> dict[str, Any]:
        """The columns of the person."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        for name in ("region", "cs_segment", "email"):
            found[name] = found[name] or None
        return {**found, "works_as": found["roles"][0] if found["roles"] else None}
