-- The operating system user of each tenant's processes. Never given to another tenant: files may remain.
create table app_tenant_user (
  namespace text primary key,
  uid integer not null unique
);

-- Ports of replicas on this machine.
create table app_port (
  port integer primary key,
  namespace text not null,
  workload text not null,
  instance text not null,
  unique (namespace, workload, instance)
);

grant select, insert, update, delete on app_tenant_user, app_port to dizuo_system;
