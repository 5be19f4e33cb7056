"""What every record knows of itself: its source, when it happened, since when it is known."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Day, Text, ref


class Record(models.Model):
    """A record of the business.

    `happened_on` is the day it took place, `known_from` the day it was entered; for imported
    history the source's own time, else the day of the event, then `reconstructed`.
    """

    source = Text(null=False, default="greenbook", db_default="greenbook")
    external_id = Text()
    happened_on = Day()
    known_from = Day(null=False)
    reconstructed = models.BooleanField(default=False, db_default=False)
    import_run = ref("ImportRun")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="%(class)s_once_per_source"
            )
        ]
