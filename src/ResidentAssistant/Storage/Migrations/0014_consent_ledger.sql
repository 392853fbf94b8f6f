-- The ledger of consent. What proven households said stands in intents; what colleagues recorded stands here. The state of a household on a riser is
-- folded from both (consent_log) and stored nowhere.

-- The words on the written application that are ours, once a named person has approved exactly these words.
create table application_wordings (
  hash text primary key,
  body text not null,
  approved_by uuid not null,
  approved_by_name text not null,
  approved_at timestamptz not null
);
-- append-only: application_wordings

-- A written application as it was put on paper, for one household and the risers it names.
create table applications (
  id uuid primary key,
  reference text not null,                  -- A-0137
  community_id uuid not null,
  household_id uuid not null,
  wording_hash text not null,
  disclosure_hash text not null,            -- version of scope, restoration standard and duties on the paper
  content bytea not null,                   -- sealed: all that stands on it
  content_hash text not null,
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamptz not null,
  unique (reference)
);
create index applications_household on applications (household_id, made_at);
-- append-only: applications

-- Photos and scans of the signed paper.
create table application_scans (
  id uuid primary key,
  application_id uuid not null references applications (id),
  content_type text not null,
  name text not null,
  size bigint not null,
  sha256 text not null,
  content bytea not null,                   -- sealed
  added_by uuid not null,
  added_at timestamptz not null
);
create index application_scans_application on application_scans (application_id);

-- What colleagues recorded, one row per riser; words that name a person (who signed, why) stand only in the evidence of the same id, where they can be erased.
-- Two who act on what both have seen: the second finds the place after it taken.
create table consent_acts (
  id uuid primary key,
  community_id uuid not null,
  riser_id uuid not null,
  household_id uuid,                        -- null only for works.entered
  kind text not null,                       -- application.printed, .signed, .withdrawn, .superseded, .expired, .again; dispute.settled; refusal.closed, .reopened; works.entered
  application_id uuid,
  reference text,
  answer text,                              -- dispute.settled: agree, refuse, undecided or none
  after_id uuid not null,                   -- newest entry of the pair that the colleague had seen; the nil id: none
  staff_id uuid not null,
  staff_name text not null,
  facts text,                               -- plain facts as JSON: capacity, kind of paper seen, hashes; nobody's words
  recorded_at timestamptz not null,
  unique (riser_id, household_id, after_id)
);
create index consent_acts_household on consent_acts (household_id, recorded_at);
create index consent_acts_community on consent_acts (community_id);
-- append-only: consent_acts

create index intents_community on intents (community_id);
create index disclosures_shown_community on disclosures_shown (community_id, household_id);

-- The log: everything ever said or recorded about a household and a riser.
create view consent_log as
  select id, community_id, riser_id, household_id, 'intent.' || answer as kind, cast(null as uuid) as application_id, reference,
         cast(null as text) as answer, reason, disclosure_hash, cast(null as text) as staff_name, recorded_at
    from intents
  union all
  select id, community_id, riser_id, household_id, kind, application_id, reference,
         answer, cast(null as text), cast(null as text), staff_name, recorded_at
    from consent_acts;
