-- The book behind a department's count: one line for each object whose commit changed it. Written in that commit, never changed.
create table ledger_entry (
  number bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  department text not null,
  namespace text not null,
  kind text not null,
  name text not null,
  display_name text not null,
  delta int not null,
  -- Counted in the department, without those that hold an exception, when the commit was done.
  count int not null,
  -- Beyond the limit by an exception: the change counts there.
  exception text,
  cause text not null,
  approval text,
  principal text not null
);
create index ledger_entry_department on ledger_entry (department, number);
create function ledger_entry_stays() returns trigger language plpgsql as $$
begin
  raise exception 'lines of the ledger are never changed';
end $$;
create trigger ledger_entry_stays before update or delete or truncate on ledger_entry for each statement execute function ledger_entry_stays();
grant select on ledger_entry to dizuo_system;
