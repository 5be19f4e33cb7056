"""Change numbers: who was changed while a run was at work, and what has been taken up."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from greenbook.decisions.extract import Reader

Numbers = dict[int, int]


def numbers_read(read: Reader) -> Numbers:
    """Every account's change number, as the reader sees it."""
    [rows] = read("select account_id, number from records_changed")
    ids, numbers = (rows.column(name).to_pylist() for name in ("account_id", "number"))
    return dict(zip(ids, numbers, strict=True))


def lock_unmoved(accounts: Collection[int], numbers: Numbers) -> list[int]:
    """Lock these accounts for the transaction; return those nobody changed since `numbers`."""
    return [id for id, number in _lock(accounts) if number == numbers.get(id, number)]


def lock(accounts: Collection[int]) -> list[int]:
    """Lock these accounts for the transaction, waiting for whoever holds them."""
    return [id for id, _ in _lock(accounts)]


def _lock(accounts: Collection[int]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_changed (account_id) select unnest(%s::bigint[]) order by 1"
            " on conflict do nothing",
            [sorted(accounts)],
        )
        cursor.execute(
            "select account_id, number from records_changed where account_id = any(%s)"
            " order by account_id for update",
            [sorted(accounts)],
        )
        return cursor.fetchall()


def take(accounts: Collection[int]) -> Numbers:
    """Mark these accounts, which the transaction has locked, as worked out; their numbers now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update records_changed set taken = number, taken_at = now()"
            " where account_id = any(%s)"
            " returning account_id, number",
            [sorted(accounts)],
        )
        return dict(cursor.fetchall())


def take_others(numbers: Numbers) -> None:
    """Mark every other account that nobody changed since `numbers` as worked out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update records_changed c set taken = c.number"
            " from unnest(%s::bigint[], %s::bigint[]) as read(account_id, number)"
            " where c.account_id = read.account_id and c.number = read.number"
            " and c.taken <> c.number",
            [list(numbers), list(numbers.values())],
        )


def since(numbers: Numbers) -> list[int]:
    """Accounts that somebody changed since `numbers`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.account_id from records_changed c"
            " left join unnest(%s::bigint[], %s::bigint[]) as read(account_id, number)"
            " on c.account_id = read.account_id"
            " where c.number is distinct from read.number",
            [list(numbers), list(numbers.values())],
        )
        return [row[0] for row in cursor.fetchall()]


def waiting(*, most: int = 1000) -> list[int]:
    """Accounts changed since they were last worked out, the longest waiting first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select account_id from records_changed where number > taken"
            " order by account_id limit %s",
            [most],
        )
        return [row[0] for row in cursor.fetchall()]


def behind(accounts: Collection[int]) -> set[int]:
    """Those of the accounts that changed since they were last worked out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select account_id from records_changed where number > taken and account_id = any(%s)",
            [sorted(accounts)],
        )
        return {row[0] for row in cursor.fetchall()}
