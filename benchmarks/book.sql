-- A book of :accounts accounts with :entries timeline entries each, in order as of :day: calls held,
-- plans written, reviews done, so that a day's work is what a vendor of this size has, not a flood.
-- Everything follows from the account's number; the same numbers give the same book.
-- Triggers and foreign keys rest while it is filled (the caller sees to that).
create or replace function pg_temp.pick(i bigint, salt int, among int) returns int
language sql immutable as $$ select ((hashint8(i * 97 + salt)::bigint & 2147483647) % among)::int $$;

-- Who is who: half of the accounts are looked after by a CSM, about twenty each.
create temp table who as
select
  i as id,
  case
    when i % 20 = 0 then 'strategic'
    when i % 20 <= 3 then 'growth'
    when i % 20 <= 9 then 'commercial'
    when i % 20 <= 13 then 'scale'
    else 'digital'
  end as segment,
  (array['AMER', 'EMEA', 'APJ'])[1 + pg_temp.pick(i, 1, 3)] as region,
  i % 20 <= 9 as managed,
  1 + (i / 20) % greatest({accounts} / 40, 1) as csm,
  date '{day}' - (20 + pg_temp.pick(i, 2, 1000)) as starts_on,
  (5000 + pg_temp.pick(i, 3, 400000)) * 100::bigint as arr_cents
from generate_series(1, {accounts}) as i;

insert into records_user (id, source, external_id, known_from, username, name, roles, works_as, region, is_active)
select i, 'bench', 'csm-' || i, date '{day}' - 1500, 'csm' || i, 'CSM ' || i, '{{csm}}', 'csm', 'EMEA', true
from generate_series(1, greatest({accounts} / 40, 1)) as i;

insert into records_account (
  id, source, external_id, happened_on, known_from, name, industry, region, sector, sales_segment,
  cs_segment, alignment, arr_cents, tier, original_contract_on, customer_start_on, contract_start_on,
  contract_term_months, renewal_on, license_count, first_value_on, first_value_source, conversion_source,
  lifecycle_stage, stages_in_use, service_ping_enabled)
select
  id, 'bench', 'account-' || id, starts_on, starts_on, 'Customer ' || id,
  (array['Finance', 'Retail', 'Energy', 'Software', 'Health'])[1 + pg_temp.pick(id, 4, 5)], region,
  case when pg_temp.pick(id, 5, 12) = 0 then 'public_sector' else 'commercial' end,
  case when segment = 'strategic' then 'enterprise' when segment = 'digital' then 'smb' else 'commercial' end,
  segment,
  case when managed then 'csm_assigned' when segment = 'scale' then 'cse_pooled' else 'digital_only' end,
  arr_cents, case when pg_temp.pick(id, 6, 3) = 0 then 'ultimate' else 'premium' end,
  starts_on, starts_on, starts_on, 12,
  starts_on + make_interval(years => 1 + (date '{day}' - starts_on) / 366),
  20 + pg_temp.pick(id, 7, 980),
  case when date '{day}' - starts_on > 30 then starts_on + 25 end,
  case when date '{day}' - starts_on > 30 then 'auto' end, 'new_customer',
  case when managed and date '{day}' - starts_on <= 60 then 'onboarding' else 'adoption' end,
  1 + pg_temp.pick(id, 8, 6), true
from who;

insert into records_account_team (source, external_id, happened_on, known_from, account_id, user_id, role, starts_on)
select 'bench', 'team-' || id, starts_on, starts_on, id, csm, 'csm', starts_on from who where managed;

insert into records_priority_assessment (source, external_id, happened_on, known_from, account_id, suggested, decided)
select 'bench', 'priority-' || id, starts_on, starts_on, id, decided, decided
from (
  select id, starts_on,
    case
      when segment = 'digital' then 4
      when region = 'AMER' or date '{day}' - starts_on <= 60 then 1
      else 1 + (pg_temp.pick(id, 9, 3) > 0)::int
    end as decided
  from who where managed or segment = 'digital'
) as first;

insert into records_onboarding (
  source, external_id, happened_on, known_from, account_id, playbook, started_on, kickoff_held_on,
  plan_drafted_on, completed_on, outcome)
select 'bench', 'onboarding-' || id, starts_on, starts_on, id, 'new_customer', starts_on, starts_on + 7, starts_on + 20,
  case when date '{day}' - starts_on > 60 then starts_on + 45 end,
  case when date '{day}' - starts_on > 60 then 'complete' else 'open' end
from who where managed;

insert into records_opportunity (
  source, external_id, happened_on, known_from, account_id, name, kind, order_type, stage, amount_cents,
  arr_delta_cents, booked_arr_cents, expected_close_on, closed_on, is_won)
select 'bench', 'first-' || id, starts_on, starts_on, id, 'First order', 'new_business', '1. New - First Order',
  'Closed Won', arr_cents, arr_cents, arr_cents, starts_on, starts_on, true
from who
union all
select 'bench', 'renewal-' || w.id, w.starts_on, w.starts_on, w.id, 'Renewal', 'renewal', '3. Growth',
  '1-Discovery', w.arr_cents, 0, null, a.renewal_on, null, null
