"""What is done with a plan and its objectives: each asks for a right, and for little else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from greenbook.engagement import plans as does
from greenbook.records.models import Objective, SuccessPlan, User
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest
from greenbook.web.forms import plans as asked_for
from greenbook.web.forms.ctas import NothingToSay, ReasonForm
from greenbook.web.pages.ctas import nearest
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

Said = dict[str, Any]
Do = Callable[[Any, Said, User, date], str]


@dataclass(frozen=True, slots=True)
class Act:
    """`do` returns what to tell; `fits` says of which records it makes sense."""

    asks: str
    do: Do
    form: type[Form] = NothingToSay
    fits: Callable[[Any], bool] = lambda record: True

    def asked(self, record: Any, *args: Any, **kwargs: Any) -> Form:
        """Its form; names of people at the customer come from the account."""
        if issubclass(self.form, asked_for.OfCustomer):
            return self.form(record.account, *args, **kwargs)
        return self.form(*args, **kwargs)


def forms_of(acts: dict[str, Act], record: Any, may: Callable[..., bool]) -> Said:
    """The forms of what somebody may do with the record as it stands."""
    return {
        what: act.asked(record, auto_id=f"{what}-%s")
        for what, act in acts.items()
        if act.fits(record) and may(act.asks, record)
    }


def acted(
    request: AskedRequest,
    record: Any,
    acts: dict[str, Act],
    what: str,
    here: str,
    shown: Callable[..., HttpResponse],
) -> HttpResponse:
    """Do it, once, on what was seen; what was typed amiss is shown again."""
    if request.method != "POST":
        return redirect(here)
    if what not in acts:
        raise Http404("There is nothing of that kind to do.")
    act, asked = acts[what], request.asked
    asked.refuse_unless(act.asks, record)
    form = act.asked(record, request.POST, auto_id=f"{what}-%s")

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        record.refresh_from_db()
        tell(request, act.do(record, form.cleaned_data, asked.person, asked.today))
        take_up([record.account_id])
        return here

    if form.is_valid():
        try:
            return once(request, do)
        except NotAllowed as refusal:
            form.add_error(None, refusal.why)
    return shown(request, type(record).objects.get(pk=record.pk), {what: form}, status=422)


def saved(request: AskedRequest, form: Form, do: Any) -> HttpResponse | None:
    """The answer where it could be done; None where the form is to be shown."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return once(request, do)
    except NotAllowed as refusal:
        form.add_error(None, refusal.why)
        return None


def form_shown(
    request: AskedRequest,
    plan: SuccessPlan,
    form: Form,
    edited: Record | None,
    said: dict[str, Any],
) -> HttpResponse:
    seen = request.POST.get("seen") or (version_of(edited) if edited else "")
    context = {
        "plan": plan, "account": plan.account, "form": form, "seen": seen,
        "people": nearest(request.asked.person), **said,
    }  # fmt: skip
    return render(request, "plans/form.html", context, status=422 if form.errors else 200)


def _activate(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    plan.activate(by=by, on=on)
    return "The plan is active."


def _review(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    plan.review(by=by, on=on)
    return "Gone through today, and still right."


def _submit(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    version = does.submit(plan, comment=typed["comment"], by=by, on=on)
    return f"Submitted as version {version.number}."


def _approve(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    does.approve(plan, comment=typed["comment"], by=by, on=on)
    return "The plan is approved."


def _return(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    does.send_back(plan, comment=typed["comment"], by=by, on=on)
    return f"Returned to {plan.owner or 'its owner'} with your comment."


def _confirmed(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    plan.record_customer_validation(by=by, on=on, **typed)
    return f"{typed['contact']} confirmed the plan."


def _take_over(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    many = len(does.take_over(plan, by=by, on=on))
    if not many:
        return "Every objective of the command plan is here already."
    return (
        f"{many} objective{'' if many == 1 else 's'} taken over. Validate them with the customer."
    )


def _close(plan: SuccessPlan, typed: Said, by: User, on: date) -> str:
    does.close_plan(plan, outcome=typed["outcome"], by=by, on=on)
    return "The plan is closed."


def _start(objective: Objective, typed: Said, by: User, on: date) -> str:
    objective.start(by=by, on=on)
    return "Work has begun."


def _block(objective: Objective, typed: Said, by: User, on: date) -> str:
    objective.block(by=by, on=on, reason=typed["reason"])
    return "It is blocked."


def _validate(objective: Objective, typed: Said, by: User, on: date) -> str:
    objective.validate_with(typed["contact"], by=by, on=on)
    return f"It still matters, says {typed['contact'] or 'the customer'}."


def _step(objective: Objective, typed: Said, by: User, on: date) -> str:
    does.add_step(objective, by=by, on=on, **typed)
    return "The step is among the tasks."


def _close_objective(objective: Objective, typed: Said, by: User, on: date) -> str:
    does.close_objective(objective, by=by, on=on, **typed)
    return "The objective is closed."


def _reopen(objective: Objective, typed: Said, by: User, on: date) -> str:
    objective.reopen(by=by, on=on, reason=typed["reason"])
    return "It is open again."


def _is_open(record: Any) -> bool:
    return record.status != "closed" if isinstance(record, SuccessPlan) else record.is_open


def _is_submitted(plan: SuccessPlan) -> bool:
    return _is_open(plan) and plan.approval_status == "submitted"


def _can_be_submitted(plan: SuccessPlan) -> bool:
    return _is_open(plan) and plan.approval_status not in ("submitted", "approved")


EDIT, APPROVE = "edit success_plan", "approve success_plan"
PLAN_ACTS = {
    "submit": Act(EDIT, _submit, asked_for.SubmitForm, _can_be_submitted),
    "approve": Act(APPROVE, _approve, asked_for.ApproveForm, _is_submitted),
    "return": Act(APPROVE, _return, asked_for.ReturnForm, _is_submitted),
    "activate": Act(EDIT, _activate, fits=lambda plan: plan.status == "draft"),
    "review": Act(EDIT, _review, fits=_is_open),
    "take_over": Act(EDIT, _take_over, fits=_is_open),
    "confirmed": Act(EDIT, _confirmed, asked_for.ConfirmedForm, _is_open),
    "close": Act(EDIT, _close, asked_for.ClosePlanForm, _is_open),
}
OBJECTIVE_ACTS = {
    "start": Act(EDIT, _start, fits=lambda each: each.status in ("new", "blocked")),
    "validate": Act(EDIT, _validate, asked_for.ValidateForm, _is_open),
    "step": Act(EDIT, _step, asked_for.StepForm, _is_open),
    "block": Act(EDIT, _block, ReasonForm, _is_open),
    "close": Act(EDIT, _close_objective, asked_for.CloseObjectiveForm, _is_open),
    "reopen": Act(EDIT, _reopen, ReasonForm, lambda each: not each.is_open),
}
