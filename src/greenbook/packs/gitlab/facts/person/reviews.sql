-- grain: person; account.csm_id
-- The workshops that a CSM has led lately.
with led as (
  select
    w.led_by_user_id,
    count(*) as workshops
  from workshop w
  where
    w.led_by = 'csm'
    and w.type <> 'webinar'
    and w.held_on <= $today
    and w.held_on > add_months(cast($today as date), -$workshop_mean_months)
  group by w.led_by_user_id
)
select
  p.id,
  coalesce(led.workshops, 0) as workshops_led_lately  -- count: workshop(s) led in the last months
from person p
left join led on led.led_by_user_id = p.id
