-- The only way objects change. `batch` is a JSON array of groups:
--   { lease?: {name, epoch}, scope?: "*" | "ns,ns", items: [...], audit: [...] }
-- item: { op: C|U|D, kind, ns, name, uid, rv?, sv, body, index: [[key, value]], usage: [[scope, resource, amount]] }
--     | { op: L, scope, hard: {resource: n} }   limits of a counted scope
--     | { op: S, name, values }                 a registered statement
-- A group applies whole or not at all; a failing one does not stop the others. Returns one verdict a group:
--   { rvs: [..] } or { error, item, ... }. Volatile PL/pgSQL, not one SQL statement: each statement below must see
-- what was committed while this call waited for the sequence row.
create function write_objects(batch json) returns json language plpgsql volatile security definer set search_path = dizuo, pg_temp as $$
declare
  base bigint;
  audit_base bigint;
  verdicts json[] := '{}';
  grp json;
  verdict json;
begin
  update sequence set rv = rv returning rv, audit_no into base, audit_base;
  for grp in select value from json_array_elements(batch) loop
    begin
      verdict := write_group(grp, base);
      base := coalesce((verdict ->> 'last')::bigint, base);
    exception
      when sqlstate 'DZ001' then
        verdict := json_build_object('error', sqlerrm::json);
      when unique_violation or check_violation or foreign_key_violation or not_null_violation or numeric_value_out_of_range then
        verdict := json_build_object('error', json_build_object('code', 'statement', 'why', sqlerrm));
    end;
    if verdict -> 'error' is null and json_array_length(coalesce(grp -> 'audit', '[]')) > 0 then
      audit_base := write_audit(grp -> 'audit', audit_base);
    end if;
    verdicts := verdicts || verdict;
  end loop;
  update sequence set rv = base, audit_no = audit_base;
  perform pg_notify('dizuo_change', base::text);
  return array_to_json(verdicts);
end $$;

create function fail(details json) returns void language plpgsql as $$
begin
  raise exception using errcode = 'DZ001', message = details::text;
end $$;

create function write_group(grp json, base bigint) returns json language plpgsql volatile set search_path = dizuo, pg_temp as $$
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
        insert into change values (next_rv, clock_timestamp(), 'C', item_kind, item_ns, item_name, (item ->> 'uid')::uuid, (item ->> 'sv')::int, null, null, item ->> 'body');
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
          update object o set rv = next_rv, schema_version = (item ->> 'sv')::int, body = item ->> 'body' where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
          insert into change values (next_rv, clock_timestamp(), 'U', item_kind, item_ns, item_name, stored.uid, (item ->> 'sv')::int, stored.rv, stored.body, item ->> 'body');
          perform put_index(item_kind, item_ns, item_name, item -> 'index');
          perform put_usage(item_kind, item_ns, item_name, item -> 'usage', position);
        else
          next_rv := next_rv + 1;
          delete from object o where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
          delete from object_index i where i.kind = item_kind and i.namespace = item_ns and i.name = item_name;
          perform put_usage(item_kind, item_ns, item_name, '[]', position);
          insert into change values (next_rv, clock_timestamp(), 'D', item_kind, item_ns, item_name, stored.uid, stored.schema_version, stored.rv, stored.body, null);
        end if;
      end if;
    end if;
    rvs := rvs || next_rv;
    position := position + 1;
  end loop;
  return json_build_object('rvs', array_to_json(rvs), 'last', next_rv);
end $$;

create function put_index(item_kind text, item_ns text, item_name text, entries json) returns void language plpgsql set search_path = dizuo, pg_temp as $$
begin
  if entries is null then return; end if;
  delete from object_index i where i.kind = item_kind and i.namespace = item_ns and i.name = item_name;
  insert into object_index select item_kind, item_ns, item_name, e ->> 0, e ->> 1 from json_array_elements(entries) e on conflict do nothing;
end $$;

-- Counts what an object takes and holds it against the limits, in this commit: racing writers cannot both pass.
create function put_usage(item_kind text, item_ns text, item_name text, entries json, at_item int) returns void language plpgsql set search_path = dizuo, pg_temp as $$
declare
  entry json;
  taken json := (select json_object_agg(u.scope || ' ' || u.resource, u.amount) from quota_use u where u.kind = item_kind and u.namespace = item_ns and u.name = item_name);
  total bigint;
  most bigint;
  amount bigint;
begin
  if taken is null and (entries is null or json_array_length(entries) = 0) then return; end if;
  update quota_total t set used = t.used - u.amount from quota_use u
    where u.kind = item_kind and u.namespace = item_ns and u.name = item_name and t.scope = u.scope and t.resource = u.resource;
  delete from quota_use u where u.kind = item_kind and u.namespace = item_ns and u.name = item_name;
  for entry in select value from json_array_elements(coalesce(entries, '[]')) loop
    amount := (entry ->> 2)::bigint;
    insert into quota_use values (item_kind, item_ns, item_name, entry ->> 0, entry ->> 1, amount);
    insert into quota_total as t values (entry ->> 0, entry ->> 1, amount)
      on conflict (scope, resource) do update set used = t.used + excluded.used returning used into total;
    select hard into most from quota_limit l where l.scope = entry ->> 0 and l.resource = entry ->> 1;
    -- What takes no more than before passes even over the limit: a lowered quota must not block repairs.
    if found and total > most and amount > coalesce((taken ->> ((entry ->> 0) || ' ' || (entry ->> 1)))::bigint, 0) then
      perform fail(json_build_object('code', 'quotaExceeded', 'item', at_item, 'resource', entry ->> 1, 'used', total - amount, 'requested', amount, 'hard', most));
    end if;
  end loop;
