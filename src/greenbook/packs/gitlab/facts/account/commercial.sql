-- grain: account
-- What the account has bought: ARR, tier, contract, renewal, and how its relation with us began.
-- Where the account itself does not say, its subscriptions do; what neither says stays unknown.
with paid as (
  select
    s.id,
    s.account_id,
    s.starts_on,
    s.arr_cents,
    s.starts_on <= $today and (s.ends_on is null or s.ends_on >= $today) as in_force
  from subscription s
  where not coalesce(s.is_trial, false)
),
bought as (
  select
    account_id,
    min(starts_on) as first_paid_on,
    count(*) filter (where in_force) as in_force,
    case
      when count(*) filter (where in_force and arr_cents is null) = 0
      then cast(sum(arr_cents) filter (where in_force) as bigint)
    end as arr_cents
  from paid
  group by account_id
),
first_deal as (
  select
    o.account_id,
    coalesce(o.expected_start_on, o.closed_on, o.expected_close_on) as starts_on,
    row_number() over (partition by o.account_id order by coalesce(o.closed_on, o.expected_close_on), o.id) as place
  from opportunity o
  where o.kind = 'new_business' and coalesce(o.is_won, true)
),
onboarded as (
  select
    o.account_id,
    o.playbook,
    coalesce(c.start_on, o.started_on) as started_on,
    row_number() over (partition by o.account_id order by coalesce(c.start_on, o.started_on) desc, o.id desc) as place
  from onboarding o
  left join cta c on c.id = o.cta_id
  where o.outcome <> 'cancelled'
),
began as (
  select
    a.id,
    coalesce(
      case when not coalesce(a.customer_start_provisional, false) then a.customer_start_on end,
      case when n.playbook = 'existing_customer' then n.started_on end,
      b.first_paid_on,
      a.customer_start_on,
      d.starts_on
    ) as customer_start_on,
    b.first_paid_on,
    coalesce(a.arr_cents, b.arr_cents) as arr_cents,
    coalesce(b.in_force, 0) as paid_subscriptions
  from account a
  left join bought b on b.account_id = a.id
  left join first_deal d on d.account_id = a.id and d.place = 1
  left join onboarded n on n.account_id = a.id and n.place = 1
),
years as (
  select
    a.id,
    greatest(
      extract(year from cast($today as date)) - extract(year from a.contract_start_on),
      0
    ) as passed
  from account a
),
contract as (
  select
    a.id,
    case
      when a.contract_start_on > $today or y.passed = 0 then a.contract_start_on
      when add_months(a.contract_start_on, cast(12 * y.passed as integer)) > $today
      then add_months(a.contract_start_on, cast(12 * (y.passed - 1) as integer))
      else add_months(a.contract_start_on, cast(12 * y.passed as integer))
    end as year_start
  from account a
  join years y on y.id = a.id
),
quarter as (
  select
    add_months(cast(date_trunc('quarter', add_months(cast($today as date), -$fiscal_year_offset_months)) as date), $fiscal_year_offset_months) as starts_on
)
select
  a.id,
  began.arr_cents as arr,  -- usd: ARR
  a.lam_cents as lam,  -- usd: landed addressable market
  a.tier,  -- one of free | premium | ultimate: tier
  a.deployment_type,  -- one of self_managed | saas | dedicated | hybrid: deployment type
  a.deployment_type = 'dedicated' as dedicated,  -- yes/no: runs on Dedicated / does not run on Dedicated
  began.paid_subscriptions,  -- count: paid subscription(s) in force
  began.first_paid_on,  -- date or none: start of the first paid subscription / it has no paid subscription yet (fixed)
  began.customer_start_on,  -- date: start as a customer (fixed)
  days_between(began.customer_start_on, cast($today as date)) as first_days_as_customer,  -- days: days since it became a customer (clock)
  coalesce(a.customer_start_provisional, false) as customer_start_provisional,  -- yes/no: customer start is provisional / customer start is settled
  a.original_contract_on,  -- date: original contract date (fixed)
  a.contract_start_on,  -- date: contract start (fixed)
  a.contract_term_months,  -- months: length of the contract (fixed)
  contract.year_start as contract_year_start,  -- date: start of the contract year (clock)
  a.renewal_on,  -- date: renewal date
  a.renewal_on >= quarter.starts_on and a.renewal_on < add_months(quarter.starts_on, 6) as renewal_in_this_or_next_quarter  -- yes/no: renews in this or the next fiscal quarter / does not renew in this or the next fiscal quarter (clock)
from account a
join began on began.id = a.id
join contract on contract.id = a.id
cross join quarter
