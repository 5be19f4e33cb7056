"""The people we know at a customer, with the personas they stand for."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Codes, Day, Text, of_account
from greenbook.records.models.base import Record

PERSONAS = (
    "gitlab_admin dev_lead security_lead decision_maker executive_sponsor economic_buyer champion "
    "evaluator technical project_manager business_user procurement accounting"
)


class Contact(Record):
    """Somebody we know at a customer, with the personas they stand for."""

    account = of_account("contacts")
    name = Text(null=False)
    email = Text()
    title = Text()
    gitlab_roles = Codes(PERSONAS)
    is_regular = models.BooleanField(default=False, db_default=False)
    inactive = models.BooleanField(default=False, db_default=False)
    email_opt_out = models.BooleanField(default=False, db_default=False)
    is_sold_to = models.BooleanField(default=False, db_default=False)
    security_alerts_on = Day()

    class Meta(Record.Meta):
        db_table = "records_contact"

    def __str__(self) -> str:
        return self.name
