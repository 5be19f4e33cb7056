"""What people keep for themselves: saved views, followed accounts, where they were, what was sent.

None of it is a record of the business: no fact reads it, and history does not keep it.
"""

from __future__ import annotations

from django.db import models

from greenbook.records.fields import Text, part_of


class SavedView(models.Model):
    """A list as somebody likes to see it: the address after the question mark, under a name."""

    owner = part_of("User", known_as="saved_views")
    list_name = Text(null=False)
    name = models.CharField(max_length=80)
    address = Text(null=False, default="")
    for_team = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "records_saved_view"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"], name="savedview_once_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Follow(models.Model):
    """Somebody who wants to hear what the account's CSM hears."""

    user = part_of("User", known_as="follows")
    account = part_of("Account", known_as="followers")

    class Meta:
        db_table = "records_follow"
        constraints = [models.UniqueConstraint(fields=["user", "account"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user} follows {self.account}"


class Visit(models.Model):
    """When somebody last looked at an account, or at what changed (no account)."""

    user = part_of("User", known_as="visits")
    account = part_of("Account", known_as="visits", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "records_visit"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account"], name="visit_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="visit_latest")]

    def __str__(self) -> str:
        return f"{self.user} looked at {self.account or 'what changed'}"


class Submission(models.Model):
    """A form that was sent: sent again, it answers as before and does nothing."""

    key = models.UUIDField(primary_key=True)
    user = part_of("User", known_as="submissions")
    sent_at = models.DateTimeField()
    answer = Text()

    class Meta:
        db_table = "records_submission"

    def __str__(self) -> str:
        return str(self.key)
