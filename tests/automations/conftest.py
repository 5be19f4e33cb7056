"""A few pages of the handbook, a lake of the test's own, and a small book for a run to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from greenbook.automations.run import RunReport, run_everybody, run_some
from greenbook.decisions import handbooks, worked
from greenbook.engine.duck import DuckEngine
from greenbook.engine.lake import Lake
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account, AccountTeam, User
from tests.few_pages import few_pages

SIGNED = date(2024, 3, 1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def engine() -> Iterator[DuckEngine]:
    with DuckEngine(threads=1) as made:
        yield made


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def pages() -> Handbook:
    """What is agreed in these tests; a folder that wants the whole handbook says so."""
    return few_pages()


@pytest.fixture
def handbook(transactional_db: None, pages: Handbook) -> Handbook:
    handbooks.keep(pages, at=NOON)
    return pages


class Work:
    """Runs of a test: for a day, over everybody or for one account."""

    def __init__(self, handbook: Handbook, lake: Lake, engine: DuckEngine) -> None:
        self.handbook, self.lake, self.engine = handbook, lake, engine

    def everybody(self, day: date, tell: Callable[[str], None] = lambda step: None) -> RunReport:
        return run_everybody(
            day=day,
            now=lambda: NOON,
            handbook=self.handbook,
            lake=self.lake,
            engine=self.engine,
            tell=tell,
        )

    def only(self, *accounts: Account, day: date) -> RunReport:
        ids = [account.pk for account in accounts]
        return run_some(ids, day=day, handbook=self.handbook, lake=self.lake, engine=self.engine)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two accounts are many: they are worked out by query, as a whole book is."""
    monkeypatch.setattr(worked, "FEW", 1)


@pytest.fixture
def work(handbook: Handbook, lake: Lake, engine: DuckEngine) -> Work:
    return Work(handbook, lake, engine)


@pytest.fixture
def omar(handbook: Handbook) -> User:
    return User.objects.create(
        username="omar", name="Omar", roles=["csm_manager"], region="EMEA", known_from=SIGNED
    )


@pytest.fixture
def nora(omar: User) -> User:
    return User.objects.create(
        username="nora",
        name="Nora",
        roles=["csm"],
        works_as="csm",
        manager=omar,
        region="EMEA",
        cs_segment="strategic",
        sales_segment="enterprise",
        known_from=SIGNED,
    )


@pytest.fixture
def customer(nora: User) -> Callable[..., Account]:
    """An ordinary Growth customer in EMEA that Nora looks after; a test says what differs."""

    def make(name: str, *, csm: User | None = nora, **more: object) -> Account:
        usual = {
            "region": "EMEA",
            "sector": "commercial",
            "cs_segment": "growth",
            "sales_segment": "commercial",
            "alignment": "csm_assigned" if csm else "unaligned",
            "arr_cents": 100_000_00,
            "lifecycle_stage": "adoption",
            "contract_start_on": SIGNED,
            "contract_term_months": 12,
            "original_contract_on": SIGNED,
            "customer_start_on": SIGNED,
            "renewal_on": date(2027, 3, 1),
            "stages_in_use": 3,
            "meets_csm_threshold": True,
            "known_from": SIGNED,
        }
        account = Account.objects.create(name=name, **{**usual, **more})
        if csm:
            AccountTeam.objects.create(
                account=account, user=csm, role="csm", starts_on=SIGNED, known_from=SIGNED
            )
        return account

    return make
