"""The small book of the runs, and questions about any day."""

from __future__ import annotations

from datetime import date

import pytest

from greenbook.decisions.explain import Explanation, explain
from greenbook.decisions.facts_of_day import Subject
from greenbook.handbook.book import Handbook
from greenbook.records.models import Account
from tests.automations.conftest import (
    Work,
    customer,
    engine,
    handbook,
    lake,
    nora,
    omar,
    work,
)
from tests.shipped import shipped

__all__ = ["customer", "engine", "handbook", "lake", "nora", "omar", "work"]


@pytest.fixture
def pages() -> Handbook:
    """Any page may be asked about."""
    return shipped()


class Asked:
    """Why, as somebody asks it of an account on a day."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __call__(self, account: Account, decision: str, on: date) -> Explanation:
        return self.of(Subject("account", account.pk, account.pk), decision, on)

    def of(self, subject: Subject, decision: str, on: date) -> Explanation:
        return explain(
            subject,
            decision,
            name=str(subject.id),
            day=on,
            lake=self._work.lake,
            engine=self._work.engine,
        )

    def value(self, account: Account, decision: str, on: date) -> object:
        return self(account, decision, on).trace.value


@pytest.fixture
def asked(work: Work) -> Asked:
    return Asked(work)
