-- What households were told and what they said about their risers. Nothing in here is a written application.

-- Once per conversation: who asks, why and for how long was said before the first personal question.
create table privacy_told (
  conversation_id uuid primary key,
  version text not null,                    -- hash of the dialog that said it
  turn integer not null,
  told_at timestamptz not null
);
-- append-only: privacy_told

-- The six-item disclosure, word by word, under the hash of its text.
create table disclosure_texts (
  hash text primary key,
  body text not null,
  recorded_at timestamptz not null
);
-- append-only: disclosure_texts

-- Told means both: shown, and then acknowledged.
create table disclosures_shown (
  id uuid primary key,
  event text not null,                      -- shown, acknowledged
  hash text not null,
  community_id uuid,
  household_id uuid,
  proven boolean not null,
  conversation_id uuid not null,
  turn integer not null,
  channel text not null,
  message_id text,
  recorded_at timestamptz not null
);
create index disclosures_shown_household on disclosures_shown (household_id, recorded_at);
-- append-only: disclosures_shown

-- The intents of proven households, one row per riser answered; the newest row of a pair counts.
create table intents (
  id uuid primary key,
  reference text not null,                  -- Y-0012: one answer, one reference, over all its risers
  community_id uuid not null,
  riser_id uuid not null,
  household_id uuid not null,
  person_id uuid,
  capacity text,                            -- owner, family, public-tenant, tenant, other: as the person said
  answer text not null,                     -- agree, refuse, withdrawn
  reason text,                              -- code, only with refuse and only if given
  disclosure_hash text,                     -- null only for withdrawn
  dialog text not null,
  dialog_version text not null,
  asked text not null,                      -- the question as it was read
  asked_hash text not null,
  conversation_id uuid not null,
  turn integer not null,
  channel text not null,
  message_id text,
  supersedes uuid,
  recorded_at timestamptz not null,
  unique (conversation_id, turn, riser_id)
);
create index intents_pair on intents (household_id, riser_id, recorded_at);
create index intents_riser on intents (riser_id, recorded_at);
-- append-only: intents

-- What people said about a flat that was not proven theirs: staff see it, it moves no state.
create table claims (
  id uuid primary key,
  community_id uuid,
  household_id uuid,
  flat text,                                -- canonical: 3-2-501
  capacity text,
  answer text,
  reason text,
  phone bytea,                              -- sealed
  phone_hash text,
  phone_tail_hash text,
  disclosure_hash text,
  dialog text not null,
  dialog_version text not null,
  conversation_id uuid not null,
  turn integer not null,
  channel text not null,
  message_id text,
  recorded_at timestamptz not null
);
create index claims_recorded on claims (recorded_at);
create index claims_household on claims (household_id, recorded_at) where household_id is not null;
-- append-only: claims
