"""Priority as recorded, with exceptions and reviews; and overrides of any decision."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from greenbook.records.fields import Code, Day, Text, Whole, of_account, part_of, ref
from greenbook.records.models.base import Record


def _one_to_four(column: str) -> Q:
    return Q(**{column: None}) | Q(**{f"{column}__range": (1, 4)})


class PriorityAssessment(Record):
    """What was suggested and what was decided on a day; decided by nobody means by rule."""

    account = of_account("priority_assessments")
    suggested = Whole()
    decided = Whole()
    decided_by = ref("User")
    reason = Text()
    note = Text()
    run = ref("Run")

    class Meta(Record.Meta):
        db_table = "records_priority_assessment"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="priorityassessment_one_to_four",
                condition=_one_to_four("suggested") & _one_to_four("decided"),
            ),
        ]

    def __str__(self) -> str:
        return f"P{self.decided} for {self.account} on {self.happened_on}"


class PriorityException(Record):
    """A priority other than the model's, in force once discussed, sent and documented."""

    account = of_account("priority_exceptions")
    direction = Code("to_p1 to_p2", null=False)
    category = Code("strategic_no_lam large_lam_no_path risk_not_in_model other", null=False)
    justification = Text(null=False)
    requested_by = ref("User")
    requested_on = Day(null=False)
    team_discussed_on = Day()
    managers_discussed_on = Day()
    sent_on = Day()
    sales_decision = Code(
        "not_needed pending approved rejected", null=False, default="pending", db_default="pending"
    )
    sales_decided_on = Day()
    sales_decided_by = ref("User")
    documented_on = Day()
    starts_on = Day()
    ends_on = Day()
    withdrawn_on = Day()

    class Meta(Record.Meta):
        db_table = "records_priority_exception"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="priorityexception_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.direction}: {self.category}"


class PriorityReview(Record):
    """One CSM's review of the whole book in a fiscal quarter."""

    user = ref("User", known_as="priority_reviews", null=False)
    quarter_start_on = Day(null=False)
    completed_on = Day()
    signed_by = ref("User")

    class Meta(Record.Meta):
        db_table = "records_priority_review"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "quarter_start_on"], name="priorityreview_once_per_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, quarter from {self.quarter_start_on}"


class PriorityReviewItem(Record):
    """One account of a review: confirmed or changed."""

    review = part_of("PriorityReview", known_as="items")
    account = of_account("priority_review_items")
    outcome = Code("confirmed changed")
    priority = Whole()
    reviewed_on = Day()

    class Meta(Record.Meta):
        db_table = "records_priority_review_item"
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["review", "account"], name="priorityreviewitem_once_per_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.outcome or 'to be reviewed'}"


class Override(Record):
    """A decision set by hand, with who, why and until when."""

    grain = Text(null=False, default="account", db_default="account")
    subject_id = models.BigIntegerField()
    account = ref("Account", known_as="overrides")
    decision = Text(null=False)
    value = Text()
    reason = Text(null=False)
    by = ref("User")
    approved_by = ref("User")
    starts_on = Day(null=False)
    ends_on = Day()
    withdrawn_on = Day()

    class Meta(Record.Meta):
        db_table = "records_override"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="override_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} = {self.value} for {self.grain} {self.subject_id}"
