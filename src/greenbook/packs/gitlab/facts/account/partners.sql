-- grain: account
-- The partners who work with the customer, the health review agreed with them, and their part in the next EBR.
with active as (
  select
    p.id,
    p.account_id,
    p.health_review_months,
    p.last_health_review_on,
    p.started_on,
    row_number() over (
      partition by p.account_id
      order by coalesce(p.last_health_review_on, p.started_on) nulls first, p.id
    ) as place
  from partner_engagement p
  where
    p.status <> 'ended'
    and (p.started_on is null or p.started_on <= $today)
    and (p.ended_on is null or p.ended_on > $today)
),
counted as (
  select account_id, count(*) as engagements
  from active
  group by account_id
),
open_ebr as (
  select
    e.id,
    e.account_id,
    row_number() over (
      partition by e.account_id
      order by coalesce(e.scheduled_for, e.target_on) nulls last, e.id
    ) as place
  from ebr e
  where
    e.held_on is null
    and e.status not in ('held', 'followed_up', 'closed', 'declined', 'converted_to_mini', 'cancelled')
),
synced as (
  select distinct s.engagement_id, s.ebr_id
  from partner_ebr_sync s
  where s.held_on is not null and s.held_on <= $today
),
to_sync as (
  select p.account_id, count(*) as engagements
  from active p
  join open_ebr e on e.account_id = p.account_id and e.place = 1
  left join synced s on s.engagement_id = p.id and s.ebr_id = e.id
  where s.engagement_id is null
  group by p.account_id
)
select
  a.id,
  coalesce(counted.engagements, 0) as partner_engagements,  -- count: partner(s) engaged with the customer (ours)
  cast(behind.health_review_months as bigint) as partner_review_months,  -- months or none: agreed time between partner health reviews / no time between partner health reviews is agreed (ours)
  behind.started_on as partner_engaged_on,  -- date or none: start of the partner engagement reviewed longest ago / no partner is engaged
  behind.last_health_review_on as last_partner_health_review_on,  -- date or none: last health review with that partner / no health review with that partner was held yet
  case when behind.id is not null then concat('partner_engagement:', behind.id) end as last_partner_health_review_on__evidence,
  next_ebr.id is not null as ebr_open,  -- yes/no: has an EBR under way / has no EBR under way (ours)
  case when next_ebr.id is not null then concat('ebr:', next_ebr.id) end as ebr_open__evidence,
  coalesce(to_sync.engagements, 0) as partner_syncs_missing  -- count: partner(s) not yet synced with before the EBR (ours)
from account a
left join counted on counted.account_id = a.id
left join active behind on behind.account_id = a.id and behind.place = 1
left join open_ebr next_ebr on next_ebr.account_id = a.id and next_ebr.place = 1
left join to_sync on to_sync.account_id = a.id
