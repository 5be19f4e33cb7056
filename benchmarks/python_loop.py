"""The priority pages as a Python programmer would write them: one slotted account at a time.

Three-valued like the handbook: None is unknown. Conditions are worked out once an account and
handed back, because the engine hands them back, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from greenbook.handbook.conditions.evaluate import add_months

Truth = bool | None
PAGES = (
    "priority_by_model", "priority_forced", "priority_suggested", "priority_decided",
    "priority_gap", "priority_offered", "qualify_up_reason", "priority_review_kind",
    "priority_review",
)  # fmt: skip


@dataclass(slots=True)
class Account:
    """The facts that the pages read, and what other pages decided. None: unknown, or none."""

    id: int
    arr: int | None
    cadence_call: str | None
    cadence_call__known: bool
    case_study_agreed: Truth
    churned: Truth
    critical_initiative: Truth
    cs_segment: str | None
    csm_assigned: Truth
    csm_assigned_on: date | None
    csm_owned: Truth
    first_days_as_customer: int | None
    growth_closes_on: date | None
    growth_intent_until: date | None
    has_parent: Truth
    health: str | None
    health__known: bool
    in_triage: Truth
    in_triage__known: bool
    is_key_logo: Truth
    managed_apart_undecided: Truth
    objectives_captured: int | None
    onboarding_day: int | None
    onboarding_open: Truth
    priority_recorded: int | None
    priority_reviewed_for: date | None
    public_sector: Truth
    pubsec_trial: Truth
    qbr_quarter: date | None
    region: str | None
    stages_in_use: int | None
    to_p1_exception_approved: Truth
    to_p1_exception_documented: Truth
    to_p2_exception_approved: Truth
    to_p2_exception_documented: Truth
    today: date
    unmanaged_child: Truth
    uptier_closes_on: date | None
    use_case_rollout: Truth


@dataclass(slots=True)
class Rule:
    """`known` and `sure` are of what it hands on."""

    when: Truth
    gives: Any
    known: bool = True
    sure: bool = True


@dataclass(slots=True)
class Decided:
    value: Any
    rule: int | None
    sure: bool
    known: bool


@dataclass(slots=True)
class Days:
    """The day and those the pages count to, worked out once."""

    today: date
    in_3_months: date
    in_6_months: date
    in_9_months: date

    @classmethod
    def around(cls, today: date) -> Days:
        return cls(today, *(add_months(today, number) for number in (3, 6, 9)))


def decide_all(accounts: Sequence[Account], today: date) -> Iterator[tuple[Any, ...]]:
    """For each account: every page's decision in PAGES' order, then each condition's truth."""
    days = Days.around(today)
    for account in accounts:
        yield decide(account, days)


