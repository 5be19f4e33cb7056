"""The counts of what stands follow the status rows, however they are written."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import Sum

from greenbook.records.models import StandingCount
from tests.records.conftest import customer, stands

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_each_word_is_counted_with_those_of_priority_1() -> None:
    stands(customer("Acme"), on=DAY, health="red", priority_decided=1)
    stands(customer("Globex"), on=DAY, health="red", priority_decided=2)
    assert counted("health=red") == (2, 1)


def test_an_account_that_recovers_is_counted_at_its_new_word() -> None:
    acme = customer("Acme")
    stands(acme, on=DAY, health="red", priority_decided=1)
    stands(acme, on=DAY, health="green", priority_decided=1)
    assert counted("health=red") == (0, 0)
    assert counted("health=green") == (1, 1)


def test_a_priority_that_falls_leaves_the_word_and_its_share_of_priority_1() -> None:
    acme = customer("Acme")
    stands(acme, on=DAY, health="red", priority_decided=1)
    stands(acme, on=DAY, health="red", priority_decided=3)
    assert counted("health=red") == (1, 0)


def test_an_account_that_goes_is_counted_no_longer() -> None:
    stands(customer("Acme"), on=DAY, health="red", priority_decided=1).delete()
    assert counted("health=red") == (0, 0)


def test_thousands_of_changes_are_put_together_and_add_up_to_the_same() -> None:
    acme = customer("Acme")
    stands(acme, on=DAY, health="red", priority_decided=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_standing_count (word, many, first) "
            "select 'health=yellow', 1, 0 from generate_series(1, 5000)"
        )
    stands(acme, on=DAY, health="green", priority_decided=1)
    assert counted("health=yellow") == (5000, 0)
    assert counted("health=green") == (1, 1)
    assert StandingCount.objects.count() < 20


def counted(word: str) -> tuple[int, int]:
    found = StandingCount.objects.filter(word=word).aggregate(many=Sum("many"), first=Sum("first"))
    return found["many"] or 0, found["first"] or 0
