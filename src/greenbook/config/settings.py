"""Django's settings. Everything that differs between installations comes from the environment."""

from __future__ import annotations

import os

from greenbook.config.database import database_url, django_database
from greenbook.config.home import handbook_folder, home

SECRET_KEY = os.environ.get("GREENBOOK_SECRET_KEY") or "for-a-laptop-only"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "greenbook.records",
]
TIME_ZONE = os.environ.get("GREENBOOK_TIME_ZONE") or "UTC"
_database = django_database(database_url())
# History says on which day of the tenant a record changed.
_database["OPTIONS"] = {"options": f"-c greenbook.time_zone={TIME_ZONE}", **_database["OPTIONS"]}
DATABASES = {"default": _database}
AUTH_USER_MODEL = "records.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
FIELD_LIMIT_BYTES = int(os.environ.get("GREENBOOK_FIELD_LIMIT_BYTES") or 1024 * 1024)

#: Where the daily facts and decisions are kept, and the handbook that the worker runs.
GREENBOOK_LAKE = os.environ.get("GREENBOOK_LAKE") or str(home() / "lake")
GREENBOOK_HANDBOOK = str(handbook_folder())
#: Days that the lake keeps whole; of older months it keeps the last day that was run.
GREENBOOK_KEEP_DAYS = int(os.environ.get("GREENBOOK_KEEP_DAYS") or 400)

PROCRASTINATE_IMPORT_PATHS = ["greenbook.automations.tasks"]
