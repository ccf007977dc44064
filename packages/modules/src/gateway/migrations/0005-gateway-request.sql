-- Requests that data planes remember, each rule's latest. Unlogged: a crash of the database may forget them.
create unlogged table gateway_request (
  gateway text not null,
  id text not null,
  at timestamptz not null,
  -- empty where no rule took it
  rule text not null,
  failed boolean not null,
  request jsonb not null,
  primary key (gateway, id)
);
create index gateway_request_at on gateway_request (at);
create index gateway_request_rule on gateway_request (rule, at);

grant select, insert, update, delete on gateway_request to dizuo_system;
