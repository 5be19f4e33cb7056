"""Who works on an account in which role, since when; and CSMs who ask for one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from greenbook.records.acting import acting
from greenbook.records.fields import Code, Day, Text, of_account, ref
from greenbook.records.models.base import Record
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import Account, User

TEAM_ROLES = (
    "csm cse csa account_owner sa pse rm sdr exec_sponsor csm_manager ps_pm partner_contact"
)


def _alone(range_type: str, column: str) -> Func:
    """A range of one value: GiST compares ranges without the extension btree_gist."""
    return Func(F(column), F(column), Value("[]"), function=range_type)


def _both_included(first: str, last: str) -> Func:
    return Func(F(first), F(last), Value("[]"), function="daterange")


class AccountTeam(Record):
    """Who works on an account in which role, from the first day to the last, both included."""

    account = of_account("team")
    user = ref("User", known_as="assignments", null=False)
    role = Code(TEAM_ROLES, null=False)
    starts_on = Day(null=False)
    ends_on = Day()
    is_primary = models.BooleanField(default=True, db_default=True)

    class Meta(Record.Meta):
        db_table = "records_account_team"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="accountteam_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="accountteam_one_primary_a_role",
                index_type="gist",
                condition=Q(is_primary=True),
                expressions=[
                    (_alone("int8range", "account"), "&&"),
                    (_alone("records_code_range", "role"), "&&"),
                    (_both_included("starts_on", "ends_on"), "&&"),
                ],
            ),
        ]
        # Which accounts have no CSM is asked of whole regions.
        indexes = [
            models.Index(
                fields=["account"],
                include=["starts_on", "ends_on"],
                condition=Q(role="csm"),
                name="accountteam_csm",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.account}"


class CsmClaim(Record):
    """A CSM asks for an account; a manager or operations decides."""

    account = of_account("claims")
    user = ref("User", known_as="claims", null=False)
    outcome = Code("pending approved declined", null=False, default="pending")
    decided_on = Day()
    decided_by = ref("User")
    reason = Text()

    class Meta(Record.Meta):
        db_table = "records_csm_claim"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="csmclaim_decided_has_day",
                condition=Q(outcome="pending", decided_on=None)
                | (~Q(outcome="pending") & ~Q(decided_on=None)),
            ),
        ]

    class AlreadyAsked(NotAllowed):
        """It is already asked for."""

    class AlreadyDecided(NotAllowed):
        """It is already decided."""

    class NotTheirOwn(NotAllowed):
        """Nobody decides their own claim."""

    def __str__(self) -> str:
        return f"{self.user} claims {self.account}: {self.outcome}"

    @classmethod
    def request(
        cls, account: Account, *, user: User, on: date, reason: str | None = None
    ) -> CsmClaim:
        """Ask to be the CSM of an account."""
        if account.csm_on(on) == user:
            raise account.AlreadyTheirs(account, f"{user} is its CSM.")
        waiting = account.claims.filter(user=user, outcome="pending").first()
        if waiting:
            raise cls.AlreadyAsked(waiting)
        with acting(by=user, on=on, reason=reason):
            return cls.objects.create(
                account=account, user=user, reason=reason, happened_on=on, known_from=on
            )

    def approve(self, *, by: User, on: date) -> AccountTeam:
        """They become the CSM from this day on."""
        with acting(by=by, on=on, reason=self.reason):
            self._decide("approved", by=by, on=on)
            return self.account.assign_csm(self.user, by=by, on=on)

    def decline(self, *, by: User, on: date, reason: str) -> None:
        """They do not, and why."""
        self.need_reason(reason)
        self._decide("declined", by=by, on=on, reason=reason)

    def settle(self, csm: User, *, by: User | None, on: date) -> None:
        """The account was given to somebody, which answers the claim without a word about it."""
        outcome = "approved" if csm.pk == self.user_id else "declined"
        reason = f"the account was given to {csm}"
        self.amend(by=by, on=on, reason=reason, outcome=outcome, decided_on=on, decided_by=by)

    def _decide(self, outcome: str, *, by: User, on: date, reason: str | None = None) -> None:
        if self.outcome != "pending":
            raise self.AlreadyDecided(self)
        if by.pk == self.user_id:
            raise self.NotTheirOwn(self)
        self.amend(
            by=by,
            on=on,
            reason=reason,
            outcome=outcome,
            decided_on=on,
            decided_by=by,
        )
