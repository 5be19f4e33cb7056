"""Record tables as the facts see them, empty or with a few rows, in a DuckDB of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

EVERY = """id bigint, source text, external_id text, happened_on date, known_from date,
    reconstructed bool"""

TABLES: dict[str, str] = {
    "person": """username text, name text, email text, roles text[], works_as text,
        manager_id bigint, region text, cs_segment text, sales_segment text,
        weekly_capacity int, ramped bool, is_active bool""",
    "absence": "user_id bigint, kind text, starts_on date, ends_on date",
    "cover": "absence_id bigint, account_id bigint, user_id bigint",
    "account": """name text, industry text, vertical text, employee_count int, region text,
        sub_region text, sector text, sales_segment text, is_major bool, cs_segment text,
        alignment text, parent_id bigint, managed_apart bool, arr_cents bigint, lam_cents bigint,
        tier text, products text, deployment_type text, deployment_codename text,
        original_contract_on date, customer_start_on date, customer_start_provisional bool,
        contract_start_on date, contract_term_months int, renewal_on date, license_count int,
        service_ping_enabled bool, cloud_license_data bool, first_value_on date,
        first_value_source text, conversion_source text, hosting text, deployer text,
        provider text, geo_enabled bool, high_availability bool, lifecycle_stage text,
        is_key_logo bool, case_study_agreement bool, referenceable bool, pubsec_p4_trial bool,
        stages_in_use int, ebr_per_year int, growth_intent_on date, growth_intent_until date,
        critical_initiative_on date, critical_initiative_done_on date, rollout_stated_on date,
        meets_csm_threshold bool, non_engaged_on date, summary text, google_notes_url text,
        triage_issue_url text, slack_channel text, architecture_url text""",
    "account_team": """account_id bigint, user_id bigint, role text, starts_on date, ends_on date,
        is_primary bool""",
    "csm_claim": """account_id bigint, user_id bigint, outcome text, decided_on date,
        decided_by_id bigint, reason text""",
    "contact": """account_id bigint, name text, email text, title text, gitlab_roles text[],
        is_regular bool, inactive bool, email_opt_out bool, is_sold_to bool,
        security_alerts_on date""",
    "opportunity": """account_id bigint, name text, kind text, order_type text, stage text,
        amount_cents bigint, arr_delta_cents bigint, booked_arr_cents bigint, atr_cents bigint,
        expected_close_on date, expected_start_on date, closed_on date, is_won bool,
        newly_qualifies bool, last_discussed_on date, loss_reason text""",
    "opportunity_stage": "opportunity_id bigint, account_id bigint, stage text",
    "subscription": """account_id bigint, starts_on date, ends_on date, tier text, seats int,
        arr_cents bigint, is_trial bool, auto_renew bool, billing_frequency text""",
    "instance": """account_id bigint, subscription_id bigint, kind text, name text, uuid text,
        delivery text, type text, version text, last_ping_on date""",
    "command_plan": """account_id bigint, opportunity_id bigint, solution text,
        primary_capability text, primary_value_driver text, metrics text, identify_pain text,
        why_now text, why_gitlab text, why_do_anything text, use_case_turned_green_on date""",
    "command_plan_objective": """command_plan_id bigint, account_id bigint, name text,
        use_case text, metric text, target text, owner text""",
    "partner": "name text, type text",
    "partner_engagement": """account_id bigint, partner_id bigint, status text, started_on date,
        ended_on date, introduced_on date, post_sale_role text, ongoing_engagement bool,
        own_cadence bool, csm_inclusion_plan text, kickoff_inviter text, customer_cadence text,
        health_review_months int, last_health_review_on date""",
    "partner_ebr_sync": """engagement_id bigint, account_id bigint, ebr_id bigint, held_on date,
        inviter text, content text""",
    "timeline_entry": """account_id bigint, type text, meeting_type text, subject text, notes text,
        notes_url text, recording_url text, author_id bigint, entry_source text, held bool,
        with_csm bool, csm_hosted bool, csm_sentiment text, product_sentiment text,
        requires_triage bool, risk_reason text, risk_impact text[], renewal_outcome text,
        attendee_count int, exec_sponsor_attended bool, also_kickoff bool, cta_id bigint,
        objective_id bigint, success_plan_id bigint""",
    "entry_attendee": "entry_id bigint, account_id bigint, user_id bigint, contact_id bigint",
    "cta": """account_id bigint, grain text, subject_id bigint, rule text, occasion text,
        type text, reason text, playbook text, name text, status text, priority text,
        owner_id bigint, owner_role text, start_on date, due_on date, closed_on date,
        closed_by_id bigint, closed_reason text, comments text, created_source text,
        snoozed_until date, snooze_reason text""",
    "cta_snooze": "cta_id bigint, until_on date, reason text, by_id bigint, ended_on date",
    "playbook_run": "cta_id bigint, account_id bigint, playbook text, edition date, handbook text",
    "task": """cta_id bigint, account_id bigint, template text, name text, owner_id bigint,
        owner_role text, due_on date, status text, done_on date, required bool, position int,
        skip_reason text, description text""",
    "onboarding": """account_id bigint, cta_id bigint, opportunity_id bigint, playbook text,
        started_on date, transition_done_on date, kickoff_scheduled_for date,
        kickoff_held_on date, kickoff_inviter text, deck_template text, deck_reviewed bool,
        why_bought text, tools json, business_goals text, cadence_established_on date,
        first_cadence_plan text, plan_drafted_on date, first_cadence_held_on date,
        attributes_complete bool, first_value_unknown_at_close bool, completed_on date,
        outcome text""",
    "onboarding_delay": "onboarding_id bigint, account_id bigint, cause text, reason text",
    "program_enrolment": """account_id bigint, contact_id bigint, program text, trigger_ref text,
        occasion text, status text, held_reason text, entered_on date, ended_on date""",
    "program_step": """enrolment_id bigint, account_id bigint, step text, due_on date, status text,
        sent_on date""",
    "success_plan": """account_id bigint, type text, name text, status text, strategy text,
        highlights text, due_on date, owner_id bigint, approval_status text,
        approved_by_id bigint, approved_on date, content_changed_on date,
        customer_validated_on date, customer_validated_by_id bigint, last_reviewed_on date,
        deck_url text""",
    "objective": """plan_id bigint, account_id bigint, name text, origin text,
        command_plan_objective_id bigint, command_plan_id bigint, category text, motion text,
        use_case text, stage_name text, is_primary bool, owner_id bigint, opened_on date,
        due_on date, baseline text, success_criteria text, expected_outcome text, status text,
        priority text, playbook text, last_validated_on date, last_activity_on date,
        closed_on date, outcome_summary text, needs_validation bool""",
    "plan_validation": """plan_id bigint, account_id bigint, kind text, by_id bigint,
        contact_id bigint, comment text""",
    "growth_plan": """account_id bigint, status text, strategic_goals text, last_review_on date,
        next_steps text""",
    "ebr": """account_id bigint, kind text, contract_year_start_on date, target_on date,
        status text, owner_id bigint, offered_on date, scheduled_for date, held_on date,
        counts_as_full bool, declined_reason text, length_min int, inviter text,
        customer_leaders int, notes_url text, roadmap_quarter_on date""",
    "workshop": """name text, type text, objective text, led_by text, led_by_user_id bigint,
        held_on date, use_case text, attendee_count int, feedback_score double""",
    "workshop_account": "workshop_id bigint, account_id bigint, attended bool, agreed bool",
    "roundtable": "theme text, held_on date, host_id bigint",
    "roundtable_industry": "roundtable_id bigint, industry text",
    "roundtable_account": "roundtable_id bigint, account_id bigint",
    "priority_assessment": """account_id bigint, suggested int, decided int, decided_by_id bigint,
        reason text, note text, run_id bigint""",
    "priority_exception": """account_id bigint, direction text, category text, justification text,
        requested_by_id bigint, requested_on date, team_discussed_on date,
        managers_discussed_on date, sent_on date, sales_decision text, sales_decided_on date,
        sales_decided_by_id bigint, documented_on date, starts_on date, ends_on date,
        withdrawn_on date""",
    "priority_review": """user_id bigint, quarter_start_on date, completed_on date,
        signed_by_id bigint""",
    "priority_review_item": """review_id bigint, account_id bigint, outcome text, priority int,
        reviewed_on date""",
    "override": """grain text, subject_id bigint, account_id bigint, decision text, value text,
        reason text, by_id bigint, approved_by_id bigint, starts_on date, ends_on date,
        withdrawn_on date""",
    "triage": "account_id bigint, opened_on date, closed_on date, issue_url text, reason text",
    "escalation": """account_id bigint, severity text, opened_on date, closed_on date,
        product_related bool, owner_id bigint""",
    "ticket": """account_id bigint, opened_on date, closed_on date, priority text, escalated bool,
        satisfaction double, first_response_min int, resolution_hours double""",
    "survey_response": """account_id bigint, contact_id bigint, kind text, score int,
        answered_on date""",
    "collaboration_project": """account_id bigint, template text, group_name text, url text,
        owner_id bigint, need text, decision_note text, state text, compliant_on date""",
    "usage_reading": """account_id bigint, subscription_id bigint, instance_id bigint,
        read_on date, metric text, value double""",
}


def empty_records() -> duckdb.DuckDBPyConnection:
    """A database with every record table and no row in it."""
    connection = duckdb.connect()
    for name, columns in TABLES.items():
        connection.execute(f'create table "{name}" ({EVERY}, {columns})')
    return connection


def add(connection: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    """One record more; what is not given is not known. Its id counts up unless it is given."""
    if "id" not in values:
        values["id"] = _next_id(connection, table)
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    connection.execute(f'insert into "{table}" ({names}) values ({marks})', list(values.values()))


def _next_id(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f'select coalesce(max(id), 0) + 1 from "{table}"').fetchone()
    assert row is not None
    return int(row[0])


def day(text: str) -> date:
    return date.fromisoformat(text)
