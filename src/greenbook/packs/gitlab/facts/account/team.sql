-- grain: account
-- Who looks after the account today, and since when.
with in_force as (
  select
    t.*,
    row_number() over (partition by t.account_id, t.role order by t.is_primary desc, t.starts_on desc, t.id desc) as place
  from account_team t
  where t.starts_on <= $today and (t.ends_on is null or t.ends_on >= $today)
),
csm as (select * from in_force where role = 'csm' and place = 1),
cse as (select * from in_force where role = 'cse' and place = 1),
owner as (select * from in_force where role = 'account_owner' and place = 1)
select
  a.id,
  a.alignment,  -- one of csm_assigned | cse_pooled | digital_only | unaligned: alignment
  csm.user_id is not null as csm_assigned,  -- yes/no: has a CSM / has no CSM (ours)
  case when csm.id is not null then concat('account_team:', csm.id) end as csm_assigned__evidence,
  csm.user_id as csm_id,  -- person or none: CSM / it has no CSM
  csm.starts_on as csm_assigned_on,  -- date or none: day the CSM was assigned / it has no CSM
  csm.user_id is not null and coalesce(a.alignment, 'csm_assigned') = 'csm_assigned' as csm_owned,  -- yes/no: is in a CSM's book of business / is in no CSM's book of business (ours)
  cse.user_id as cse_id,  -- person or none: CSE / it has no CSE
  owner.user_id as account_owner_id  -- person or none: account owner / it has no account owner
from account a
left join csm on csm.account_id = a.id
left join cse on cse.account_id = a.id
left join owner on owner.account_id = a.id
