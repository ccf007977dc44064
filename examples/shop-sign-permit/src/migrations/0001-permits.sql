create table application (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  -- made with the form: the same form sent twice is one application
  submission uuid not null unique,
  shop_name text not null,
  address text not null,
  content text not null,
  width_cm integer not null check (width_cm between 1 and 10000),
  height_cm integer not null check (height_cm between 1 and 10000),
  phone text not null,
  applicant text not null,
  applicant_name text not null,
  submitted_at timestamptz not null default now(),
  status text not null default 'submitted' check (status in ('submitted', 'approved', 'rejected')),
  decided_at timestamptz,
  decided_by text,
  decided_by_name text,
  reason text,
  permit_code text unique,
  check ((status = 'submitted') = (decided_at is null)),
  check ((status = 'approved') = (permit_code is not null))
);
create index application_by_applicant on application (applicant, number desc);
create index application_by_status on application (status, number desc);

create table photo (
  application_id uuid primary key references application on delete cascade,
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  content bytea not null
);

-- Keys that all replicas share.
create table shared_key (
  name text primary key,
  value bytea not null
);

create function announce_application() returns trigger language plpgsql as $$
begin
  perform pg_notify('application_changed', new.id::text);
  return new;
end
$$;
create trigger application_changed after insert or update on application for each row execute function announce_application();
