-- Conversations that a colleague holds for somebody who calls or comes, and wishes above the standard (article 2 of the notice).

create table spoken_conversations (
  id uuid primary key,                      -- the conversation's id; its channel is always staff
  form uuid not null,                       -- the form it was begun with: sent twice it begins one conversation
  community_id uuid not null,
  household_id uuid not null,
  speaker bytea not null,                   -- sealed
  capacity text not null,                   -- as in the dialogs: owner, family, heir, lessee, tenant, other
  way text not null,                        -- phone, counter, door
  verified text not null,                   -- none, known, document, called-back
  phone bytea,                              -- sealed
  begun_by uuid not null,
  begun_by_name text not null,
  begun_at timestamptz not null,
  driver uuid,                              -- who types in it now
  driver_name text,
  driven_at timestamptz,
  ended_at timestamptz,
  unique (form)
);
create index spoken_conversations_community on spoken_conversations (community_id, begun_at);

create table spoken_events (
  id uuid primary key,
  conversation_id uuid not null references spoken_conversations (id),
  kind text not null,                       -- begun, taken, ended
  staff_id uuid not null,
  staff_name text not null,
  at timestamptz not null
);
create index spoken_events_conversation on spoken_events (conversation_id, at);
-- append-only: spoken_events

-- What a household would like above the standard, in its own words.
create table upgrades (
  id uuid primary key,
  reference text not null,                  -- U-0012
  community_id uuid not null,
  household_id uuid not null,
  proven boolean not null,                  -- false: a claim, until a colleague confirms it
  conversation_id uuid not null,
  channel text not null,
  spoken text,                              -- how a colleague heard it, where one wrote it down
  words bytea not null,                     -- sealed
  words_hash text not null,
  made_at timestamptz not null,
  unique (reference)
);
create index upgrades_community on upgrades (community_id, made_at);
create index upgrades_conversation on upgrades (conversation_id);
create index upgrades_household on upgrades (household_id, made_at);
-- append-only: upgrades

-- What happened to it since, step after step; its state is folded from them and stored nowhere.
-- Two who act on what both have seen: the second finds the number taken.
create table upgrade_steps (
  id uuid primary key,
  upgrade_id uuid not null references upgrades (id),
  number integer not null,
  kind text not null,                       -- confirmed, designed, quoted, accepted, declined, paid, released, closed
  amount_fen bigint,
  day date,                                 -- quoted: valid until; accepted and declined on paper, paid: the day on the paper
  receipt text,
  early boolean not null,                   -- released before the money was recorded
  words bytea,                              -- sealed: what is quoted, why
  staff_id uuid,                            -- null: the household itself, in the chat
  staff_name text,
  conversation_id uuid,
  at timestamptz not null,
  unique (upgrade_id, number)
);
-- append-only: upgrade_steps

create table upgrade_files (
  id uuid primary key,
  upgrade_id uuid not null references upgrades (id),
  step_id uuid not null,
  content_type text not null,
  name text not null,
  size bigint not null,
  sha256 text not null,
  content bytea not null,                   -- sealed
  added_by uuid not null,
  added_at timestamptz not null
);
create index upgrade_files_upgrade on upgrade_files (upgrade_id, added_at);

-- Steps the household has been told of, in the conversation it asked in.
create table upgrade_told (
  step_id uuid primary key,
  told_at timestamptz not null
);
