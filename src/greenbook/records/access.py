"""The one door: which accounts somebody sees, and whether they may do something, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from greenbook.records import rights_said
from greenbook.records.models import Account, User
from greenbook.records.permissions import ACTIONS, PERMISSIONS, Right, rights
from greenbook.records.scopes import SCOPES, everything, sees, works_on

#: Whether a narrowed right holds: of the person, the record and its account.
Condition = Callable[[User, Any, Account | None], bool]
#: For these it is enough to see an account; for the others one works on it.
SEEING = ("view", "claim", "summary")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not, and why, in a sentence to show."""

    allowed: bool
    reason: str


class Refused(Exception):
    """Somebody may not do that; the message is the verdict's reason."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


class NoSuchAction(LookupError):
    """The table of permissions knows no such action."""


def visible_accounts(user: User, on: date) -> QuerySet[Account]:
    """The accounts somebody may see on a day, in all their roles."""
    if not user.is_active:
        return Account.objects.none()
    found = Q(pk__in=[])
    for role in user.roles:
        found |= sees(user, role, on)
    return Account.objects.filter(found)


def sees_everything(user: User) -> bool:
    """Whether every account is among those they may see, in one of their roles."""
    return user.is_active and any(
        everything in scope for role in user.roles for scope in SCOPES.get(role, ())
    )


def may(user: User, action: str, record: Any = None, *, on: date) -> Verdict:
    """Whether somebody may do something on a day: `may(nora, "edit priority", acme, on=today)`.

    `record` is the account, a record of one, or None for what belongs to no account.
    """
    account = _account_of(record)

    def in_scope(role: str, verb: str) -> bool:
        return account is None or _in_scope(user, role, verb, account, on)

    return _verdict(user, action, record, account, in_scope)


def may_somewhere(user: User, action: str) -> Verdict:
    """Whether somebody may do something with one record or other; which ones, `may` says."""
    return _verdict(user, action, None, None, lambda role, verb: True, narrowed=True)


def where_held(user: User, action: str, *, on: date, to_account: str = "") -> Q | None:
    """The accounts of which somebody may do something: None for none, an empty Q for all they see.

    `to_account` leads from a row to its account: `account__`. For lists, which ask once for all
    of their rows.
    """
    verb, thing = action.split(" ", 1)
    found = Q(pk__in=[])
    for role in user.roles if user.is_active else ():
        for right in _rights(role, thing, verb):
            if right.only is None:
                return Q()
            if right.only in OF_ACCOUNTS:
                column, value, holds = OF_ACCOUNTS[right.only]
                held = Q(**{f"{to_account}{column}": value})
                theirs = Account.objects.filter(sees(user, role, on))
                scope = Q(**{f"{to_account}pk__in": theirs.values("pk")})
                found |= (held if holds else ~held) & (scope if len(user.roles) > 1 else Q())
    return None if found == Q(pk__in=[]) else found


class OfAccounts:
    """What somebody may do with the records of some accounts, where many questions are asked.

    Which of the accounts are theirs is looked up once a role.
    """

    def __init__(self, user: User, accounts: Collection[int], *, on: date) -> None:
        self._user, self._accounts, self._on = user, accounts, on
        self._known: dict[tuple[str, bool], frozenset[int]] = {}

    def may(self, action: str, record: Any, account: Account) -> Verdict:
        """Like `may`, of a record of one of the accounts."""

        def in_scope(role: str, verb: str) -> bool:
            return account.pk in self._theirs(role, seeing=verb in SEEING)

        return _verdict(self._user, action, record, account, in_scope)

    def _theirs(self, role: str, *, seeing: bool) -> frozenset[int]:
        if (role, seeing) not in self._known:
            scope = (sees if seeing else works_on)(self._user, role, self._on)
            found = Account.objects.filter(scope, pk__in=self._accounts)
            self._known[role, seeing] = frozenset(found.values_list("pk", flat=True))
        return self._known[role, seeing]

    def found(self, role: str, *, works: bool) -> None:
        """They are known to see all of the accounts in a role, and whether they work on them."""
        self._known[role, True] = frozenset(self._accounts)
        self._known[role, False] = self._known[role, True] if works else frozenset()


class OfAccount:
    """What somebody may do with one account and its records."""

    def __init__(self, user: User, account: Account, *, on: date) -> None:
        self.account, self._all = account, OfAccounts(user, [account.pk], on=on)
        self._of_itself: dict[str, bool] = {}

    @classmethod
    def seen(cls, user: User, account: int, *related: str, on: date) -> OfAccount | None:
        """Of an account, with what is `related` to it, if it is among those they may see.

        Asked scope by scope: what people look at is mostly in their own book, the first of them.
        """
        accounts = Account.objects.select_related(*related or (None,))
        for role in user.roles if user.is_active else ():
            works, besides = SCOPES.get(role, ((), ()))
            for scope in (*works, *besides):
                if found := accounts.filter(scope(user, on), pk=account).first():
                    theirs = cls(user, found, on=on)
                    theirs._all.found(role, works=scope in works)
                    return theirs
        return None

    def may(self, action: str, record: Any = None) -> bool:
        """Like `may`, of the account itself unless a record of it is given."""
        if record is not None:
            return self._all.may(action, record, self.account).allowed
        if action not in self._of_itself:
            verdict = self._all.may(action, self.account, self.account)
            self._of_itself[action] = verdict.allowed
        return self._of_itself[action]


def refuse_unless(user: User, action: str, record: Any = None, *, on: date) -> None:
    """Raise `Refused`, with the reason, where somebody may not do something."""
    verdict = may(user, action, record, on=on)
    if not verdict.allowed:
        raise Refused(verdict)


def _verdict(
    user: User,
    action: str,
    record: Any,
    account: Account | None,
    in_scope: Callable[[str, str], bool],
    *,
    narrowed: bool = False,
) -> Verdict:
    """`narrowed` rights are enough where no record is spoken of."""
    if action not in ACTIONS:
        raise NoSuchAction(action)
    if not user.is_active:
        return Verdict(False, f"{user} is not active any more.")
    verb, thing = action.split(" ", 1)
    granted = {role: found for role in user.roles if (found := _rights(role, thing, verb))}
    if not granted:
        return Verdict(False, _nobody_of_theirs(user, action))
    within = [role for role in granted if in_scope(role, verb)]
    if not within:
        return Verdict(False, f"{account} is not among the accounts of {user}.")
    for role in within:
        if narrowed or any(_holds(right, verb, user, record, account) for right in granted[role]):
            return Verdict(True, rights_said.allowed(user, action, role))
    conditions = sorted({right.only for role in within for right in granted[role] if right.only})
    return Verdict(False, rights_said.only_there(user, action, conditions))


def _rights(role: str, thing: str, verb: str) -> list[Right]:
    return [right for right in rights(role, thing) if verb in right.verbs]


def _nobody_of_theirs(user: User, action: str) -> str:
    verb, thing = action.split(" ", 1)
    who = [role for role in PERMISSIONS[thing] if _rights(role, thing, verb)]
    return rights_said.for_others(user, action, who, user.roles)


def _in_scope(user: User, role: str, verb: str, account: Account, on: date) -> bool:
    scope = sees if verb in SEEING else works_on
    return Account.objects.filter(scope(user, role, on), pk=account.pk).exists()


def _account_of(record: Any) -> Account | None:
    return record if isinstance(record, Account) else getattr(record, "account", None)


def _holds(right: Right, verb: str, user: User, record: Any, account: Account | None) -> bool:
    if right.only is None or (right.only == "own" and verb == "create"):
        return True
    return CONDITIONS[right.only](user, record, account)


def _is_own(user: User, record: Any, account: Account | None) -> bool:
    partner = getattr(record, "partner_id", None)
    if partner is not None:
        return partner == user.partner_id
    owners = ("author_id", "owner_id", "user_id", "requested_by_id", "host_id", "led_by_user_id")
    return user.pk in [getattr(record, owner) for owner in owners if hasattr(record, owner)]


def _is(record: Any, column: str, value: str) -> bool:
    return getattr(record, column, None) == value


def _of_account(column: str, value: str, holds: bool) -> Condition:
    return lambda user, record, account: _is(account, column, value) is holds


#: The words behind a colon that speak of the account: its column, a value, and whether it is that.
OF_ACCOUNTS = {
    "enterprise": ("sales_segment", "enterprise", True),
    "pool": ("alignment", "cse_pooled", True),
    "presales": ("lifecycle_stage", "pre_sales", True),
    "private": ("sector", "public_sector", False),
}
#: When a word behind a colon holds.
CONDITIONS: dict[str, Condition] = {
    "own": _is_own,
    **{word: _of_account(*told) for word, told in OF_ACCOUNTS.items()},
    "paid": lambda user, record, account: _is(record, "group_name", "post_sales"),
    "unpaid": lambda user, record, account: not _is(record, "group_name", "post_sales"),
}
