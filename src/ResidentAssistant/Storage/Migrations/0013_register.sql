-- The register as committee staff keep it: units of consent, mandates, tries to reach a household, and who changed what.

alter table communities add column register_version integer not null default 0;  -- grows with every change; an import must not pass over one
alter table entrances add column property_company_id uuid references property_companies (id);  -- where it differs from the building's
alter table households add column version integer not null default 0;           -- of what the forms edit
alter table households add column not_reachable_since timestamptz;              -- a person found that nobody can be reached; it is no answer
alter table persons add column version integer not null default 0;
alter table audit_reads add column community_id uuid;                            -- when a whole register was taken out

-- 实施单元: the risers whose flats must all have applied before work on any of them begins. One riser makes one unit unless a person merged it.
create table units (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid not null references buildings (id),
  label text not null,
  created_at timestamptz not null,
  dissolved_at timestamptz
);
create index units_building on units (building_id);

-- Which riser belonged to which unit from when to when; rows are closed, never removed.
create table unit_risers (
  id uuid primary key,
  unit_id uuid not null references units (id),
  riser_id uuid not null references risers (id),
  from_at timestamptz not null,
  to_at timestamptz
);
create index unit_risers_unit on unit_risers (unit_id);
create unique index unit_risers_now on unit_risers (riser_id) where to_at is null;

insert into units (id, community_id, building_id, label, created_at)
  select r.id, r.community_id, r.building_id, r.label, c.created_at from risers r join communities c on c.id = r.community_id;
insert into unit_risers (id, unit_id, riser_id, from_at)
  select r.id, r.id, r.id, c.created_at from risers r join communities c on c.id = r.community_id;

-- What lets a proxy or guardian speak for a flat: the paper that was shown, and from when to when.
create table mandates (
  id uuid primary key,
  community_id uuid not null references communities (id),
  household_id uuid not null references households (id),
  person_id uuid not null references persons (id),
  document bytea not null,                  -- sealed: names may stand in it
  valid_from date,
  valid_to date,
  recorded_by uuid,
  recorded_at timestamptz not null,
  ended_at timestamptz
);
create index mandates_household on mandates (household_id);
create unique index mandates_person on mandates (person_id) where ended_at is null;

-- Every try to reach a household. That nobody was reached is never an answer, least of all a refusal.
create table reach_attempts (
  id uuid primary key,
  community_id uuid not null references communities (id),
  household_id uuid not null references households (id),
  way text not null,                        -- ReachWay
  result text not null,                     -- ReachResult
  note bytea,                               -- sealed
  tried_at timestamptz not null,
  staff_id uuid not null,
  staff_name text not null,
  recorded_at timestamptz not null
);
create index reach_attempts_household on reach_attempts (household_id, tried_at);
-- append-only: reach_attempts

-- Who changed what in the register, and why. No names of residents.
create table register_changes (
  id uuid primary key,
  community_id uuid not null,
  building_id uuid,
  household_id uuid,
  unit_id uuid,
  kind text not null,                       -- ChangeKind
  detail text not null,                     -- in Chinese, for people
  reason text,
  staff_id uuid,
  staff_name text not null,
  at timestamptz not null
);
create index register_changes_household on register_changes (household_id, at) where household_id is not null;
create index register_changes_community on register_changes (community_id, at);
-- append-only: register_changes

-- One upload of a workbook: how far it is, and what came of it.
create table imports (
  id uuid primary key,
  community_id uuid,
  staff_id uuid,
  staff_name text not null,
  file_name text not null,
  state text not null,                      -- ImportState
  done integer not null,
  total integer not null,
  report bytea,                             -- sealed: faults quote cells
  started_at timestamptz not null,
  seen_at timestamptz not null,             -- the node that works on it was alive
  finished_at timestamptz
);
create index imports_started on imports (started_at);
