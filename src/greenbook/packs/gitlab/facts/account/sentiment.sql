-- grain: account
-- What the CSM last said about the customer, and when a health update was last written.
with said as (
  select
    e.id,
    e.account_id,
    e.happened_on,
    e.csm_sentiment,
    row_number() over (partition by e.account_id order by e.happened_on desc, e.id desc) as place
  from timeline_entry e
  where e.csm_sentiment is not null
),
written as (
  select
    e.id,
    e.account_id,
    e.happened_on,
    row_number() over (partition by e.account_id order by e.happened_on desc, e.id desc) as place
  from timeline_entry e
  where e.type = 'health_update'
)
select
  a.id,
  said.csm_sentiment,  -- one of red | yellow | green or none: CSM sentiment / it has no CSM sentiment (ours)
  case when said.id is not null then concat('timeline_entry:', said.id) end as csm_sentiment__evidence,
  said.happened_on as csm_sentiment_set_on,  -- date or none: day the CSM sentiment was set / no CSM sentiment was ever set
  written.happened_on as last_health_update_on,  -- date or none: last health update / no health update was made yet
  case when written.id is not null then concat('timeline_entry:', written.id) end as last_health_update_on__evidence
from account a
left join said on said.account_id = a.id and said.place = 1
left join written on written.account_id = a.id and written.place = 1
