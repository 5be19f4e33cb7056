"""Two people at the same time: no number is lost, and no circle slips through."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import Error, connection, transaction

from greenbook.records.models import Account, Changed, Contact

from .conftest import SIGNED, customer


def at_once(*works: Callable[[], None]) -> list[Exception]:
    """Run each in a thread and a transaction of its own; commit together. Returns what failed."""
    failed: list[Exception] = []
    ready = Barrier(len(works), timeout=20)

    def run(work: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                work()
                ready.wait()
        except Error as failure:
            failed.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_do_not_both_commit() -> None:
    acme, globex = customer("Acme"), customer("Globex")

    def under(child: Account, parent: Account) -> Callable[[], None]:
        child.parent = parent
        return child.save

    failed = at_once(under(acme, globex), under(globex, acme))
    assert len(failed) == 1
    assert "has a circle" in str(failed[0])
    assert Account.objects.exclude(parent=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_accounts_changed_in_one_transaction_each_get_their_number() -> None:
    acme, globex = customer("Acme"), customer("Globex")

    def know(account: Account) -> Callable[[], None]:
        return lambda: (
            Contact.objects.create(account=account, name="Gus", known_from=SIGNED) and None
        )

    assert at_once(know(acme), know(globex)) == []
    numbers = Changed.objects.values_list("number", flat=True)
    assert list(numbers) == [2, 2]
