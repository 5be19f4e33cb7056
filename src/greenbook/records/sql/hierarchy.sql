-- Nobody stands above themselves: refuses the row that closes a circle.
-- One argument: the column that points upwards.
create or replace function records_refuse_circle() returns trigger
language plpgsql as $$
declare
  circle bigint[];
begin
  -- Two transactions that each add one half of a circle wait for each other here.
  perform pg_advisory_xact_lock(hashtextextended(tg_table_name || '.' || tg_argv[0], 0));
  execute format(
    'with recursive up as ('
    '  select id, %1$I as above, array[id] as path from %2$I where id = $1'
    '  union all'
    '  select a.id, a.%1$I, path || a.id from up join %2$I a on a.id = up.above'
    '  where not a.id = any(path)'
    ') select path from up where above = $1',
    tg_argv[0], tg_table_name
  ) into circle using new.id;
  if circle is not null then
    raise exception 'The hierarchy of % has a circle: %',
      tg_table_name, array_to_string(circle || new.id, ' under ')
      using errcode = 'check_violation', constraint = tg_table_name || '_no_circle';
  end if;
  return null;
end
$$;
