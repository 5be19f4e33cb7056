-- Every row as it was before a change. Who, why and the day come from settings that are local to
-- the transaction (greenbook.by, greenbook.reason, greenbook.source, greenbook.day).
-- Arguments of a trigger: columns that history never holds.
create or replace function records_today() returns date
language sql stable as $$
  select coalesce(
    nullif(current_setting('greenbook.day', true), '')::date,
    (now() at time zone coalesce(
      nullif(current_setting('greenbook.time_zone', true), ''), current_setting('TimeZone')
    ))::date
  )
$$;

create or replace function records_keep_history() returns trigger
language plpgsql as $$
#variable_conflict use_variable
declare
  hidden constant text[] := coalesce(tg_argv, '{}');
  by_id constant bigint := nullif(current_setting('greenbook.by', true), '')::bigint;
  why constant text := nullif(current_setting('greenbook.reason', true), '');
  brought_by constant text := nullif(current_setting('greenbook.source', true), '');
  today constant date := records_today();
  account_column constant text := case tg_table_name
    when 'records_account' then 'id' else 'account_id'
  end;
begin
  if tg_op = 'DELETE' then
    insert into records_record_history
      (table_name, record_id, account_id, version, changed_at, until_day, changed_by_id, reason,
       source)
    select tg_table_name, o.id, (v.was ->> account_column)::bigint, v.was, clock_timestamp(), today,
      by_id, why, brought_by
    from old_rows o
    cross join lateral (select to_jsonb(o) - hidden as was) v;
  else
    insert into records_record_history
      (table_name, record_id, account_id, version, changed_at, until_day, changed_by_id, reason,
       source)
    select tg_table_name, o.id, (v.was ->> account_column)::bigint, v.was, clock_timestamp(), today,
      by_id, why, brought_by
    from old_rows o
    join new_rows n on n.id = o.id
    cross join lateral (select to_jsonb(o) - hidden as was) v
    where o is distinct from n
      and (hidden = '{}' or v.was is distinct from to_jsonb(n) - hidden);
  end if;
  return null;
end
$$;
