-- Objects, their change log, audit, quota counts, leases. Runs as the owner (dizuo_migrator) in schema dizuo.
-- Keeps to PostgreSQL 15.

-- One row that every commit takes first: the order of its numbers is the order of commits.
create table sequence (
  only_row boolean primary key default true check (only_row),
  rv bigint not null default 0,
  audit_no bigint not null default 0
);
insert into sequence default values;

-- The body is JSON text without metadata.resourceVersion (known only inside the commit; spliced in on read),
-- or an encrypted text for confidential kinds.
create table object (
  kind text not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  uid uuid not null,
  rv bigint not null,
  schema_version int not null,
  body text not null,
  primary key (kind, namespace, name)
);
create index object_rv on object (kind, rv);
create index object_uid on object (uid);

-- Labels (key 'l:<name>'), selectable fields ('f:<path>'), owners ('o', their uid) and waiting deletions ('d'). A plain text table, because operators on JSON are not leakproof:
-- under row-level security they would be evaluated after a scan of every row.
create table object_index (
  kind text not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  key text not null,
  value text not null,
  primary key (kind, key, value, namespace, name)
);
create index object_index_object on object_index (kind, namespace, name);

create table change (
  rv bigint primary key,
  at timestamptz not null default now(),
  op text not null check (op in ('C', 'U', 'D')),
  kind text not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  uid uuid not null,
  schema_version int not null,
  old_rv bigint,
  old text,
  new text
);
create index change_kind on change (kind, rv);
create index change_at on change (at);

create table audit (
  no bigint primary key,
  at timestamptz not null,
  principal text not null,
  resource text not null,
  namespace text not null,
  name text not null,
  outcome text not null,
  entry text not null
);
create index audit_at on audit (at desc, no desc);
create index audit_principal on audit (principal, no desc);
create index audit_object on audit (resource, namespace, name, no desc);
create index audit_namespace on audit (namespace, no desc);

create table audit_seal (
  first_no bigint primary key,
  last_no bigint not null unique,
  at timestamptz not null default now(),
  root text not null,
  previous text not null,
  algorithm text not null,
  key_id text not null,
  signature text not null,
  check (last_no >= first_no)
);

create table quota_limit (
  scope text not null,
  resource text not null,
  hard bigint not null,
  primary key (scope, resource)
);
create table quota_use (
  kind text not null,
  namespace text not null,
  name text not null,
  scope text not null,
  resource text not null,
  amount bigint not null,
  primary key (kind, namespace, name, scope, resource)
);
create table quota_total (
  scope text not null,
  resource text not null,
  used bigint not null,
  primary key (scope, resource)
);

create table lease (
  name text primary key,
  holder text not null,
  epoch bigint not null,
  expires_at timestamptz not null
);

create table data_key (
  id text primary key,
  wrapped text not null,
  created_at timestamptz not null default now()
);

-- Statements that modules run in the commit of objects, by name; filled from the modules' code at every start.
create table statement (
  name text primary key,
  sql text not null
);

-- Row-level security, the second wall. `system` (controllers, caches) sees all; `app` sees the namespaces of its setting.
create function visible(row_namespace text) returns boolean language sql stable parallel safe as $$
  select current_setting('dizuo.scope', true) = '*' or row_namespace = any (string_to_array(current_setting('dizuo.scope', true), ','))
$$;

alter table object enable row level security;
alter table object force row level security;
alter table object_index enable row level security;
alter table object_index force row level security;
alter table change enable row level security;
alter table change force row level security;
create policy owner_all on object to dizuo_migrator using (true) with check (true);
create policy owner_all on object_index to dizuo_migrator using (true) with check (true);
create policy owner_all on change to dizuo_migrator using (true) with check (true);
create policy system_reads on object for select to dizuo_system using (true);
create policy system_reads on object_index for select to dizuo_system using (true);
create policy system_reads on change for select to dizuo_system using (true);
create policy app_reads on object for select to dizuo_app using (visible(namespace));
create policy app_reads on object_index for select to dizuo_app using (visible(namespace));
create policy app_reads on change for select to dizuo_app using (visible(namespace));

grant usage on schema dizuo to dizuo_app, dizuo_system;
grant select on object, object_index, change to dizuo_app, dizuo_system;
grant select on sequence, audit, audit_seal, quota_limit, quota_total, lease, data_key to dizuo_system;
grant select on sequence to dizuo_app;
