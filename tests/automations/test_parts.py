"""Accounts worked on in parts: each once, on two connections, and a fault is heard of."""

from __future__ import annotations

import pytest
from django.db import connection

from greenbook.automations import parts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 2)


def test_every_part_is_worked_on_once_and_every_second_through_another_connection() -> None:
    through: dict[tuple[int, ...], int] = {}

    def work(part: parts.Part) -> int:
        through[tuple(part)] = _backend()
        return len(part)

    assert sum(parts.in_parts([1, 2, 3, 4, 5], work)) == 5
    own = _backend()
    assert through[1, 2] == through[5,] == own
    assert through[3, 4] != own
    assert through[3, 4] not in _connected()


def test_one_part_needs_no_second_connection() -> None:
    before = _connected()
    parts.in_parts([1, 2], lambda part: _backend())
    assert _connected() == before


@pytest.mark.parametrize("bad", [1, 3])
def test_what_goes_wrong_on_either_connection_is_raised(bad: int) -> None:
    def work(part: parts.Part) -> None:
        if bad in part:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        parts.in_parts([1, 2, 3, 4], work)


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _connected() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("select pid from pg_stat_activity where datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}
