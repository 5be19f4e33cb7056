-- What stands for an account as words that lists filter by: every decision that is one short value.
create or replace function records_standing(decided jsonb) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(key || '=' || value order by key), '{}')
  from jsonb_each_text(decided)
  where position('__' in key) = 0 and value is not null and length(value) <= 40
$$;
