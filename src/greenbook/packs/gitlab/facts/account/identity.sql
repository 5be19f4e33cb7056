-- grain: account
-- Who the account is: region, segments, sector, family, and where the day stands in the fiscal year.
with day as (
  select
    cast($today as date) as today,
    add_months(cast(date_trunc('quarter', add_months(cast($today as date), -$fiscal_year_offset_months)) as date), $fiscal_year_offset_months) as quarter_start,
    add_months(cast(date_trunc('year', add_months(cast($today as date), -$fiscal_year_offset_months)) as date), $fiscal_year_offset_months) as fiscal_year_start
)
select
  a.id,
  day.today,  -- date: the day (clock)
  a.name,  -- text: name (fixed)
  a.region,  -- one of AMER | EMEA | APJ: region (fixed)
  a.sub_region,  -- text: sub-region (fixed)
  a.sector,  -- one of commercial | public_sector: sector (fixed)
  a.sector = 'public_sector' as public_sector,  -- yes/no: is in the public sector / is not in the public sector (fixed)
  a.cs_segment,  -- one of strategic | growth | commercial | scale | digital: CS segment (fixed)
  a.sales_segment,  -- one of enterprise | commercial | smb: sales segment (fixed)
  coalesce(a.is_major, false) as is_major,  -- yes/no: is a major account / is not a major account (fixed)
  a.industry,  -- text or none: industry / it belongs to no industry (fixed)
  a.parent_id is not null as has_parent,  -- yes/no: has a parent account / has no parent account (fixed)
  a.managed_apart,  -- yes/no: is managed apart from its parent / is not managed apart from its parent (ours)
  a.parent_id is not null and a.managed_apart is null as managed_apart_undecided,  -- yes/no: nobody has said whether it is managed apart from its parent / it is settled whether it is managed apart (ours)
  a.parent_id is not null and coalesce(not a.managed_apart, false) as unmanaged_child,  -- yes/no: is a child account that is not managed apart / is no child account without management of its own (fixed)
  coalesce(a.pubsec_p4_trial, false) as pubsec_trial,  -- yes/no: is in the Public Sector trial / is not in the Public Sector trial (fixed)
  a.lifecycle_stage,  -- one of pre_sales | onboarding | implementation | adoption | optimize_and_grow | will_churn | churned: lifecycle stage
  coalesce(a.lifecycle_stage = 'churned', false) as churned,  -- yes/no: has churned / has not churned
  coalesce(a.is_key_logo, false) as is_key_logo,  -- yes/no: is a key logo / is not a key logo (fixed)
  coalesce(a.case_study_agreement, false) as case_study_agreed,  -- yes/no: has agreed to a case study / has agreed to no case study (ours)
  day.quarter_start,  -- date: first day of the fiscal quarter (clock)
  add_days(add_months(day.quarter_start, 3), -1) as quarter_end,  -- date: last day of the fiscal quarter (clock)
  add_days(add_months(day.quarter_start, 6), -1) as next_quarter_end,  -- date: last day of the next fiscal quarter (clock)
  day.fiscal_year_start  -- date: first day of the fiscal year (clock)
from account a
cross join day
