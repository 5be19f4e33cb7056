"""The people who work with customers, and when they are away."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import F, Q

from greenbook.records.fields import Code, Codes, Day, Text, Whole, part_of, ref
from greenbook.records.models.base import Record

ROLES = (
    "csm cse csa csm_manager account_owner sa pse rm partner eba e_group cs_ops sales_management "
    "leadership customer agent"
)
REGIONS = "AMER EMEA APJ"
SALES_SEGMENTS = "enterprise commercial smb"
CS_SEGMENTS = "strategic growth scale digital commercial"


class Users(BaseUserManager["User"]):
    """All users; the one who signs in is found by name."""


class User(AbstractBaseUser, Record):
    """Somebody who signs in, with what they do and for whom they work."""

    password = models.CharField(max_length=128, default="!", db_default="!")
    username = Text(null=False, unique=True)
    name = Text()
    email = Text()
    roles = Codes(ROLES)
    works_as = Code(ROLES)
    manager = ref("User", known_as="team")
    partner = ref("Partner", known_as="people")
    region = Code(REGIONS)
    cs_segment = Code(CS_SEGMENTS)
    sales_segment = Code(SALES_SEGMENTS)
    weekly_capacity = Whole()
    ramped = models.BooleanField(default=True, db_default=True)
    is_active = models.BooleanField(default=True, db_default=True)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(Record.Meta):
        db_table = "records_user"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="user_works_as_first_role",
                condition=Q(works_as=None) | Q(works_as=F("roles__0")),
            ),
            models.CheckConstraint(
                name="user_not_own_manager", condition=~Q(manager=F("id")) | Q(manager=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def is_a(self, *roles: str) -> bool:
        """Whether one of these roles is theirs."""
        return not set(roles).isdisjoint(self.roles)

    @cached_property
    def below(self) -> list[int]:
        """Everybody who reports to them, however far down, by id; looked up once, as nearly every
        page of a manager asks several times."""
        with connection.cursor() as cursor:
            cursor.execute(_BELOW, [self.pk])
            return [id for (id,) in cursor.fetchall()]


_BELOW = """
with recursive below as (
  select id from records_user where manager_id = %s
  union
  select u.id from records_user u join below b on u.manager_id = b.id
)
select id from below
"""


class Absence(Record):
    """Days on which somebody is away, first and last included."""

    user = part_of("User", known_as="absences")
    kind = Code("pto holiday leave sick", null=False, default="pto")
    starts_on = Day(null=False)
    ends_on = Day(null=False)

    class Meta(Record.Meta):
        db_table = "records_absence"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="absence_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.starts_on} to {self.ends_on}"


class Cover(Record):
    """Who stands in during an absence: for one account, or for all of them."""

    absence = part_of("Absence", known_as="cover")
    account = ref("Account", known_as="cover")
    user = ref("User", known_as="covers", null=False)

    class Meta(Record.Meta):
        db_table = "records_cover"

    def __str__(self) -> str:
        return f"{self.user} covers {self.absence}"
