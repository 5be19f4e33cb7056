-- grain: person; account.csm_id
-- Who the person is and which accounts are theirs to look after.
select
  p.id,
  cast($today as date) as today,  -- date: the day (clock)
  p.name,  -- text: name (fixed)
  p.works_as,  -- text: role (fixed)
  p.region,  -- one of AMER | EMEA | APJ: region (fixed)
  p.cs_segment,  -- one of strategic | growth | commercial | scale | digital: CS segment (fixed)
  p.sales_segment,  -- one of enterprise | commercial | smb: sales segment (fixed)
  p.manager_id,  -- person or none: manager / the person has no manager (fixed)
  coalesce(p.ramped, true) as ramped,  -- yes/no: is ramped up / is still ramping up
  coalesce(p.is_active, true) as is_active  -- yes/no: works here / does not work here any more
from person p
