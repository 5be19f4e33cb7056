"""Which page or facts file answers each kind of vector: how `in` becomes facts, the result `out`.

Shaping only: no limit, weight or rule of the handbook stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.spec import engagement, measures, scores
from tests.spec.given import Given

ANSWERS: dict[str, Callable[[Given], Any]] = {
    "band": scores.band,
    "mean_of_midpoints": scores.mean_of_midpoints,
    "license_health": measures.license_health,
    "account_license_utilization": measures.account_license_utilization,
    "user_engagement": measures.user_engagement,
    "scm_adoption": measures.colour_of("scm_adoption", git_users_28d="git_users_28d"),
    "ci_adoption": measures.colour_of("ci_adoption", ci_pipeline_users_28d="ci_pipeline_users_28d"),
    "devsecops_adoption": measures.devsecops_adoption,
    "cd_adoption": measures.cd_adoption,
    "use_case_adoption_count": scores.use_case_adoption_count,
    "platform_adoption_arr_share": scores.platform_adoption_arr_share,
    "roi": measures.roi,
    "support_issues": measures.support_issues,
    "support_emergency": measures.support_emergency,
    "meeting_cadence": measures.meeting_cadence,
    "persona_engagement": measures.persona_engagement,
    "sentiment_freshness": measures.sentiment_freshness,
    "product_freshness": measures.product_freshness,
    "scorecard": scores.scorecard_with_groups,
    "scorecard_overall": scores.scorecard_overall,
    "effective_overall_weights": scores.effective_overall_weights,
    "time_to_engage": engagement.time_to_engage,
    "time_to_onboard": engagement.time_to_onboard,
    "first_value_date": engagement.first_value_date,
    "time_to_first_value": engagement.time_to_first_value,
    "subscription_time_to_value": engagement.subscription_time_to_value,
    "first_reached": engagement.first_reached,
    "trigger_non_engaged": engagement.trigger_non_engaged,
    "ebr_rate": engagement.ebr_rate,
    "health_update_interval_days": engagement.health_update_interval_days,
    "priority_after_sentiment": engagement.priority_after_sentiment,
}

#: Kinds that no page answers yet, and what they wait for.
WAITING = {
    "nps": "surveys are not scored yet",
    "product_drop_cta": "the CTA of a measure that drops",
    "l28d_window": "labels of usage windows",
    "month_value_ping": "monthly trends of usage",
    "auto_instance_type": "instances labelled by themselves",
    "trigger_ci_internal_pipelines": "CTAs triggered by usage",
    "trigger_ci_external_pipelines": "CTAs triggered by usage",
    "trigger_legacy_ci": "CTAs triggered by usage",
    "trigger_license_ratio": "CTAs triggered by usage",
    "trigger_secure_jobs": "CTAs triggered by usage",
    "seat_reduction_signal": "signals of an account",
    "qoq": "changes from quarter to quarter",
    "playbook_stalled": "enablement and expansion",
    "renewal_dates": "the survey before a renewal",
    "renewal_forecast": "renewal forecasts",
    "renewal_swing_valid": "renewal forecasts",
    "renewal_rate": "retention",
    "gross_net_retention": "retention",
    "escalation_update_overdue": "escalations",
    "escalation_dri": "escalations",
    "escalation_product_dri": "escalations",
    "risk_notify": "notifications",
    "burn_down_flags": "the burn-down",
}
