-- grain: account
-- What stands open against the account: triage issue, At-Risk CTA, a yellow sentiment that needs triage.
-- Low-licence, usage and non-engaged CTAs are risk CTAs too, but no triage: only the reason at_risk counts.
with triage_now as (
  select account_id, max(id) as id, min(opened_on) as opened_on
  from triage
  where opened_on <= $today and (closed_on is null or closed_on > $today)
  group by account_id
),
at_risk_now as (
  select account_id, max(id) as id, min(start_on) as opened_on
  from cta
  where type = 'risk' and reason = 'at_risk' and (closed_on is null or closed_on > $today)
  group by account_id
),
escalated as (
  select account_id, max(escalated_on) as escalated_on
  from (
    select account_id, opened_on as escalated_on from escalation where opened_on <= $today
    union all
    select account_id, happened_on from timeline_entry where type = 'escalation'
  ) each_time
  group by account_id
),
sentiment as (
  select
    e.account_id,
    e.id,
    e.csm_sentiment = 'yellow' and coalesce(e.requires_triage, false) as needs_triage,
    row_number() over (partition by e.account_id order by e.happened_on desc, e.id desc) as place
  from timeline_entry e
  where e.csm_sentiment is not null
)
select
  a.id,
  t.id is not null as triage_open,  -- yes/no: has a triage issue open / has no triage issue open
  case when t.id is not null then concat('triage:', t.id) end as triage_open__evidence,
  t.opened_on as triage_opened_on,  -- date or none: day the open triage issue was opened / no triage issue is open
  r.id is not null as at_risk_cta_open,  -- yes/no: has an At-Risk CTA open / has no At-Risk CTA open
  case when r.id is not null then concat('cta:', r.id) end as at_risk_cta_open__evidence,
  coalesce(s.needs_triage, false) as needs_triage,  -- yes/no: has a yellow sentiment that needs triage / has no sentiment that needs triage
  case when s.needs_triage then concat('timeline_entry:', s.id) end as needs_triage__evidence,
  u.escalated_on  -- date or none: day it was last escalated / it was never escalated (ours)
from account a
left join triage_now t on t.account_id = a.id
left join at_risk_now r on r.account_id = a.id
left join escalated u on u.account_id = a.id
left join sentiment s on s.account_id = a.id and s.place = 1
