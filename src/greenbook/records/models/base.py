"""What every record knows of itself: its source, when it happened, since when it is known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from greenbook.records.acting import acting
from greenbook.records.fields import Day, Text, ref
from greenbook.records.refusals import NotAllowed

if TYPE_CHECKING:
    from greenbook.records.models import User


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

    class NeedsReason(NotAllowed):
        """Say why."""

    def amend(self, *, by: User | None, on: date, reason: str | None = None, **values: Any) -> None:
        """Change these columns; history keeps the row as it was, with who, when and why.

        Raises Django's ValidationError, by column, where a value does not fit.
        """
        for name, value in values.items():
            field = self._meta.get_field(name)
            if isinstance(field, models.Field) and not field.is_relation:
                value = field.clean(value, self)
            setattr(self, name, value)
        with acting(by=by, on=on, reason=reason):
            self.save(update_fields=list(values))

    def need_reason(self, reason: str | None) -> None:
        """Refuse a change of which a colleague would ask why, and nobody says."""
        if not (reason or "").strip():
            raise self.NeedsReason(self)
