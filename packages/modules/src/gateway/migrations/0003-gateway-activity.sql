alter table gateway_report add column breakers jsonb not null default '[]', add column connections integer not null default 0;

-- Who called, and whom limits refused, by arrival of the report. kind: consumer, department, limit; whom: of limits.
create table gateway_activity (
  gateway text not null,
  at timestamptz not null,
  kind text not null,
  name text not null,
  whom text not null default '',
  requests bigint not null,
  errors bigint not null default 0
);
create index gateway_activity_at on gateway_activity (gateway, at);

grant select, insert, update, delete on gateway_activity to dizuo_system;
