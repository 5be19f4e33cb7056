"""What stands for each account in the database: the row that lists filter and sort by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import md5

import pyarrow as pa

from greenbook.decisions.extract import Reader
from greenbook.decisions.keys import key_columns, key_decisions
from greenbook.decisions.worked import Worked
from greenbook.records.bulk import copy_in
from greenbook.records.models import AccountStatus

_STANDING = "select account_id, digest from records_account_status"

#: Most rows are what stands: only of the others JSON is made.
_NEW = """
with now as (select id, decided, concat($shape, hash(decided)) as digest from key_decided)
select now.id, cast(to_json(now.decided) as varchar) as decided, now.digest from now
left join standing_status s on s.account_id = now.id
where s.digest is distinct from now.digest order by now.id
"""


@dataclass(frozen=True, slots=True)
class Status:
    """The key decisions of an account as JSON text, where they are not what stands.

    The digest tells them apart. Another DuckDB may give others: then every row is written once.
    """

    account_id: int
    decided: str
    digest: str


def new_statuses(worked: Worked, read: Reader) -> list[Status]:
    """The accounts whose status row has to be written."""
    names = [*key_columns(worked), *(f"since__{name}" for name in key_decisions(worked))]
    if not names:
        return []
    [standing] = read(_STANDING + _only(worked.accounts))
    worked.engine.load("standing_status", standing)
    decided = _in_one_column(worked.engine.table("decided_account"), names)
    worked.engine.load("key_decided", decided)
    rows = worked.rows(_NEW, shape=_shape(decided.schema))
    return [Status(row["id"], row["decided"], row["digest"]) for row in rows]


def _in_one_column(decided: pa.Table, names: list[str]) -> pa.Table:
    """Of one column a query is planned at once, of hundreds it is not."""
    together = decided.select(names).to_struct_array()
    return pa.table({"id": decided["id"], "decided": together})


def _shape(columns: pa.Schema) -> str:
    """The same values under other names are something else."""
    return f"{md5(str(columns).encode()).hexdigest()[:8]} "


def _only(accounts: Collection[int] | None) -> str:
    if accounts is None:
        return ""
    ids = ",".join(str(int(account)) for account in sorted(accounts))
    return f" where account_id = any('{{{ids}}}'::bigint[])"


def write(
    statuses: Collection[Status], *, accounts: Collection[int], day: date, run: int | None
) -> int:
    """Write the rows of `accounts`, new in place of old: rows that are changed cost more, as all
    that PostgreSQL generates of them is then made twice."""
    mine = frozenset(accounts)
    rows = [
        {
            "account_id": each.account_id,
            "as_of": day,
            "run_id": run,
            "decided": each.decided,
            "digest": each.digest,
        }
        for each in statuses
        if each.account_id in mine
    ]
    AccountStatus.objects.filter(account__in=[row["account_id"] for row in rows]).delete()
    copy_in(AccountStatus, rows)
    return len(rows)