end $$;

create function set_limits(limit_scope text, hard json) returns void language plpgsql set search_path = dizuo, pg_temp as $$
begin
  delete from quota_limit l where l.scope = limit_scope;
  insert into quota_limit select limit_scope, key, value::bigint from json_each_text(hard);
end $$;

create function run_statement(statement_name text, statement_values json) returns void language plpgsql set search_path = dizuo, pg_temp as $$
declare
  text_of text;
begin
  select s.sql into text_of from statement s where s.name = statement_name;
  if not found then perform fail(json_build_object('code', 'statement', 'why', format('no statement %s is registered', statement_name))); end if;
  execute text_of using statement_values::jsonb;
end $$;

-- Numbers without a gap: they are taken under the sequence row, in the commit that they describe.
create function write_audit(entries json, base bigint) returns bigint language plpgsql set search_path = dizuo, pg_temp as $$
declare
  entry json;
begin
  for entry in select value from json_array_elements(entries) loop
    base := base + 1;
    insert into audit values (base, coalesce((entry ->> 'at')::timestamptz, clock_timestamp()), entry ->> 'principal', entry ->> 'resource',
      coalesce(entry ->> 'namespace', ''), coalesce(entry ->> 'name', ''), entry ->> 'outcome', entry::text);
  end loop;
  return base;
end $$;

-- Leases on the database's clock.
create function acquire_lease(lease_name text, lease_holder text, ttl_ms int) returns bigint language plpgsql volatile security definer set search_path = dizuo, pg_temp as $$
declare
  taken bigint;
begin
  insert into lease as l values (lease_name, lease_holder, 1, clock_timestamp() + ttl_ms * interval '1 ms')
    on conflict (name) do update set holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
    where l.expires_at < clock_timestamp() or l.holder = excluded.holder
    returning l.epoch into taken;
  return taken;
end $$;

create function renew_leases(names text[], epochs bigint[], lease_holder text, ttl_ms int) returns setof text language sql volatile security definer set search_path = dizuo, pg_temp as $$
  update lease l set expires_at = clock_timestamp() + ttl_ms * interval '1 ms'
  from unnest(names, epochs) as h (name, epoch)
  where l.name = h.name and l.epoch = h.epoch and l.holder = lease_holder and l.expires_at > clock_timestamp()
  returning l.name
$$;

create function release_lease(lease_name text, lease_holder text, lease_epoch bigint) returns void language sql volatile security definer set search_path = dizuo, pg_temp as $$
  update lease set expires_at = clock_timestamp() - interval '1 ms' where name = lease_name and holder = lease_holder and epoch = lease_epoch
$$;

create function add_seal(seal json) returns void language sql volatile security definer set search_path = dizuo, pg_temp as $$
  insert into audit_seal (first_no, last_no, root, previous, algorithm, key_id, signature)
  values ((seal ->> 'first')::bigint, (seal ->> 'last')::bigint, seal ->> 'root', seal ->> 'previous', seal ->> 'algorithm', seal ->> 'keyId', seal ->> 'signature')
$$;

create function prune_changes(keep_seconds int) returns bigint language sql volatile security definer set search_path = dizuo, pg_temp as $$
  with gone as (delete from change where at < now() - keep_seconds * interval '1 second' returning 1) select count(*) from gone
$$;

create function add_data_key(key_id text, wrapped_key text) returns void language sql volatile security definer set search_path = dizuo, pg_temp as $$
  insert into data_key (id, wrapped) values (key_id, wrapped_key)
$$;

-- Reads for a caller: the scope is set and used in one statement, so a pooled connection never carries another's scope.
create function read_object(reader_scope text, item_kind text, item_ns text, item_name text)
returns table (namespace text, name text, uid text, rv text, schema_version int, body text) language plpgsql volatile security invoker set search_path = dizuo, pg_temp as $$
begin
  perform set_config('dizuo.scope', reader_scope, true);
  return query select o.namespace, o.name, o.uid::text, o.rv::text, o.schema_version, o.body from object o where o.kind = item_kind and o.namespace = item_ns and o.name = item_name;
end $$;

create function rewind_protection(raise_by bigint) returns void language sql volatile security definer set search_path = dizuo, pg_temp as $$
  update sequence set rv = rv + raise_by
$$;

revoke all on all functions in schema dizuo from public;
grant execute on function visible(text), read_object(text, text, text, text) to dizuo_app, dizuo_system;
grant execute on function write_objects(json), acquire_lease(text, text, int), renew_leases(text[], bigint[], text, int), release_lease(text, text, bigint),
  add_seal(json), prune_changes(int), add_data_key(text, text) to dizuo_system;