def decide(a: Account, days: Days) -> tuple[Any, ...]:
    segment = a.cs_segment
    # Conditions, each once, in the order in which the pages ask.
    strategic = None if segment is None else segment == "strategic"
    in_triage = a.in_triage if a.in_triage__known else None
    uptier_soon = by(a.uptier_closes_on, days.in_3_months)
    first_60_days = a.onboarding_day is not None and a.onboarding_day < 60
    growth = None if segment is None else segment == "growth"
    grows_in_6 = by(a.growth_closes_on, days.in_6_months)
    commercial = None if segment is None else segment == "commercial"
    large = None if a.arr is None else a.arr >= 20_000_000
    began = None if a.first_days_as_customer is None else a.first_days_as_customer >= 0
    new = None if a.first_days_as_customer is None else a.first_days_as_customer < 45
    grows_in_3 = by(a.growth_closes_on, days.in_3_months)
    means_to_in_3 = by(a.growth_intent_until, days.in_3_months)
    few_stages = None if a.stages_in_use is None else a.stages_in_use < 2
    small_arr = None if a.arr is None else a.arr < 20_000_000
    grows_in_9 = by(a.growth_closes_on, days.in_9_months)
    means_to_in_9 = by(a.growth_intent_until, days.in_9_months)
    no_stage = None if a.stages_in_use is None else a.stages_in_use < 1
    no_objective = None if a.objectives_captured is None else a.objectives_captured == 0
    scale = None if segment is None else segment == "scale"
    recorded = a.priority_recorded is not None
    digital = None if segment is None else segment == "digital"
    amer = None if a.region is None else a.region == "AMER"
    red = a.health == "red" if a.health__known else None
    top_segment = None if segment is None else segment in ("strategic", "growth")
    recorded_4, recorded_3 = a.priority_recorded == 4, a.priority_recorded == 3
    not_digital = None if digital is None else not digital
    not_recorded_1 = recorded and a.priority_recorded != 1
    before_qbr, reviewed = qbr(a)
    in_a_model = None if segment is None else segment in ("strategic", "growth", "commercial")
    called_late = a.cadence_call in ("overdue", "breach") if a.cadence_call__known else None
    uptier_in_9 = by(a.uptier_closes_on, days.in_9_months)

    here = negated(a.churned)
    small = both(small_arr, either(negated(either(grows_in_9, means_to_in_9)), no_stage))
    criteria = either(
        both(began, new), a.critical_initiative, either(grows_in_3, means_to_in_3),
        both(few_stages, negated(small)), in_triage,
    )  # fmt: skip
    model = first_match(
        (
            Rule(both(strategic, here, uptier_soon), 1),
            Rule(both(strategic, here, in_triage), 1),
            Rule(both(strategic, here, a.onboarding_open, first_60_days), 1),
            Rule(both(strategic, here, a.onboarding_open), 1),
            Rule(both(strategic, here), 2),
            Rule(both(growth, here, grows_in_6), 1),
            Rule(both(growth, here, a.use_case_rollout), 1),
            Rule(both(growth, here, in_triage), 1),
            Rule(both(growth, here, a.onboarding_open), 1),
            Rule(both(growth, here), 2),
            Rule(both(commercial, here, large), 1),
            Rule(both(commercial, here, criteria), 1),
            Rule(both(commercial, here, small, no_objective), 1),
            Rule(both(commercial, here), 2),
            Rule(both(scale, here), None),
        ),
        passes=True,
    )
    trial = both(a.public_sector, a.pubsec_trial)
    forced = first_match(
        (
            Rule(both(here, a.unmanaged_child), 3),
            Rule(both(here, digital, either(negated(a.csm_owned), trial)), 4),
            Rule(both(here, amer, a.csm_owned), 1),
            Rule(both(here, red, top_segment), 1),
            Rule(
                both(
                    here,
                    either(a.to_p2_exception_approved, both(a.to_p2_exception_documented, False)),
                ),
                2,
            ),
            Rule(
                both(
                    here,
                    either(a.to_p1_exception_approved, both(a.to_p1_exception_documented, False)),
                ),
                1,
            ),
            Rule(both(here, a.csm_owned, a.onboarding_open), 1),
            Rule(here, None),
        ),
        passes=True,
    )
    is_forced = True if forced.value is not None else False if forced.known else None
    by_force = Rule(both(here, is_forced), forced.value, forced.known, forced.sure)
    suggested = first_match(
        (by_force, Rule(here, model.value, model.known, model.sure)), passes=True
    )
    decided = first_match(
        (
            by_force,
            Rule(both(here, recorded), a.priority_recorded),
            Rule(here, suggested.value, suggested.known, suggested.sure),
        ),
        passes=True,
    )
    gap = first_match(
        (
            Rule(both(recorded_4, a.csm_assigned, negated(trial)), "four_with_csm"),
            Rule(both(recorded_3, negated(a.has_parent)), "three_without_parent"),
            Rule(
                both(amer, a.csm_owned, not_digital, negated(a.unmanaged_child), not_recorded_1),
                "amer_not_one",
            ),
            Rule(a.managed_apart_undecided, "child_undecided"),
            Rule(True, None),
        )
    )
    differ = differs(suggested, decided)
    offered = first_match(
        (
            Rule(both(here, differ), suggested.value, suggested.known, suggested.sure),
            Rule(here, None),
        )
    )
    decided_2 = compared(decided, decided.value == 2)
    may_qualify = both(commercial, here, decided_2)
    qualify = first_match(
        (
            Rule(both(may_qualify, uptier_in_9), "uptier_with_timeline"),
            Rule(
                both(may_qualify, either(a.is_key_logo, a.case_study_agreed)),
                "key_logo_or_case_study",
            ),
            Rule(may_qualify, None),
        )
    )
    amer_gap = compared(gap, gap.value == "amer_not_one")
    in_book = both(a.csm_owned, here, in_a_model)
    kind = first_match(
        (
            Rule(both(in_book, amer, either(amer_gap, called_late)), "data_check"),
            Rule(both(in_book, amer), None),
            Rule(in_book, "full"),
        )
    )
    asks = compared(kind, kind.value in ("full", "data_check"))
    review = quarterly_review(a, days.today, both(asks, before_qbr), reviewed)
    return (
        model, forced, suggested, decided, gap, offered, qualify, kind, review,
        strategic, a.churned, uptier_soon, in_triage, a.onboarding_open, first_60_days, growth,
        grows_in_6, a.use_case_rollout, commercial, large, began, new, a.critical_initiative,
        grows_in_3, means_to_in_3, few_stages, small_arr, grows_in_9, means_to_in_9, no_stage,
        no_objective, scale, a.unmanaged_child, digital, a.csm_owned, a.public_sector,
        a.pubsec_trial, amer, red, top_segment, a.to_p2_exception_approved,
        a.to_p2_exception_documented, a.to_p1_exception_approved, a.to_p1_exception_documented,
        is_forced, recorded, recorded_4, a.csm_assigned, recorded_3, a.has_parent, not_digital,
        not_recorded_1, a.managed_apart_undecided, differ, decided_2, uptier_in_9, a.is_key_logo,
        a.case_study_agreed, in_a_model, amer_gap, called_late, asks, before_qbr, reviewed,
    )  # fmt: skip


