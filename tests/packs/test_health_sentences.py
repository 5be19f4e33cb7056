"""What the pages of health and plans say when Nora asks why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from greenbook.engine.duck import DuckEngine
from greenbook.engine.explain import explain
from greenbook.engine.given import facts_given
from tests.shipped import shipped
from tests.spec.asked import in_columns

TODAY = date(2025, 6, 1)
ACME: dict[str, Any] = {
    "today": TODAY, "csm_owned": True, "churned": False, "cs_segment": "strategic",
    "priority_recorded": 1, "csm_sentiment": "red", "csm_sentiment_set_on": date(2025, 5, 20),
    "plan_status": "active", "plan_objectives": 2, "plan_has_strategy_and_highlights": False,
    "usage_arrives": True, "first_paid_on": date(2023, 1, 1), "licence_users": 120,
    "licences": 200, "ultimate_in_use": False, "contract_year_start": date(2025, 1, 1),
    "contract_term_months": 12, "ebr_held_on": None,
}  # fmt: skip


def because(decision: str, **different: Any) -> str:
    with DuckEngine(threads=1) as engine:
        facts = in_columns("account", ACME | different)
        engine.load("facts_account", facts_given(shipped().facts, "account", [facts], ids=[1]))
        trace = explain(engine, shipped(), grain="account", id=1, decision=decision, on=TODAY)
    return trace.because


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("csm_sentiment_in_use", "red because the CSM set it on 20 May 2025"),
        ("health", "red because the CSM says red: the CSM sentiment is red"),
        ("license_utilization",
         "red because the licence utilization is 60% (at most 75%) and the start of the first paid"
         " subscription was on 1 Jan 2023 (more than 9 months ago)"),
        ("ebr", "due soon because no full EBR was held yet: due on 1 Jul 2025, "
                "at the latest on 1 Aug 2025"),
    ],
)  # fmt: skip
def test_a_page_says_why(decision: str, says: str) -> None:
    assert because(decision) == says


def test_a_plan_says_what_is_missing() -> None:
    assert because("plan_colour") == (
        "yellow because strategy or highlights are missing"
        " and a light plan for priority 2 is switched off"
    )


def test_a_measure_of_metrics_that_does_not_apply_does_not_complain_of_missing_metrics() -> None:
    assert "does not apply" in because("devsecops_adoption")
