"""creme-crm in an environment of its own, with as many organisations, on the same PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

import psycopg

from benchmarks.timing import step

CREME = "2.8.6"
DATABASE = "creme"
SETTINGS_OF = "bench.settings"
ROWS = 50  # a page of the list, as ours; creme comes with 25
#: What its own guide leaves to whoever installs it; connections are kept open, as we do.
SETTINGS = """
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECRET_KEY = "only-for-measuring"
JOBMANAGER_BROKER = "unix_socket://{folder}/"
DEFAULT_PAGE_SIZE_IDX = PAGE_SIZES.index({rows})
DATABASES = {{"default": {{
    "ENGINE": "django.db.backends.postgresql", "NAME": "{name}", "USER": "{user}",
    "HOST": "{host}", "PORT": "{port}", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True,
}}}}
"""


class Creme:
    """The project in `home`/creme, whose Python and commands these are.

    `address` is of the PostgreSQL on which it gets a database of its own.
    """

    def __init__(self, home: Path, address: str) -> None:
        self._address = address
        self.folder = home / "creme"
        self.bin = self.folder / "environment" / "bin"
        self.project = self.folder / "bench"

    def made_ready(self, *, accounts: int, people: int) -> None:
        """Install it, make its tables, fill them; each step only where it was not done before."""
        self.folder.mkdir(exist_ok=True)
        if not self.bin.exists():
            with step(f"install creme-crm {CREME}"):
                self._install()
        if not self.project.exists():
            self._begin()
        with step("make creme's tables and static files"):
            for command in ("migrate", "creme_populate", "generatemedia"):
                self.run("creme", command, "--verbosity=0")
        with step(f"insert {accounts:,} organisations"):
            script = Path(__file__).with_name("creme_book.py")
            self.run("python", str(script), str(accounts), str(people))

    def _install(self) -> None:
        venv.create(self.bin.parent, with_pip=True)
        wanted = (f"creme-crm[pgsql]=={CREME}", f"granian=={version('granian')}")
        self.run("python", "-m", "pip", "install", "--quiet", *wanted, folder=self.folder)

    def _begin(self) -> None:
        self.run(
            "creme", "creme_start_project", "bench", folder=self.folder, settings="creme.settings"
        )
        where = psycopg.conninfo.conninfo_to_dict(self._address)
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(f"create database {DATABASE}")
        text = SETTINGS.format(
            folder=self.folder,
            rows=ROWS,
            name=DATABASE,
            user=where["user"],
            host=where["host"],
            port=where.get("port", ""),
        )
        with (self.project / "bench" / "settings.py").open("a") as settings:
            settings.write(text)

    def run(
        self,
        program: str,
        *words: str,
        folder: Path | None = None,
        settings: str = "bench.settings",
    ) -> None:
        """One of its programs, in its project; what it prints is shown only where it fails."""
        done = subprocess.run(
            [self.bin / program, *words],
            cwd=folder or self.project,
            env=environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{program} {' '.join(words)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")

    def ids(self) -> list[int]:
        """Of its organisations."""
        with psycopg.connect(self._address, dbname=DATABASE) as connection:
            rows = connection.execute("select cremeentity_ptr_id from persons_organisation")
            return [id for (id,) in rows]

    def serving(self, port: int, *, processes: int, threads: int) -> list[str]:
        """The command that serves it, with the same server as ours."""
        options = f"--interface wsgi --host 127.0.0.1 --port {port} --no-log"
        many = f"--workers {processes} --blocking-threads {threads}"
        return [
            str(self.bin / "granian"),
            *options.split(),
            *many.split(),
            "bench.wsgi:application",
        ]


def environment(settings: str = SETTINGS_OF) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": "."}
