-- grain: subscription
-- The day each usage milestone was first reached on the subscription's production instances, summed.
-- A milestone once reached stays reached, however usage falls later; the day is the day of the reading.
with readings as (
  select
    coalesce(u.subscription_id, i.subscription_id) as subscription_id,
    u.instance_id,
    u.metric,
    u.read_on,
    cast(round(u.value) as bigint) as amount,
    row_number() over (
      partition by coalesce(u.subscription_id, i.subscription_id), u.instance_id, u.metric, u.read_on
      order by u.known_from desc, u.value desc
    ) as place
  from usage_reading u
  left join instance i on i.id = u.instance_id
  where
    u.metric in ('billable_users', 'licensed_users', 'git_operation_users_28d', 'ci_pipeline_users_28d', 'secure_scanner_users_28d')
    and u.value is not null
    and u.read_on <= $today
    and (u.instance_id is null or i.kind = 'namespace' or i.type = 'production')
),
changes as (
  select
    subscription_id,
    metric,
    read_on,
    amount - coalesce(lag(amount) over (partition by subscription_id, instance_id, metric order by read_on), 0) as change
  from readings
  where place = 1 and subscription_id is not null
),
sums as (
  select
    subscription_id,
    read_on,
    sum(case when metric = 'billable_users' then change end) over (partition by subscription_id order by read_on) as billable,
    sum(case when metric = 'licensed_users' then change end) over (partition by subscription_id order by read_on) as licensed,
    sum(case when metric = 'git_operation_users_28d' then change end) over (partition by subscription_id order by read_on) as git_users,
    sum(case when metric = 'ci_pipeline_users_28d' then change end) over (partition by subscription_id order by read_on) as pipeline_users,
    sum(case when metric = 'secure_scanner_users_28d' then change end) over (partition by subscription_id order by read_on) as scanner_users
  from changes
),
compared as (
  select
    m.*,
    coalesce(m.licensed, s.seats) as licences
  from sums m
  join subscription s on s.id = m.subscription_id
),
reached as (
  select
    subscription_id,
    min(read_on) filter (where licences > 0 and 100 * billable >= $licence_first_percent * licences) as licence_first_on,
    min(read_on) filter (where licences > 0 and 100 * billable >= $licence_half_percent * licences) as licence_half_on,
    min(read_on) filter (where licences > 0 and 100 * billable >= $licence_most_percent * licences) as licence_most_on,
    min(read_on) filter (where billable > 0 and 100 * git_users >= $scm_percent * billable) as scm_on,
    min(read_on) filter (where billable > 0 and 100 * pipeline_users >= $ci_percent * billable) as ci_on,
    min(read_on) filter (where billable > 0 and 100 * scanner_users >= $devsecops_percent * billable) as devsecops_on
  from compared
  group by subscription_id
)
select
  s.id,
  r.licence_first_on as reached_10_percent_on,  -- date or none: day 10 % of the licences were in use / 10 % of the licences were not in use yet
  r.licence_half_on as reached_50_percent_on,  -- date or none: day 50 % of the licences were in use / 50 % of the licences were not in use yet
  r.licence_most_on as reached_80_percent_on,  -- date or none: day 80 % of the licences were in use / 80 % of the licences were not in use yet
  r.scm_on as reached_scm_on,  -- date or none: day SCM was adopted / SCM is not adopted yet
  r.ci_on as reached_ci_on,  -- date or none: day CI was adopted / CI is not adopted yet
  r.devsecops_on as reached_devsecops_on  -- date or none: day DevSecOps was adopted / DevSecOps is not adopted yet
from subscription s
left join reached r on r.subscription_id = s.id
