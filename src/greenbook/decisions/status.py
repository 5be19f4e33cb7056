"""What stands for each account in the database: the row that lists filter and sort by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from greenbook.decisions.extract import Reader
from greenbook.decisions.keys import clocks, key_columns, key_decisions, late
from greenbook.decisions.worked import Worked
from greenbook.handbook.pages import Page
from greenbook.records.bulk import copy_in
from greenbook.records.many_ids import among
from greenbook.records.models import AccountStatus

_STANDING = "select account_id, digest from records_account_status"

#: Most rows are what stands: only of the others JSON is made.
_NEW = """
with now as (select id, decided, concat($shape, hash(decided)) as digest from key_decided)
select now.id, cast(to_json(now.decided) as varchar) as decided, now.digest from now
left join standing_status s on s.account_id = now.id
where s.digest is distinct from now.digest order by now.id
"""

#: Longer values are nothing that a list filters by.
SHORT = 40


@dataclass(frozen=True, slots=True)
class Status:
    """The key decisions of an account where they are not what stands: as JSON, and in words, both
    as PostgreSQL reads them.

    The digest tells them apart. Another DuckDB may give others: then every row is written once.
    """

    account_id: int
    decided: str
    standing: str
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
    rows = worked.engine.run(_NEW, shape=_shape(decided.schema))
    words = _words(worked, rows["id"], names)
    found = zip(rows.to_pylist(), words, strict=True)
    return [Status(row["id"], row["decided"], said, row["digest"]) for row, said in found]


def _in_one_column(decided: pa.Table, names: list[str]) -> pa.Table:
    """Of one column a query is planned at once, of hundreds it is not."""
    together = decided.select(names).to_struct_array()
    return pa.table({"id": decided["id"], "decided": together})


def _words(worked: Worked, ids: pa.ChunkedArray, names: list[str]) -> list[str]:
    """`{"health=red","ebr=unknown"}`: each decision of the accounts that is one short value or
    unknown, and each clock that is late. Nothing stands of what does not apply.

    As lists they would take longer to send than to find."""
    table = worked.engine.table("decided_account")
    decided = table.select(names).take(pc.index_in(ids, table["id"]))
    words = [_word(name, decided) for name in sorted(names) if "__" not in name]
    words += [_late(page, decided) for page in clocks(worked.handbook) if late(page) in names]
    said = pc.binary_join_element_wise(*words, ",", null_handling="skip")
    return pc.binary_join_element_wise("{", said, "}", "").to_pylist()


def _word(name: str, decided: pa.Table) -> pa.ChunkedArray:
    text = decided[name].cast(pa.string())
    escaped = pc.replace_substring_regex(text, r'(["\\])', r"\\\1")
    word = pc.binary_join_element_wise(f'"{name}=', escaped, '"', "")
    short = pc.if_else(pc.less_equal(pc.utf8_length(text), SHORT), word, None)
    return pc.if_else(pc.invert(decided[f"{name}__known"]), f'"{name}=unknown"', short)


def _late(clock: Page, decided: pa.Table) -> pa.ChunkedArray:
    is_late = pc.fill_null(decided[late(clock)], False)
    return pc.if_else(is_late, f'"{clock.decides}=late"', pa.scalar(None, pa.string()))


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
    fresh = [each for each in statuses if each.account_id in mine]
    AccountStatus.objects.filter(among(each.account_id for each in fresh)).delete()
    copy_in(AccountStatus, [_row(each, day, run) for each in fresh])
    return len(fresh)


def _row(status: Status, day: date, run: int | None) -> dict[str, Any]:
    return {
        "account_id": status.account_id,
        "as_of": day,
        "run_id": run,
        "decided": status.decided,
        "standing": status.standing,
        "digest": status.digest,
    }
