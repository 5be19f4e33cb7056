"""History: every row as it was before a change, with who changed it, why and on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from greenbook.records.fields import Text


class RecordHistory(models.Model):
    """One row before one change, written by the database itself. It held before `until_day`."""

    table_name = Text(null=False)
    record_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    version = models.JSONField()
    changed_at = models.DateTimeField()
    until_day = models.DateField()
    changed_by_id = models.BigIntegerField(null=True)
    reason = Text()
    source = Text()

    class Meta:
        db_table = "records_record_history"
        indexes = [
            models.Index(
                fields=["table_name", "until_day", "record_id"], name="recordhistory_later"
            ),
            models.Index(fields=["table_name", "record_id"], name="recordhistory_record"),
            models.Index(fields=["account_id", "table_name"], name="recordhistory_account"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.record_id} until {self.until_day}"

    @classmethod
    def version_on(cls, table: str, record: int, day: date) -> dict[str, Any] | None:
        """The row as it was on a day; None where it was not changed since."""
        later = cls.objects.filter(table_name=table, record_id=record, until_day__gt=day)
        return later.order_by("pk").values_list("version", flat=True).first()
