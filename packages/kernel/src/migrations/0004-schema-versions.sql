-- An old image has a schema version of its own: it may have been written by an older program than the new one. And a row that a
-- newer program has lifted stays so when an older one beside it, which keeps the fields it does not know, writes it.
alter table change add column old_schema_version int;

create or replace function write_group(grp json, base bigint) returns json language plpgsql volatile set search_path = dizuo, pg_temp as $$
declare
  item json;
  position int := 0;
  next_rv bigint := base;
  rvs bigint[] := '{}';
  scope text := coalesce(grp ->> 'scope', '*');
  stored record;
  found_row boolean;
  op text;
  item_kind text;
  item_ns text;
  item_name text;
begin
  if grp -> 'lease' is not null and not exists (
    select 1 from lease l where l.name = grp -> 'lease' ->> 'name' and l.epoch = (grp -> 'lease' ->> 'epoch')::bigint
  ) then
    perform fail(json_build_object('code', 'leaseLost'));
  end if;
  for item in select value from json_array_elements(grp -> 'items') loop
    op := item ->> 'op';
    if op = 'L' then
      perform set_limits(item ->> 'scope', item -> 'hard');
    elsif op = 'S' then
      perform run_statement(item ->> 'name', item -> 'values');
    else
      item_kind := item ->> 'kind';
      item_ns := item ->> 'ns';
      item_name := item ->> 'name';
      if scope <> '*' and not item_ns = any (string_to_array(scope, ',')) then
        perform fail(json_build_object('code', 'outOfScope', 'item', position));
      end if;
      select o.uid, o.rv, o.body, o.schema_version into stored from object o where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
      found_row := found;
      if op = 'C' then
        if found_row then perform fail(json_build_object('code', 'alreadyExists', 'item', position)); end if;
        next_rv := next_rv + 1;
        insert into object values (item_kind, item_ns, item_name, (item ->> 'uid')::uuid, next_rv, (item ->> 'sv')::int, item ->> 'body');
        insert into change values (next_rv, clock_timestamp(), 'C', item_kind, item_ns, item_name, (item ->> 'uid')::uuid, (item ->> 'sv')::int, null, null, item ->> 'body', null);
        perform put_index(item_kind, item_ns, item_name, item -> 'index');
        perform put_usage(item_kind, item_ns, item_name, item -> 'usage', position);
      else
        if not found_row or stored.uid <> (item ->> 'uid')::uuid then perform fail(json_build_object('code', 'notFound', 'item', position)); end if;
        if stored.rv <> (item ->> 'rv')::bigint then perform fail(json_build_object('code', 'conflict', 'item', position)); end if;
        if op = 'U' then
          if stored.body = item ->> 'body' then
            rvs := rvs || stored.rv;
            position := position + 1;
            continue;
          end if;
          next_rv := next_rv + 1;
          update object o set rv = next_rv, schema_version = greatest(stored.schema_version, (item ->> 'sv')::int), body = item ->> 'body' where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
          insert into change values (next_rv, clock_timestamp(), 'U', item_kind, item_ns, item_name, stored.uid, greatest(stored.schema_version, (item ->> 'sv')::int), stored.rv, stored.body, item ->> 'body', stored.schema_version);
          perform put_index(item_kind, item_ns, item_name, item -> 'index');
          perform put_usage(item_kind, item_ns, item_name, item -> 'usage', position);
        else
          next_rv := next_rv + 1;
          delete from object o where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
          delete from object_index i where i.kind = item_kind and i.namespace = item_ns and i.name = item_name;
          perform put_usage(item_kind, item_ns, item_name, '[]', position);
          insert into change values (next_rv, clock_timestamp(), 'D', item_kind, item_ns, item_name, stored.uid, stored.schema_version, stored.rv, stored.body, null, stored.schema_version);
        end if;
      end if;
    end if;
    rvs := rvs || next_rv;
    position := position + 1;
  end loop;
  return json_build_object('rvs', array_to_json(rvs), 'last', next_rv);
end $$;
