-- grain: account
-- Licences and product usage: the latest readings of the production instances and of all namespaces, summed.
-- Readings older than the limit count no more. A sum is unknown where one instance does not report its part.
with instances as (
  select
    i.id,
    i.subscription_id,
    i.delivery,
    try_cast(split_part(i.version, '.', 1) as bigint) * 1000
    + case
      when split_part(i.version, '.', 2) = '' then 0
      else try_cast(split_part(i.version, '.', 2) as bigint)
    end as version,  -- 15.2 is 15002
    i.kind = 'namespace' or i.type = 'production' as scored
  from instance i
),
latest as (
  select
    u.account_id,
    u.instance_id,
    coalesce(u.subscription_id, i.subscription_id) as subscription_id,
    u.metric,
    cast(round(u.value) as bigint) as amount,
    u.read_on,
    row_number() over (
      partition by u.account_id, u.instance_id, coalesce(u.subscription_id, i.subscription_id), u.metric
      order by u.read_on desc, u.known_from desc, u.value desc
    ) as place
  from usage_reading u
  left join instances i on i.id = u.instance_id
  where
    u.read_on <= $today
    and u.read_on >= add_days(cast($today as date), -$usage_clears_after_days)
    and (u.instance_id is null or i.scored)
),
per_instance as (
  select
    account_id,
    instance_id,
    subscription_id,
    max(read_on) as read_on,
    max(case when metric = 'billable_users' then amount end) as billable,
    max(case when metric = 'licensed_users' then amount end) as licensed,
    max(case when metric = 'unique_active_users_28d' then amount end) as active,
    max(case when metric = 'git_operation_users_28d' then amount end) as git_users,
    max(case when metric = 'ci_builds_28d' then amount end) as builds,
    max(case when metric = 'ci_pipeline_users_28d' then amount end) as pipeline_users,
    max(case when metric = 'ci_internal_pipelines_28d' then amount end) as pipelines,
    max(case when metric = 'secure_scanner_users_28d' then amount end) as scanner_users,
    max(case when metric = 'container_scanning_users_28d' then amount end) as container_users,
    max(case when metric = 'secret_detection_users_28d' then amount end) as secret_users,
    max(case when metric = 'secret_detection_scans_28d' then amount end) as secret_scans,
    max(case when metric = 'dependency_scanning_scans_28d' then amount end) as dependency_scans,
    max(case when metric = 'container_scanning_scans_28d' then amount end) as container_scans,
    max(case when metric = 'sast_scans_28d' then amount end) as sast_scans,
    max(case when metric = 'dast_scans_28d' then amount end) as dast_scans,
    max(case when metric = 'coverage_fuzzing_scans_28d' then amount end) as coverage_scans,
    max(case when metric = 'api_fuzzing_scans_28d' then amount end) as api_scans,
    max(case when metric = 'deployment_users_28d' then amount end) as deploy_users,
    max(case when metric = 'deployments_28d' then amount end) as deploys,
    max(case when metric = 'successful_deployments_28d' then amount end) as deploys_ok,
    max(case when metric = 'failed_deployments_28d' then amount end) as deploys_failed
  from latest
  where place = 1
  group by account_id, instance_id, subscription_id
),
known as (
  select
    p.*,
    coalesce(s.tier = 'ultimate', false) as ultimate
  from per_instance p
  left join subscription s on s.id = p.subscription_id
),
largest as (
  select
    p.account_id,
    i.delivery,
    i.version,
    row_number() over (partition by p.account_id order by p.billable desc nulls last, p.instance_id, p.subscription_id) as place
  from (select account_id, instance_id, subscription_id, billable from per_instance) p
  left join instances i on i.id = p.instance_id
),
used as (
  select
    account_id,
    max(read_on) as read_on,
    case when count(billable) = count(*) then cast(sum(billable) as bigint) end as billable,
    cast(sum(active) filter (where billable is not null) as bigint) as active,
    cast(sum(billable) filter (where active is not null) as bigint) as active_billable,
    case when count(git_users) = count(*) then cast(sum(git_users) as bigint) end as git_users,
    case when count(builds) = count(*) then cast(sum(builds) as bigint) end as builds,
    case when count(pipeline_users) = count(*) then cast(sum(pipeline_users) as bigint) end as pipeline_users,
    case when count(scanner_users) = count(*) then cast(sum(scanner_users) as bigint) end as scanner_users,
    case when count(container_users) = count(*) then cast(sum(container_users) as bigint) end as container_users,
    case when count(secret_users) = count(*) then cast(sum(secret_users) as bigint) end as secret_users,
    case when count(deploy_users) = count(*) then cast(sum(deploy_users) as bigint) end as deploy_users,
    case when count(deploys) = count(*) then cast(sum(deploys) as bigint) end as deploys,
    case when count(deploys_ok) = count(*) then cast(sum(deploys_ok) as bigint) end as deploys_ok,
    case when count(deploys_failed) = count(*) then cast(sum(deploys_failed) as bigint) end as deploys_failed
  from known
  group by account_id
),
secured as (
  select
    account_id,
    case when count(billable) = count(*) then cast(sum(billable) as bigint) end as billable,
    case when count(scanner_users) = count(*) then cast(sum(scanner_users) as bigint) end as scanner_users,
    case when count(pipelines) = count(*) then cast(sum(pipelines) as bigint) end as pipelines,
    case when count(secret_scans) = count(*) then cast(sum(secret_scans) as bigint) end as secret_scans,
    case when count(dependency_scans) = count(*) then cast(sum(dependency_scans) as bigint) end as dependency_scans,
    case when count(container_scans) = count(*) then cast(sum(container_scans) as bigint) end as container_scans,
    case when count(sast_scans) = count(*) then cast(sum(sast_scans) as bigint) end as sast_scans,
    case when count(dast_scans) = count(*) then cast(sum(dast_scans) as bigint) end as dast_scans,
    case when count(coverage_scans) = count(*) then cast(sum(coverage_scans) as bigint) end as coverage_scans,
    case when count(api_scans) = count(*) then cast(sum(api_scans) as bigint) end as api_scans
  from known
  where ultimate
  group by account_id
),
per_subscription as (
  select
    s.id,
    s.account_id,
    coalesce(s.seats, max(p.licensed)) as licensed,
    case when count(p.billable) = count(p.account_id) then cast(sum(p.billable) as bigint) end as billable
  from subscription s
  left join per_instance p on p.subscription_id = s.id
  where
    s.starts_on <= $today
    and (s.ends_on is null or s.ends_on >= $today)
    and not coalesce(s.is_trial, false)
  group by s.id, s.account_id, s.seats
),
licences as (
  select
    account_id,
    cast(sum(billable) filter (where licensed is not null) as bigint) as billable,
    cast(sum(licensed) filter (where billable is not null) as bigint) as licensed,
    count(*) filter (where billable is null or licensed is null) as without_numbers
  from per_subscription
  group by account_id
)
select
  a.id,
  used.account_id is not null as usage_arrives,  -- yes/no: sends usage data / has sent no usage data lately
  used.read_on as usage_read_on,  -- date or none: last usage data / no usage data ever arrived
  licences.billable as licence_users,  -- count: billable user(s) of the subscriptions with both numbers
  licences.licensed as licences,  -- count: licence(s) of the subscriptions with both numbers
  coalesce(licences.without_numbers, 0) as subscriptions_without_numbers,  -- count: subscription(s) without a licence number
  largest.delivery as usage_delivery,  -- one of self_managed | saas | dedicated: delivery of the largest production instance (fixed)
  largest.version as usage_version,  -- version: version of the largest production instance
  coalesce(secured.account_id is not null, false) as ultimate_in_use,  -- yes/no: uses Ultimate in production / does not use Ultimate in production
  used.billable as billable_users,  -- count: billable user(s)
  used.active as active_users_28d,  -- count: user(s) active in 28 days
  used.active_billable as active_users_of,  -- count: billable user(s) of the instances that count active users
  used.git_users as git_users_28d,  -- count: user(s) of Git operations in 28 days
  used.builds as ci_builds_28d,  -- count: CI build(s) in 28 days
  used.pipeline_users as ci_pipeline_users_28d,  -- count: user(s) who ran a pipeline in 28 days
  used.scanner_users as scanner_users_28d,  -- count: user(s) of any scanner in 28 days
  used.container_users as container_scanner_users_28d,  -- count: user(s) of container scanning in 28 days
  used.secret_users as secret_detection_users_28d,  -- count: user(s) of secret detection in 28 days
  secured.billable as ultimate_users,  -- count: billable user(s) on Ultimate
  secured.scanner_users as ultimate_scanner_users_28d,  -- count: user(s) of any scanner on Ultimate in 28 days
  secured.secret_scans + secured.dependency_scans + secured.container_scans + secured.sast_scans + secured.dast_scans + secured.coverage_scans + secured.api_scans as scans_28d,  -- count: security scan(s) in 28 days
  secured.pipelines as ci_internal_pipelines_28d,  -- count: internal CI pipeline(s) in 28 days
  cast(
    case when secured.secret_scans > 0 then 1 when secured.secret_scans = 0 then 0 end
    + case when secured.dependency_scans > 0 then 1 when secured.dependency_scans = 0 then 0 end
    + case when secured.container_scans > 0 then 1 when secured.container_scans = 0 then 0 end
    + case when secured.sast_scans > 0 then 1 when secured.sast_scans = 0 then 0 end
    + case when secured.dast_scans > 0 then 1 when secured.dast_scans = 0 then 0 end
    + case when secured.coverage_scans > 0 then 1 when secured.coverage_scans = 0 then 0 end
    + case when secured.api_scans > 0 then 1 when secured.api_scans = 0 then 0 end
    as bigint
  ) as scanner_types,  -- count: type(s) of scanner in use
  used.deploy_users as deploy_users_28d,  -- count: user(s) who deployed in 28 days
  used.deploys as deploys_28d,  -- count: deployment(s) in 28 days
  used.deploys_ok as deploys_ok_28d,  -- count: successful deployment(s) in 28 days
  used.deploys_failed as deploys_failed_28d  -- count: failed deployment(s) in 28 days
from account a
left join largest on largest.account_id = a.id and largest.place = 1
left join licences on licences.account_id = a.id
left join secured on secured.account_id = a.id
left join used on used.account_id = a.id
