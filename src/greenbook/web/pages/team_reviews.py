"""The quarterly priority review: every account confirmed or changed, then signed by the manager."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from greenbook.records.models import PriorityAssessment, PriorityReview, PriorityReviewItem, User
from greenbook.records.refusals import NotAllowed
from greenbook.reports.portfolio import fiscal_quarter
from greenbook.reports.priority_reviews import Progress, joined_since, progress, to_review
from greenbook.reports.team import people_of
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.ctas import errors_in_words
from greenbook.web.forms.team import PriorityForm
from greenbook.web.lists import (
    Column,
    List,
    asks_for_all,
    chosen_of,
    codes,
    matching,
    show,
)
from greenbook.web.lists.decided import standing
from greenbook.web.said import count
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of

STATES = {"to_sign": "waits for a signature", "under_way": "under way",
          "not_begun": "not begun", "signed": "signed"}  # fmt: skip
#: Quarters that can be looked at: this one and so many before.
QUARTERS_BACK = 4
NUMBERS = {str(number): f"P{number}" for number in range(1, 5)}


@page("view priority_review")
def reviews(request: AskedRequest) -> HttpResponseBase:
    """Whose book is gone through, and whose waits for a signature."""
    quarter = _quarter(request)
    people = people_of(request.asked.person)
    found = progress(people, quarter=quarter)
    context = {
        "quarter": quarter,
        "quarters": _quarters(request),
        "done": sum(each.state == "signed" for each in found),
        "to_sign": sum(each.state == "to_sign" for each in found),
        "people": len(found),
    }
    rows = [_progress(each) for each in found]
    return show(request, REVIEWS.look(request), rows, "team/reviews.html", context)


@page("view account")
def review(request: AskedRequest, user: int) -> HttpResponseBase:
    """One book: each account with what stands and what is suggested."""
    csm, quarter = _csm(request, user), _quarter(request)
    found = PriorityReview.objects.filter(user=csm, quarter_start_on=quarter).first()
    request.asked.refuse_unless("view priority_review", found or PriorityReview(user=csm))
    edits = found is not None and not found.signed_by_id and _may(request, "edit", found)
    far = progress([csm], quarter=quarter)[0] if found else None
    context = {
        "csm": csm,
        "quarter": quarter,
        "quarters": _quarters(request),
        "review": found,
        "progress": far,
        "begins": found is None and _may(request, "create", PriorityReview(user=csm)),
        "joined": joined_since(found, on=request.asked.today).count() if found and edits else 0,
        "signs": far is not None and far.state == "to_sign" and _signs(request, found),
        "seen": version_of(found) if found else "",
        "here": _address(csm, quarter),
    }
    look = ITEMS.look(request)
    rows = PriorityReviewItem.objects.filter(review=found)
    acts = reverse("team_review_act", args=[found.pk]) if found and edits else ""
    return show(
        request,
        look,
        rows,
        "team/review.html",
        context,
        acts=acts,
        actions="team/review_actions.html",
        offers={"priorities": NUMBERS, "back": context["here"]},
    )


@page("create priority_review")
@require_POST
def begin(request: AskedRequest) -> HttpResponse:
    """Put every account of one's own book up for review; again adds those that joined."""
    csm, quarter = request.asked.person, _quarter(request)

    def do() -> str:
        accounts = list(to_review(csm, on=request.asked.today))
        PriorityReview.open(
            csm, quarter_start_on=quarter, accounts=accounts, on=request.asked.today
        )
        tell(request, f"{count(len(accounts), 'account')} up for review.")
        return _address(csm, quarter)

    return once(request, do)


@page("view account")
@require_POST
def act(request: AskedRequest, review: int) -> HttpResponse:
    """Confirm the accounts that were chosen, or all that match, or change their priority."""
    found = get_object_or_404(PriorityReview, pk=review)
    _csm(request, found.user_id)
    request.asked.refuse_unless("edit priority_review", found)
    back, chosen = _address(found.user, found.quarter_start_on), chosen_of(request)
    form = PriorityForm(request.POST) if request.POST.get("do") == "change" else None
    some = bool(chosen) or asks_for_all(request)
    if (form is not None and not form.is_valid()) or not some:
        problem = errors_in_words(form) if form and some else "Choose at least one first."
        messages.error(request, problem)
        return redirect(back)

    def do() -> str:
        items = _chosen_of(request, found).select_related("account")
        done = [i for i in items if _settled(request, found, i, form, chosen.get(i.pk))]
        if done:
            take_up([item.account_id for item in done])
            names = f"{done[0].account} is" if len(done) == 1 else f"{len(done)} accounts are"
            said = f"P{form.cleaned_data['priority']} from today on" if form else "confirmed"
            tell(request, f"{names} {said}.")
        return back

    return once(request, do)


@page("approve priority_review")
@require_POST
def sign(request: AskedRequest, review: int) -> HttpResponse:
    """The manager agrees with all of it."""
    found = get_object_or_404(PriorityReview, pk=review)
    csm = _csm(request, found.user_id)
    request.asked.refuse_unless("approve priority_review", found)

    def do() -> str:
        refuse_stale(found, request.POST.get("seen"))
        found.refresh_from_db()
        found.sign(by=request.user, on=request.asked.today)
        tell(request, f"{csm}’s review is signed.")
        return _address(csm, found.quarter_start_on)

    return once(request, do)


