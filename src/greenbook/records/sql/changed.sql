-- The accounts whose rows a statement touched get their next number.
-- The first argument of a trigger says how touched rows `t` lead to accounts:
-- a SELECT of account_id from t.
create or replace function records_count_change() returns trigger
language plpgsql as $$
declare
  touched constant text := case tg_op
    when 'INSERT' then 'select * from new_rows'
    when 'DELETE' then 'select * from old_rows'
    else 'select o.* from old_rows o join new_rows n on n.id = o.id where o is distinct from n '
      'union all '
      'select n.* from old_rows o join new_rows n on n.id = o.id where o is distinct from n'
  end;
begin
  execute format(
    'with t as (%s), accounts as (%s) '
    'insert into records_changed (account_id, number, taken) '
    'select distinct account_id, 1, 0 from accounts where account_id is not null '
    'order by account_id '
    'on conflict (account_id) do update set number = records_changed.number + 1',
    touched, tg_argv[0]
  );
  return null;
end
$$;
