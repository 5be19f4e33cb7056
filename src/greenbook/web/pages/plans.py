"""Success plans: the list of them, and a new one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Case, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse

from greenbook.automations.tasks import lake
from greenbook.engagement.plans import owner_for
from greenbook.engagement.queries import plans as queries
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, SuccessPlan
from greenbook.reports.books import accounts_of, usual_book
from greenbook.reports.kept_days import day_kept
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.plans import BeginForm
from greenbook.web.lists import Column, List, codes, show
from greenbook.web.lists.columns import COLOURS
from greenbook.web.lists.decided import standing
from greenbook.web.lists.kept import kept_columns, kept_values
from greenbook.web.pages import growth_plans, plan, plan_objectives, plan_shares, shared_plan
from greenbook.web.sent import once, take_up, tell

STATES = {"open": "not closed", "closed": "closed"}
#: The plans of which the account's decisions speak.
COUNTING = Q(type="roi", status__in=("active", "draft"))


@page("view success_plan")
def plans(request: AskedRequest) -> HttpResponseBase:
    """Of my accounts, of my team's, or all that I may see."""
    asked, look = request.asked, plan_list(request).look(request)
    accounts = accounts_of(asked.person, look.scope, on=asked.today)
    return show(request, look, SuccessPlan.objects.filter(account__in=accounts), "plans/list.html")


def plan_list(request: AskedRequest) -> List:
    handbook, kept = request.asked.handbook, day_kept(lake(), up_to=request.asked.today)
    said_of_them = _said_of_them(request, handbook)
    rhythms = [c.name for c in said_of_them if handbook and _is_rhythm(handbook, c.name)]
    return List(
        name="plans",
        one="plan",
        many="plans",
        columns=(*_columns(), *said_of_them),
        shown=("plan", "type", "status", "colour", "approval_status", "due_on", *rhythms),
        sort="account",
        scopes={
            "mine": "plans of my accounts",
            "team": "plans of my team’s accounts",
            "all": "all plans I may see",
        },
        mostly=usual_book(request.asked.person),
        usual={"state": "open"},
        kept=kept_values(lake(), kept) if kept else None,
        empty="No account here has a success plan yet. One begins on the page of its account.",
        do="Look at the portfolio",
        do_address=reverse("portfolio"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("account", "Account", of="account__name", link=("account", "account_id"),
               groupable=True),
        Column("plan", "Plan", of="name", link=("plan", "pk"), says=lambda name: name or "Plan"),
        Column("type", "Type", "code", options=codes(SuccessPlan, "type"), bare=True,
               groupable=True),
        Column("status", "Status", "code", options=codes(SuccessPlan, "status"), bare=True,
               groupable=True),
        Column("state", "State", "code", of=_state(), options=STATES, where=_in_state),
        Column("colour", "Colour", "colour", of=_colour(), where=_coloured, why="plan_colour",
               about="account_id"),
        Column("approval_status", "Approval", "code", options=codes(SuccessPlan, "approval_status"),
               groupable=True),
        Column("approved_on", "Approved", "day"),
        Column("customer_validated_on", "Confirmed by the customer", "day"),
        Column("due_on", "Due", "day", groupable=True, late=True),
        Column("last_reviewed_on", "Last reviewed", "day"),
        Column("owner", "Owner", "person", of="owner__name", groupable=True),
        Column("cs_segment", "Segment", "code", of="account__cs_segment", groupable=True,
               options=codes(SuccessPlan.account.field.related_model, "cs_segment"), bare=True),
    )  # fmt: skip


def _state() -> Case:
    return Case(When(status="closed", then=Value("closed")), default=Value("open"))


def _in_state(words: tuple[str, ...]) -> Q:
    found = Q(pk__in=[])
    for word in words:
        found |= Q(status="closed") if word == "closed" else ~Q(status="closed")
    return found


def _colour() -> Case:
    """The account's, where the plan is one that it speaks of."""
    decided = KeyTextTransform("plan_colour", "account__status__decided")
    return Case(When(COUNTING, then=decided), output_field=TextField())


def _coloured(words: tuple[str, ...]) -> Q:
    return standing("plan_colour", COLOURS, "account__")(words) & COUNTING


def _said_of_them(request: AskedRequest, handbook: Handbook | None) -> tuple[Column, ...]:
    """What else the handbook says of an account's plans, as it was kept."""
    kept = day_kept(lake(), up_to=request.asked.today)
    if handbook is None or kept is None:
        return ()
    found = kept_columns(handbook, kept, held=request.asked.where_held, lake=lake())
    return tuple(
        replace(column, about="account_id", where=partial(_of_account, column))
        for column in found
        if handbook.deciding(column.name)[0].path.startswith(queries.FOLDER)
    )


def _of_account(column: Column, words: tuple[str, ...]) -> Q:
    """What is asked of accounts, asked of the accounts of plans."""
    assert column.where
    accounts = Account.objects.filter(column.where(words))
    return Q(account__in=accounts)


def _is_rhythm(handbook: Handbook, decision: str) -> bool:
    return handbook.deciding(decision)[0].kind == "rhythm"


@page("create success_plan")
def begin(request: AskedRequest, account: int) -> HttpResponse:
    """A new plan for an account."""
    record, asked = account_seen(request, account), request.asked
    asked.refuse_unless("create success_plan", record)
    initial = {"name": f"{record} success plan"}
    form = BeginForm(request.POST or None, initial=initial)

    def do() -> str:
        owner = owner_for(record.pk, by=asked.person, on=asked.today)
        begun = SuccessPlan.begin(
            record, by=asked.person, on=asked.today, owner=owner, **form.cleaned_data
        )
        take_up([record.pk])
        tell(request, "The plan is begun, as a draft.")
        return reverse("plan", args=[begun.pk])

    if request.method == "POST" and form.is_valid():
        return once(request, do)
    context = {
        "title": f"A success plan for {record}",
        "account": record,
        "form": form,
        "do": "Begin",
        "back": f"{reverse('account', args=[record.pk])}?section=plans",
    }
    return render(request, "pages/account_form.html", context, status=422 if form.errors else 200)


addresses: list[Any] = [
    path("plans", plans, name="plans"),
    path("accounts/<int:account>/plans/new", begin, name="plan_new"),
    *(
        address
        for module in (plan_objectives, growth_plans, plan_shares, shared_plan, plan)
        for address in module.addresses
    ),
]
