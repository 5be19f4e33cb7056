-- grain: account
-- The success plan that counts (the active ROI plan before a draft, then the newest), and the growth plan.
with roi as (
  select
    p.*,
    row_number() over (
      partition by p.account_id
      order by case when p.status = 'active' then 1 else 2 end, coalesce(p.happened_on, p.known_from) desc, p.id desc
    ) as place
  from success_plan p
  where p.type = 'roi' and p.status in ('draft', 'active')
),
plan as (select * from roi where place = 1),
goals as (
  select
    o.plan_id,
    count(*) as objectives,
    count(*) filter (where o.closed_on is null or o.closed_on > $today) as open_objectives,
    count(*) filter (
      where (o.closed_on is null or o.closed_on > $today)
      and (o.due_on is null or coalesce(trim(o.success_criteria), '') = '')
    ) as incomplete_objectives
  from objective o
  group by o.plan_id
),
touched as (
  select id as plan_id, last_reviewed_on as touched_on from plan
  union all
  select id, content_changed_on from plan
  union all
  select id, coalesce(happened_on, known_from) from plan
  union all
  select o.plan_id, o.last_activity_on from objective o
  union all
  select o.plan_id, o.last_validated_on from objective o
  union all
  select e.success_plan_id, e.happened_on from timeline_entry e where e.success_plan_id is not null
  union all
  select o.plan_id, e.happened_on from timeline_entry e join objective o on o.id = e.objective_id
),
activity as (
  select plan_id, max(touched_on) as last_on
  from touched
  where touched_on <= $today
  group by plan_id
),
plays as (
  select
    o.account_id,
    count(*) filter (where o.motion = 'enablement') as enablement,
    count(*) filter (where o.motion = 'expansion') as expansion
  from objective o
  where coalesce(trim(o.playbook), '') <> '' and (o.closed_on is null or o.closed_on > $today)
  group by o.account_id
),
growth as (
  select
    g.*,
    row_number() over (
      partition by g.account_id
      order by
        case when g.status = 'active' then 1 when g.status = 'draft' then 2 else 3 end,
        coalesce(g.happened_on, g.known_from) desc,
        g.id desc
    ) as place
  from growth_plan g
)
select
  a.id,
  plan.status as plan_status,  -- one of draft | active or none: success plan / it has no success plan (ours)
  case when plan.id is not null then concat('success_plan:', plan.id) end as plan_status__evidence,
  coalesce(plan.happened_on, plan.known_from) as plan_started_on,  -- date or none: day the success plan was begun / no success plan was begun
  coalesce(goals.objectives, 0) as plan_objectives,  -- count: objective(s) in the success plan (only up)
  coalesce(goals.open_objectives, 0) as plan_open_objectives,  -- count: open objective(s) in the success plan (ours)
  coalesce(goals.incomplete_objectives, 0) as plan_incomplete_objectives,  -- count: open objective(s) without a measure or a date (ours)
  coalesce(trim(plan.strategy), '') <> '' and coalesce(trim(plan.highlights), '') <> '' as plan_has_strategy_and_highlights,  -- yes/no: strategy and highlights are filled in / strategy or highlights are missing (ours)
  case when plan.approval_status = 'approved' then plan.approved_on end as plan_approved_on,  -- date or none: day the manager approved the success plan / the manager has not approved the success plan
  plan.content_changed_on as plan_content_changed_on,  -- date or none: last change of strategy or objectives / strategy and objectives were never changed
  plan.customer_validated_on as plan_customer_validated_on,  -- date or none: day the customer validated the success plan / the customer has not validated the success plan
  plan.last_reviewed_on as plan_reviewed_on,  -- date or none: last review of the success plan / the success plan was not reviewed yet
  activity.last_on as plan_last_activity_on,  -- date or none: last activity in the success plan / nothing was done in the success plan yet
  coalesce(plays.enablement, 0) as enablement_plays_open,  -- count: enablement playbook(s) open (ours)
  coalesce(plays.expansion, 0) as expansion_plays_open,  -- count: expansion playbook(s) open (ours)
  growth.status as growth_plan_status,  -- one of draft | active | closed or none: account growth plan / it has no account growth plan (ours)
  case when growth.id is not null then concat('growth_plan:', growth.id) end as growth_plan_status__evidence,
  growth.last_review_on as growth_plan_reviewed_on  -- date or none: last review of the account growth plan / the account growth plan was not reviewed yet
from account a
left join plan on plan.account_id = a.id
left join goals on goals.plan_id = plan.id
left join activity on activity.plan_id = plan.id
left join plays on plays.account_id = a.id
left join growth on growth.account_id = a.id and growth.place = 1
