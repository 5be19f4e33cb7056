"""The product's settings in a home of the tests' own, on a database that need not survive."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("GREENBOOK_HOME", str(Path(__file__).parent.parent / ".greenbook" / "test"))
os.environ.setdefault(
    "GREENBOOK_EMBEDDED_CONFIGURATION",
    "fsync = off;synchronous_commit = off;full_page_writes = off",
)

from greenbook.config.settings import *  # noqa: F403
from greenbook.config.settings import INSTALLED_APPS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody guesses here
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # its `flush` empties the database sooner
