-- 1. Version 0 is "any version" in the Kubernetes API, so no list may ever give it out: the first is 1.
update sequence set rv = 1 where rv = 0;

-- 2. Limits are checked when a group has done all its writes: what one of them frees, another may take, whichever comes first.
-- 3. A ratchet is a limit that only falls: to what is used when a group has lowered the use.
alter table quota_limit add column ratchet boolean not null default false;

create type usage_change as (scope text, resource text, delta bigint, item int);

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
  changes usage_change[] := '{}';
  limits_set boolean := false;
begin
  if grp -> 'lease' is not null and not exists (
    select 1 from lease l where l.name = grp -> 'lease' ->> 'name' and l.epoch = (grp -> 'lease' ->> 'epoch')::bigint
  ) then
    perform fail(json_build_object('code', 'leaseLost'));
  end if;
  for item in select value from json_array_elements(grp -> 'items') loop
    op := item ->> 'op';
    if op = 'L' then
      perform set_limits(item ->> 'scope', item -> 'hard', coalesce((item ->> 'ratchet')::boolean, false));
      limits_set := true;
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
        changes := changes || count_usage(item_kind, item_ns, item_name, item -> 'usage', position);
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
          changes := changes || count_usage(item_kind, item_ns, item_name, item -> 'usage', position);
        else
          next_rv := next_rv + 1;
          delete from object o where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
          delete from object_index i where i.kind = item_kind and i.namespace = item_ns and i.name = item_name;
          changes := changes || count_usage(item_kind, item_ns, item_name, '[]', position);
          insert into change values (next_rv, clock_timestamp(), 'D', item_kind, item_ns, item_name, stored.uid, stored.schema_version, stored.rv, stored.body, null, stored.schema_version);
        end if;
      end if;
    end if;
    rvs := rvs || next_rv;
    position := position + 1;
  end loop;
  if cardinality(changes) > 0 then perform hold_limits(changes); end if;
  if limits_set then perform settle_limits(grp -> 'items'); end if;
  return json_build_object('rvs', array_to_json(rvs), 'last', next_rv);
end $$;

-- Counts what an object takes. Returns by how much each count changed.
create function count_usage(item_kind text, item_ns text, item_name text, entries json, at_item int) returns usage_change[] language plpgsql set search_path = dizuo, pg_temp as $$
declare
  changes usage_change[];
begin
  select array_agg((d.scope, d.resource, d.delta, at_item)::usage_change) into changes from (
    select x.scope, x.resource, sum(x.amount)::bigint as delta from (
      select e ->> 0 as scope, e ->> 1 as resource, (e ->> 2)::bigint as amount from json_array_elements(coalesce(entries, '[]')) e
      union all
      select u.scope, u.resource, -u.amount from quota_use u where u.kind = item_kind and u.namespace = item_ns and u.name = item_name
    ) x group by x.scope, x.resource having sum(x.amount) <> 0
  ) d;
  if changes is null then return '{}'; end if;
  delete from quota_use u where u.kind = item_kind and u.namespace = item_ns and u.name = item_name;
  insert into quota_use select item_kind, item_ns, item_name, e ->> 0, e ->> 1, sum((e ->> 2)::bigint) from json_array_elements(coalesce(entries, '[]')) e group by e ->> 0, e ->> 1;
  insert into quota_total as t select c.scope, c.resource, c.delta from unnest(changes) c
    on conflict (scope, resource) do update set used = t.used + excluded.used;
  return changes;
end $$;

-- Holds the group's counts against the limits, in this commit: racing writers cannot both pass. What takes no more than before passes
-- even over the limit: a lowered quota must not block repairs. Then lets fall the ratchets of what was given back.
create function hold_limits(changes usage_change[]) returns void language plpgsql set search_path = dizuo, pg_temp as $$
declare
  over record;
begin
  select c.resource, c.net, c.item, t.used, l.hard into over
    from (select x.scope, x.resource, sum(x.delta)::bigint as net, max(x.item) filter (where x.delta > 0) as item from unnest(changes) x group by x.scope, x.resource) c
    join quota_limit l on l.scope = c.scope and l.resource = c.resource
    join quota_total t on t.scope = c.scope and t.resource = c.resource
    where c.net > 0 and t.used > l.hard order by c.item limit 1;
  if found then
    perform fail(json_build_object('code', 'quotaExceeded', 'item', over.item, 'resource', over.resource, 'used', over.used - over.net, 'requested', over.net, 'hard', over.hard));
  end if;
  update quota_limit l set hard = t.used
    from (select x.scope, x.resource from unnest(changes) x group by x.scope, x.resource having sum(x.delta) < 0) c
    join quota_total t on t.scope = c.scope and t.resource = c.resource
    where l.scope = c.scope and l.resource = c.resource and l.ratchet and t.used < l.hard;
end $$;

-- A ratchet that is set again keeps the lower of what is stored and what is given. Given as null: whatever is used at this commit.
create function set_limits(limit_scope text, given json, falling boolean) returns void language plpgsql set search_path = dizuo, pg_temp as $$
begin
  delete from quota_limit l where l.scope = limit_scope
    and not (falling and l.ratchet and exists (select 1 from json_object_keys(given) g where g = l.resource));
  insert into quota_limit as l (scope, resource, hard, ratchet)
    select limit_scope, key, coalesce(value::bigint, 9223372036854775807), falling from json_each_text(given) where falling or value is not null
    on conflict (scope, resource) do update set hard = least(l.hard, excluded.hard);
end $$;

create function settle_limits(items json) returns void language sql set search_path = dizuo, pg_temp as $$
  update quota_limit l set hard = least(l.hard, coalesce((select t.used from quota_total t where t.scope = l.scope and t.resource = l.resource), 0))
  from json_array_elements(items) i, json_each_text(i -> 'hard') given
  where i ->> 'op' = 'L' and given.value is null and l.scope = i ->> 'scope' and l.resource = given.key and l.ratchet
$$;

drop function set_limits(text, json);
drop function put_usage(text, text, text, json, int);
revoke all on function count_usage(text, text, text, json, int), hold_limits(usage_change[]), set_limits(text, json, boolean), settle_limits(json) from public;
