-- grain: account
-- When the two key personas last took part in anything we logged.
with met as (
  select
    t.account_id,
    max(e.happened_on) filter (where array_contains(c.gitlab_roles, 'dev_lead')) as dev_lead_on,
    max(e.happened_on) filter (where array_contains(c.gitlab_roles, 'security_lead')) as security_lead_on
  from entry_attendee t
  join timeline_entry e on e.id = t.entry_id
  join contact c on c.id = t.contact_id
  group by t.account_id
)
select
  a.id,
  met.dev_lead_on as dev_lead_met_on,  -- date or none: last contact with a Development Lead / no Development Lead was met yet
  met.security_lead_on as security_lead_met_on  -- date or none: last contact with a Software Security Lead / no Software Security Lead was met yet
from account a
left join met on met.account_id = a.id
