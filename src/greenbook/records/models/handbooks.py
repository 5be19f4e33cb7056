"""Handbooks as they were loaded, by the hash of their text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenbook.records.fields import Text


class HandbookVersion(models.Model):
    """All files of a handbook, so that an old decision can be explained with its own text."""

    hash = models.CharField(max_length=64, primary_key=True)
    name = Text()
    files = models.JSONField()
    loaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        db_table = "records_handbook_version"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                name="handbookversion_one_current",
                condition=Q(is_current=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or 'handbook'} {self.hash[:8]}"
