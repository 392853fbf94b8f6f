-- Notices: what is said, to which households, and for each household, version and way what became of it.

create table notices (
  id uuid primary key,
  community_id uuid not null references communities (id),
  reference text not null unique,           -- N-0007
  template text not null,
  created_at timestamptz not null
);
create index notices_community on notices (community_id, created_at);

create table notice_versions (
  id uuid primary key,
  notice_id uuid not null references notices (id),
  number integer not null,
  change text not null,                     -- First, Amended, Cancelled
  title text not null,
  body text not null,
  fields text not null,                     -- JSON: what was filled in
  audience text not null,                   -- JSON: risers, entrances, buildings
  place text not null,                      -- the risers and buildings addressed, in words
  hash text not null,                       -- SHA-256 of title and body
  published_by uuid not null,
  published_by_name text not null,
  approved_by_name text,
  published_at timestamptz not null,
  unique (notice_id, number)
);
-- append-only: notice_versions

create table notice_risers (
  notice_id uuid not null references notices (id),
  riser_id uuid not null references risers (id),
  primary key (notice_id, riser_id)
);
create index notice_risers_riser on notice_risers (riser_id);

create table notice_audience (
  notice_id uuid not null references notices (id),
  household_id uuid not null references households (id),
  primary key (notice_id, household_id)
);
create index notice_audience_household on notice_audience (household_id);

-- The ledger: states are defined in Notices/Reach.cs.
create table notice_reach (
  version_id uuid not null references notice_versions (id),
  household_id uuid not null,
  way text not null,                        -- Chat, Page, Phone, Door, Poster, Group
  target uuid not null,                     -- the conversation; else the household
  notice_id uuid not null,
  number integer not null,                  -- of the version, so that an older one never follows a newer
  state text not null,
  due_at timestamptz not null,
  changed_at timestamptz not null,
  by_name text,                             -- colleague who recorded it
  leased_by text,
  leased_until timestamptz,                 -- by the database's clock
  fence integer not null default 0,
  primary key (version_id, household_id, way, target)
);
create index notice_reach_queue on notice_reach (due_at) where state in ('Queued', 'Sending');
create index notice_reach_target on notice_reach (target, number) where state in ('Queued', 'Sending');
create index notice_reach_notice on notice_reach (notice_id, household_id);

-- Written but not published; seen by colleagues only.
create table notice_drafts (
  id uuid primary key,
  community_id uuid not null references communities (id),
  notice_id uuid references notices (id),   -- what it amends or cancels
  change text not null,
  template text not null,
  fields text not null,
  audience text not null,                   -- JSON: risers, entrances, buildings
  version integer not null,
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamptz not null,
  approved_by uuid,
  approved_by_name text,
  ended_at timestamptz                      -- published or thrown away
);
create index notice_drafts_open on notice_drafts (community_id, made_at) where ended_at is null;

-- Who wants no notices in a conversation; emergencies still come.
create table notice_stops (
  conversation_id uuid primary key references conversations (id),
  household_id uuid,
  stopped_at timestamptz not null,
  ended_at timestamptz
);

-- Conversations of proven households and when the person last wrote where the vendor counts from that.
create view notice_conversations as
  select c.id, c.household_id, c.community_id, c.channel,
         case when c.channel = 'wecom-kf' then (select max(k.said_at) from kf_customers k where k.external_userid = c.user_id) end as said_at
    from conversations c
   where c.proven and c.household_id is not null
     and not exists (select 1 from notice_stops s where s.conversation_id = c.id and s.ended_at is null);
