"""Forms that are sent: done once, on the version that was seen, and taken up at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from procrastinate.exceptions import AlreadyEnqueued

from greenbook.automations.tasks import work_out_account
from greenbook.records.models import RecordHistory, Submission
from greenbook.records.models.base import Record
from greenbook.web.asked import AskedRequest
from greenbook.web.meanwhile import ChangedMeanwhile


def once(request: AskedRequest, do: Callable[[], str]) -> HttpResponse:
    """Do it in one transaction and go to the address it returns. Sent again, only go there.

    The form carries `key`, a UUID that the page made (`{% form_key %}`).
    """
    key = _key(request)
    with transaction.atomic():
        sent, new = Submission.objects.get_or_create(
            key=key, defaults={"user": request.user, "sent_at": request.asked.now}
        )
        if new:
            sent.answer = do()
            sent.save(update_fields=["answer"])
    if sent.user_id != request.user.pk:
        raise PermissionDenied("That form belongs to somebody else.")
    if not new:
        messages.info(request, "That was sent before and is done once; this is what came of it.")
    return redirect(sent.answer or "/")


def _key(request: AskedRequest) -> UUID:
    try:
        return UUID(request.POST["key"])
    except (KeyError, ValueError):
        raise BadRequest("The form carries no key.") from None


def version_of(record: Record) -> str:
    """What a form carries as `seen`, to notice that somebody else was faster."""
    rows = RecordHistory.objects.filter(table_name=record._meta.db_table, record_id=record.pk)
    return str(rows.order_by("-pk").values_list("pk", flat=True).first() or 0)


def refuse_stale(record: Record, seen: str | None) -> None:
    """Raise where the record is not the one that the form showed. Locks it; needs a transaction."""
    type(record)._default_manager.select_for_update().get(pk=record.pk)
    if seen is not None and seen != (now := version_of(record)):
        raise ChangedMeanwhile(record, seen=seen, now=now)


def tell(request: AskedRequest, text: str, *, undo: str = "") -> None:
    """Say what happened at the top of the next page; `undo` is the address that takes it back."""
    messages.success(request, text, extra_tags=undo)


def safe_address(request: AskedRequest, address: str | None, usual: str) -> str:
    """Where to go next: an address of ours, else the usual one."""
    ours = bool(address) and url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if address and ours else usual


def take_up(accounts: Iterable[int]) -> None:
    """Have the accounts worked out as soon as the change is committed."""
    for account in accounts:
        transaction.on_commit(partial(_defer, account))


def _defer(account: int) -> None:
    with suppress(AlreadyEnqueued):
        work_out_account.configure(queueing_lock=f"account {account}").defer(account=account)
