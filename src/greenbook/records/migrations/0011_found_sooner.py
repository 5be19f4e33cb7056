"""Renewals ahead, open tasks and submitted plans are found without reading all there are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0010_words_written")]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["renewal_on"], name="account_by_renewal"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["due_on", "id"], condition=models.Q(status="open"), name="task_open"
            ),
        ),
        migrations.AddIndex(
            model_name="successplan",
            index=models.Index(
                fields=["account"],
                condition=models.Q(approval_status="submitted"),
                name="plan_submitted",
            ),
        ),
    ]
