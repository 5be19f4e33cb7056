"""What is being sold: opportunities with their stages, and the command plans of pre-sales."""

from __future__ import annotations

from greenbook.records.fields import Cents, Code, Day, Text, YesNo, of_account, part_of, ref
from greenbook.records.models.base import Record

STAGES = [
    "0-Pending Acceptance",
    "1-Discovery",
    "2-Scoping",
    "3-Technical Evaluation",
    "4-Proposal",
    "5-Negotiating",
    "6-Awaiting Signature",
    "7-Closing",
    "Closed Won",
    "8-Closed Lost",
    "9-Unqualified",
    "10-Duplicate",
]
ORDER_TYPES = [
    "1. New - First Order",
    "2. New - Connected",
    "3. Growth",
    "4. Contraction",
    "5. Churn - Partial",
    "6. Churn - Final",
    "7. PS / Other",
]
KINDS = "new_business renewal tier_upgrade seat_expansion services contraction other"


class Opportunity(Record):
    """A deal in the CRM, with what stands today."""

    account = of_account("opportunities")
    name = Text(null=False)
    kind = Code(KINDS)
    order_type = Code(ORDER_TYPES)
    stage = Code(STAGES)
    amount_cents = Cents()
    arr_delta_cents = Cents()
    booked_arr_cents = Cents()
    atr_cents = Cents()
    expected_close_on = Day()
    expected_start_on = Day()
    closed_on = Day()
    is_won = YesNo()
    newly_qualifies = YesNo()
    last_discussed_on = Day()
    loss_reason = Text()

    class Meta(Record.Meta):
        db_table = "records_opportunity"

    def __str__(self) -> str:
        return self.name


class OpportunityStage(Record):
    """An opportunity entered a stage on the day it happened."""

    opportunity = part_of("Opportunity", known_as="stages")
    account = of_account("opportunity_stages")
    stage = Code(STAGES, null=False)

    class Meta(Record.Meta):
        db_table = "records_opportunity_stage"

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.stage}"


class CommandPlan(Record):
    """Why the customer bought, as Sales wrote it down before the purchase."""

    account = of_account("command_plans")
    opportunity = ref("Opportunity", known_as="command_plans")
    solution = Text()
    primary_capability = Text()
    primary_value_driver = Text()
    metrics = Text()
    identify_pain = Text()
    why_now = Text()
    why_gitlab = Text()
    why_do_anything = Text()
    use_case_turned_green_on = Day()

    class Meta(Record.Meta):
        db_table = "records_command_plan"

    def __str__(self) -> str:
        return f"Command plan of {self.account}"


class CommandPlanObjective(Record):
    """One outcome the customer wants from the purchase."""

    command_plan = part_of("CommandPlan", known_as="objectives")
    account = of_account("command_plan_objectives")
    name = Text(null=False)
    use_case = Text()
    metric = Text()
    target = Text()
    owner = Text()

    class Meta(Record.Meta):
        db_table = "records_command_plan_objective"

    def __str__(self) -> str:
        return self.name
