"""Whole regions are counted from indexes alone: their accounts, and which have no CSM."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_standing")]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                fields=["region", "id"], include=["arr_cents"], name="account_of_region"
            ),
        ),
        migrations.AddIndex(
            model_name="accountteam",
            index=models.Index(
                fields=["account"],
                include=["starts_on", "ends_on"],
                condition=models.Q(role="csm"),
                name="accountteam_csm",
            ),
        ),
    ]
