-- Most writes are one object that takes nothing counted. A batch of them is written by a few statements for all, however many they are;
-- what needs an order of its own (a transaction, counts, limits, statements) goes through write_group as before, after them.

-- An update that changes no indexed column can stay on its page. Nothing reads these indexes: lists go by the key, the logs by number.
drop index object_rv;
drop index change_at;
drop index audit_at;
alter table object set (fillfactor = 80);

-- The program that made the entries of the index and the counts. It may be an older one than the row: beside a newer program an older
-- one keeps a lifted row lifted, and indexes it as it knows. Null: as old as the row.
alter table object add column index_version int;

create type write_row as (
  ord bigint, op text, kind text, ns text, name text, uid uuid, rv bigint, sv int, body text, index json, index_version int,
  old_rv bigint, old_body text, old_sv int, principal text, outcome text, entry text, code text
);

-- `batch` is a JSON array of rows:
--   { op: C|U|D, kind, ns, name, uid, rv?, sv, body, index?, lease?, epoch?, scope, principal?, outcome?, entry? }
--     one object that takes nothing more than before, and its audit row. Its key is in no other row. No index: it stays as it is.
--   { op: A, kind, ns, name, principal, outcome, entry }   an audit row alone
--   { op: G, body }                                        a group, as write_objects knows it
-- Returns one verdict a row, in their order, as JSON: { rvs: [..] } or { error: {code, item, ..} }.
-- Nothing here is row by row; the settings keep plans on the indexes, whatever the planner believes of table sizes.
create function write_rows(batch json) returns text language plpgsql volatile security definer
set search_path = dizuo, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  base bigint;
  audit_base bigint;
  w write_row[];
  verdicts text[];
  counted bigint;
  row_of_group record;
  verdict json;
