-- What the project has decided: every limit and public text with its source and validity. The newest revision that has begun decides.

create table settings (
  id uuid primary key,
  key text not null,                        -- named in Policy/SettingCatalogue.cs
  community_id uuid references communities (id),  -- null: the whole installation
  revision integer not null,
  value text,                               -- null: withdrawn, nothing is set any more
  source text not null,
  decided_by text not null,
  valid_from date not null,
  valid_to date,                            -- the last day
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null
);
-- append-only: settings
create unique index settings_everywhere on settings (key, revision) where community_id is null;
create unique index settings_community on settings (community_id, key, revision) where community_id is not null;
