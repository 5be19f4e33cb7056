"""What can be changed on an account's page: an attribute, personas, the day of an entry."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from greenbook.engagement.queries.attributes import BY_NAME, Attribute
from greenbook.records.models import Account, Contact, TimelineEntry, User
from greenbook.records.models.base import Record
from greenbook.web.asked import AskedRequest, account_seen, page
from greenbook.web.forms.accounts import (
    AttributeForm,
    EntryDayForm,
    PersonasForm,
)
from greenbook.web.said import day as said_day
from greenbook.web.sent import once, refuse_stale, take_up, tell, version_of


@page("view account", changing="edit account")
def field(request: AskedRequest, account: int, name: str) -> HttpResponse:
    """One attribute that Greenbook keeps; what the CRM keeps is changed there."""
    record, attribute = account_seen(request, account), _editable(name)
    request.asked.refuse_unless(attribute.edit, record)
    sent = request.POST if request.method == "POST" else None
    needs_reason = not serves(request.asked.person)
    form = AttributeForm(record, name, attribute.label, sent, needs_reason=needs_reason)
    back = _section(account, "summary", f"field-{name}")
    if sent is None or not form.is_valid():
        return _form(request, record, form, f"{attribute.label} of {record}", back, record)

    def do() -> str:
        _amend_attribute(request, record, form)
        tell(request, f"{attribute.label} is saved.")
        return back

    return once(request, do)


def _editable(name: str) -> Attribute:
    attribute = BY_NAME.get(name)
    if attribute is None or not attribute.edit:
        raise Http404("That is not kept here.")
    return attribute


def serves(person: User) -> bool:
    """Whoever works with customers changes them as a matter of course; operations say why."""
    return person.is_a("csm", "cse", "csa", "csm_manager")


def _amend_attribute(request: AskedRequest, record: Account, form: AttributeForm) -> None:
    refuse_stale(record, request.POST.get("seen"))
    values = {form.name: form.value}
    if form.name == "first_value_on":
        values["first_value_source"] = "manual" if form.value else None
    reason = form.cleaned_data["reason"] or None
    record.amend(by=request.user, on=request.asked.today, reason=reason, **values)
    take_up([record.pk])


@page("view account", changing="view account")
def personas(request: AskedRequest, account: int, contact: int) -> HttpResponse:
    """What somebody at the customer stands for."""
    record = account_seen(request, account)
    request.asked.refuse_unless("edit personas", record)
    person = get_object_or_404(Contact, pk=contact, account=record)
    sent = request.POST if request.method == "POST" else None
    form = PersonasForm(sent, initial={"gitlab_roles": person.gitlab_roles})
    back = _section(account, "contacts", f"contact-{contact}")
    if sent is None or not form.is_valid():
        return _form(request, record, form, f"What {person} stands for", back, person)

    def do() -> str:
        refuse_stale(person, request.POST.get("seen"))
        roles = form.cleaned_data["gitlab_roles"]
        person.amend(by=request.user, on=request.asked.today, gitlab_roles=roles)
        take_up([account])
        tell(request, f"The personas of {person} are saved.")
        return back

    return once(request, do)


@page("view account", changing="create timeline")
def entry_day(request: AskedRequest, account: int, entry: int) -> HttpResponse:
    """Another day on which it happened, and why that is known now."""
    record = account_seen(request, account)
    found = get_object_or_404(TimelineEntry, pk=entry, account=record)
    request.asked.refuse_unless("edit timeline_day", found)
    sent = request.POST if request.method == "POST" else None
    form = EntryDayForm(sent, today=request.asked.today, initial={"happened_on": found.happened_on})
    back = _section(account, "timeline", f"timeline_entry-{entry}")
    if sent is None or not form.is_valid():
        return _form(
            request, record, form, f"The day of “{found.subject or found.type}”", back, found
        )

    def do() -> str:
        refuse_stale(found, request.POST.get("seen"))
        found.correct_day(by=request.user, on=request.asked.today, **form.cleaned_data)
        take_up([account])
        tell(request, f"It happened on {said_day(found.happened_on)}, as you say.")
        return back

    return once(request, do)


def _form(
    request: AskedRequest,
    account: Account,
    form: Form,
    title: str,
    back: str,
    edited: Record,
) -> HttpResponse:
    """The form, with what it shows as it stands, and the way back."""
    context = {"account": account, "form": form, "title": title, "back": back}
    seen = request.POST.get("seen") or version_of(edited)
    status = 422 if form.errors else 200
    return render(request, "pages/account_form.html", {**context, "seen": seen}, status=status)


def _section(account: int, section: str, anchor: str) -> str:
    return f"{reverse('account', args=[account])}?section={section}#{anchor}"


addresses = [
    path("accounts/<int:account>/fields/<slug:name>", field, name="account_field"),
    path("accounts/<int:account>/contacts/<int:contact>", personas, name="account_personas"),
    path("accounts/<int:account>/timeline/<int:entry>", entry_day, name="account_entry_day"),
]
