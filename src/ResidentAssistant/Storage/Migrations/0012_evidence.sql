-- What must stand as evidence years later (docs/evidence-format.md): records, numbered one after the other as leaves of one tree per community.

-- Records as they were written with what they prove, until the linker has numbered them: seconds. Its key is the linker's way through it.
create table evidence_unlinked (
  community_id uuid not null,               -- the nil id: the community is not known
  id uuid not null,                         -- of the row it proves
  kind text not null,                       -- consent.intent, disclosure.shown, …
  household_id uuid,
  riser_id uuid,
  at timestamptz not null,                  -- in whole milliseconds
  body text not null,                       -- canonical JSON (RFC 8785)
  primary key (community_id, id)
);

-- Records with their place in the tree. The other columns only repeat the body, so that records can be found.
create table evidence_records (
  community_id uuid not null,
  number bigint not null,                   -- from 0, without a gap
  id uuid not null,
  kind text not null,
  household_id uuid,
  riser_id uuid,
  at timestamptz not null,
  body text not null,
  leaf bytea not null,                      -- hash of the body as a leaf
  primary key (community_id, number)
);
create unique index evidence_records_id on evidence_records (id);
create index evidence_records_household on evidence_records (household_id, number) where household_id is not null;
create index evidence_records_riser on evidence_records (riser_id, number) where riser_id is not null;
-- append-only: evidence_records

-- Hashes of complete subtrees of 256, 65536, … leaves (level 8, 16, …), so that a proof need not read every leaf.
create table evidence_subtrees (
  community_id uuid not null,
  level integer not null,
  number bigint not null,                   -- of the subtree among those of its level, from 0
  hash bytea not null,
  primary key (community_id, level, number)
);
-- append-only: evidence_subtrees

-- How far each tree has grown. One node links a tree at a time; the write names fence and size, so that no number is given twice.
create table evidence_trees (
  community_id uuid primary key,
  size bigint not null,
  root bytea not null,
  frontier bytea not null,                  -- hashes of the complete subtrees the tree consists of, largest first
  linked_at timestamptz,
  leased_by text,
  leased_until timestamptz,                 -- by the database's clock
  fence integer not null
);

-- The signed head of each day at the site.
create table evidence_heads (
  community_id uuid not null,
  day date not null,
  size bigint not null,
  root bytea not null,
  signed_at timestamptz not null,           -- in whole milliseconds
  key text not null,                        -- name of the key
  signature bytea not null,
  primary key (community_id, day)
);
-- append-only: evidence_heads

-- Personal words whose salted hash stands in a body, with their salts, sealed. Erasing a row leaves the tree as it is.
create table evidence_personal (
  record_id uuid not null,
  name text not null,
  sealed bytea not null,
  primary key (record_id, name)
);

-- Every record, numbered or not.
create view evidence as
  select community_id, id, kind, household_id, riser_id, at, body, number from evidence_records
  union all
  select community_id, id, kind, household_id, riser_id, at, body, cast(null as bigint) from evidence_unlinked;
