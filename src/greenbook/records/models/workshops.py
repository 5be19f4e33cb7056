"""Workshops and roundtables: what several customers may take part in."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Code, Day, Decimal, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record


class Workshop(Record):
    """Enablement for one or several customers."""

    name = Text(null=False)
    type = Code("workshop enablement_session lunch_and_learn lab webinar", null=False)
    objective = Text()
    led_by = Code("csm cse sa ps")
    led_by_user = ref("User", known_as="workshops_led")
    held_on = Day()
    use_case = Text()
    attendee_count = Whole()
    feedback_score = Decimal()

    class Meta(Record.Meta):
        db_table = "records_workshop"

    def __str__(self) -> str:
        return self.name


class WorkshopAccount(Record):
    """A customer agreed to a workshop, or was there."""

    workshop = part_of("Workshop", known_as="accounts")
    account = of_account("workshops")
    attended = models.BooleanField(default=False, db_default=False)
    agreed = models.BooleanField(default=False, db_default=False)

    class Meta(Record.Meta):
        db_table = "records_workshop_account"

    def __str__(self) -> str:
        return f"{self.account} at {self.workshop}"


class Roundtable(Record):
    """Customers of an industry around one theme."""

    theme = Text(null=False)
    held_on = Day()
    host = ref("User", known_as="roundtables")

    class Meta(Record.Meta):
        db_table = "records_roundtable"

    def __str__(self) -> str:
        return self.theme


class RoundtableIndustry(Record):
    """An industry a roundtable is meant for."""

    roundtable = part_of("Roundtable", known_as="industries")
    industry = Text(null=False)

    class Meta(Record.Meta):
        db_table = "records_roundtable_industry"

    def __str__(self) -> str:
        return self.industry


class RoundtableAccount(Record):
    """A customer who took part in a roundtable."""

    roundtable = part_of("Roundtable", known_as="accounts")
    account = of_account("roundtables")

    class Meta(Record.Meta):
        db_table = "records_roundtable_account"

    def __str__(self) -> str:
        return f"{self.account} at {self.roundtable}"
