-- The consent dialog in full: conditions, two persons of one flat who disagree, wishes and needs, and what residents see of their pipes.

-- What this speaker said where the row itself says disputed, because another person of the flat says otherwise.
alter table intents add column said text;   -- agree or refuse, only with disputed

drop view consent_log;
create view consent_log as
  select id, community_id, riser_id, household_id, 'intent.' || answer as kind, cast(null as uuid) as application_id, reference,
         said as answer, reason, disclosure_hash, cast(null as text) as staff_name, recorded_at
    from intents
  union all
  select id, community_id, riser_id, household_id, kind, application_id, reference,
         answer, cast(null as text), cast(null as text), staff_name, recorded_at
    from consent_acts;

-- “Yes, if …”: a question for a colleague. The words, and those of the answer, stand in the evidence of their ids alone, where they can be erased.
create table consent_conditions (
  id uuid primary key,
  reference text,                           -- Y-0012 of the intent; null where the flat is not proven
  community_id uuid not null,
  household_id uuid not null,
  proven boolean not null,
  conversation_id uuid not null,
  made_at timestamptz not null,
  desk_item uuid not null,
  state text not null,                      -- open, answered, closed
  answer_id uuid,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz
);
create index consent_conditions_household on consent_conditions (household_id, made_at);

-- Who of a flat has yet to hear that what the flat's persons say differs.
create table dispute_news (
  id uuid primary key,
  household_id uuid not null,
  conversation_id uuid not null,
  made_at timestamptz not null,
  told_at timestamptz
);
create index dispute_news_open on dispute_news (made_at) where told_at is null;

-- What a household wishes beside its answer: somebody needs care (no word of illness, a person asks at home), restoration, anything else. Words stand in the evidence.
create table household_wishes (
  id uuid primary key,
  community_id uuid not null,
  household_id uuid not null,
  kind text not null,                       -- care, restore, other
  proven boolean not null,
  conversation_id uuid not null,
  turn integer not null,
  channel text not null,
  message_id text,
  recorded_at timestamptz not null
);
create index household_wishes_household on household_wishes (household_id, recorded_at);
-- append-only: household_wishes

-- What residents see of the pipes in their rooms; the newest row of a household and room counts. Without proof it is a claim.
create table pipe_surveys (
  id uuid primary key,
  community_id uuid not null,
  household_id uuid not null,
  room text not null,                       -- Kitchen, Bathroom
  age text not null,                        -- original, replaced, unknown
  material text not null,                   -- cast-iron, steel, plastic, hidden, unknown
  faults text not null,                     -- codes with blanks between: rust, leak, blocked, weak, smell; none
  photos text,                              -- ids of the attachments with commas between
  proven boolean not null,
  conversation_id uuid not null,
  turn integer not null,
  channel text not null,
  message_id text,
  recorded_at timestamptz not null
);
create index pipe_surveys_household on pipe_surveys (household_id, recorded_at);
create index pipe_surveys_community on pipe_surveys (community_id, recorded_at);
-- append-only: pipe_surveys

create index households_unreached on households (not_reachable_since) where not_reachable_since is not null;
create index conversations_household on conversations (household_id) where household_id is not null;
create index intents_reference on intents (reference);
