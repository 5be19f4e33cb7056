-- grain: person; account.csm_id
-- Calls held in the last four full weeks (Monday to Sunday), and the working days in them.
-- Cadence-type calls are cadence, kickoff and welcome calls, partner-run ones with the CSM included;
-- outside AMER every call, if the handbook says so (engagement C-12).
with week as (
  select cast(date_trunc('week', cast($today as date)) as date) as starts_on
),
offset_days as (
  select n
  from (values (0), (1), (2), (3), (4), (7), (8), (9), (10), (11), (14), (15), (16), (17), (18), (21), (22), (23), (24), (25)) as v(n)
),
weekdays as (
  select add_days(week.starts_on, offset_days.n - 28) as day
  from week
  cross join offset_days
),
away as (
  select a.user_id, count(distinct w.day) as days
  from absence a
  join weekdays w on w.day between a.starts_on and coalesce(a.ends_on, a.starts_on)
  group by a.user_id
),
took_part as (
  select id as entry_id, author_id as user_id from timeline_entry where author_id is not null
  union
  select entry_id, user_id from entry_attendee where user_id is not null
),
held as (
  select
    t.user_id,
    e.id,
    e.happened_on,
    e.meeting_type in ('cadence_call', 'kickoff', 'welcome_call')
    or ($every_call_counts and p.region <> 'AMER') as is_cadence
  from timeline_entry e
  join took_part t on t.entry_id = e.id
  join person p on p.id = t.user_id
  where
    e.type in ('customer_call', 'in_person_meeting')
    and e.held
    and e.entry_source <> 'crm_sync'
    and (e.entry_source <> 'call_recorder' or e.csm_hosted)
),
counted as (
  select
    h.user_id,
    count(*) filter (where h.is_cadence and h.happened_on < week.starts_on) as cadence_4w,
    count(*) filter (where not coalesce(h.is_cadence, false) and h.happened_on < week.starts_on) as other_4w,
    count(*) filter (where h.is_cadence and h.happened_on >= week.starts_on) as cadence_this_week
  from held h
  cross join week
  where h.happened_on >= add_days(week.starts_on, -28)
  group by h.user_id, week.starts_on
)
select
  p.id,
  coalesce(c.cadence_4w, 0) as calls_4w,  -- count: cadence call(s) held in the last four full weeks
  coalesce(c.other_4w, 0) as other_calls_4w,  -- count: other call(s) held in the last four full weeks
  coalesce(c.cadence_this_week, 0) as calls_this_week,  -- count: cadence call(s) held this week
  20 - coalesce(a.days, 0) as working_days_4w  -- days: working time in the last four full weeks
from person p
left join counted c on c.user_id = p.id
left join away a on a.user_id = p.id