begin
  select rv, audit_no into base, audit_base from sequence for update;
  -- A statement of its own: it sees what was committed while this call waited for the sequence row.
  select array_agg((c.ord, c.op, c.kind, c.ns, c.name, coalesce(c.old_uid, c.uid),
      case c.code when 'ok' then base + c.place when 'same' then c.old_rv end,
      greatest(c.old_sv, c.sv), c.body, c.index, case when c.index is null then c.old_index_version else c.sv end,
      c.old_rv, c.old_body, c.old_sv, c.principal, c.outcome, c.entry, c.code)::write_row order by c.ord) into w
  from (
    select v.*, count(*) filter (where v.code = 'ok') over (order by v.ord) as place from (
      select x.*, o.uid as old_uid, o.rv as old_rv, o.body as old_body, o.schema_version as old_sv, o.index_version as old_index_version,
        case
          when x.op = 'G' then 'group'
          when x.op = 'A' then 'audit'
          when x.lease is not null and not exists (select 1 from lease l where l.name = x.lease and l.epoch = x.epoch) then 'leaseLost'
          when x.scope <> '*' and not x.ns = any (string_to_array(x.scope, ',')) then 'outOfScope'
          when x.op = 'C' then case when o.rv is null then 'ok' else 'alreadyExists' end
          when o.rv is null or o.uid <> x.uid then 'notFound'
          when o.rv <> x.rv then 'conflict'
          when x.op = 'U' and o.body = x.body then 'same'
          else 'ok'
        end as code
      from rows from (json_to_recordset(batch) as (op text, kind text, ns text, name text, uid uuid, rv bigint, sv int, body text, index json,
          lease text, epoch bigint, scope text, principal text, outcome text, entry text)) with ordinality
        as x (op, kind, ns, name, uid, rv, sv, body, index, lease, epoch, scope, principal, outcome, entry, ord)
      left join lateral (
        select s.uid, s.rv, s.body, s.schema_version, s.index_version from object s
        where s.kind = x.kind and s.namespace = x.ns and s.name = x.name and x.op in ('C', 'U', 'D')
      ) o on true
    ) v
  ) c;

  insert into object (kind, namespace, name, uid, rv, schema_version, body)
    select r.kind, r.ns, r.name, r.uid, r.rv, r.sv, r.body from unnest(w) r where r.op = 'C' and r.code = 'ok';
  update object o set rv = r.rv, schema_version = r.sv, body = r.body, index_version = r.index_version
    from unnest(w) r where r.op = 'U' and r.code = 'ok' and o.kind = r.kind and o.namespace = r.ns and o.name = r.name;
  delete from object o using unnest(w) r
    where r.op = 'D' and r.code = 'ok' and o.kind = r.kind and o.namespace = r.ns and o.name = r.name;
  delete from object_index i using unnest(w) r
    where (r.op = 'D' or r.op = 'U' and r.index is not null) and r.code = 'ok' and i.kind = r.kind and i.namespace = r.ns and i.name = r.name;
  -- What goes gives back what it took.
  perform hold_limits(count_usage(u.kind, u.namespace, u.name, '[]', 0)) from (
    select distinct q.kind, q.namespace, q.name from unnest(w) r
    join quota_use q on q.kind = r.kind and q.namespace = r.ns and q.name = r.name where r.op = 'D' and r.code = 'ok'
  ) u;
  insert into object_index
    select r.kind, r.ns, r.name, e ->> 0, e ->> 1 from unnest(w) r, json_array_elements(r.index) e
    where r.op in ('C', 'U') and r.code = 'ok' on conflict do nothing;
  insert into change (rv, at, op, kind, namespace, name, uid, schema_version, old_rv, old, new, old_schema_version)
    select r.rv, clock_timestamp(), r.op, r.kind, r.ns, r.name, r.uid, r.sv, r.old_rv, r.old_body, case when r.op <> 'D' then r.body end, r.old_sv
    from unnest(w) r where r.code = 'ok';
  insert into audit (no, at, principal, resource, namespace, name, outcome, entry)
    select audit_base + row_number() over (order by r.ord), clock_timestamp(), r.principal, r.kind, coalesce(r.ns, ''), coalesce(r.name, ''), r.outcome, r.entry
    from unnest(w) r where r.code in ('ok', 'same', 'audit') and r.entry is not null;
  get diagnostics counted = row_count;
  audit_base := audit_base + counted;

  select array_agg(case r.code when 'ok' then format('{"rvs":[%s]}', r.rv) when 'same' then format('{"rvs":[%s]}', r.rv)
      when 'audit' then '{"rvs":[]}' else format('{"error":{"code":"%s","item":0}}', r.code) end order by r.ord),
    base + count(*) filter (where r.code = 'ok')
    into verdicts, base from unnest(w) r;
  for row_of_group in select r.ord, r.body::json as grp from unnest(w) r where r.op = 'G' order by r.ord loop
    begin
      verdict := write_group(row_of_group.grp, base);
      base := coalesce((verdict ->> 'last')::bigint, base);
    exception
      when sqlstate 'DZ001' then
        verdict := json_build_object('error', sqlerrm::json);
      when unique_violation or check_violation or foreign_key_violation or not_null_violation or numeric_value_out_of_range then
        verdict := json_build_object('error', json_build_object('code', 'statement', 'why', sqlerrm));
    end;
    if verdict -> 'error' is null and json_array_length(coalesce(row_of_group.grp -> 'audit', '[]')) > 0 then
      audit_base := write_audit(row_of_group.grp -> 'audit', audit_base);
    end if;
    verdicts[row_of_group.ord] := verdict;
  end loop;
  update sequence set rv = base, audit_no = audit_base;
  perform pg_notify('dizuo_change', base::text);
  return '[' || array_to_string(verdicts, ',') || ']';
end $$;

-- As before, but: the entries of the index carry the version of their program; `rewrite` brings a row of an older program up to date
-- where that changes nothing in its body, without a new version; and counts that a newer program makes of what is there already are no
-- new taking: `recount` does not hold them against the limits.
create or replace function write_group(grp json, base bigint) returns json language plpgsql volatile as $$
declare
  item record;
  next_rv bigint := base;
  rvs bigint[] := '{}';
  scope text := coalesce(grp ->> 'scope', '*');
  stored record;
  found_row boolean;
  changes usage_change[] := '{}';
  limits_set boolean := false;
