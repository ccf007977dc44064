-- Credentials, sessions, tokens and the OpenID provider's own state: not objects. Secrets are kept as hashes only.
create table credential (
  user_name text primary key,
  password_hash text not null,
  must_change boolean not null default false,
  failures int not null default 0,
  locked_until timestamptz,
  changed_at timestamptz not null default now()
);

create table session (
  id_hash text primary key,
  public_id text not null unique,
  user_name text not null,
  provider_session text,
  department text,
  position text,
  address text,
  agent text,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_by_user on session (user_name);
create index session_by_end on session (ended_at) where ended_at is not null;

create table access_token (
  token_hash text primary key,
  public_id text not null unique,
  user_name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index access_token_user on access_token (user_name);

create table oidc_state (
  model text not null,
  id_hash text not null,
  payload jsonb not null,
  uid text,
  grant_id text,
  account text,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (model, id_hash)
);
create index oidc_state_uid on oidc_state (uid) where uid is not null;
create index oidc_state_grant on oidc_state (grant_id) where grant_id is not null;
create index oidc_state_account on oidc_state (account) where account is not null;
create index oidc_state_expiry on oidc_state (expires_at);

-- Keys that the provider signs with, sealed under the master key.
create table identity_secret (
  name text primary key,
  sealed text not null,
  created_at timestamptz not null default now()
);

grant select, insert, update, delete on credential, session, access_token, oidc_state, identity_secret to dizuo_system;
