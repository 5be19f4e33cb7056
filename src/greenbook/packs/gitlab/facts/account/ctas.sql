-- grain: account
-- What the CTA rules name their occasions by: the risk episode and its end, the EBR under way.
with said as (
  select
    e.account_id,
    e.id,
    e.happened_on,
    e.csm_sentiment = 'red' as is_red,
    e.csm_sentiment = 'red' or (e.csm_sentiment = 'yellow' and coalesce(e.requires_triage, false)) as at_risk,
    row_number() over (partition by e.account_id order by e.happened_on, e.id) as number
  from timeline_entry e
  where e.csm_sentiment is not null
),
calm as (
  select account_id, max(number) as number
  from said
  where not at_risk
  group by account_id
),
episode as (
  select
    s.account_id,
    min(s.happened_on) as since,
    min(s.id) as entry_id
  from said s
  left join calm c on c.account_id = s.account_id
  where s.at_risk and s.number > coalesce(c.number, 0)
  group by s.account_id
),
last_red as (
  select account_id, max(number) as number
  from said
  where is_red
  group by account_id
),
left_red as (
  select s.account_id, s.id, s.happened_on
  from said s
  join last_red r on r.account_id = s.account_id and s.number = r.number + 1
),
review as (
  select
    e.account_id,
    coalesce(e.scheduled_for, e.target_on) as held_for,
    row_number() over (partition by e.account_id order by coalesce(e.scheduled_for, e.target_on), e.id) as place
  from ebr e
  where
    e.held_on is null
    and coalesce(e.scheduled_for, e.target_on) is not null
    and e.status not in ('held', 'followed_up', 'closed', 'declined', 'converted_to_mini', 'cancelled')
),
anniversary as (
  select
    a.id,
    a.contract_start_on,
    cast(12 * greatest(extract(year from cast($today as date)) - extract(year from a.contract_start_on), 0) as integer) as months
  from account a
),
contract as (
  select
    id,
    case
      when add_months(contract_start_on, months) > $today and months > 0 then add_months(contract_start_on, months - 12)
      else add_months(contract_start_on, months)
    end as year_start
  from anniversary
),
review_cta as (
  select
    c.account_id,
    max(c.id) as cta_id,
    count(distinct k.id) filter (where k.status = 'done') as tasks_done
  from cta c
  left join task k on k.cta_id = c.id
  where c.type = 'lifecycle' and c.reason = 'business_review' and (c.closed_on is null or c.closed_on > $today)
  group by c.account_id
)
select
  a.id,
  p.since as risk_episode_since,  -- date or none: first day of the time at risk / no time at risk is open
  case when p.entry_id is not null then concat('timeline_entry:', p.entry_id) end as risk_episode_since__evidence,
  l.happened_on as red_left_on,  -- date or none: day the CSM sentiment was last no longer red / the CSM sentiment has not come back from red
  case when l.id is not null then concat('timeline_entry:', l.id) end as red_left_on__evidence,
  coalesce(r.held_for, add_months(y.year_start, $ebr_month)) as ebr_on,  -- date: day the EBR is planned for
  coalesce(t.tasks_done, 0) as ebr_tasks_done,  -- count: task(s) done on the open EBR CTA (only up)
  case when t.cta_id is not null then concat('cta:', t.cta_id) end as ebr_tasks_done__evidence
from account a
join contract y on y.id = a.id
left join episode p on p.account_id = a.id
left join left_red l on l.account_id = a.id
left join review r on r.account_id = a.id and r.place = 1
left join review_cta t on t.account_id = a.id
