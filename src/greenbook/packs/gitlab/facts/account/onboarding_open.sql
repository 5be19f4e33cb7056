-- grain: account
-- Whether an onboarding CTA is open, and since when; the latest one counts.
with known as (
  select
    o.account_id,
    coalesce(c.start_on, o.started_on) as started_on,
    case
      when c.id is not null then c.closed_on is null or c.closed_on > $today
      else o.outcome = 'open' and (o.completed_on is null or o.completed_on > $today)
    end as is_open,
    case when c.id is not null then concat('cta:', c.id) else concat('onboarding:', o.id) end as evidence
  from onboarding o
  left join cta c on c.id = o.cta_id
  where o.outcome <> 'cancelled'
  union all
  select
    c.account_id,
    c.start_on,
    c.closed_on is null or c.closed_on > $today,
    concat('cta:', c.id)
  from cta c
  where
    c.type = 'lifecycle'
    and c.reason = 'onboarding'
    and not exists (select 1 from onboarding o where o.cta_id = c.id)
),
latest as (
  select
    known.*,
    row_number() over (partition by account_id order by is_open desc, started_on desc, evidence desc) as place
  from known
)
select
  a.id,
  coalesce(l.is_open, false) as onboarding_open,  -- yes/no: has an onboarding CTA open / has no onboarding CTA open
  case when l.is_open then l.evidence end as onboarding_open__evidence,
  l.started_on as onboarding_started_on,  -- date or none: start of the latest onboarding / no onboarding was ever started
  case when l.is_open then days_between(l.started_on, cast($today as date)) end as onboarding_day  -- days or none: days since the onboarding began / no onboarding CTA is open (clock)
from account a
left join latest l on l.account_id = a.id and l.place = 1
