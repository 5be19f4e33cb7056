-- grain: account
-- When the customer first met its CSM, and when it first got value out of what it bought.
-- First value is entered by hand or found in the licence data: the first reading at which the production
-- instances together use enough of their licences. Once reached it stays reached.
with met as (
  select
    e.account_id,
    e.id,
    e.happened_on,
    row_number() over (partition by e.account_id order by e.happened_on, e.id) as place
  from timeline_entry e
  where
    e.type in ('customer_call', 'in_person_meeting')
    and e.held
    and e.entry_source <> 'crm_sync'
    and (e.entry_source <> 'call_recorder' or e.csm_hosted)
    and e.with_csm
),
readings as (
  select
    u.account_id,
    u.instance_id,
    u.subscription_id,
    u.metric,
    u.read_on,
    cast(round(u.value) as bigint) as amount,
    row_number() over (
      partition by u.account_id, u.instance_id, u.subscription_id, u.metric, u.read_on
      order by u.known_from desc, u.value desc
    ) as place
  from usage_reading u
  left join instance i on i.id = u.instance_id
  where
    u.metric in ('billable_users', 'licensed_users')
    and u.value is not null
    and u.read_on <= $today
    and (u.instance_id is null or i.kind = 'namespace' or i.type = 'production')
),
changes as (
  select
    account_id,
    metric,
    read_on,
    amount - coalesce(lag(amount) over (partition by account_id, instance_id, subscription_id, metric order by read_on), 0) as change
  from readings
  where place = 1
),
sums as (
  select
    account_id,
    read_on,
    sum(case when metric = 'billable_users' then change end) over (partition by account_id order by read_on) as billable,
    sum(case when metric = 'licensed_users' then change end) over (partition by account_id order by read_on) as licensed
  from changes
),
reached as (
  select
    s.account_id,
    min(s.read_on) as reached_on
  from sums s
  join account a on a.id = s.account_id
  where
    coalesce(s.licensed, a.license_count) > 0
    and 100 * s.billable >= $first_value_percent * coalesce(s.licensed, a.license_count)
  group by s.account_id
),
first_csm as (
  select t.account_id, min(t.starts_on) as starts_on
  from account_team t
  where t.role = 'csm' and t.starts_on <= $today
  group by t.account_id
),
valued as (
  select
    a.id,
    coalesce(a.first_value_on, case when a.conversion_source = 'existing_new_csm' then f.starts_on else r.reached_on end) as value_on,
    case
      when a.first_value_on is not null then coalesce(a.first_value_source, 'manual')
      when a.conversion_source = 'existing_new_csm' and f.starts_on is not null then 'assignment'
      when r.reached_on is not null then 'auto'
    end as source
  from account a
  left join first_csm f on f.account_id = a.id
  left join reached r on r.account_id = a.id
)
select
  a.id,
  m.happened_on as first_call_on,  -- date or none: first call or meeting with a CSM / no call or meeting with a CSM was held yet
  case when m.id is not null then concat('timeline_entry:', m.id) end as first_call_on__evidence,
  case when v.value_on <= $today then v.value_on end as first_value_on,  -- date or none: day the first value was reached / the first value was not reached yet
  v.source as first_value_source,  -- one of auto | manual | assignment or none: source of the first value date / there is no first value date
  coalesce(a.conversion_source in ('community_conversion', 'existing_new_csm'), false) as first_value_waived,  -- yes/no: first value is waived / first value is not waived (fixed)
  coalesce(a.service_ping_enabled, false) and coalesce(a.cloud_license_data, false) as licence_data_arrives,  -- yes/no: has Service Ping and cloud licence data / lacks Service Ping or cloud licence data (ours)
  coalesce(a.conversion_source, 'new_customer') as conversion_source  -- one of community_conversion | new_customer | existing_new_csm: kind of start (fixed)
from account a
join valued v on v.id = a.id
left join met m on m.account_id = a.id and m.place = 1
