-- Refusals: home visits, the end of visits, and the notice that a riser is not being done now (article 3 of the notice).

-- What colleagues recorded of a household's visits, and when visits ended or may begin again. Whom they met and what was said stands only in the
-- evidence of the same id, where it can be erased. Two who act on what both have seen: the second finds the place after it taken.
create table visit_acts (
  id uuid primary key,
  reference text,                           -- F-0007; visits only
  community_id uuid not null,
  household_id uuid not null,
  kind text not null,                       -- visited, ended, again
  after_id uuid not null,                   -- newest act of the household that the colleague had seen; the nil id: none; its own id: said in chat
  visited_at timestamptz,                   -- when they stood at the door
  result text,                              -- still-no, thinks, agrees, nobody, no-more
  on_paper boolean,                         -- the household signed the record on paper
  told_id uuid,                             -- evidence that the sentence on funding was told
  told_text text,
  told_hash text,
  told_source text,
  conversation_id uuid,                     -- ended, again: said in this conversation
  staff_id uuid,
  staff_name text,
  recorded_at timestamptz not null,
  unique (household_id, after_id)
);
create index visit_acts_household on visit_acts (household_id, recorded_at);
create index visit_acts_community on visit_acts (community_id);
-- append-only: visit_acts

-- Photos of a visit. They are kept as soon as they are sent, so that a form that is refused loses none; those of a form nobody finished are forgotten.
create table visit_photos (
  id uuid primary key,
  visit_id uuid not null,
  household_id uuid not null,
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  content bytea not null,                   -- sealed
  added_by uuid not null,
  added_at timestamptz not null,
  unique (visit_id, sha256)
);

-- The notice to the other households of a unit, drafted when a refusal is closed: it names nobody.
create table riser_notices (
  id uuid primary key,
  community_id uuid not null,
  riser_id uuid not null,
  body text not null,
  hash text not null,
  state text not null,                      -- drafted, approved, discarded
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz
);
create index riser_notices_community on riser_notices (community_id, drafted_at);
create index riser_notices_riser on riser_notices (riser_id);

create table riser_notice_households (
  notice_id uuid not null references riser_notices (id),
  household_id uuid not null,
  primary key (notice_id, household_id)
);
