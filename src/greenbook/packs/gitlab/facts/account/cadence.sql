-- grain: account
-- The last call or meeting that counts, and whether the CSM has marked the account as non-engaged.
-- A call counts when it was held with a CSM or CSE, did not come in by the CRM sync, and a recorder's
-- entry only when the CSM hosted it. Any meeting type counts; a workshop is no call.
with calls as (
  select
    e.account_id,
    e.id,
    e.happened_on,
    row_number() over (partition by e.account_id order by e.happened_on desc, e.id desc) as place
  from timeline_entry e
  where
    e.type in ('customer_call', 'in_person_meeting')
    and e.held
    and e.entry_source <> 'crm_sync'
    and (e.entry_source <> 'call_recorder' or e.csm_hosted)
    and e.with_csm
),
csm as (
  select account_id, max(starts_on) as assigned_on
  from account_team
  where role = 'csm' and starts_on <= $today and (ends_on is null or ends_on >= $today)
  group by account_id
)
select
  a.id,
  c.happened_on as last_call_on,  -- date or none: last call or meeting / no call or meeting was held yet
  case when c.id is not null then concat('timeline_entry:', c.id) end as last_call_on__evidence,
  coalesce(c.happened_on, csm.assigned_on) as silent_since,  -- date or none: last contact, or else the assignment of the CSM, / nobody was ever in contact and no CSM was assigned (clock)
  a.non_engaged_on  -- date or none: day the CSM marked it as non-engaged / the CSM has not marked it as non-engaged
from account a
left join calls c on c.account_id = a.id and c.place = 1
left join csm on csm.account_id = a.id
