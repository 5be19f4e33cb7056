-- grain: account
-- EBRs offered, planned and held, and the workshops the customer took part in. What was logged as an EBR
-- or a workshop counts as well, unless a record of its own tells of that day.
with day as (
  select
    add_months(cast(date_trunc('quarter', add_months(cast($today as date), -$fiscal_year_offset_months)) as date), $fiscal_year_offset_months) as quarter_start,
    add_months(cast($today as date), -$review_window_months) as year_ago
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
logged as (
  select e.id, e.account_id, e.happened_on, e.type, e.meeting_type
  from timeline_entry e
  where e.held and e.with_csm and e.entry_source <> 'crm_sync'
),
each_ebr as (
  select e.account_id, e.held_on, concat('ebr:', e.id) as evidence
  from ebr e
  where e.held_on <= $today and (e.kind = 'full' or coalesce(e.counts_as_full, false))
  union all
  select l.account_id, l.happened_on, concat('timeline_entry:', l.id)
  from logged l
  where
    l.meeting_type = 'ebr'
    and not exists (select 1 from ebr e where e.account_id = l.account_id and e.held_on = l.happened_on)
),
full_ebr as (
  select
    e.evidence,
    e.account_id,
    e.held_on,
    row_number() over (partition by e.account_id order by e.held_on desc, e.evidence desc) as place
  from each_ebr e
),
held as (
  select
    f.account_id,
    count(*) filter (where f.held_on >= contract.year_start) as in_contract_year
  from full_ebr f
  join contract on contract.id = f.account_id
  group by f.account_id
),
planned as (
  select
    e.account_id,
    max(e.offered_on) filter (where e.offered_on <= $today) as offered_on,
    max(coalesce(e.held_on, e.scheduled_for, e.roadmap_quarter_on)) filter (
      where e.status not in ('declined', 'converted_to_mini', 'cancelled')
    ) as slot_on
  from ebr e
  where e.kind = 'full' or coalesce(e.counts_as_full, false)
  group by e.account_id
),
declined as (
  select
    e.account_id,
    max(e.id) filter (where e.status = 'declined') as id,
    count(*) filter (where e.status not in ('declined', 'converted_to_mini', 'cancelled')) as others
  from ebr e
  join contract on contract.id = e.account_id
  where e.kind = 'full' and coalesce(e.contract_year_start_on, e.target_on, e.happened_on) >= contract.year_start
  group by e.account_id
),
smaller as (
  select account_id, held_on from ebr where kind = 'mini' and held_on <= $today
  union all
  select account_id, happened_on from logged where meeting_type = 'mini_ebr'
),
mini as (select account_id, max(held_on) as held_on from smaller group by account_id),
delivered as (
  select
    concat('workshop:', w.id) as evidence,
    w.held_on,
    w.type,
    w.led_by,
    p.account_id
  from workshop_account p
  join workshop w on w.id = p.workshop_id
  where w.held_on <= $today and coalesce(p.attended, true)
  union all
  select concat('timeline_entry:', l.id), l.happened_on, 'workshop', 'csm', l.account_id
  from logged l
  where
    (l.type = 'workshop' or l.meeting_type = 'workshop')
    and not exists (
      select 1
      from workshop_account p
      join workshop w on w.id = p.workshop_id
      where p.account_id = l.account_id and w.held_on = l.happened_on
    )
),
workshops as (
  select
    d.account_id,
    count(distinct d.evidence) filter (where d.type <> 'webinar' and d.held_on >= day.quarter_start) as this_quarter,
    count(distinct d.evidence) filter (where d.type <> 'webinar' and d.led_by = 'csm' and d.held_on > day.year_ago) as csm_led,
    count(distinct d.evidence) filter (where d.type = 'webinar' and d.held_on > day.year_ago) as webinars
  from delivered d
  cross join day
  group by d.account_id
)
select
  a.id,
  last_ebr.held_on as ebr_held_on,  -- date or none: last full EBR / no full EBR was held yet
  last_ebr.evidence as ebr_held_on__evidence,
  coalesce(held.in_contract_year, 0) as ebrs_in_contract_year,  -- count: full EBR(s) held in this contract year (only up)
  planned.offered_on as ebr_offered_on,  -- date or none: last offer of an EBR / no EBR was offered yet
  coalesce(declined.id is not null and declined.others = 0, false) as ebr_declined,  -- yes/no: declined the EBR of this contract year / has not declined the EBR of this contract year
  case when declined.others = 0 and declined.id is not null then concat('ebr:', declined.id) end as ebr_declined__evidence,
  mini.held_on as mini_ebr_held_on,  -- date or none: last mini EBR / no mini EBR was held yet
  planned.slot_on as ebr_slot_on,  -- date or none: last place on the EBR roadmap / it has no place on the EBR roadmap (ours)
  cast(a.ebr_per_year as bigint) as ebr_per_year,  -- count or none: EBR(s) a year chosen for this customer / no number of EBRs a year is chosen for this customer (ours)
  coalesce(workshops.this_quarter, 0) as workshops_this_quarter,  -- count: workshop(s) in this fiscal quarter
  coalesce(workshops.csm_led, 0) as csm_led_workshops_in_a_year,  -- count: CSM-led workshop(s) in the last 12 months
  coalesce(workshops.webinars, 0) as webinars_in_a_year  -- count: webinar(s) attended in the last 12 months
from account a
left join full_ebr last_ebr on last_ebr.account_id = a.id and last_ebr.place = 1
left join held on held.account_id = a.id
left join planned on planned.account_id = a.id
left join declined on declined.account_id = a.id
left join mini on mini.account_id = a.id
left join workshops on workshops.account_id = a.id
