"""What is written into success plans: the plan, its objectives, its approval, its private link."""

from __future__ import annotations

from typing import Any

from django import forms

from greenbook.decisions import handbooks
from greenbook.records.limits import fits
from greenbook.records.models import Account, Objective, SuccessPlan
from greenbook.records.models.ctas import OBJECTIVE_STATUSES, OPEN_STATUSES
from greenbook.web.forms.accounts import DayInput
from greenbook.web.forms.ctas import PersonField
from greenbook.web.said import label

MARKDOWN = "Markdown."
#: What one says of every objective; the rest is folded away.
OFTEN = ("name", "success_criteria", "due_on", "owner", "baseline", "expected_outcome")


def _text(said: str, *, rows: int = 0, required: bool = False, hint: str = "") -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=said, required=required, widget=widget, validators=[fits], help_text=hint
    )


def _day(said: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=said, required=required, widget=DayInput())


def _codes(model: type[Any], name: str, none: str) -> list[tuple[str, str]]:
    codes = model._meta.get_field(name).codes
    return [("", none), *((code, label(code)) for code in codes)]


class BeginForm(forms.Form):
    """A plan to begin."""

    type = forms.ChoiceField(
        label="For whom",
        choices=[("roi", "with the customer (ROI plan)"), ("internal", "for us alone (internal)")],
        initial="roi",
        widget=forms.RadioSelect,
    )
    name = _text("Name", required=True)
    due_on = _day("Due")


class PlanForm(forms.Form):
    """What the plan says."""

    name = _text("Name", required=True)
    strategy = _text(
        "Strategy", rows=9, hint="The outcomes, and what we do about them. A new one ends approval."
    )
    highlights = _text(
        "Highlights", rows=7, hint="Business, focus, past outcomes. The customer reads this too."
    )
    due_on = _day("Due")
    deck_url = forms.URLField(
        label="Link to the deck", required=False, max_length=2000, assume_scheme="https"
    )

    def __init__(self, plan: SuccessPlan, *args: Any, **kwargs: Any) -> None:
        self.plan = plan
        kwargs.setdefault("initial", {name: getattr(plan, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)


class ObjectiveForm(forms.Form):
    """One outcome: why and what, how it is measured, by when."""

    name = _text("Outcome", required=True, hint="Why and what: the outcome, by which capability.")
    success_criteria = _text("Success criteria", rows=3, hint="What one measures to see it.")
    due_on = _day("Due", required=True)
    owner = PersonField(label="Owner on our side", required=False, max_length=200)
    baseline = _text("Where they stand", rows=2)
    expected_outcome = _text("What they expect", rows=2)
    category = forms.ChoiceField(
        label="Kind", required=False, choices=_codes(Objective, "category", "not said")
    )
    stage_name = _text("Stage", hint="For stage adoption: which one.")
    motion = forms.ChoiceField(
        label="Motion", required=False, choices=_codes(Objective, "motion", "not said")
    )
    use_case = _text("Use case")
    playbook = _text("Playbook")
    priority = forms.ChoiceField(
        label="Priority among the objectives",
        required=False,
        choices=_codes(Objective, "priority", "not said"),
    )
    origin = forms.ChoiceField(
        label="Where it comes from",
        choices=_codes(Objective, "origin", "")[1:],
        initial="manual",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("category") == "stage_adoption" and not cleaned.get("stage_name"):
            self.add_error("stage_name", "Say which stage they adopt.")
        return cleaned

    @property
    def often(self) -> list[forms.BoundField]:
        return [self[name] for name in OFTEN]

    @property
    def rare(self) -> list[forms.BoundField]:
        return [each for each in self if each.name not in OFTEN]

    @property
    def wrong_in_rare(self) -> bool:
        return any(each.errors for each in self.rare)

    @property
    def values(self) -> dict[str, Any]:
        """What the record takes; what is not said is not known."""
        return {name: value or None for name, value in self.cleaned_data.items()}


def objective_initial(objective: Objective) -> dict[str, Any]:
    return {name: getattr(objective, name) for name in ObjectiveForm.base_fields} | {
        "owner": str(objective.owner or "")
    }


class StepForm(forms.Form):
    name = _text("Step", required=True)
    due_on = _day("by")
    owner = PersonField(label="who", required=False, max_length=200)


class _ContactField(forms.ModelChoiceField):
    def label_from_instance(self, contact: Any) -> str:
        return f"{contact}, {contact.title}" if contact.title else str(contact)


class OfCustomer(forms.Form):
    """Forms that name somebody at the customer."""

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = account.contacts.filter(inactive=False).order_by("-is_regular", "name")
        self.fields["contact"] = _ContactField(contacts, label="Who", required=self.must_name)
        self.order_fields(["contact"])

    must_name = True


class ValidateForm(OfCustomer):
    """A contact said that an objective still matters."""

    must_name = False


class ConfirmedForm(OfCustomer):
    """A contact confirmed the plan in a meeting or by mail."""

    comment = _text("How", hint="In which meeting, or a link to the mail.")


class ShareForm(OfCustomer):
    """A private link for a contact; how long one is offered for says the handbook."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handbook = handbooks.current_or_none()
        limits = handbook.limits if handbook else {}
        self.fields["days"] = forms.IntegerField(
            label="Days that the link works",
            min_value=1,
            max_value=limits.get("plan_link_days_most"),
            initial=limits.get("plan_link_days"),
        )


class EndForm(forms.Form):
    reason = _text("Why", required=True)


class CloseObjectiveForm(forms.Form):
    status = forms.ChoiceField(
        label="Close as",
        choices=[(s, label(s)) for s in OBJECTIVE_STATUSES if s not in OPEN_STATUSES],
    )
    outcome_summary = _text("What came of it", rows=3, required=True)


class ClosePlanForm(forms.Form):
    outcome = _text("What came of it", rows=3, required=True)


class SubmitForm(forms.Form):
    comment = _text("What to look at", rows=2)


class ApproveForm(forms.Form):
    """The handbook's checks: approved is what passes all of them."""

    checks = forms.MultipleChoiceField(
        label="Checked",
        error_messages={"required": "Check all of them, or return it with a comment."},
        widget=forms.CheckboxSelectMultiple,
    )
    comment = _text("Comment", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handbook = handbooks.current_or_none()
        self.asked = dict(handbook.checks) if handbook else {}
        if not self.asked:
            del self.fields["checks"]
        else:
            self.fields["checks"].choices = list(self.asked.items())  # type: ignore[attr-defined]

    def clean_checks(self) -> list[str]:
        left = [
            said for code, said in self.asked.items() if code not in self.cleaned_data["checks"]
        ]
        if left:
            raise forms.ValidationError(
                f"Return it with a comment, or check: {'; '.join(left).lower()}."
            )
        return list(self.cleaned_data["checks"])


class ReturnForm(forms.Form):
    comment = _text("What is to be changed", rows=3, required=True)


class GrowthForm(forms.Form):
    """The internal plan for how the account could grow."""

    strategic_goals = _text("Strategic goals", rows=8, hint=MARKDOWN)
    next_steps = _text("Next steps", rows=5, hint="Each with who and by when. Markdown.")


class CustomerForm(forms.Form):
    """What the customer answers."""

    comment = forms.CharField(
        label="Your comment", required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, wishes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wishes = wishes

    def clean_comment(self) -> str:
        comment = str(self.cleaned_data["comment"]).strip()
        if self._wishes and not comment:
            raise forms.ValidationError("Say what should be changed.")
        return comment
