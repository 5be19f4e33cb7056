-- grain: opportunity of account
-- The deal itself: what it sells, how far it is, and since when it has been in Negotiating.
with negotiated as (
  select s.opportunity_id, min(s.happened_on) as since
  from opportunity_stage s
  where (s.stage >= $onboarding_start_stage and s.stage < '7') or s.stage = 'Closed Won'
  group by s.opportunity_id
)
select
  o.id,
  o.account_id,
  cast($today as date) as today,  -- date: the day (clock)
  o.kind,  -- one of new_business | renewal | tier_upgrade | seat_expansion | services | contraction | other: kind (fixed)
  o.stage,  -- text: stage
  case
    when o.is_won = false or o.stage = '8-Closed Lost' then 'lost'
    when o.is_won or o.stage = 'Closed Won' then 'won'
    else 'open'
  end as state,  -- one of open | won | lost: state
  coalesce(o.newly_qualifies, false) as newly_qualifies,  -- yes/no: newly qualifies the customer for a CSM / does not newly qualify the customer for a CSM
  o.booked_arr_cents as booked_arr,  -- usd: booked ARR
  o.arr_delta_cents as arr_change,  -- usd: change of ARR
  o.expected_close_on,  -- date or none: expected close / no close is expected
  o.closed_on,  -- date or none: day it was closed / it is not closed
  n.since as negotiating_since  -- date or none: day it reached Negotiating / it has not reached Negotiating
from opportunity o
left join negotiated n on n.opportunity_id = o.id
