-- grain: account
-- The deal or threshold that brings a customer a CSM, and when an onboarding is to begin.
with staged as (
  select
    s.opportunity_id,
    min(s.happened_on) as reached_on
  from opportunity_stage s
  where (s.stage >= $onboarding_start_stage and s.stage < '7') or s.stage = 'Closed Won'
  group by s.opportunity_id
),
deal as (
  select
    o.id,
    o.account_id,
    coalesce(
      s.reached_on,
      case when o.is_won then o.closed_on end,
      case when o.stage >= $onboarding_start_stage then coalesce(o.happened_on, o.known_from) end
    ) as reached_on,
    case
      when o.is_won = false or o.stage = '8-Closed Lost' then 'lost'
      when o.is_won or o.stage = 'Closed Won' then 'won'
      else 'open'
    end as state
  from opportunity o
  left join staged s on s.opportunity_id = o.id
  where o.newly_qualifies and o.kind <> 'services' and coalesce(o.booked_arr_cents, 1) > 0
),
latest_deal as (
  select
    deal.*,
    row_number() over (
      partition by account_id
      order by case when state = 'lost' then 1 else 0 end, reached_on desc, id desc
    ) as place
  from deal
  where reached_on is not null
),
fallen as (
  select
    o.account_id,
    max(o.closed_on) as closed_on
  from opportunity o
  where
    o.closed_on <= $today
    and ((o.kind = 'contraction' and o.is_won) or (o.kind = 'renewal' and o.is_won = false) or (o.kind = 'renewal' and o.arr_delta_cents < 0))
  group by o.account_id
),
csm as (
  select t.*
  from account_team t
  where t.role = 'csm' and t.starts_on <= $today
),
aligned as (
  select
    a.id,
    min(csm.starts_on) as first_csm_on,
    max(csm.ends_on) as csm_ended_on,
    count(*) filter (where csm.id is not null and (csm.ends_on is null or csm.ends_on >= $today)) > 0 as has_csm,
    min(csm.starts_on) filter (where csm.ends_on is null or csm.ends_on >= d.reached_on) as csm_for_deal_on
  from account a
  left join latest_deal d on d.account_id = a.id and d.place = 1
  left join csm on csm.account_id = a.id
  group by a.id
),
needs as (
  select
    a.id,
    d.reached_on,
    d.state,
    d.id as deal_id,
    least(d.reached_on, l.first_csm_on) as new_to_us_until,
    case
      when not l.has_csm
      then coalesce(greatest(case when d.state <> 'lost' then d.reached_on end, add_days(l.csm_ended_on, 1)), a.known_from)
    end as assignment_needed_since,
    case
      when l.has_csm and d.state in ('open', 'won') then greatest(d.reached_on, l.csm_for_deal_on)
      when l.has_csm and d.state is null and coalesce(a.meets_csm_threshold, true) then l.first_csm_on
    end as onboarding_begins_on
  from account a
  join aligned l on l.id = a.id
  left join latest_deal d on d.account_id = a.id and d.place = 1
),
paid as (
  select s.account_id, min(s.starts_on) as first_paid_on
  from subscription s
  where not coalesce(s.is_trial, false)
  group by s.account_id
),
weekday as (
  select
    n.id,
    -- 0 is Monday: 1 January 1900 was one
    days_between(cast('1900-01-01' as date), n.assignment_needed_since) % 7 as day
  from needs n
)
select
  a.id,
  a.meets_csm_threshold,  -- yes/no: meets the threshold for a CSM / is below the threshold for a CSM
  n.reached_on as qualified_on,  -- date or none: day the deal that newly qualifies it reached Negotiating / no deal newly qualifies it
  case when n.deal_id is not null then concat('opportunity:', n.deal_id) end as qualified_on__evidence,
  n.state as qualifying_deal,  -- one of open | won | lost or none: deal that newly qualifies it for a CSM / no deal newly qualifies it for a CSM
  n.assignment_needed_since,  -- date or none: day since when a CSM has been missing / no CSM is missing
  add_days(
    n.assignment_needed_since,
    cast(
      $assignment_business_days
      + case when least(w.day, 4) + $assignment_business_days > 4 then 2 else 0 end
      - (w.day - least(w.day, 4)) as integer
    )
  ) as assignment_due_on,  -- date or none: day by which a CSM is to be assigned / no CSM is to be assigned
  n.onboarding_begins_on,  -- date or none: day on which an onboarding is to begin / no onboarding is to begin
  coalesce(p.first_paid_on < n.new_to_us_until, false) as paid_before_csm,  -- yes/no: paid us before it qualified for a CSM / had paid us nothing before it qualified for a CSM (fixed)
  f.closed_on as downgraded_on  -- date or none: latest contraction or lost renewal / nothing was contracted and no renewal was lost
from account a
join needs n on n.id = a.id
join weekday w on w.id = a.id
left join paid p on p.account_id = a.id
left join fallen f on f.account_id = a.id
