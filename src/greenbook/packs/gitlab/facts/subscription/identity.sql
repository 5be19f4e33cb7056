-- grain: subscription of account
-- What was subscribed to, from when, and whose account it is.
select
  s.id,
  s.account_id,
  cast($today as date) as today,  -- date: the day (clock)
  s.starts_on as started_on,  -- date: start of the subscription (fixed)
  s.ends_on as ended_on,  -- date or none: end of the subscription / the subscription has not ended
  s.tier,  -- one of free | premium | ultimate: tier
  cast(s.seats as bigint) as seats,  -- count: seat(s)
  coalesce(s.is_trial, false) as is_trial  -- yes/no: is a trial / is a paid subscription (fixed)
from subscription s
