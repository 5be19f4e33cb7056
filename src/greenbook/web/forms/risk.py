"""What is said where a customer comes into triage, is escalated, or is out of it again."""

from __future__ import annotations

from django import forms

from greenbook.records.models import Escalation
from greenbook.web.said import label


class ReasonForm(forms.Form):
    """Why, or how it ended."""

    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 4}), max_length=5000)


class TriageForm(ReasonForm):
    """Everybody looks at this customer from now on."""

    issue_url = forms.URLField(
        label="Link to the issue", required=False, max_length=2000, assume_scheme="https"
    )


class SeverityForm(ReasonForm):
    """How bad it is."""

    severity = forms.ChoiceField(
        label="Severity",
        choices=[(code, label(code)) for code in Escalation._meta.get_field("severity").codes],
        initial="medium",
    )
    field_order = ("severity", "reason")


class EscalateForm(SeverityForm):
    """Trouble taken up the ladder."""

    product_related = forms.BooleanField(label="It is about the product", required=False)
