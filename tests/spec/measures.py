"""How vectors of single measures become facts, and the measure the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.packs.tables import day
from tests.spec.asked import ask
from tests.spec.given import LONG_AGO, ON, OWNED, TODAY, Given, before, known
from tests.spec.records import (
    licence_facts,
    persona_facts,
    usage_facts,
)

SCANS = {"secret_detection": "secret_detection_scans_28d",
         "dependency": "dependency_scanning_scans_28d",
         "container": "container_scanning_scans_28d", "sast": "sast_scans_28d",
         "dast": "dast_scans_28d", "coverage_fuzz": "coverage_fuzzing_scans_28d",
         "api_fuzz": "api_fuzzing_scans_28d"}  # fmt: skip


def license_health(given: Given) -> list[Any]:
    facts = known(licence_users=given["billable"], licences=given["licensed"])
    facts |= {"usage_arrives": True, "first_paid_on": day(given["start"])}
    row = ask("license_utilization", on=day(given["as_of"]), facts=facts)
    return [row["license_utilization__value"], row["license_utilization"]]


def account_license_utilization(given: Given) -> Given:
    usage = licence_facts(TODAY, given["subscriptions_billable_licensed"])
    facts = {"first_paid_on": LONG_AGO}
    asked = ("license_utilization", "license_utilization_shown")
    row = ask(*asked, on=TODAY, facts=facts, worked_out=usage)
    return {
        "display": row["license_utilization_shown"],
        "scorecard": row["license_utilization__value"],
    }


def user_engagement(given: Given) -> str | None:
    facts = {"usage_arrives": True, "active_users_28d": given["active_28d"],
             "active_users_of": given["billable"], "usage_delivery": given["delivery"],
             "usage_version": given["version"]}  # fmt: skip
    return ask("user_engagement", on=TODAY, facts=facts)["user_engagement"]


def use_case(measure: str, **metrics: str) -> Callable[[Given], Any]:
    """A use case by facts that stand in the vector under other names; its limits by `set`."""

    def answer(given: Given) -> Any:
        facts = known(billable_users=given["billable"])
        facts |= known(**{fact: given[name] for fact, name in metrics.items()})
        on = ON[given.get("set", "T2025")]
        return ask(measure, on=on, facts=facts, decided={"use_cases_expected": True})

    return answer


def colour_of(measure: str, **metrics: str) -> Callable[[Given], Any]:
    asked = use_case(measure, **metrics)
    return lambda given: asked(given)[measure]


def devsecops_adoption(given: Given) -> Given:
    readings = {SCANS[name]: value for name, value in given["scans_28d"].items()}
    readings |= {"billable_users": given["billable"],
                 "secure_scanner_users_28d": given["scanner_users_28d"],
                 "ci_internal_pipelines_28d": given["ci_internal_pipelines_28d"]}  # fmt: skip
    usage = usage_facts(TODAY, readings, tier=given["plan"])
    facts = {"first_paid_on": LONG_AGO}
    row = ask("devsecops_adoption", on=TODAY, facts=facts, worked_out=usage)
    metrics = ("scanner_users", "scans_per_pipeline", "scanner_types")
    return by_metrics("devsecops_adoption", metrics, row)


def cd_adoption(given: Given) -> Given:
    asked = use_case("cd_adoption", deploy_users_28d="deploy_users_28d", deploys_28d="deploys_28d",
                     deploys_ok_28d="ok_28d", deploys_failed_28d="failed_28d")  # fmt: skip
    metrics = ("users_who_deployed", "deployments_per_user", "successful_deployments")
    return by_metrics("cd_adoption", metrics, asked(given))


def by_metrics(measure: str, metrics: tuple[str, ...], row: Given) -> Given:
    if row[measure] is None:
        return {"metrics": None, "score": None, "color": None}
    colours = [row[f"{measure}__{metric}__colour"] for metric in metrics]
    return {"metrics": colours, "score": row[f"{measure}__score"], "color": row[measure]}


def roi(given: Given) -> str | None:
    facts = OWNED | {
        "priority_recorded": given["priority"], "csm_owned": given["csm_owned"],
        "plan_status": given["status"] if given["open_plan"] else None,
        "plan_objectives": given["objectives"],
        "plan_has_strategy_and_highlights": given["strategy_and_highlights"],
    }  # fmt: skip
    return ask("roi", on=TODAY, facts=facts)["roi"]


def support_issues(given: Given) -> str | None:
    facts = {"tickets_lately": given["tickets_last_month"],
             "last_ticket_on": before(given["days_since_update"])}  # fmt: skip
    return ask("support_issues", on=TODAY, facts=facts)["support_issues"]


def support_emergency(given: Given) -> str | None:
    facts = {"urgent_tickets_open": given["open"],
             "urgent_ticket_closed_on": before(3) if given["closed_last_7d"] else None}  # fmt: skip
    return ask("support_emergency", on=TODAY, facts=facts)["support_emergency"]


def meeting_cadence(given: Given) -> str | None:
    last = given["last_meeting"]
    facts = OWNED | {
        "priority_recorded": given["priority"], "last_call_on": last and day(last),
        "onboarding_started_on": day(given["onboarding_start"]),
    }  # fmt: skip
    return ask("meeting_cadence", on=day(given["as_of"]), facts=facts)["meeting_cadence"]


def persona_engagement(given: Given) -> str | None:
    on = day(given["as_of"])
    met = persona_facts(on, given["entries"])
    row = ask("persona_engagement", on=on, facts=OWNED, worked_out=met)
    return row["persona_engagement"]


def sentiment_freshness(given: Given) -> Given:
    facts = OWNED | {"csm_sentiment": given["color"],
                     "csm_sentiment_set_on": before(given["days_since_set"])}  # fmt: skip
    row = ask("csm_sentiment_in_use", "sentiment_stale", on=TODAY, facts=facts)
    return {"color": row["csm_sentiment_in_use"], "stale": row["sentiment_stale"]}


def product_freshness(given: Given) -> str | None:
    """By source code management, with readings that the handbook calls green."""
    assert given["color"] == "green"
    readings = {"billable_users": 200.0, "git_operation_users_28d": 100.0}
    usage = usage_facts(TODAY, readings, age_days=given["days_since_usage"])
    facts = {"first_paid_on": LONG_AGO}
    return ask("scm_adoption", on=TODAY, facts=facts, worked_out=usage)["scm_adoption"]
