-- grain: industry; account.industry
-- Roundtables held for an industry. One that spans industries counts once for each of them.
with day as (
  select
    add_months(cast(date_trunc('quarter', add_months(cast($today as date), -$fiscal_year_offset_months)) as date), $fiscal_year_offset_months) as quarter_start
),
industries as (
  select distinct a.industry as id
  from account a
  where a.industry is not null
),
served as (
  select distinct a.industry
  from account a
  join account_team t on t.account_id = a.id
  where
    a.region = 'AMER'
    and t.role = 'csm'
    and t.starts_on <= $today
    and (t.ends_on is null or t.ends_on >= $today)
),
held as (
  select
    i.industry,
    count(distinct r.id) filter (where r.held_on >= day.quarter_start) as this_quarter,
    max(r.held_on) as last_on
  from roundtable_industry i
  join roundtable r on r.id = i.roundtable_id
  cross join day
  where r.held_on <= $today
  group by i.industry
)
select
  industries.id,
  coalesce(held.this_quarter, 0) as roundtables_this_quarter,  -- count: roundtable(s) held in this fiscal quarter
  held.last_on as last_roundtable_on,  -- date or none: last roundtable / no roundtable was held yet
  served.industry is not null as served_in_amer,  -- yes/no: has a customer of a CSM in AMER / has no customer of a CSM in AMER
  cast($today as date) as today,  -- date: the day (clock)
  day.quarter_start  -- date: first day of the fiscal quarter (clock)
from industries
cross join day
left join served on served.industry = industries.id
left join held on held.industry = industries.id