begin
  if grp -> 'lease' is not null and not exists (
    select 1 from lease l where l.name = grp -> 'lease' ->> 'name' and l.epoch = (grp -> 'lease' ->> 'epoch')::bigint
  ) then
    perform fail(json_build_object('code', 'leaseLost'));
  end if;
  for item in
    select x.*, (row_number() over ())::int - 1 as position from json_to_recordset(grp -> 'items') as x (op text, kind text, ns text, name text,
      uid uuid, rv bigint, sv int, body text, index json, usage json, hard json, ratchet boolean, "values" json, scope text)
  loop
    if item.op = 'L' then
      perform set_limits(item.scope, item.hard, coalesce(item.ratchet, false));
      limits_set := true;
    elsif item.op = 'S' then
      perform run_statement(item.name, item."values");
    else
      if scope <> '*' and not item.ns = any (string_to_array(scope, ',')) then
        perform fail(json_build_object('code', 'outOfScope', 'item', item.position));
      end if;
      select o.uid, o.rv, o.body, o.schema_version into stored from object o where o.kind = item.kind and o.namespace = item.ns and o.name = item.name;
      found_row := found;
      if item.op = 'C' then
        if found_row then perform fail(json_build_object('code', 'alreadyExists', 'item', item.position)); end if;
        next_rv := next_rv + 1;
        insert into object (kind, namespace, name, uid, rv, schema_version, body) values (item.kind, item.ns, item.name, item.uid, next_rv, item.sv, item.body);
        insert into change (rv, at, op, kind, namespace, name, uid, schema_version, new)
          values (next_rv, clock_timestamp(), 'C', item.kind, item.ns, item.name, item.uid, item.sv, item.body);
      else
        if not found_row or stored.uid <> item.uid then perform fail(json_build_object('code', 'notFound', 'item', item.position)); end if;
        if stored.rv <> item.rv then perform fail(json_build_object('code', 'conflict', 'item', item.position)); end if;
        if item.op = 'U' and stored.body = item.body then
          rvs := rvs || stored.rv;
          if not coalesce((grp ->> 'rewrite')::boolean, false) then continue; end if;
          update object o set schema_version = greatest(stored.schema_version, item.sv), index_version = item.sv
            where o.kind = item.kind and o.namespace = item.ns and o.name = item.name;
          perform put_index(item.kind, item.ns, item.name, item.index);
          changes := changes || count_usage(item.kind, item.ns, item.name, item.usage, item.position);
          continue;
        end if;
        next_rv := next_rv + 1;
        if item.op = 'U' then
          update object o set rv = next_rv, schema_version = greatest(stored.schema_version, item.sv), body = item.body, index_version = item.sv
            where o.kind = item.kind and o.namespace = item.ns and o.name = item.name;
          insert into change (rv, at, op, kind, namespace, name, uid, schema_version, old_rv, old, new, old_schema_version)
            values (next_rv, clock_timestamp(), 'U', item.kind, item.ns, item.name, stored.uid, greatest(stored.schema_version, item.sv), stored.rv, stored.body, item.body, stored.schema_version);
        else
          delete from object o where o.kind = item.kind and o.namespace = item.ns and o.name = item.name;
          insert into change (rv, at, op, kind, namespace, name, uid, schema_version, old_rv, old, old_schema_version)
            values (next_rv, clock_timestamp(), 'D', item.kind, item.ns, item.name, stored.uid, stored.schema_version, stored.rv, stored.body, stored.schema_version);
        end if;
      end if;
      perform put_index(item.kind, item.ns, item.name, case when item.op = 'D' then '[]' else item.index end);
      changes := changes || count_usage(item.kind, item.ns, item.name, item.usage, item.position);
    end if;
    rvs := rvs || next_rv;
  end loop;
  if cardinality(changes) > 0 and not coalesce((grp ->> 'rewrite')::boolean, false) then perform hold_limits(changes); end if;
  if limits_set then perform settle_limits(grp -> 'items'); end if;
  return json_build_object('rvs', array_to_json(rvs), 'last', next_rv);
end $$;

-- The log is in the order of time: everything before the first row that is kept.
create or replace function prune_changes(keep_seconds int) returns bigint language sql volatile security definer set search_path = dizuo, pg_temp as $$
  with gone as (
    delete from change c where c.rv < coalesce(
      (select k.rv from change k where k.at >= now() - keep_seconds * interval '1 second' order by k.rv limit 1),
      (select s.rv + 1 from sequence s))
    returning 1
  ) select count(*) from gone
$$;

revoke all on function write_rows(json) from public;
grant execute on function write_rows(json) to dizuo_system;