def _chosen_of(request: AskedRequest, review: PriorityReview) -> QuerySet[PriorityReviewItem]:
    if asks_for_all(request):
        return matching(request, ITEMS, lambda scope: review.items.all())
    return review.items.filter(pk__in=chosen_of(request)).order_by("pk")


def _settled(
    request: AskedRequest,
    review: PriorityReview,
    item: PriorityReviewItem,
    form: PriorityForm | None,
    seen: str | None,
) -> bool:
    """One account; what it does not allow is said and the others go on."""
    refuse_stale(item, seen)
    by, on = request.user, request.asked.today
    try:
        if form is None:
            review.confirm(item.account, by=by, on=on)
        else:
            review.change(item.account, by=by, on=on, **form.cleaned_data)
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
        return False
    return True


def _csm(request: AskedRequest, user: int) -> User:
    """One of the people whose work they may look at."""
    found = people_of(request.asked.person).filter(pk=user).first()
    if found is None:
        raise Http404("There is nobody like that in what you may see.")
    return found


def _may(request: AskedRequest, verb: str, review: PriorityReview) -> bool:
    """Whether they may do it with this review, which belongs to one CSM and no account."""
    own = review.user_id == request.user.pk
    return request.asked.may(f"{verb} priority_review", review) and (verb != "create" or own)


def _signs(request: AskedRequest, review: PriorityReview | None) -> bool:
    own = review is not None and review.user_id == request.user.pk
    return request.asked.may("approve priority_review", review) and not own


def _quarter(request: AskedRequest) -> date:
    """The quarter asked for, if it is one of those that can be looked at; else this one."""
    quarters = _quarters(request)
    asked = request.POST.get("quarter") or request.GET.get("quarter", "")
    return next((each for each in quarters if each.isoformat() == asked), quarters[0])


def _quarters(request: AskedRequest) -> list[date]:
    handbook = request.asked.handbook
    month = handbook.fiscal_year_starts_in_month if handbook else 1
    first, _ = fiscal_quarter(request.asked.today, starts_in_month=month)
    found = [first]
    for _ in range(QUARTERS_BACK):
        before = found[-1] - timedelta(days=1)
        found.append(fiscal_quarter(before, starts_in_month=month)[0])
    return found


def _address(csm: User, quarter: date) -> str:
    return f"{reverse('team_review', args=[csm.pk])}?quarter={quarter.isoformat()}"


def _progress(each: Progress) -> dict[str, Any]:
    signed = each.review.signed_by if each.review else None
    return {
        "pk": each.person.pk, "name": str(each.person), "state": each.state,
        "accounts": each.accounts if each.review else None,
        "done": each.done if each.review else None,
        "completed_on": each.review.completed_on if each.review else None,
        "signed_by": str(signed) if signed else None,
    }  # fmt: skip


def _recorded() -> Subquery:
    last = PriorityAssessment.objects.filter(account=OuterRef("account"))
    return Subquery(last.order_by("-happened_on", "-pk").values("decided")[:1])


REVIEWS = List(
    name="team_reviews",
    one="CSM",
    many="CSMs",
    columns=(
        Column("name", "CSM", link=("team_review", "pk")),
        Column("state", "Review", "code", options=STATES, groupable=True),
        Column("done", "Reviewed", "number"),
        Column("accounts", "Accounts", "number"),
        Column("completed_on", "Gone through", "day"),
        Column("signed_by", "Signed by", "person"),
    ),
    shown=("state", "done", "accounts", "completed_on", "signed_by"),
    sort="state",
    besides=("quarter",),
    empty="Nobody here is a CSM.",
)

ITEMS = List(
    name="team_review",
    one="account",
    many="accounts",
    columns=(
        Column("account", "Account", of="account__name", link=("account", "account_id")),
        Column("recorded", "Recorded", "code", of=_recorded(), options=NUMBERS, filterable=False),
        Column("priority_decided", "Stands", "code", of="account__status__priority_decided",
               options=NUMBERS, why="priority_decided", about="account_id"),
        Column("priority_suggested", "Suggested", "code",
               of="account__status__priority_suggested", options=NUMBERS,
               why="priority_suggested", about="account_id"),
        Column("health", "Health", "colour", of="account__status__health",
               where=standing("health", {"red": "", "yellow": "", "green": ""}, "account__"),
               why="health", about="account_id"),
        Column("arr", "ARR", "money", of="account__arr_cents"),
        Column("renewal_on", "Renewal", "day", of="account__renewal_on"),
        Column("outcome", "Review", "code", options=codes(PriorityReviewItem, "outcome"),
               groupable=True),
        Column("priority", "As", "code", options=NUMBERS, filterable=False),
        Column("reviewed_on", "On", "day"),
    ),
    shown=("recorded", "priority_decided", "priority_suggested", "health", "arr", "outcome",
           "priority", "reviewed_on"),
    sort="account",
    empty="No account is up for review.",
)  # fmt: skip

addresses: list[Any] = [
    path("team/reviews", reviews, name="team_reviews"),
    path("team/reviews/begin", begin, name="team_review_begin"),
    path("team/reviews/<int:user>", review, name="team_review"),
    path("team/reviews/<int:review>/act", act, name="team_review_act"),
    path("team/reviews/<int:review>/sign", sign, name="team_review_sign"),
]
