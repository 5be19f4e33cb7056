-- How many accounts stand at each word, kept as status rows are written. What changed is added as
-- rows of its own, so that nobody waits for anybody; now and then they are put together.
create or replace function records_count_standing() returns trigger
language plpgsql as $$
declare
  touched constant text := case tg_op
    when 'INSERT' then 'select standing, priority_decided, 1 as n from new_rows'
    when 'DELETE' then 'select standing, priority_decided, -1 as n from old_rows'
    else 'select standing, priority_decided, -1 as n from old_rows union all '
      'select standing, priority_decided, 1 as n from new_rows'
  end;
begin
  execute format(
    'insert into records_standing_count (word, many, first) '
    'select word, sum(n), sum(n * (priority_decided is not distinct from 1)::int) '
    'from (%s) t, unnest(standing) as word group by word '
    'having sum(n) <> 0 or sum(n * (priority_decided is not distinct from 1)::int) <> 0',
    touched
  );
  if (select count(*) from records_standing_count) > 5000 then
    with gone as (
      delete from records_standing_count
      where id in (select id from records_standing_count for update skip locked)
      returning word, many, first
    )
    insert into records_standing_count (word, many, first)
    select word, sum(many), sum(first) from gone group by word;
  end if;
  return null;
end
$$;
