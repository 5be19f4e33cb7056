"""Accounts worked on in parts: each once, on two connections, and a fault is heard of."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from greenbook.automations import parts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 2)


def test_every_part_is_worked_on_once_and_every_second_through_a_connection_of_its_own() -> None:
    done = dict(parts.in_parts([1, 2, 3, 4, 5], lambda part: (tuple(part), _connected())))
    assert done.keys() == {(1, 2), (3, 4), (5,)}
    assert done[1, 2] is done[5,] is _connected()
    assert done[3, 4] is not _connected()
    assert done[3, 4].closed


def test_one_part_needs_no_second_connection() -> None:
    assert parts.in_parts([1, 2], lambda part: _connected()) == [_connected()]


@pytest.mark.parametrize("bad", [1, 3])
def test_what_goes_wrong_on_either_connection_is_raised(bad: int) -> None:
    def work(part: parts.Part) -> None:
        if bad in part:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        parts.in_parts([1, 2, 3, 4], work)


def _connected() -> psycopg.Connection:
    connection.ensure_connection()
    return connection.connection
