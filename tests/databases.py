"""The tests' databases: copies of one that is migrated once and kept, until the records change."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

import greenbook.records

#: Held by the process that migrates, while others wait for what it makes.
MIGRATING = 1_404
#: Whose tables there are beside our own.
THEIRS = ("django", "django-allauth", "procrastinate")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each process's database begins as a copy of the migrated one."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


def migrated() -> str:
    """The name of a database to which every migration was applied, and nothing else was done."""
    name = f"migrated_{_what_migrations_depend_on()}"
    with connection._nodb_cursor() as server:
        server.execute("select pg_advisory_lock(%s)", [MIGRATING])  # until this connection closes
        server.execute("select datname from pg_database where starts_with(datname, 'migrated')")
        there = {row[0] for row in server.fetchall()}
        if name not in there:
            for outdated in there:
                server.execute(f"drop database {outdated} with (force)")
            server.execute("create database migrated")
            _migrate("migrated")
            server.execute(f"alter database migrated rename to {name}")
    return name


def _what_migrations_depend_on() -> str:
    """The migrations and whatever of the records they call; the versions of other people's."""
    files = sorted(Path(greenbook.records.__file__).parent.rglob("*.*"))
    texts = [file.read_bytes() for file in files if file.suffix in (".py", ".sql")]
    versions = [version(each).encode() for each in THEIRS]
    return sha256(b"\0".join([*texts, *versions])).hexdigest()[:16]


def _migrate(database: str) -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = own
