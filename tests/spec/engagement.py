"""How vectors of value, reviews, risk and priority become facts, and pages answer them."""

from __future__ import annotations

from typing import Any

from tests.packs.tables import day
from tests.spec.asked import ask
from tests.spec.given import LONG_AGO, OWNED, TODAY, Given, before, text
from tests.spec.records import (
    renewal_facts,
    subscription_pings,
)


def time_to_engage(given: Given) -> int | None:
    first = given["first_call_or_meeting"]
    facts = {
        "onboarding_started_on": day(given["cta_start"]),
        "first_call_on": first and day(first),
    }
    return ask("time_to_engage", on=TODAY, facts=facts)["time_to_engage"]


def time_to_onboard(given: Given) -> int | None:
    facts = {"onboarding_started_on": day(given["cta_start"]),
             "onboarding_closed_on": day(given["cta_closed"])}  # fmt: skip
    return ask("time_to_onboard", on=TODAY, facts=facts)["time_to_onboard"]


def first_value_date(given: Given) -> str | None:
    row = subscription_pings(
        given["pings"], "billable_users", "licensed_users", file="account/first_value"
    )
    return text(row["first_value_on"])


def time_to_first_value(given: Given) -> int | None:
    facts = OWNED | {
        "first_value_waived": False, "paid_before_csm": False,
        "original_contract_on": day(given["original_contract_date"]),
        "first_value_on": day(given["first_value_date"]),
    }  # fmt: skip
    return ask("time_to_first_value", on=TODAY, facts=facts)["time_to_first_value"]


def subscription_time_to_value(given: Given) -> int | None:
    reached = given["reached"]
    facts = {"started_on": day(given["subscription_start"]), "is_trial": False,
             "reached_10_percent_on": reached and day(reached)}  # fmt: skip
    return ask("time_to_10_percent", on=TODAY, facts=facts)["time_to_10_percent"]


def first_reached(given: Given) -> str | None:
    assert (given["metric"], given["threshold_pct"]) == ("scm", 40)
    row = subscription_pings(
        given["pings"], "git_operation_users_28d", "billable_users", file="subscription/value"
    )
    return text(row["reached_scm_on"])


def trigger_non_engaged(given: Given) -> bool:
    open_days = given["onboarding_cta_open_days"]
    facts = OWNED | {"silent_since": before(given["days_since_call"]),
                     "onboarding_open": open_days > 0, "onboarding_day": open_days}  # fmt: skip
    decided = {"priority_decided": given["priority"]}
    return ask("silence", on=TODAY, facts=facts, decided=decided)["silence"] is not None


def ebr_rate(given: Given) -> list[Any]:
    counts = {"covered": given["accounts_with_ebr_12m"], "customers": given["accounts"]}
    row = ask("ebr_coverage", on=TODAY, counts=counts)
    return [row["ebr_coverage"], row["ebr_coverage__met"]]


def health_update_interval_days(given: Given) -> int | None:
    on = day(given["as_of"])
    facts = OWNED | {"last_health_update_on": on, "csm_assigned_on": LONG_AGO}
    renewal = renewal_facts(on, day(given["renewal"]))
    decided = {"health": given["sentiment"], "health_update_policy": given["policy"]}
    row = ask("health_update", on=on, facts=facts, worked_out=renewal, decided=decided)
    every = row["health_update__every"]
    return every and int(every.removesuffix(" days"))


def priority_after_sentiment(given: Given) -> int | None:
    facts = OWNED | {
        "csm_sentiment": given["sentiment"], "csm_sentiment_set_on": TODAY,
        "priority_recorded": given["priority"], "region": "EMEA", "unmanaged_child": False,
        "usage_arrives": False, "onboarding_started_on": None, "first_paid_on": LONG_AGO,
    }  # fmt: skip
    return ask("priority_decided", on=TODAY, facts=facts)["priority_decided"]