from who w join records_account a on a.id = w.id
union all
select 'bench', 'growth-' || id, starts_on, starts_on, id, 'More seats', 'seat_expansion', '3. Growth',
  '2-Scoping', arr_cents / 5, arr_cents / 5, null, date '{day}' + pg_temp.pick(id, 10, 400), null, null
from who where pg_temp.pick(id, 11, 5) = 0;

insert into records_subscription (source, external_id, happened_on, known_from, account_id, starts_on, ends_on, tier, seats, arr_cents)
select 'bench', 'subscription-' || a.id, w.starts_on, w.starts_on, a.id, w.starts_on, a.renewal_on, a.tier, a.license_count, a.arr_cents
from who w join records_account a on a.id = w.id;

insert into records_instance (source, external_id, happened_on, known_from, account_id, subscription_id, kind, delivery, type, version)
select 'bench', 'instance-' || w.id, w.starts_on, w.starts_on, w.id, s.id, 'instance', 'self_managed', 'production', '16.' || pg_temp.pick(w.id, 12, 9)
from who w join records_subscription s on s.account_id = w.id;

insert into records_contact (source, external_id, happened_on, known_from, account_id, name, gitlab_roles, is_regular)
select 'bench', 'contact-' || id || '-' || n, starts_on, starts_on, id, 'Contact ' || n,
  case when n = 1 then array['gitlab_admin', 'dev_lead'] else array['security_lead'] end, true
from who cross join generate_series(1, 2) as n;

insert into records_success_plan (
  source, external_id, happened_on, known_from, account_id, name, status, strategy, highlights, approval_status,
  approved_on, content_changed_on, customer_validated_on, last_reviewed_on)
select 'bench', 'plan-' || id, starts_on, starts_on, id, 'Success plan', 'active', 'Fewer tools', 'Twice as fast',
  'approved', starts_on + 30, starts_on + 20, starts_on + 30, date '{day}' - pg_temp.pick(id, 13, 60)
from who where managed and date '{day}' - starts_on > 40;

insert into records_objective (
  source, external_id, happened_on, known_from, plan_id, account_id, name, origin, category, is_primary, opened_on,
  due_on, success_criteria, status, last_validated_on, last_activity_on)
select 'bench', 'objective-' || p.account_id || '-' || n, p.happened_on, p.happened_on, p.id, p.account_id, 'Objective ' || n,
  'kickoff', 'stage_adoption', n = 1, p.happened_on, date '{day}' + 90, 'measured', 'work_in_progress',
  date '{day}' - 30, date '{day}' - 20
from records_success_plan p cross join generate_series(1, 2) as n;

insert into records_ebr (
  source, external_id, happened_on, known_from, account_id, kind, status, offered_on, scheduled_for, held_on)
select 'bench', 'ebr-' || id, starts_on, starts_on, id, 'full', 'held', held_on - 40, held_on, held_on
from (
  select id, starts_on,
    least((starts_on + make_interval(years => (date '{day}' - starts_on) / 366, months => 5))::date, date '{day}' - 1) as held_on
  from who where managed and date '{day}' - starts_on > 150
) as reviewed;

-- Calls every fourteen days, and between them an email, an update or a health update.
insert into records_timeline_entry (
  source, external_id, happened_on, known_from, account_id, type, meeting_type, subject, author_id, entry_source,
  held, with_csm, csm_hosted, csm_sentiment, risk_reason, risk_impact, attendee_count)
select
  'bench', 'entry-' || id || '-' || k, happened_on, happened_on, id, type,
  case when type = 'customer_call' then 'cadence_call' end, 'Entry ' || k, csm, 'manual', true, managed, managed,
  sentiment, case when sentiment <> 'green' then 'product' end,
  case when sentiment <> 'green' then array['customer_sentiment'] else array[]::text[] end, 3
from (
  select *, case when type = 'health_update' then
    case pg_temp.pick(id, 14, 20) when 0 then 'red' when 1 then 'yellow' when 2 then 'yellow' else 'green' end
  end as sentiment
  from (
    select w.id, k, w.csm, w.managed,
      greatest(w.starts_on, date '{day}' - (k / 2 * 14 + pg_temp.pick(w.id, 15, 14))) as happened_on,
      case
        when k % 2 = 0 then case when w.managed then 'customer_call' else 'email' end
        when k % 4 = 1 and w.managed then 'health_update'
        else 'update'
      end as type
    from who w cross join generate_series(0, {entries} - 1) as k
  ) as typed
) as felt;

insert into records_entry_attendee (source, external_id, happened_on, known_from, entry_id, account_id, contact_id)
select 'bench', 'attended-' || e.id, e.happened_on, e.happened_on, e.id, e.account_id, c.id
from records_timeline_entry e
join records_contact c on c.external_id = 'contact-' || e.account_id || '-' || (1 + e.id % 2)
where e.type = 'customer_call' and e.happened_on > date '{day}' - 90;
