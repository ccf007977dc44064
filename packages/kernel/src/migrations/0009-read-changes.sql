-- The tail of the log by its key, whatever the planner believes: a plan made for "greater than" scanned the whole log at each commit.
create function read_changes(after bigint, most int)
returns table (rv text, kind text, namespace text, name text, uid uuid, schema_version int, old_schema_version int, old_rv text, old text, new text)
language plpgsql stable security invoker
set search_path = dizuo, pg_temp set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
  return query select c.rv::text, c.kind, c.namespace, c.name, c.uid, c.schema_version, c.old_schema_version, c.old_rv::text, c.old, c.new
    from change c where c.rv > after order by c.rv limit most;
end $$;
revoke all on function read_changes(bigint, int) from public;
grant execute on function read_changes(bigint, int) to dizuo_system;
