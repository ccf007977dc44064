-- Each registered statement is a function, made at the start of a server, so that a session plans it once and not at every commit.
create or replace function run_statements(statement_name text, runs json) returns void language plpgsql set search_path = dizuo, pg_temp as $$
begin
  if not exists (select 1 from statement s where s.name = statement_name) then
    perform fail(json_build_object('code', 'statement', 'why', format('no statement %s is registered', statement_name)));
  end if;
  execute format('select %I($1)', 'statement_' || md5(statement_name)) using runs::jsonb;
end $$;

-- An update holds the old and the new image: compressing them costs more than writing them.
alter table change set (toast_tuple_target = 8160);

-- As before, but: no row says the same twice in its index or usage, so neither is looked for. One that does fails, and is done as a group.
create or replace function write_rows(batch json, counts json) returns text language plpgsql volatile security definer
set search_path = dizuo, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  base bigint;
  audit_base bigint;
  w write_row[];
  verdicts text[];
  audited bigint;
  row_of_group record;
  verdict json;
  crowded text[] := '{}';
  statement_of_rows record;
begin
  select rv, audit_no into base, audit_base from sequence for update;
  if counts is not null then
    -- Where a limit could be met, who comes first matters: such rows are groups.
    select coalesce(array_agg(l.scope || ' ' || l.resource), '{}') into crowded from json_array_elements(counts) c
    join quota_limit l on l.scope = c ->> 0 and l.resource = c ->> 1
    left join quota_total t on t.scope = l.scope and t.resource = l.resource
    where coalesce(t.used, 0) + (c ->> 2)::bigint > l.hard;
  end if;
  -- A statement of its own: it sees what was committed while this call waited for the sequence row.
  select array_agg((c.ord, c.op, c.kind, c.ns, c.name, coalesce(c.old_uid, c.uid),
      case c.code when 'ok' then base + c.place when 'same' then c.old_rv end,
      greatest(c.old_sv, c.sv), c.body, c.index, case when c.index is null then c.old_index_version else c.sv end,
      c.old_rv, c.old_body, c.old_sv, c.principal, c.outcome, c.entry, c.code, c.usage, c.lease, c.epoch, c.scope, c.given_rv, c.also)::write_row order by c.ord) into w
  from (
    select v.*, count(*) filter (where v.code = 'ok') over (order by v.ord) as place from (
      select x.*, x.rv as given_rv, o.uid as old_uid, o.rv as old_rv, o.body as old_body, o.schema_version as old_sv, o.index_version as old_index_version,
        case
          when x.op = 'G' then 'group'
          when crowded <> '{}' and exists (select 1 from json_array_elements(x.usage) e where (e ->> 0) || ' ' || (e ->> 1) = any (crowded)) then 'group'
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
          lease text, epoch bigint, scope text, principal text, outcome text, entry text, usage json, also json)) with ordinality
        as x (op, kind, ns, name, uid, rv, sv, body, index, lease, epoch, scope, principal, outcome, entry, usage, also, ord)
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
  if counts is not null then
    insert into quota_use
      select r.kind, r.ns, r.name, e ->> 0, e ->> 1, (e ->> 2)::bigint from unnest(w) r, json_array_elements(r.usage) e
      where r.op = 'C' and r.code = 'ok';
    insert into quota_total as t
      select e ->> 0, e ->> 1, sum((e ->> 2)::bigint) from unnest(w) r, json_array_elements(r.usage) e
      where r.op = 'C' and r.code = 'ok' group by 1, 2
      on conflict (scope, resource) do update set used = t.used + excluded.used;
  end if;
  -- What goes gives back what it took: after what comes, because a ratchet falls with it.
  perform hold_limits(count_usage(u.kind, u.namespace, u.name, '[]', 0)) from (
    select distinct q.kind, q.namespace, q.name from unnest(w) r
    join quota_use q on q.kind = r.kind and q.namespace = r.ns and q.name = r.name where r.op = 'D' and r.code = 'ok'
  ) u;
  insert into object_index
    select r.kind, r.ns, r.name, e ->> 0, e ->> 1 from unnest(w) r, json_array_elements(r.index) e
    where r.op in ('C', 'U') and r.code = 'ok';
  insert into change (rv, at, op, kind, namespace, name, uid, schema_version, old_rv, old, new, old_schema_version)
    select r.rv, clock_timestamp(), r.op, r.kind, r.ns, r.name, r.uid, r.sv, r.old_rv, r.old_body, case when r.op <> 'D' then r.body end, r.old_sv
    from unnest(w) r where r.code = 'ok';
  for statement_of_rows in
    select s ->> 0 as name, json_agg(s -> 1 order by r.ord, s_ord) as runs
    from unnest(w) r, json_array_elements(r.also) with ordinality as a (s, s_ord) where r.code in ('ok', 'same') group by 1 order by min(r.ord)
  loop
    perform run_statements(statement_of_rows.name, statement_of_rows.runs);
  end loop;
  insert into audit (no, at, principal, resource, namespace, name, outcome, entry)
    select audit_base + row_number() over (order by r.ord), clock_timestamp(), r.principal, r.kind, coalesce(r.ns, ''), coalesce(r.name, ''), r.outcome, r.entry
    from unnest(w) r where r.code in ('ok', 'same', 'audit') and r.entry is not null;
  get diagnostics audited = row_count;
  audit_base := audit_base + audited;

  select array_agg(case r.code when 'ok' then format('{"rvs":[%s]}', r.rv) when 'same' then format('{"rvs":[%s]}', r.rv)
      when 'audit' then '{"rvs":[]}' else format('{"error":{"code":"%s","item":0}}', r.code) end order by r.ord),
    base + count(*) filter (where r.code = 'ok')
    into verdicts, base from unnest(w) r;
  for row_of_group in
    select r.ord, case when r.op = 'G' then r.body::json else json_build_object(
        case when r.lease is null then 'no lease' else 'lease' end, json_build_object('name', r.lease, 'epoch', r.epoch), 'scope', r.scope,
        'items', (
          select json_agg(i.item order by i.place) from (
            select 0 as place, json_build_object('op', r.op, 'kind', r.kind, 'ns', r.ns, 'name', r.name, 'uid', r.uid, 'rv', r.given_rv, 'sv', r.sv,
              'body', r.body, 'index', r.index, 'usage', r.usage) as item
            union all
            select place, json_build_object('op', 'S', 'name', s ->> 0, 'values', s -> 1) from json_array_elements(r.also) with ordinality as a (s, place)
          ) i
        ),
        'audit', case when r.entry is not null then json_build_array(r.entry::json) else '[]' end) end as grp
    from unnest(w) r where r.code = 'group' order by r.ord
  loop
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
