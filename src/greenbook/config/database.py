"""The database: `GREENBOOK_DATABASE_URL`, or PostgreSQL embedded in Greenbook's home."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from greenbook.config.home import home


def database_url() -> str:
    """The address of the database, starting the embedded server where none is given."""
    given = os.environ.get("GREENBOOK_DATABASE_URL")
    return given or _embedded()


def _embedded() -> str:
    from greenbook.config import embedded

    return embedded.start(home() / "postgres")


def django_database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://` address."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**query},
    }
