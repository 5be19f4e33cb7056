-- grain: account
-- Support tickets. Where no ticket of anybody is known, no ticket system was imported: then nothing is known.
with source as (select count(*) > 0 as imported from ticket),
counted as (
  select
    t.account_id,
    count(*) filter (where t.opened_on > add_days(cast($today as date), -$ticket_window_days)) as lately,
    max(t.opened_on) as last_on,
    count(*) filter (where t.priority = 'urgent' and (t.closed_on is null or t.closed_on > $today)) as urgent_open,
    max(t.closed_on) filter (where t.priority = 'urgent' and t.closed_on <= $today) as urgent_closed_on
  from ticket t
  where t.opened_on <= $today
  group by t.account_id
)
select
  a.id,
  case when source.imported then coalesce(counted.lately, 0) end as tickets_lately,  -- count: support ticket(s) opened lately
  counted.last_on as last_ticket_on,  -- date or none: last support ticket / it never opened a support ticket
  source.imported as last_ticket_on__known,
  case when source.imported then coalesce(counted.urgent_open, 0) end as urgent_tickets_open,  -- count: open emergency ticket(s)
  counted.urgent_closed_on as urgent_ticket_closed_on,  -- date or none: day the last emergency ticket was closed / no emergency ticket was ever closed
  source.imported as urgent_ticket_closed_on__known
from account a
cross join source
left join counted on counted.account_id = a.id
