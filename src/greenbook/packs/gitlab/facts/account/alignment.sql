-- grain: account
-- The ARR of the whole family: what the CSM threshold and the ARR bands are held against.
with family as (
  select
    coalesce(parent_id, id) as head_id,
    count(*) as accounts,
    case when count(*) filter (where arr_cents is null) = 0 then cast(sum(arr_cents) as bigint) end as arr_cents
  from account
  group by coalesce(parent_id, id)
)
select
  a.id,
  family.accounts as accounts_in_family,  -- count: account(s) in the family (fixed)
  family.arr_cents as family_arr  -- usd: ARR of the whole family
from account a
left join family on family.head_id = coalesce(a.parent_id, a.id)
