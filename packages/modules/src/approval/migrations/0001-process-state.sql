-- State of running processes: the engine's own, not an object. Written in the commit of the objects that show it.
create table process_state (
  uid uuid primary key,
  engine text not null,
  bpmn text not null,
  state jsonb not null,
  changed_at timestamptz not null default now()
);
grant select, delete on process_state to dizuo_system;