def first_match(rules: Sequence[Rule], *, passes: bool = False) -> Decided:
    """The first true rule; sure unless an unknown one before it would have said something else."""
    doubts = []
    for number, rule in enumerate(rules, start=1):
        if rule.when is None:
            doubts.append(rule)
        elif rule.when:
            settled = all(d.known and rule.known and d.gives == rule.gives for d in doubts)
            sure = settled and rule.known and rule.sure
            known = rule.known and (passes or settled)
            if passes or known:
                return Decided(rule.gives, number, sure, known)
            return Decided(None, None, sure, known)
    return Decided(None, None, not doubts, not doubts)


def quarterly_review(a: Account, today: date, applies: Truth, reviewed: Truth) -> Decided:
    """Owed from two weeks before the quarter's end until two weeks after."""
    if applies is not True:
        return Decided(None, None, applies is False, applies is False)
    if a.qbr_quarter is None:
        return Decided(None, None, False, False)
    ends = add_months(a.qbr_quarter, 3)
    if today < ends - timedelta(days=14):
        return Decided(None, None, True, True)
    due, limit = ends - timedelta(days=1), ends + timedelta(days=13)
    status = "on_track"
    if today > limit:
        status = "breach"
    elif today > due:
        status = "overdue"
    elif today >= due - timedelta(days=7):
        status = "due_soon"
    if reviewed:
        status = "on_track"
    known = reviewed is not None or status == "on_track"
    return Decided(status if known else None, None, known, known)


def qbr(a: Account) -> tuple[Truth, Truth]:
    """Whether the CSM came before the quarter's end, and whether the review was done for it."""
    before: Truth = False if a.csm_assigned_on is None else None
    reviewed: Truth = False if a.priority_reviewed_for is None else None
    if a.qbr_quarter is not None:
        if a.csm_assigned_on is not None:
            before = a.csm_assigned_on < add_months(a.qbr_quarter, 3)
        if a.priority_reviewed_for is not None:
            reviewed = a.priority_reviewed_for >= a.qbr_quarter
    return before, reviewed


def by(day: date | None, limit: date) -> bool:
    """No day at all is known, too, and then it does not come by then."""
    return day is not None and day <= limit


def differs(one: Decided, other: Decided) -> Truth:
    if (one.value is None and one.known) or (other.value is None and other.known):
        return False
    if one.value is None or other.value is None:
        return None
    return bool(one.value != other.value)


def compared(decided: Decided, says: bool) -> Truth:
    """A comparison with what was decided: none compares false, unknown is unknown."""
    if decided.value is None:
        return False if decided.known else None
    return says


def both(*truths: Truth) -> Truth:
    return False if False in truths else None if None in truths else True


def either(*truths: Truth) -> Truth:
    return True if True in truths else None if None in truths else False


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth
