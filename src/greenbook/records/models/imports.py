"""Imports: what was read, what it changed, and the rows that were refused."""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Code, Text, Whole, part_of


class ImportRun(models.Model):
    """One import, applied or refused as a whole."""

    source = Text(null=False)
    mapping = Text()
    files = models.JSONField(default=list)
    state = Code("previewed applied refused undone", null=False, default="applied")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        "records.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    known_from = models.DateField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "records_import_run"

    def __str__(self) -> str:
        return f"{self.source} at {self.started_at}"


class RefusedRow(models.Model):
    """A row that could not be taken, with what is wrong and how to put it right."""

    import_run = part_of("ImportRun", known_as="refused")
    file = Text(null=False)
    line = Whole()
    column = Text()
    value = Text()
    reason = Text(null=False)
    fix = Text()
    row = models.JSONField(null=True)

    class Meta:
        db_table = "records_refused_row"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.column}: {self.reason}"
