-- grain: account
-- What the priority models ask: open growth, stated intent, rollouts, objectives, exceptions, the recorded priority.
with open_growth as (
  select
    o.account_id,
    o.id,
    o.kind,
    o.expected_close_on,
    o.last_discussed_on
  from opportunity o
  where
    o.kind in ('tier_upgrade', 'seat_expansion')
    and o.is_won is null
    and o.expected_close_on is not null
    and (o.closed_on is null or o.closed_on > $today)
),
uptier as (
  select account_id, min(expected_close_on) as closes_on, min_by(id, concat(expected_close_on, '/', id)) as id
  from open_growth
  where kind = 'tier_upgrade' and last_discussed_on >= add_days(cast($today as date), -$actively_discussed_days)
  group by account_id
),
growth as (
  select account_id, min(expected_close_on) as closes_on, min_by(id, concat(expected_close_on, '/', id)) as id
  from open_growth
  group by account_id
),
objectives as (
  select
    o.account_id,
    count(*) as captured,
    count(*) filter (
      where o.category = 'stage_adoption'
        and not coalesce(o.is_primary, false)
        and (o.closed_on is null or o.closed_on > $today)
        and coalesce(o.last_activity_on, o.opened_on) >= add_days(cast($today as date), -$rollout_activity_days)
    ) as rolled_out
  from objective o
  group by o.account_id
),
exception as (
  select
    e.account_id,
    e.id,
    e.direction,
    e.sales_decision = 'approved' and coalesce(e.sales_decided_on, $today) <= $today as approved
  from priority_exception e
  where
    e.team_discussed_on <= $today
    and e.managers_discussed_on <= $today
    and e.sent_on <= $today
    and e.documented_on <= $today
    and coalesce(e.sales_decision, 'pending') <> 'rejected'
    and coalesce(e.starts_on, e.documented_on) <= $today
    and (e.ends_on is null or e.ends_on >= $today)
    and (e.withdrawn_on is null or e.withdrawn_on > $today)
),
exceptions as (
  select
    account_id,
    max(id) filter (where direction = 'to_p1') as up_id,
    count(*) filter (where direction = 'to_p1' and approved) as up_approved,
    max(id) filter (where direction = 'to_p2') as down_id,
    count(*) filter (where direction = 'to_p2' and approved) as down_approved
  from exception
  group by account_id
),
decided as (
  select
    p.account_id,
    p.id,
    p.suggested,
    p.decided,
    p.reason,
    p.happened_on,
    row_number() over (partition by p.account_id order by p.happened_on desc, p.id desc) as place
  from priority_assessment p
  where p.decided is not null
),
reviewed as (
  select i.account_id, max(r.quarter_start_on) as quarter_start_on, max(i.reviewed_on) as reviewed_on
  from priority_review_item i
  join priority_review r on r.id = i.review_id
  where i.reviewed_on <= $today
  group by i.account_id
),
quarter as (
  select
    add_months(cast(date_trunc('quarter', add_months(cast($today as date), -$fiscal_year_offset_months)) as date), $fiscal_year_offset_months) as starts_on
),
qbr as (
  select
    case
      when cast($today as date) >= add_days(add_months(starts_on, 3), -$qbr_days) then starts_on
      else add_months(starts_on, -3)
    end as quarter_start_on
  from quarter
),
intent as (
  select
    id,
    coalesce(growth_intent_until, add_months(growth_intent_on, $growth_intent_months)) as reaches
  from account
  where growth_intent_on is null or growth_intent_on <= $today
)
select
  a.id,
  u.closes_on as uptier_closes_on,  -- date or none: expected close of the nearest uptier under discussion / no uptier is under discussion
  case when u.id is not null then concat('opportunity:', u.id) end as uptier_closes_on__evidence,
  g.closes_on as growth_closes_on,  -- date or none: expected close of the nearest growth opportunity / it has no open growth opportunity
  case when g.id is not null then concat('opportunity:', g.id) end as growth_closes_on__evidence,
  case when i.reaches >= $today then i.reaches end as growth_intent_until,  -- date or none: day by which the customer means to grow / nobody has heard that it means to grow
  coalesce(a.critical_initiative_on <= $today and (a.critical_initiative_done_on is null or a.critical_initiative_done_on > $today), false) as critical_initiative,  -- yes/no: has a critical initiative that needs enablement now / has no critical initiative that needs enablement now
  coalesce(o.rolled_out > 0, false) or coalesce(a.rollout_stated_on between add_days(cast($today as date), -$rollout_stated_days) and $today, false) as use_case_rollout,  -- yes/no: plans or rolls out a use case beyond the primary one / rolls out no use case beyond the primary one
  cast(a.stages_in_use as bigint) as stages_in_use,  -- count: stage(s) in use (ours)
  coalesce(o.captured, 0) as objectives_captured,  -- count: objective(s) captured (only up)
  x.up_id is not null as to_p1_exception_documented,  -- yes/no: has a documented exception to priority 1 / has no documented exception to priority 1
  case when x.up_id is not null then concat('priority_exception:', x.up_id) end as to_p1_exception_documented__evidence,
  coalesce(x.up_approved > 0, false) as to_p1_exception_approved,  -- yes/no: has an exception to priority 1 that Sales Management approved / has no approved exception to priority 1
  x.down_id is not null as to_p2_exception_documented,  -- yes/no: has a documented exception to priority 2 / has no documented exception to priority 2
  case when x.down_id is not null then concat('priority_exception:', x.down_id) end as to_p2_exception_documented__evidence,
  coalesce(x.down_approved > 0, false) as to_p2_exception_approved,  -- yes/no: has an exception to priority 2 that Sales Management approved / has no approved exception to priority 2
  d.decided as priority_recorded,  -- one of 1 | 2 | 3 | 4 or none: recorded priority / no priority is recorded
  case when d.id is not null then concat('priority_assessment:', d.id) end as priority_recorded__evidence,
  d.happened_on as priority_recorded_on,  -- date or none: day the recorded priority was decided / no priority is recorded
  d.suggested as priority_answered_to,  -- one of 1 | 2 | 3 | 4 or none: suggestion that the recorded priority answers / the recorded priority answers no suggestion
  d.reason as priority_recorded_reason,  -- text or none: rule that set the recorded priority / no rule set the recorded priority
  qbr.quarter_start_on as qbr_quarter,  -- date: quarter day of the QBRs that began last (clock)
  v.quarter_start_on as priority_reviewed_for,  -- date or none: quarter day of the last priority review / no priority review was held yet
  v.reviewed_on as priority_reviewed_on  -- date or none: last priority review / no priority review was held yet
from account a
cross join qbr
left join intent i on i.id = a.id
left join uptier u on u.account_id = a.id
left join growth g on g.account_id = a.id
left join objectives o on o.account_id = a.id
left join exceptions x on x.account_id = a.id
left join decided d on d.account_id = a.id and d.place = 1
left join reviewed v on v.account_id = a.id
