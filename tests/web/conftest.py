"""The cast at their screens: everybody signed in, with a small book of customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from greenbook.automations import tasks
from greenbook.automations.run import run_everybody, run_some
from greenbook.decisions import handbooks
from greenbook.records.models import Account, Partner, PartnerEngagement, User
from greenbook.web.asked import now
from tests.few_pages import few_pages
from tests.records.conftest import assigned, customer, person

#: The small book began a year ago, whenever the tests are run.
SIGNED = date.today().replace(day=1, year=date.today().year - 1)

SignedIn = Callable[[User], Client]
WorkedOut = Callable[..., None]


@pytest.fixture
def omar(db: None) -> User:
    return person("Omar", "csm_manager", region="EMEA")


@pytest.fixture
def nora(omar: User) -> User:
    return person("Nora", "csm", manager=omar, region="EMEA")


@pytest.fixture
def ada(db: None) -> User:
    return person("Ada", "cs_ops")


@pytest.fixture
def vera(db: None) -> User:
    return person("Vera", "account_owner")


@pytest.fixture
def ingrid(db: None) -> User:
    return person("Ingrid", "leadership")


@pytest.fixture
def eve(db: None) -> User:
    """Somebody who works here and may see nothing."""
    return person("Eve", "csm", region="APJ")


@pytest.fixture
def acme(nora: User) -> Account:
    account = customer("Acme", cs_segment="strategic", region="EMEA", arr_cents=41_200_000)
    assigned(account, nora)
    return account


@pytest.fixture
def globex(db: None) -> Account:
    """A customer of somebody else."""
    return customer("Globex", cs_segment="growth", region="AMER")


@pytest.fixture
def pia(acme: Account) -> User:
    """The partner who shares Acme, and nothing else."""
    reseller = Partner.objects.create(name="Hooli Services", known_from=SIGNED)
    PartnerEngagement.objects.create(
        account=acme, partner=reseller, status="active", known_from=SIGNED
    )
    return person("Pia", "partner", partner=reseller)


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A browser in which somebody is signed in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser


@pytest.fixture
def worked_out(db: None, settings: Any, tmp_path: Path) -> Iterator[WorkedOut]:
    """Works accounts out by a few pages of the handbook, today or on another day."""
    settings.GREENBOOK_LAKE = str(tmp_path / "lake")
    tasks.lake.cache_clear()
    handbooks.keep(few_pages(), at=now())

    def work_out(*accounts: Account, day: date | None = None) -> None:
        run_some(
            [account.pk for account in accounts],
            day=day or now().date(),
            handbook=handbooks.current(),
            lake=tasks.lake(),
            engine=tasks.engine(),
        )

    yield work_out
    tasks.lake.cache_clear()


@pytest.fixture
def worked_out_over_night(worked_out: WorkedOut) -> WorkedOut:
    """Works everybody out by the same pages and keeps the day, as every night; asks for a database
    that commits."""

    def work_out(*, day: date | None = None) -> None:
        run_everybody(
            day=day or now().date(),
            now=now,
            handbook=handbooks.current(),
            lake=tasks.lake(),
            engine=tasks.engine(),
        )

    return work_out
