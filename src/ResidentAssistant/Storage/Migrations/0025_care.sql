-- Persons whom the works would leave unable to live normally (article 7 of the notice): a case each and its steps. All words stand in the evidence, where they can be erased.
create table care_cases (
  id uuid primary key,
  community_id uuid not null references communities (id),
  household_id uuid not null references households (id),
  opened_by uuid not null,
  opened_by_name text not null,
  opened_at timestamptz not null
);
create index care_cases_household on care_cases (household_id, opened_at);
create index care_cases_community on care_cases (community_id, opened_at);
-- append-only: care_cases

create table care_steps (
  id uuid primary key,
  case_id uuid not null references care_cases (id),
  number integer not null,                  -- 1, 2, …; who comes second is told
  kind text not null,                       -- planned, signed, reopened, closed
  stay text,                                -- planned: home, family, elsewhere
  agreed text,                              -- signed: self, family, guardian
  way text,                                 -- signed: face, phone, paper
  staff_id uuid not null,
  staff_name text not null,
  at timestamptz not null,
  unique (case_id, number)
);
-- append-only: care_steps

-- What was said of a person's health, apart from all else: kept only with a consent of its own (PIPL articles 28 to 30), every reading is written down.
create table health_notes (
  id uuid primary key,
  case_id uuid not null references care_cases (id),
  consent_by text not null,                 -- self, guardian
  consent_way text not null,                -- face, phone, paper
  words bytea,                              -- sealed; null once ended
  written_by uuid not null,
  written_by_name text not null,
  written_at timestamptz not null,
  ended text,                               -- withdrawn, replaced, closed, erased
  ended_by_name text,
  ended_at timestamptz
);
create unique index health_notes_case on health_notes (case_id) where ended_at is null;
