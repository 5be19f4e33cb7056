"""Django for the commands that need records: set up once, with the database in its newest form."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from greenbook.cli.days import day_written


@cache
def records() -> None:
    """Set Django up and bring the database to its newest form."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenbook.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def now() -> datetime:
    """The clock, in the tenant's time zone."""
    from django.conf import settings

    return datetime.now(ZoneInfo(settings.TIME_ZONE))


def day_of(text: str | None) -> date:
    """The day given as `YYYY-MM-DD`, or today."""
    return day_written(text) if text else now().date()
