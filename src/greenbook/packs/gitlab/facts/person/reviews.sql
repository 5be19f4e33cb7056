-- grain: person; account.csm_id
-- The workshops that a CSM has led lately; what was logged as one counts as well, once for all customers of
-- a day, unless a record tells of a workshop that they led on that day.
with recorded as (
  select w.id, w.led_by_user_id, w.held_on
  from workshop w
  where w.led_by = 'csm' and w.type <> 'webinar' and w.held_on <= $today
),
logged as (
  select distinct e.author_id as led_by_user_id, e.happened_on as held_on
  from timeline_entry e
  where
    (e.type = 'workshop' or e.meeting_type = 'workshop')
    and e.held
    and e.with_csm
    and e.entry_source <> 'crm_sync'
    and not exists (select 1 from recorded r where r.led_by_user_id = e.author_id and r.held_on = e.happened_on)
),
each_one as (
  select led_by_user_id, held_on from recorded
  union all
  select led_by_user_id, held_on from logged
),
led as (
  select led_by_user_id, count(*) as workshops
  from each_one
  where held_on > add_months(cast($today as date), -$workshop_mean_months)
  group by led_by_user_id
)
select
  p.id,
  coalesce(led.workshops, 0) as workshops_led_lately  -- count: workshop(s) led in the last months
from person p
left join led on led.led_by_user_id = p.id
