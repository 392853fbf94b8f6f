-- WeCom: what all nodes share of an app's token, and which callbacks were taken.

-- One row per app and secret. Who fetches a token has the lease; nobody asks before a pause has ended.
create table wecom_tokens (
  app text primary key,                     -- corp and a hash that changes with the secret
  version bigint not null,                  -- grows with every token and every pause
  token bytea,                              -- sealed
  refresh_at timestamptz,
  expires_at timestamptz,
  paused_until timestamptz,
  paused_by integer not null,               -- the vendor's code that caused the pause
  fence bigint not null,
  leased_until timestamptz                  -- by the database's clock
);

-- Nonces of callbacks that were taken, so that nobody can repeat one; kept as long as their timestamp would be believed.
create table wecom_nonces (
  nonce text primary key,
  seen_at timestamptz not null
);
create index wecom_nonces_seen on wecom_nonces (seen_at);
