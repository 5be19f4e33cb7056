-- The priority pages, health with its measures, cadence calls and three KPIs, as an analyst writes
-- them for this one day: no editions, no parameters, no trace, the reasoning about what is not known
-- done in the head. NULL in a fact that is never none is unknown; `_known` tells unknown from none.
with days as (
  select
    *,
    not churned as here,
    cast(today - interval 3 month as date) as three_months_ago,
    cast(today + interval 3 month as date) as in_3_months,
    cast(today + interval 6 month as date) as in_6_months,
    cast(today + interval 9 month as date) as in_9_months,
    cast(first_paid_on + interval 1 month as date) as paid_1,
    cast(first_paid_on + interval 2 month as date) as paid_2,
    cast(first_paid_on + interval 6 month as date) as paid_6,
    cast(first_paid_on + interval 9 month as date) as paid_9,
    cast(qbr_quarter + interval 3 month as date) as quarter_ends,
    coalesce(last_call_on, onboarding_started_on) as met_or_begun_on,
    coalesce(priority_recorded = 1, false) as recorded_1,
    public_sector and pubsec_trial as trial,
    coalesce(growth_closes_on <= cast(today + interval 6 month as date), false) as grows_in_6,
    100 * cast(licence_users as double) / nullif(licences, 0) as utilization,
    100 * cast(active_users_28d as double) / nullif(active_users_of, 0) as active_share,
    100 * cast(git_users_28d as double) / nullif(billable_users, 0) as git_share,
    cast(ci_builds_28d as double) / nullif(billable_users, 0) as builds,
    100 * cast(deploy_users_28d as double) / nullif(billable_users, 0) as deployers,
    cast(deploys_28d as double) / nullif(billable_users, 0) as deploys,
    100 * cast(deploys_ok_28d as double) / nullif(deploys_ok_28d + deploys_failed_28d, 0) as deploys_ok,
    100 * cast(ultimate_scanner_users_28d as double) / nullif(ultimate_users, 0) as scanner_users,
    cast(scans_28d as double) / nullif(ci_internal_pipelines_28d, 0) as scans,
    coalesce(
      today - onboarding_started_on < 30
      or (onboarding_started_on is null and today - first_paid_on < 30), false) as first_thirty_days
  from facts_account
),
applies as (
  select
    *,
    csm_owned and cs_segment <> 'digital' as sentiment_asked,
    csm_owned and cs_segment not in ('scale', 'digital') as meetings_asked,
    csm_owned and cs_segment not in ('growth', 'scale', 'digital') as personas_asked,
    (csm_owned or recorded_1) and cs_segment not in ('scale', 'digital') as roi_asked,
    recorded_1 or (csm_owned and plan_status is not null) as plan_asked,
    coalesce(csm_sentiment_set_on < today - 120, false) as sentiment_old,
    case when usage_arrives then not (usage_delivery = 'saas' or usage_version < 15002) end
      as user_engagement_counted,
    coalesce(
      not usage_arrives
      or (usage_arrives and (usage_delivery = 'saas' or usage_version < 15002) is not null), false)
      as user_engagement_counted__known,
    case when not usage_arrives or today < paid_1 then false when usage_arrives then true end
      as use_cases_expected
  from days
),
measures as (
  select
    *,
    use_cases_expected is not null as use_cases_expected__known,
    case when use_cases_expected then ultimate_in_use end as devsecops_expected,
    coalesce(not use_cases_expected or (use_cases_expected and ultimate_in_use is not null), false)
      as devsecops_expected__known,
    case when sentiment_asked and not sentiment_old then csm_sentiment end as csm_sentiment_in_use,
    sentiment_asked is not null as csm_sentiment_in_use__known,
    case
      when not meetings_asked or priority_recorded is null or priority_recorded in (3, 4) then null
      when last_call_on is null and today - onboarding_started_on < 30 then null
      when met_or_begun_on is null then null
      when meetings_asked then
        case
          when today - met_or_begun_on <= case priority_recorded when 1 then 35 else 65 end then 'green'
          when today - met_or_begun_on <= case priority_recorded when 1 then 60 else 90 end then 'yellow'
          else 'red'
        end
    end as meeting_cadence,
    meetings_asked is not null as meeting_cadence__known,
    case
      when personas_asked then
        case coalesce(dev_lead_met_on >= three_months_ago, false)::int
          + coalesce(security_lead_met_on >= three_months_ago, false)::int
          when 2 then 'green' when 1 then 'yellow' else 'red'
        end
    end as persona_engagement,
    personas_asked is not null as persona_engagement__known,
    case
      when plan_asked then
        case
          when plan_status is null or plan_objectives = 0 then 'red'
          when plan_objectives is null then null
          when plan_status = 'draft' or not plan_has_strategy_and_highlights then 'yellow'
          when plan_has_strategy_and_highlights then 'green'
        end
    end as plan_colour,
    case
      when urgent_tickets_open > 0 then 'red'
      when urgent_tickets_open = 0 and today - urgent_ticket_closed_on <= 7 then 'yellow'
    end as support_emergency,
    coalesce(
      urgent_tickets_open > 0
      or (urgent_tickets_open = 0 and (urgent_ticket_closed_on is not null or urgent_ticket_closed_on__known)),
      false) as support_emergency__known,
    case
      when today - last_ticket_on > 30 or tickets_lately = 0 then null
      when last_ticket_on is null and not last_ticket_on__known then null
      when tickets_lately <= 5 then 'green'
      when tickets_lately <= 15 then 'yellow'
      when tickets_lately > 15 then 'red'
    end as support_issues,
    coalesce(
      today - last_ticket_on > 30 or tickets_lately = 0
      or (tickets_lately > 0 and (last_ticket_on is not null or last_ticket_on__known)), false)
      as support_issues__known,
    case
      when usage_arrives and today >= paid_2 then
        case
          when utilization < 10 then 'red'
          when utilization <= 50 then case when today < paid_6 then 'yellow' else 'red' end
          when utilization <= 75 then
            case when today < paid_6 then 'green' when today <= paid_9 then 'yellow' else 'red' end
          when utilization > 75 then 'green'
        end
    end as license_utilization,
    coalesce(not usage_arrives or (usage_arrives and utilization is not null), false)
      as license_utilization__known,
    case
      when user_engagement_counted then
        case when active_share < 50 then 'red' when active_share < 80 then 'yellow' when active_share >= 80 then 'green' end
    end as user_engagement,
    coalesce(
      user_engagement_counted__known
      and (not coalesce(user_engagement_counted, false) or active_share is not null), false)
      as user_engagement__known,
    case
      when use_cases_expected then
        case when git_share <= 10 then 'red' when git_share <= 33 then 'yellow' when git_share > 33 then 'green' end
    end as scm_adoption,
    case
      when use_cases_expected then
        case when builds <= 2 then 25.0::double when builds <= 40 then 62.5 when builds > 40 then 87.5 end
    end as ci_adoption__score,
    case when deployers < 5 then 25.0::double when deployers <= 12 then 62.5 when deployers > 12 then 87.5 end as cd_1,
    case when deploys < 2 then 25.0::double when deploys <= 7 then 62.5 when deploys > 7 then 87.5 end as cd_2,
    case when deploys_ok < 25 then 25.0::double when deploys_ok <= 80 then 62.5 when deploys_ok > 80 then 87.5 end as cd_3,
    case when scanner_users <= 5 then 25.0::double when scanner_users < 20 then 62.5 when scanner_users >= 20 then 87.5 end as ds_1,
    case when scans < 0.1::double then 25.0::double when scans <= 0.5 then 62.5 when scans > 0.5 then 87.5 end as ds_2,
    case when scanner_types <= 1 then 25.0::double when scanner_types <= 2 then 62.5 when scanner_types > 2 then 87.5 end as ds_3
  from applies
),
scores as (
  select
    *,
    plan_asked is false or plan_colour is not null as plan_colour__known,
    case when roi_asked then plan_colour end as roi,
    coalesce(not roi_asked or (roi_asked and (plan_asked is false or plan_colour is not null)), false) as roi__known,
    coalesce(not use_cases_expected or git_share is not null, false) and use_cases_expected is not null as scm_adoption__known,
    case when use_cases_expected then
      (coalesce(cd_1, 0) + coalesce(cd_2, 0) + coalesce(cd_3, 0))
      / nullif((cd_1 is not null)::int + (cd_2 is not null)::int + (cd_3 is not null)::int, 0)
    end as cd_adoption__score,
    case when devsecops_expected then
      (coalesce(ds_1, 0) + coalesce(ds_2, 0) + coalesce(ds_3, 0))
      / nullif((ds_1 is not null)::int + (ds_2 is not null)::int + (ds_3 is not null)::int, 0)
    end as devsecops_adoption__score,
    case csm_sentiment_in_use when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as csm_sentiment_in_use__score,
    case meeting_cadence when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as meeting_cadence__score,
    case persona_engagement when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as persona_engagement__score,
    case support_emergency when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as support_emergency__score,
    case support_issues when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as support_issues__score,
    case license_utilization when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as license_utilization__score,
    case user_engagement when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as user_engagement__score,
    case scm_adoption when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as scm_adoption__score
  from measures
),
counted as (
  select
    *,
    case when ci_adoption__score < 50 then 'red' when ci_adoption__score < 75 then 'yellow' when ci_adoption__score >= 75 then 'green' end as ci_adoption,
    case when round(cd_adoption__score, 6) < 50 then 'red' when round(cd_adoption__score, 6) < 75 then 'yellow' when cd_adoption__score is not null then 'green' end as cd_adoption,
    case when round(devsecops_adoption__score, 6) < 50 then 'red' when round(devsecops_adoption__score, 6) < 75 then 'yellow' when devsecops_adoption__score is not null then 'green' end as devsecops_adoption,
    case when use_cases_expected then ci_adoption__score is not null else use_cases_expected is not null end as ci_adoption__known,
    case when use_cases_expected then cd_adoption__score is not null else use_cases_expected is not null end as cd_adoption__known,
    case when devsecops_expected then devsecops_adoption__score is not null else devsecops_expected__known end as devsecops_adoption__known,
    case roi when 'red' then 25.0::double when 'yellow' then 62.5 when 'green' then 87.5 end as roi__score,
    case when not first_thirty_days then license_utilization__score end as s_license,
    case when not first_thirty_days then user_engagement__score end as s_engagement,
    case when not first_thirty_days then scm_adoption__score end as s_scm,
    case when not first_thirty_days then ci_adoption__score end as s_ci,
    case when not first_thirty_days then devsecops_adoption__score end as s_devsecops,
    case when not first_thirty_days then cd_adoption__score end as s_cd,
    case when not first_thirty_days then support_issues__score end as s_issues,
    case when not first_thirty_days then meeting_cadence__score end as s_meetings,
    case when not first_thirty_days then persona_engagement__score end as s_personas
  from scores
),
grouped as (
  select
    *,
    case when here then
      (coalesce(30 * s_license, 0) + coalesce(10 * s_engagement, 0) + coalesce(15 * s_scm, 0)
        + coalesce(15 * s_ci, 0) + coalesce(15 * s_devsecops, 0) + coalesce(15 * s_cd, 0))
      / nullif(30 * (s_license is not null)::int + 10 * (s_engagement is not null)::int
        + 15 * ((s_scm is not null)::int + (s_ci is not null)::int
          + (s_devsecops is not null)::int + (s_cd is not null)::int), 0)
    end as health__product,
    case when here then csm_sentiment_in_use__score end as health__risk,
    case when here and not first_thirty_days then roi__score end as health__outcomes,
    case when here then s_issues end as health__voice_of_customer,
    case when here then
      (coalesce(50 * s_meetings, 0) + coalesce(50 * s_personas, 0))
      / nullif(50 * ((s_meetings is not null)::int + (s_personas is not null)::int), 0)
    end as health__engagement
  from counted
),
computed as (
  select
    *,
    round(
      (coalesce(50 * health__product, 0) + coalesce(25 * health__risk, 0) + coalesce(10 * health__outcomes, 0)
        + coalesce(5 * health__voice_of_customer, 0) + coalesce(10 * health__engagement, 0))
      / nullif(50 * (health__product is not null)::int + 25 * (health__risk is not null)::int
        + 10 * (health__outcomes is not null)::int + 5 * (health__voice_of_customer is not null)::int
        + 10 * (health__engagement is not null)::int, 0), 6) as health__computed,
    case when here then csm_sentiment_in_use = 'red' end as says_red
  from grouped
),
healthy as (
  select
    *,
    case
      when here then
        health__computed is not null
        or coalesce(says_red, false)
        or (
          csm_sentiment_in_use__known
          and (
            first_thirty_days
            or (
              license_utilization__known and user_engagement__known and scm_adoption__known
              and ci_adoption__known and devsecops_adoption__known and cd_adoption__known
              and roi__known and support_issues__known and meeting_cadence__known
              and persona_engagement__known)))
      else here is not null
    end as health__known,
    case
      when says_red then 'red'
      when health__computed < 50 then 'red'
      when health__computed < 75 then 'yellow'
      when health__computed is not null then 'green'
    end as health,
    case when says_red and health__computed > 49 then 49 else health__computed end as health__effective
  from computed
),
risky as (
  select
    *,
    case when health is not null then health = 'red' when health__known then false end as red,
    csm_owned and onboarding_open as onboarding_now
  from healthy
),
triaged as (
  select *, triage_open or at_risk_cta_open or needs_triage or red as in_triage from risky
),
modelled as (
  select
    *,
    coalesce(uptier_closes_on <= in_3_months, false) as uptier_soon,
    arr < 20000000 and (
      not coalesce(growth_closes_on <= in_9_months or growth_intent_until <= in_9_months, false)
      or stages_in_use < 1) as small
  from triaged
),
criteria as (
  select
    *,
    (first_days_as_customer >= 0 and first_days_as_customer < 45) or critical_initiative
      or coalesce(growth_closes_on <= in_3_months, false) or coalesce(growth_intent_until <= in_3_months, false)
      or (stages_in_use < 2 and not small) or in_triage as meets_criteria,
    unmanaged_child as c1,
    cs_segment = 'digital' and (not csm_owned or trial) as c2,
    region = 'AMER' and csm_owned as c3,
    red and cs_segment in ('strategic', 'growth') as c4,
    -- a false and not a null: documented alone does not count
    to_p2_exception_approved or (to_p2_exception_documented and false) as c5,
    to_p1_exception_approved or (to_p1_exception_documented and false) as c6
  from modelled
),
decided_rules as (
  select
    *,
    case when here then
      case cs_segment
        when 'strategic' then
          case
            when uptier_soon then 1 when in_triage then 2
            when onboarding_open and onboarding_day < 60 then 3 when onboarding_open then 4 else 5
          end
        when 'growth' then
          case
            when grows_in_6 then 6 when use_case_rollout then 7 when in_triage then 8
            when onboarding_open then 9 else 10
          end
        when 'commercial' then
          case
            when arr >= 20000000 then 11 when meets_criteria then 12
            when small and objectives_captured = 0 then 13 else 14
          end
        when 'scale' then 15
      end
    end as priority_by_model__rule,
    case when here then
      case
        when c1 then 1 when c2 then 2 when c3 then 3 when c4 then 4 when c5 then 5 when c6 then 6
        when onboarding_now then 7 else 8
      end
    end as priority_forced__rule
  from criteria
),
forced as (
  select
    *,
    case
      when priority_by_model__rule in (5, 10, 14) then 2
      when priority_by_model__rule < 15 then 1
    end as priority_by_model,
    coalesce(churned or cs_segment = 'digital' or (here and cs_segment is not null), false) as priority_by_model__known,
    case
      when churned or cs_segment = 'digital' then true
      when here is null or cs_segment is null then false
      when priority_by_model__rule = 5 then in_triage is not null and onboarding_open is not null
      when priority_by_model__rule = 10 then (use_case_rollout or in_triage or onboarding_open) is not null
      when priority_by_model__rule = 14 then
        (arr >= 20000000 or meets_criteria or (small and objectives_captured = 0)) is not null
      else true
    end as priority_by_model__sure,
    case priority_forced__rule when 1 then 3 when 2 then 4 when 5 then 2 when 8 then null else
      case when priority_forced__rule is not null then 1 end
    end as priority_forced,
    here is not null as priority_forced__known,
    case
      when churned then true
      when here is null then false
      else
        case priority_forced__rule
          when 1 then true
          when 2 then c1 is not null
          when 3 then (c1 or c2) is not null
          when 4 then (c1 or c2) is not null
          when 5 then (c1 or c2 or c3 or c4) is not null
          when 6 then (c1 or c2 or c5) is not null
          when 7 then (c1 or c2 or c5) is not null
          else (c1 or c2 or c3 or c4 or c5 or c6 or onboarding_now) is not null
        end
    end as priority_forced__sure
  from decided_rules
),
suggested as (
  select
    *,
    case when here then case when priority_forced is not null then 1 else 2 end end as priority_suggested__rule,
    case when here then coalesce(priority_forced, priority_by_model) end as priority_suggested,
    coalesce(churned or (here and (priority_forced is not null or priority_by_model__known)), false) as priority_suggested__known,
    coalesce(
      churned or (here and case when priority_forced is not null then priority_forced__sure
        else priority_by_model__known and priority_by_model__sure end), false) as priority_suggested__sure
  from forced
),
decided as (
  select
    *,
    case when here then
      case when priority_forced is not null then 1 when priority_recorded is not null then 2 else 3 end
    end as priority_decided__rule,
    case when here then coalesce(priority_forced, priority_recorded, priority_suggested) end as priority_decided,
    coalesce(
      churned or (here and (priority_forced is not null or priority_recorded is not null or priority_suggested__known)),
      false) as priority_decided__known,
    coalesce(
      churned or (here and case when priority_forced is not null then priority_forced__sure
        else priority_recorded is not null or (priority_suggested__known and priority_suggested__sure) end),
      false) as priority_decided__sure,
    coalesce(priority_recorded = 4, false) and csm_assigned and not trial as g1,
    coalesce(priority_recorded = 3, false) and not has_parent as g2,
    region = 'AMER' and csm_owned and cs_segment <> 'digital' and not unmanaged_child
      and coalesce(priority_recorded <> 1, false) as g3
  from suggested
),
asked as (
  select
    *,
    case
      when g1 then 1 when g1 is null then null when g2 then 2 when g2 is null then null
      when g3 then 3 when g3 is null then null when managed_apart_undecided then 4
      when not managed_apart_undecided then 5
    end as priority_gap__rule,
    csm_owned and here and case
      when priority_decided is not null then priority_decided in (1, 2)
      when priority_decided__known then false
    end as calls_asked,
    cs_segment = 'commercial' and here and case
      when priority_decided is not null then priority_decided = 2
      when priority_decided__known then false
    end as may_qualify,
    case
      when region = 'AMER' then
        greatest(coalesce(last_call_on, csm_assigned_on), date '2024-02-01')
      else coalesce(last_call_on, csm_assigned_on)
    end as counted_from
  from decided
),
called as (
  select
    *,
    case when calls_asked then
      case
        when region = 'AMER' then 1
        when cs_segment = 'strategic' then case priority_decided when 1 then 2 else 3 end
        when cs_segment = 'growth' then
          case
            when priority_decided = 2 then 8
            when in_triage then 4
            when onboarding_open and onboarding_day < 30 then 5
            when grows_in_6 then 6
            else 7
          end
        when cs_segment = 'commercial' then
          case
            when onboarding_open then case priority_decided when 1 then 9 else 11 end
            else case priority_decided when 1 then 10 else 12 end
          end
      end
    end as cadence_call__rule
  from asked
),
rhythm as (
  select
    *,
    case cadence_call__rule
      when 1 then '14 days' when 2 then '14 days' when 3 then '1 month' when 4 then '7 days'
      when 5 then '7 days' when 6 then '1 month' when 7 then '2 months' when 8 then '90 days'
      when 9 then '28 days' when 10 then '1 month' when 11 then '28 days' when 12 then '6 months'
    end as cadence_call__every,
    case when cadence_call__rule in (1, 3) then '1 month' end as cadence_call__at_most,
    case cadence_call__rule when 1 then '7 days' when 7 then '1 month' when 9 then '14 days'
      when 11 then '14 days' when 12 then '3 months' end as cadence_call__aim,
    case cadence_call__rule
      when 1 then counted_from + 14 when 2 then counted_from + 14
      when 3 then cast(counted_from + interval 1 month as date)
      when 4 then counted_from + 7 when 5 then counted_from + 7
      when 6 then cast(counted_from + interval 1 month as date)
      when 7 then cast(counted_from + interval 2 month as date)
      when 8 then counted_from + 90 when 9 then counted_from + 28
      when 10 then cast(counted_from + interval 1 month as date)
      when 11 then counted_from + 28
      when 12 then cast(counted_from + interval 6 month as date)
    end as cadence_call__due,
    case when cadence_call__rule in (1, 3) then cast(counted_from + interval 1 month as date) end as cadence_call__limit,
    calls_asked is false
      or coalesce(region <> 'AMER' and cs_segment in ('scale', 'digital'), false) as no_calls_asked,
    case cadence_call__rule
      when 1 then true
      when 6 then (in_triage or (onboarding_open and coalesce(onboarding_day < 30, false))) is not null
      when 7 then (in_triage or (onboarding_open and coalesce(onboarding_day < 30, false))) is not null
      when 10 then onboarding_open is not null
      when 12 then onboarding_open is not null
      else true
    end and (region is not null) as surely_so
  from called
),
dated as (
  select
    *,
    case
      when cadence_call__due is null then null
      when today > cadence_call__limit then 'breach'
      when today > cadence_call__due + case cadence_call__rule when 8 then 3 else 0 end then 'overdue'
      when today >= cadence_call__due - 3 then 'due_soon'
      else 'on_track'
    end as cadence_call,
    case when cadence_call__rule is not null then counted_from is not null else no_calls_asked end as cadence_call__known,
    case when cadence_call__rule is not null then counted_from is not null and surely_so else no_calls_asked end as cadence_call__sure,
    csm_owned and here and cs_segment in ('strategic', 'growth', 'commercial') as in_a_book
  from rhythm
),
reviewed as (
  select
    *,
    case
      when in_a_book then
        case
          when region = 'AMER' then
            case
              when priority_gap__rule = 3 or cadence_call in ('overdue', 'breach') then 1
              when priority_gap__rule is not null and cadence_call__known then 2
            end
          when region <> 'AMER' then 3
        end
    end as priority_review_kind__rule
  from dated
),
review as (
  select
    *,
    priority_review_kind__rule is not null or in_a_book is false as priority_review_kind__known,
    case priority_review_kind__rule when 1 then 'data_check' when 3 then 'full' end as priority_review_kind,
    case
      when priority_review_kind__rule in (1, 3) then
        case when csm_assigned_on is null then false else csm_assigned_on < quarter_ends end
      when priority_review_kind__rule = 2 or in_a_book is false then false
      when csm_assigned_on is null or csm_assigned_on >= quarter_ends then false
    end as review_asked,
    case
      when priority_reviewed_for is null then false
      else priority_reviewed_for >= qbr_quarter
    end as review_done
  from reviewed
)
select
  id,
  priority_by_model, priority_by_model__rule, priority_by_model__known, priority_by_model__sure,
  priority_forced, priority_forced__rule, priority_forced__known, priority_forced__sure,
  priority_suggested, priority_suggested__rule, priority_suggested__known, priority_suggested__sure,
  priority_decided, priority_decided__rule, priority_decided__known, priority_decided__sure,
  case priority_gap__rule when 1 then 'four_with_csm' when 2 then 'three_without_parent'
    when 3 then 'amer_not_one' when 4 then 'child_undecided' end as priority_gap,
  priority_gap__rule,
  priority_gap__rule is not null as priority_gap__known,
  case when here and priority_suggested <> priority_decided then priority_suggested end as priority_offered,
  coalesce(churned or (here and priority_suggested__known), false) as priority_offered__known,
  case
    when may_qualify then
      case
        when uptier_closes_on <= in_9_months then 'uptier_with_timeline'
        when is_key_logo or case_study_agreed then 'key_logo_or_case_study'
      end
  end as qualify_up_reason,
  coalesce(
    not may_qualify
    or (may_qualify and (coalesce(uptier_closes_on <= in_9_months, false) or is_key_logo or case_study_agreed) is not null),
    false) as qualify_up_reason__known,
  priority_review_kind, priority_review_kind__rule, priority_review_kind__known,
  case
    when review_asked and today >= quarter_ends - 14 then
      case
        when review_done or today < quarter_ends - 8 then 'on_track'
        when review_done is null then null
        when today > quarter_ends + 13 then 'breach'
        when today > quarter_ends - 1 then 'overdue'
        else 'due_soon'
      end
  end as priority_review,
  case when review_asked then quarter_ends - 1 end as priority_review__due,
  case when review_asked then quarter_ends + 13 end as priority_review__limit,
  in_triage, in_triage is not null as in_triage__known,
  case when health__known then health end as health, health__known,
  health__known and csm_sentiment_in_use__known as health__sure,
  health__computed, health__effective,
  health__product, health__risk, health__outcomes, health__voice_of_customer, health__engagement,
  license_utilization, license_utilization__score, license_utilization__known, utilization as license_utilization__value,
  user_engagement, user_engagement__score, user_engagement__known, active_share as user_engagement__value,
  scm_adoption, scm_adoption__score, scm_adoption__known, git_share as scm_adoption__value,
  ci_adoption, ci_adoption__score, ci_adoption__known,
  cd_adoption, cd_adoption__score, cd_adoption__known,
  devsecops_adoption, devsecops_adoption__score, devsecops_adoption__known,
  csm_sentiment_in_use, csm_sentiment_in_use__score, csm_sentiment_in_use__known,
  roi, roi__score, roi__known, plan_colour, plan_colour__known,
  meeting_cadence, meeting_cadence__score, meeting_cadence__known,
  persona_engagement, persona_engagement__score, persona_engagement__known,
  support_issues, support_issues__score, support_issues__known,
  support_emergency, support_emergency__score, support_emergency__known,
  use_cases_expected, use_cases_expected__known, devsecops_expected, devsecops_expected__known,
  user_engagement_counted, user_engagement_counted__known,
  cadence_call, cadence_call__rule, cadence_call__known, cadence_call__sure,
  cadence_call__every, cadence_call__at_most, cadence_call__aim, cadence_call__due, cadence_call__limit,
  first_call_on - onboarding_started_on as time_to_engage__raw,
  case when first_call_on is not null and onboarding_started_on is not null then greatest(first_call_on - onboarding_started_on, 0) end as time_to_engage,
  case when onboarding_started_on is not null then
    coalesce(first_call_on - onboarding_started_on <= 14, false) end as time_to_engage__met,
  case when onboarding_started_on is not null then
    first_call_on is null and today - onboarding_started_on > 14 end as time_to_engage__late,
  first_value_on - original_contract_on as time_to_first_value__raw,
  case when csm_assigned and not first_value_waived and not paid_before_csm
    and first_value_on is not null and original_contract_on is not null
    then greatest(first_value_on - original_contract_on, 0) end as time_to_first_value,
  case when csm_assigned and not first_value_waived and not paid_before_csm then
    case when first_value_on is null then false else first_value_on - original_contract_on <= 30 end
  end as time_to_first_value__met,
  case when csm_assigned and not first_value_waived and not paid_before_csm then
    first_value_on is null and today - original_contract_on > 30 end as time_to_first_value__late,
  onboarding_closed_on - onboarding_started_on as time_to_onboard,
  case when onboarding_started_on is not null then
    coalesce(onboarding_closed_on - onboarding_started_on <= 45, false) end as time_to_onboard__met,
  case when onboarding_started_on is not null then
    onboarding_open and coalesce(onboarding_day > 45, false) end as time_to_onboard__late
from review
