"""What was logged, put right: the text, the links, the kind of meeting, the sentiment."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms

from greenbook.handbook.book import Handbook
from greenbook.records.models import TimelineEntry
from greenbook.records.models.timeline import CALLS
from greenbook.web.forms.log import TouchpointForm, ask_for_risk, ask_of_renewal
from greenbook.web.said import label

TEXT = ("subject", "notes", "notes_url", "recording_url")
RISK = ("csm_sentiment", "risk_reason", "risk_impact", "requires_triage")


class EntryForm(forms.Form):
    """The fields of a touchpoint that its author may put right, with what stands."""

    def __init__(
        self,
        entry: TimelineEntry,
        *args: Any,
        today: date,
        sentiment: bool,
        handbook: Handbook | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._account, self._type = entry.account, entry.type
        self._today, self._handbook = today, handbook
        for name in _names(entry, sentiment=sentiment):
            self.fields[name] = deepcopy(TouchpointForm.base_fields[name])
            self.initial.setdefault(name, getattr(entry, name))
        if entry.risk_reason and "risk_reason" in self.fields:
            self._offer(entry.risk_reason)
        self.fields["reason"] = forms.CharField(
            label="Why it changes", required=False, max_length=500
        )

    def _offer(self, reason: str) -> None:
        """What was said in other words can stay."""
        field: Any = self.fields["risk_reason"]
        if reason not in dict(field.choices):
            field.choices = [*field.choices, (reason, label(reason))]

    def clean(self) -> dict[str, Any]:
        ask_of_renewal(self, self._account, on=self._today, handbook=self._handbook)
        ask_for_risk(self)
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """What the entry shall say; nobody is at risk of whom green is said."""
        said = {name: found for name, found in self.cleaned_data.items() if name != "reason"}
        if "csm_sentiment" in said and said["csm_sentiment"] not in ("red", "yellow"):
            said |= {"risk_reason": None, "risk_impact": [], "requires_triage": False}
        if said.get("meeting_type") != "renewal_call" and "renewal_outcome" in said:
            said["renewal_outcome"] = None
        said["subject"] = said["subject"] or label(said.get("meeting_type") or self._type)
        empty = ("meeting_type", "renewal_outcome", "csm_sentiment", "risk_reason")
        return {name: found or None if name in empty else found for name, found in said.items()}


def _names(entry: TimelineEntry, *, sentiment: bool) -> list[str]:
    meeting = ["meeting_type", "renewal_outcome"] if entry.type in CALLS else []
    return [*meeting, *TEXT, *(RISK if sentiment else ())]


class WithdrawForm(forms.Form):
    """Why it should not have been logged."""

    reason = forms.CharField(label="Why", max_length=500)
