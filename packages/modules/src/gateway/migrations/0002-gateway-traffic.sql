alter table gateway_instance add column listener_problems jsonb not null default '[]';

-- What data plane processes saw, by rule and backend and minute of arrival; for canary verdicts and the console.
create table gateway_traffic (
  gateway text not null,
  at timestamptz not null,
  rule text not null,
  backend text not null,
  requests bigint not null,
  errors bigint not null,
  -- counts by the bounds of latencyBoundsMs, then those above
  latency bigint[] not null
);
create index gateway_traffic_rule on gateway_traffic (rule, at);
create index gateway_traffic_at on gateway_traffic (at);

-- The last report of each process that was counted.
create table gateway_report (
  gateway text not null,
  instance text not null,
  sequence bigint not null,
  seen_at timestamptz not null default now(),
  primary key (gateway, instance)
);

grant select, insert, update, delete on gateway_traffic, gateway_report to dizuo_system;
