"""How vectors of whole scorecards become measures, and health the result."""

from __future__ import annotations

from typing import Any

from tests.spec.asked import ask, ask_company
from tests.spec.given import LONG_AGO, TODAY, Given

MEASURES = {
    "license_utilization": "license_utilization", "user_engagement": "user_engagement",
    "scm": "scm_adoption", "ci": "ci_adoption", "devsecops": "devsecops_adoption",
    "cd": "cd_adoption", "csm_sentiment": "csm_sentiment_in_use", "roi": "roi",
    "support_issues": "support_issues", "support_emergency": "support_emergency",
    "meeting_cadence": "meeting_cadence", "persona": "persona_engagement",
}  # fmt: skip
PRODUCT = ("license_utilization", "user_engagement", "scm", "ci", "devsecops", "cd")
GROUPS = {"product": "product", "risk": "risk", "outcomes": "outcomes",
          "voc": "voice_of_customer", "engagement": "engagement"}  # fmt: skip
#: Metric values of DevSecOps adoption that the handbook calls so.
OF_COLOUR = {"red": (8, 120, 1), "yellow": (30, 750, 2), "green": (45, 2200, 3)}


def band(given: Given) -> str | None:
    return scorecard(csm_sentiment=given["score"])["health"]


def mean_of_midpoints(given: Given) -> list[Any]:
    users, scans, types = (OF_COLOUR[c][i] for i, c in enumerate(given["colors"]))
    facts = {"ultimate_scanner_users_28d": users, "ultimate_users": 200, "scans_28d": scans,
             "ci_internal_pipelines_28d": 3000, "scanner_types": types}  # fmt: skip
    row = ask("devsecops_adoption", on=TODAY, facts=facts, decided={"devsecops_expected": True})
    return [row["devsecops_adoption__score"], row["devsecops_adoption"]]


def scorecard_with_groups(given: Given) -> Given:
    row = scorecard(**given)
    groups = {shown: row[f"health__{name}"] for shown, name in GROUPS.items()}
    return {"groups": groups, "computed": row["health__computed"], "color": row["health"]}


def scorecard_overall(given: Given) -> Given:
    row = scorecard(**given)
    return {"computed": row["health__computed"], "color": row["health"],
            "effective": row["health__effective"]}  # fmt: skip


def effective_overall_weights(given: Given) -> dict[str, float]:
    """What a measure at 100 among measures at 0 makes of the whole: its weight."""
    assert given["group"] == "product"
    others = {name: 0 for name in MEASURES if name not in PRODUCT}
    present = dict.fromkeys(given["present"], 0)
    return {
        name: scorecard(**others, **(present | {name: 100}))["health__computed"]
        for name in given["present"]
    }


def scorecard(**measures: str | float | None) -> dict[str, Any]:
    """The health page over measures given as colours or numbers; the others have none."""
    decided: Given = {}
    for name, decision in MEASURES.items():
        given = measures.get(name)
        if isinstance(given, int | float):
            decided |= {decision: "yellow", f"{decision}__score": float(given)}
        else:
            decided[decision] = given
    facts = {"churned": False, "onboarding_started_on": None, "first_paid_on": LONG_AGO}
    return ask("health", on=TODAY, facts=facts, decided=decided)


def use_case_adoption_count(given: Given) -> int | None:
    decided = {MEASURES[name]: colour for name, colour in given.items()}
    row = ask("use_case_adoption_count", on=TODAY, decided=decided)
    return row["use_case_adoption_count"]


def platform_adoption_arr_share(given: Given) -> Given:
    arr, counts = zip(*given["accounts_arr_count"], strict=True)
    words = {"0": "none", "1": "one", "2": "two", "3+": "three"}
    return {
        shown: ask_company(f"platform_arr_{word}", on=TODAY, accounts=[{"arr": a} for a in arr],
                           decided={"use_case_adoption_count": list(counts)})
        for shown, word in words.items()
    }  # fmt: skip
