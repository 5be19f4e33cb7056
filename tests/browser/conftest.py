"""The demo as people meet it: started by its own command, in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.plugin import DjangoDbBlocker

from greenbook.config.database import database_url
from tests.databases import migrated

#: As many as `make demo` draws, so that people have the customers that the tests name.
ACCOUNTS = 250
STARTS_WITHIN = 400
#: Root may not sandbox; and the browser is to talk to nobody but us.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: What a browser says of every password form, and of an answer that refuses a form in words.
NOT_OURS = (
    "[DOM] Password forms should have",
    "Failed to load resource: the server responded with a status of 422",
)

#: A window as on a laptop.
WIDE: ViewportSize = {"width": 1280, "height": 900}

Visitor = Callable[..., Page]
Sessions = dict[str, StorageState]


def chromium() -> str | None:
    """Debian's; the one without windows of its own takes three quarters of the time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are left out, and say so; CI requires one."""
    if chromium():
        return
    if os.environ.get("GREENBOOK_BROWSER_REQUIRED") == "1":
        raise pytest.UsageError("There is no Chromium, and GREENBOOK_BROWSER_REQUIRED is set.")
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="package")
def demo(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a demo with its workers, as `make demo` starts it, in a migrated database.

    While tests are written: GREENBOOK_DEMO_ADDRESS names one that runs already.
    """
    if os.environ.get("GREENBOOK_DEMO_ADDRESS"):
        yield os.environ["GREENBOOK_DEMO_ADDRESS"]
        return
    with (
        TemporaryDirectory(prefix="greenbook-") as folder,
        django_db_blocker.unblock(),
        copied("greenbook_demo") as database,
    ):
        yield from served(Path(folder), GREENBOOK_DATABASE_URL=database)


@contextmanager
def copied(name: str) -> Iterator[str]:
    """The address of a copy of the migrated database, until the one who asked lets go of it."""
    template = migrated()
    with connection._nodb_cursor() as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name} template {template}")
    yield urlsplit(database_url())._replace(path=f"/{name}").geturl()
    with connection._nodb_cursor() as server:
        server.execute(f"drop database {name} with (force)")


def served(home: Path, **settings: str) -> Iterator[str]:
    """The address of a demo in a home of its own, with settings of the environment, until the one
    who asked lets go of it."""
    port = _free_port()
    greenbook = [sys.executable, "-m", "greenbook.cli"]
    environment = {**os.environ, "GREENBOOK_HOME": str(home), "COLUMNS": "100", **settings}
    with (home / "demo.log").open("wb") as log:
        server = subprocess.Popen(
            [*greenbook, "demo", f"--accounts={ACCOUNTS}", f"--port={port}"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://localhost:{port}"
            _wait_for(f"{address}/welcome", server, home / "demo.log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=60)
            if "GREENBOOK_DATABASE_URL" not in environment:
                subprocess.run([*greenbook, "stop"], env=environment, check=False, timeout=60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (URLError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError(f"The demo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as its tests run: its loop would keep Django from the database."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def sessions() -> Sessions:
    """Who has signed in; the next window of theirs begins there."""
    return {}


@pytest.fixture
def visitor(demo: str, browser: Browser, sessions: Sessions) -> Iterator[Visitor]:
    """A browser window of its own: `visitor("Nora")` is signed in as Nora."""
    with visiting(demo, browser, sessions) as visit:
        yield visit


@contextmanager
def visiting(demo: str, browser: Browser, sessions: Sessions) -> Iterator[Visitor]:
    """When it ends, no page may have written an error to its console, and nothing may have been
    asked of another machine."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def visit(name: str | None = None) -> Page:
        context = browser.new_context(
            base_url=demo, viewport=WIDE, storage_state=sessions.get(name or "")
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        _watch(page, wrong)
        if name in sessions:
            page.goto("/")
        elif name:
            sign_in(page, name)
            sessions[name] = context.storage_state()
        return page

    yield visit
    for context in opened:
        context.close()
    assert wrong == []


def sign_in(page: Page, name: str) -> None:
    page.goto("/welcome")
    page.click(f"button.person:has-text('{name}')")
    page.wait_for_url("**/")


def open_account(page: Page, name: str) -> None:
    """By the search that is on every page."""
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.locator("#found").get_by_role("link", name=name).first.click()
    expect(page.locator(".headline").first).to_contain_text(name)


def _watch(page: Page, wrong: list[str]) -> None:
    def said(message: object) -> None:
        text, kind = message.text, message.type  # type: ignore[attr-defined]
        if kind in ("error", "warning") and not text.startswith(NOT_OURS):
            wrong.append(f"{page.url}: console {kind}: {text}")

    def asked(request: object) -> None:
        address = urlsplit(request.url)  # type: ignore[attr-defined]
        if address.scheme != "data" and address.hostname != "localhost":
            wrong.append(f"{page.url}: asked {address.hostname}")

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("request", asked)
