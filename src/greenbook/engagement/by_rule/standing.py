"""The CTAs, tasks and enrolments that stand already, loaded beside the decisions of the day."""

from __future__ import annotations

from collections.abc import Collection

from greenbook.decisions.extract import Reader
from greenbook.engine.interface import Engine

_CTAS = """
select id, account_id, rule, grain, subject_id, occasion, type, reason, due_on, owner_id,
  owner_role, closed_on is null as open,
  exists (select 1 from records_record_history h where h.table_name = 'records_cta'
    and h.record_id = records_cta.id and h.changed_by_id is not null) as by_people
from records_cta
"""

_TASKS = """
select t.id, t.account_id, t.template, c.playbook from records_task t
join records_cta c on c.id = t.cta_id
where t.status = 'open' and c.closed_on is null and t.template is not null
"""

_ENROLMENTS = """
select account_id, program, occasion, status from records_program_enrolment
"""


def load_standing(engine: Engine, read: Reader, *, accounts: Collection[int] | None) -> None:
    """Load `standing_cta` (all, closed ones too), `standing_task` (open ones of playbooks) and
    `standing_enrolment`."""
    ctas, tasks, enrolments = read(
        _CTAS + _only("where account_id", accounts),
        _TASKS + _only("and t.account_id", accounts),
        _ENROLMENTS + _only("where account_id", accounts),
    )
    engine.load("standing_cta", ctas)
    engine.load("standing_task", tasks)
    engine.load("standing_enrolment", enrolments)


def open_rules(engine: Engine) -> frozenset[str]:
    """The rules of which a CTA is open for anybody, and the playbooks that have an open task."""
    ctas, tasks = engine.table("standing_cta"), engine.table("standing_task")
    rules = ctas.filter(ctas["open"])["rule"].unique().to_pylist()
    return frozenset(rules) | frozenset(tasks["playbook"].unique().to_pylist())


def _only(column: str, accounts: Collection[int] | None) -> str:
    if accounts is None:
        return ""
    ids = ",".join(str(int(account)) for account in sorted(accounts))
    return f" {column} = any('{{{ids}}}'::bigint[])"
