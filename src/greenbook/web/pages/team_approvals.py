"""Approvals: success plans, priority exceptions and claims that wait for somebody's word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.records.models import CsmClaim, PriorityException
from greenbook.records.models.base import Record
from greenbook.reports.approvals import (
    claims_seen,
    claims_waiting,
    exceptions_seen,
    exceptions_waiting,
    plans_waiting,
)
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.ctas import errors_in_words
from greenbook.web.forms.team import CommentForm, SendBackForm
from greenbook.web.lists import versions_of
from greenbook.web.sent import once, refuse_stale, take_up, tell

#: More than this of a kind are shown once the first are dealt with.
MOST = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said to something that waits; `own`: also by whoever asked for it.

    The records themselves refuse whoever would approve what is their own.
    """

    label: str
    asks: str
    said: str
    do: Callable[[Any, AskedRequest, str], object]
    form: type[forms.Form] = CommentForm
    own: bool = False
    needed: Callable[[Any], bool] = lambda record: True


def _step(name: str) -> Callable[[Any, AskedRequest, str], object]:
    def do(exception: PriorityException, request: AskedRequest, comment: str) -> None:
        getattr(exception, name)(by=request.user, on=request.asked.today)

    return do


def _decide(approved: bool) -> Callable[[Any, AskedRequest, str], object]:
    def do(exception: PriorityException, request: AskedRequest, comment: str) -> None:
        exception.decide(
            approved=approved, by=request.user, on=request.asked.today, reason=comment or None
        )

    return do


def _withdraw(exception: PriorityException, request: AskedRequest, comment: str) -> None:
    exception.withdraw(by=request.user, on=request.asked.today, reason=comment)


def _approve_claim(claim: CsmClaim, request: AskedRequest, comment: str) -> None:
    claim.approve(by=request.user, on=request.asked.today)


def _decline_claim(claim: CsmClaim, request: AskedRequest, comment: str) -> None:
    claim.decline(by=request.user, on=request.asked.today, reason=comment)


def _awaits_sales(exception: PriorityException) -> bool:
    return exception.sent_on is not None and exception.sales_decision == "pending"


EDIT, APPROVE = "edit priority_exception", "approve priority_exception"
EXCEPTION_ANSWERS = {
    "team": Answer("Discussed with the account team", EDIT, "was discussed with the account team",
                   _step("discuss_with_team"), own=True,
                   needed=lambda each: each.team_discussed_on is None),
    "managers": Answer("Discussed with the managers", EDIT, "was discussed with the managers",
                       _step("discuss_with_managers"), own=True,
                       needed=lambda each: each.managers_discussed_on is None),
    "send": Answer("Sent to Sales Management", EDIT, "is with Sales Management", _step("send"),
                   own=True, needed=lambda each: each.sent_on is None),
    "document": Answer("Documented on the account", EDIT, "is documented", _step("document"),
                       own=True, needed=lambda each: each.documented_on is None),
    "approve": Answer("Approve", APPROVE, "is approved", _decide(True), needed=_awaits_sales),
    "reject": Answer("Reject", APPROVE, "is rejected", _decide(False), SendBackForm,
                     needed=_awaits_sales),
    "withdraw": Answer("Withdraw", EDIT, "is withdrawn", _withdraw, SendBackForm, own=True),
}  # fmt: skip
CLAIM_ANSWERS = {
    "approve": Answer("Approve", "approve csm_claim", "is approved: the account is theirs",
                      _approve_claim),
    "decline": Answer("Decline", "approve csm_claim", "is declined", _decline_claim, SendBackForm),
}  # fmt: skip


@page("view priority_review")
def approvals(request: AskedRequest) -> HttpResponse:
    """Everything in one place: what it is about, who asked, since when.

    A plan is answered on its own page, where the checks are.
    """
    person, on = request.asked.person, request.asked.today
    claims: QuerySet[Any] | Sequence[Any] = ()
    if request.asked.may("view csm_claim"):
        claims = claims_waiting(person, on=on)
    context = {
        "plans": plans_waiting(person, on=on)[:MOST],
        "exceptions": _waiting(
            request, exceptions_waiting(person, on=on), EXCEPTION_ANSWERS, _requested_by
        ),
        "claims": _waiting(request, claims, CLAIM_ANSWERS, _claimed_by),
        "most": MOST,
    }
    return render(request, "team/approvals.html", context)


@page("view priority_exception")
@require_POST
def answer_exception(request: AskedRequest, exception: int) -> HttpResponse:
    """A step of an exception is taken, or Sales Management decides."""
    rows = exceptions_seen(request.asked.person, on=request.asked.today)
    return _answered(request, _found(rows, exception), EXCEPTION_ANSWERS)


@page("approve csm_claim")
@require_POST
def answer_claim(request: AskedRequest, claim: int) -> HttpResponse:
    """A CSM gets the account they asked for, or hears why not."""
    rows = claims_seen(request.asked.person, on=request.asked.today)
    return _answered(request, _found(rows, claim), CLAIM_ANSWERS)


def _waiting(
    request: AskedRequest,
    rows: QuerySet[Any] | Sequence[Any],
    answers: dict[str, Answer],
    asked_by: Callable[[Any], set[int | None]],
) -> list[tuple[Any, str, list[tuple[str, Answer]]]]:
    """Each with its version and what this person may say to it."""
    found = list(rows[:MOST])
    versions = versions_of(type(found[0]), [each.pk for each in found]) if found else {}
    allowed = {word: each for word, each in answers.items() if request.asked.may(each.asks)}
    return [
        (
            record,
            versions[record.pk],
            [
                (word, each)
                for word, each in allowed.items()
                if each.needed(record) and (each.own or request.user.pk not in asked_by(record))
            ],
        )
        for record in found
    ]


def _answered(request: AskedRequest, record: Record, answers: dict[str, Answer]) -> HttpResponse:
    answer = answers.get(request.POST.get("do", ""))
    if answer is None:
        raise Http404("There is nothing of that kind to say.")
    request.asked.refuse_unless(answer.asks, record)
    back, form = reverse("team_approvals"), answer.form(request.POST)
    if not form.is_valid():
        messages.error(request, errors_in_words(form))
        return redirect(back)

    def do() -> str:
        refuse_stale(record, request.POST.get("seen"))
        answer.do(record, request, form.cleaned_data["comment"])
        take_up([record.account_id])  # type: ignore[attr-defined]
        tell(request, f"“{record}” {answer.said}.")
        return back

    return once(request, do)


def _found(rows: QuerySet[Any], pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("There is nothing like that among what you may see.")
    return found


def _requested_by(exception: Any) -> set[int | None]:
    return {exception.requested_by_id}


def _claimed_by(claim: Any) -> set[int | None]:
    return {claim.user_id}


addresses: list[Any] = [
    path("team/approvals", approvals, name="team_approvals"),
    path("team/approvals/exceptions/<int:exception>", answer_exception, name="team_exception"),
    path("team/approvals/claims/<int:claim>", answer_claim, name="team_claim"),
]
