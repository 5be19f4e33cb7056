"""Records found by what people call them: an id, an external id, a name that only one has."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Q

from greenbook.records.models import Account, Cta, Task, User

Found = TypeVar("Found", Account, User)


class NobodyCalledThat(LookupError):
    """No record goes by that name."""


class SeveralCalledThat(LookupError):
    """Several records go by that name; the message lists their ids."""


def accounts_called(words: Collection[str]) -> list[Account]:
    """One account for each of the words."""
    return [account_called(word) for word in words]


def account_called(word: str) -> Account:
    """The account with this id, external id or name (in any case)."""
    found = Account.objects.filter(Q(external_id=word) | _id(word)).order_by("pk")
    if not found.exists():
        found = Account.objects.filter(name__iexact=word).order_by("pk")
    return _only(list(found[:6]), "account", word)


def user_called(word: str) -> User:
    """The person with this id, username, email or name (in any case)."""
    named = Q(username__iexact=word) | Q(email__iexact=word) | Q(name__iexact=word)
    found = User.objects.filter(named | _id(word)).order_by("pk")
    return _only(list(found[:6]), "person", word)


def _id(word: str) -> Q:
    return Q(pk=int(word)) if word.isascii() and word.isdigit() else Q(pk=None)


def _only(found: list[Found], kind: str, word: str) -> Found:
    if not found:
        raise NobodyCalledThat(f"No {kind} has the id, external id or name “{word}”.")
    if len(found) > 1:
        listed = ", ".join(f"{each} (id {each.pk})" for each in found)
        raise SeveralCalledThat(f"Several go by “{word}”: {listed}. Give the id.")
    return found[0]


def cta_numbered(id: int) -> Cta:
    """The CTA with this id."""
    found = Cta.objects.filter(pk=id).first()
    if found is None:
        raise NobodyCalledThat(f"No CTA has the id {id}.")
    return found


def task_numbered(id: int) -> Task:
    """The task with this id."""
    found = Task.objects.filter(pk=id).first()
    if found is None:
        raise NobodyCalledThat(f"No task has the id {id}.")
    return found
