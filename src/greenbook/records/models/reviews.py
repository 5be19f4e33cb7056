"""Executive business reviews, workshops and roundtables."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Code, Day, Decimal, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record

EBR_PATH = (
    "planned internal_kickoff offered scheduling scheduled internal_review customer_review "
    "final_prep held followed_up closed"
)
EBR_SIDEWAYS = "declined postponed converted_to_mini cancelled"


class Ebr(Record):
    """A review with the customer's decision-makers, or its smaller forms."""

    account = of_account("ebrs")
    kind = Code("full mini leadership_checkin", null=False, default="full")
    contract_year_start_on = Day()
    target_on = Day()
    status = Code(f"{EBR_PATH} {EBR_SIDEWAYS}", null=False, default="planned")
    owner = ref("User", known_as="ebrs")
    offered_on = Day()
    scheduled_for = Day()
    held_on = Day()
    counts_as_full = models.BooleanField(default=False, db_default=False)
    declined_reason = Text()
    length_min = Whole()
    inviter = Code("csm account_owner partner")
    customer_leaders = Whole()
    notes_url = Text()
    roadmap_quarter_on = Day()

    class Meta(Record.Meta):
        db_table = "records_ebr"

    def __str__(self) -> str:
        return f"{self.kind} EBR of {self.account}"


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
