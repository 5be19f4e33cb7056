"""History: every row as it was before a change, with who changed it, why and on which day."""

from __future__ import annotations

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
