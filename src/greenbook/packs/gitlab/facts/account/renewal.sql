-- grain: account
-- The soft renewal question: when it was last asked, what came out, and whether the answer was known anyway.
with asked as (
  select
    e.account_id,
    e.id,
    e.happened_on,
    e.renewal_outcome,
    row_number() over (partition by e.account_id order by e.happened_on desc, e.id desc) as place
  from timeline_entry e
  where e.meeting_type = 'renewal_call' and e.held
),
for_this_renewal as (
  select a.id, min(q.happened_on) as first_on
  from asked q
  join account a on a.id = q.account_id
  where q.happened_on > add_months(a.renewal_on, -12)
  group by a.id
),
settled as (
  select
    c.account_id,
    c.id,
    c.closed_on,
    row_number() over (partition by c.account_id order by c.closed_on desc, c.id desc) as place
  from cta c
  where c.type = 'renewal' and c.closed_reason = 'status_already_known' and c.closed_on <= $today
)
select
  a.id,
  q.happened_on as renewal_call_on,  -- date or none: last renewal call / no renewal call was held yet
  case when q.id is not null then concat('timeline_entry:', q.id) end as renewal_call_on__evidence,
  f.first_on as renewal_first_call_on,  -- date or none: first renewal call within the year before the renewal / no renewal call was held within the year before the renewal
  q.renewal_outcome,  -- one of no_risk | expansion_interest | possible_contraction | possible_churn | no_answer or none: outcome of the last renewal call / no renewal call was held yet
  s.closed_on as renewal_status_known_on,  -- date or none: day the renewal CTA was closed because the status was known / no renewal CTA was closed because the status was known
  case when s.id is not null then concat('cta:', s.id) end as renewal_status_known_on__evidence
from account a
left join asked q on q.account_id = a.id and q.place = 1
left join for_this_renewal f on f.id = a.id
left join settled s on s.account_id = a.id and s.place = 1
