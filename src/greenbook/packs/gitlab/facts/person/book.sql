-- grain: person; account.csm_id
-- How much a person carries today: accounts, open onboardings, open CTAs.
with accounts as (
  select user_id, count(distinct account_id) as held
  from account_team
  where role = 'csm' and starts_on <= $today and (ends_on is null or ends_on >= $today)
  group by user_id
),
work as (
  select
    owner_id as user_id,
    count(*) as open,
    count(*) filter (where type = 'lifecycle' and reason = 'onboarding') as onboardings
  from cta
  where owner_id is not null and (closed_on is null or closed_on > $today)
  group by owner_id
)
select
  p.id,
  coalesce(a.held, 0) as accounts_held,  -- count: account(s) held as CSM
  coalesce(w.onboardings, 0) as onboardings_open,  -- count: onboarding CTA(s) open
  coalesce(w.open, 0) as ctas_open  -- count: CTA(s) open
from person p
left join accounts a on a.user_id = p.id
left join work w on w.user_id = p.id
