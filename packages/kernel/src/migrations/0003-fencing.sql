-- A lease changes hands only between commits of objects: it takes the sequence row as every write does. So a write that was
-- checked against the former leader's epoch has committed before the new leader starts, and later ones are refused.
create or replace function acquire_lease(lease_name text, lease_holder text, ttl_ms int) returns bigint language plpgsql volatile security definer set search_path = dizuo, pg_temp as $$
declare
  taken bigint;
begin
  if exists (select 1 from lease l where l.name = lease_name and l.expires_at >= clock_timestamp() and l.holder <> lease_holder) then return null; end if;
  perform 1 from sequence for update;
  insert into lease as l values (lease_name, lease_holder, 1, clock_timestamp() + ttl_ms * interval '1 ms')
    on conflict (name) do update set holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
    where l.expires_at < clock_timestamp() or l.holder = excluded.holder
    returning l.epoch into taken;
  return taken;
end $$;
