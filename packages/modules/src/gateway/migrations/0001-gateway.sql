-- Credentials of data planes; the token itself is never kept.
create table gateway_credential (
  id text primary key,
  -- namespace/name of the Gateway that it serves
  gateway text not null,
  purpose text not null,
  token_hash text not null,
  created_at timestamptz not null default now()
);

-- Signing keys: 'visitor' and 'identity'. The private key is sealed by the master key.
create table gateway_key (
  key_id text primary key,
  purpose text not null,
  algorithm text not null,
  public_jwk jsonb not null,
  sealed text not null,
  created_at timestamptz not null default now()
);

-- One-time codes of visitor sign-in; only a hash is kept.
create table gateway_code (
  code_hash text primary key,
  host text not null,
  sid text not null,
  expires_at timestamptz not null
);

-- Visitor sessions: which platform session stands behind the sid of a visitor token.
create table gateway_visitor (
  sid text primary key,
  credential_id text not null,
  user_name text not null,
  department text,
  position text,
  -- no token of this visitor is valid after
  tokens_until timestamptz not null,
  revoked_at timestamptz
);
create index gateway_visitor_credential on gateway_visitor (credential_id);
create index gateway_visitor_until on gateway_visitor (tokens_until);

-- What each data plane process last said of its configuration.
create table gateway_instance (
  gateway text not null,
  instance text not null,
  version text not null,
  digest text not null,
  accepted boolean not null,
  message text,
  serving_version text,
  seen_at timestamptz not null default now(),
  primary key (gateway, instance)
);

grant select, insert, update, delete on gateway_credential, gateway_key, gateway_code, gateway_visitor, gateway_instance to dizuo_system;
