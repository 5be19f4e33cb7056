"""What is done with many accounts at once: followed, followed no longer, given a CTA."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from greenbook.automations.tasks import lake
from greenbook.engagement.by_rule.owners import owners
from greenbook.engagement.ctas import open_cta
from greenbook.engagement.worked_on import Act, Doing, Outcome, work_on
from greenbook.records.access import OfAccounts, visible_accounts
from greenbook.records.models import Account, Follow, User
from greenbook.records.models.ctas import OPEN_STATUSES
from greenbook.records.refusals import NotAllowed
from greenbook.web.asked import AskedRequest
from greenbook.web.forms.ctas import CtaOnManyForm, NothingToSay, errors_in_words
from greenbook.web.lists import chosen_of
from greenbook.web.pages.account_edits import serves
from greenbook.web.pages.cta import say_outcome
from greenbook.web.sent import once, safe_address, take_up


class AskedForAlready(NotAllowed):
    """It has an open CTA of that type and name."""


class FollowedAlready(NotAllowed):
    """You follow it already."""


class NotFollowed(NotAllowed):
    """You do not follow it."""


def acted(request: AskedRequest, every: Callable[[], QuerySet[Account]] | None) -> HttpResponse:
    """One thing done with each that was ticked, or with all of `every`, in one transaction."""
    word, back = request.POST.get("do", ""), _back(request)
    if word not in ACTS:
        raise Http404("There is nothing of that kind to do.")
    form = _form(request, word)
    if not form.is_valid():
        messages.error(request, errors_in_words(form))
        return redirect(back)
    if every is None and not chosen_of(request):
        messages.error(request, "Choose at least one first.")
        return redirect(back)

    def do() -> str:
        asked, outcome = request.asked, Outcome()
        accounts = list(every() if every else _chosen(request))
        doing = Doing(asked.person, asked.today, asked.handbook, lake(), form.cleaned_data)
        may_be = _theirs(request, accounts, outcome) if word == "open" else accounts
        work_on(may_be, ACTS[word], doing, outcome)
        if word == "open":
            take_up({account.pk for account in outcome.done})
        say_outcome(request, outcome, ACTS[word].done)
        return back

    return once(request, do)


def _form(request: AskedRequest, word: str) -> forms.Form:
    if word != "open":
        return NothingToSay(request.POST)
    form = CtaOnManyForm(request.POST)
    form.fields["comments"].required = not serves(request.asked.person)
    return form


def _chosen(request: AskedRequest) -> QuerySet[Account]:
    seen = visible_accounts(request.asked.person, request.asked.today)
    return seen.filter(pk__in=list(chosen_of(request))).order_by("pk")


def _theirs(request: AskedRequest, accounts: list[Account], outcome: Outcome) -> Iterator[Account]:
    """Those on which they may open a CTA; the others are refused by name."""
    theirs = OfAccounts(
        request.asked.person, [account.pk for account in accounts], on=request.asked.today
    )
    for account in accounts:
        verdict = theirs.may("create cta", account, account)
        if verdict.allowed:
            yield account
        else:
            outcome.refuse(account, verdict.reason)


def _follow(account: Account, doing: Doing) -> list[str]:
    if not Follow.objects.get_or_create(account=account, user=doing.by)[1]:
        raise FollowedAlready(account)
    return []


def _unfollow(account: Account, doing: Doing) -> list[str]:
    gone, _ = Follow.objects.filter(account=account, user=doing.by).delete()
    if not gone:
        raise NotFollowed(account)
    return []


def _open(account: Account, doing: Doing) -> list[str]:
    """It is its CSM's; where nobody is, theirs who open it."""
    said = doing.said
    if account.ctas.filter(type=said["type"], name=said["name"], status__in=OPEN_STATUSES).exists():
        raise AskedForAlready(account)
    csm = owners(day=doing.on, accounts=[account.pk]).get((account.pk, "csm"))
    owner = User.objects.get(pk=csm) if csm else doing.by
    open_cta(account, by=doing.by, on=doing.on, handbook=doing.handbook, owner=owner, **said)
    return []


def _back(request: AskedRequest) -> str:
    usual = reverse("portfolio")
    return safe_address(request, request.POST.get("back"), usual)


ACTS: Mapping[str, Act] = {
    "follow": Act("followed", _follow),
    "unfollow": Act("followed no longer", _unfollow),
    "open": Act("given the CTA", _open),
}
