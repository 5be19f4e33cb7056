"""What the decisions of a pass ask for, and the doing of it for some accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from greenbook.decisions.extract import Reader
from greenbook.decisions.worked import Worked
from greenbook.engagement.by_rule import ctas, onboardings, priority, programs
from greenbook.engagement.by_rule.owners import owners
from greenbook.engagement.by_rule.plan import Plan, plan_ctas
from greenbook.engagement.by_rule.priority import Priority, plan_priorities
from greenbook.engagement.by_rule.programs import Programs, plan_programs
from greenbook.engagement.by_rule.standing import load_standing


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that the decisions of a pass ask for, not yet done."""

    ctas: Plan
    priorities: list[Priority]
    programs: Programs

    def accounts(self) -> list[int]:
        """Who has something to be done for, in order."""
        who = self.ctas.accounts() | {each.account_id for each in self.priorities}
        who |= {each.account_id for each in self.programs.entries}
        return sorted(who | {account for _, account in self.programs.stops})


def asked(worked: Worked, read: Reader) -> Asked:
    """Compare what was decided with what stands."""
    load_standing(worked.engine, read, accounts=worked.accounts)
    return Asked(plan_ctas(worked), plan_priorities(worked), plan_programs(worked))


def do(
    what: Asked, *, accounts: Collection[int], day: date, handbook: str, run: int | None
) -> Counter[str]:
    """Do what is asked for `accounts`, in the transaction that is open; count what was done."""
    done = Counter[str]()
    if what.accounts():
        who = owners(day=day, accounts=accounts)
        done += ctas.carry_out(what.ctas, accounts=accounts, owners=who, day=day, handbook=handbook)
    done += onboardings.begin(accounts=accounts, day=day)
    if what.accounts():
        done += programs.carry_out(what.programs, accounts=accounts, day=day)
        recorded = priority.record_priorities(what.priorities, accounts=accounts, day=day, run=run)
        done += Counter(priorities_decided=recorded)
    return done
