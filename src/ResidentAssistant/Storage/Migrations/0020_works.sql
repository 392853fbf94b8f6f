-- The works: hours, days kept free, teams and steps of a site; the plan of each riser, version after version; entries and outages that follow from it.

create table work_hours (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid references buildings (id),  -- null: every building that has none of its own
  hours text not null,                         -- 周一到周五 8:00-12:00、14:00-18:00
  source text not null,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null
);
create index work_hours_community on work_hours (community_id, set_at);
-- append-only: work_hours

create table work_days_off (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid references buildings (id),  -- null: every building
  day date not null,
  reason text not null,                        -- 国庆节, 高考
  set_by_name text not null,
  set_at timestamptz not null,
  ended_at timestamptz                         -- taken back
);
create index work_days_off_community on work_days_off (community_id, day) where ended_at is null;

create table work_teams (
  id uuid primary key,
  community_id uuid not null references communities (id),
  name text not null,
  phone text not null,                         -- the team's duty number, as printed in notices
  set_by_name text not null,
  set_at timestamptz not null,
  ended_at timestamptz
);
create index work_teams_community on work_teams (community_id) where ended_at is null;

create table work_team_days_off (
  id uuid primary key,
  team_id uuid not null references work_teams (id),
  day date not null,
  set_by_name text not null,
  set_at timestamptz not null,
  ended_at timestamptz
);
create index work_team_days_off_team on work_team_days_off (team_id, day) where ended_at is null;

create table work_step_sets (
  id uuid primary key,
  community_id uuid not null references communities (id),
  steps text not null,                         -- JSON: name, slots, water, everyFlat
  source text not null,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null
);
create index work_step_sets_community on work_step_sets (community_id, set_at);
-- append-only: work_step_sets

-- One number for the whole plan of a community: who changes it has seen all of it, so no team is given to two risers at once.
create table works_numbers (
  community_id uuid primary key references communities (id),
  number integer not null
);

create table riser_plans (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid not null references buildings (id),
  riser_id uuid not null references risers (id),
  number integer not null,                     -- 1, 2, … of the riser
  state text not null,                         -- planned, cancelled
  team_id uuid not null references work_teams (id),
  steps text not null,                         -- JSON: each step with its stretches
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,                        -- why it was moved or cancelled; empty for the first
  planned_by uuid not null,
  planned_by_name text not null,
  planned_at timestamptz not null,
  unique (riser_id, number)
);
create index riser_plans_community on riser_plans (community_id, begins_at);
-- append-only: riser_plans

-- When the team comes into a flat, as it stands now; what a newer plan or another time replaced is kept.
create table entries (
  id uuid primary key,
  plan_id uuid not null references riser_plans (id),
  community_id uuid not null,
  riser_id uuid not null,
  household_id uuid not null references households (id),
  step text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  replaced_at timestamptz
);
create index entries_household on entries (household_id, begins_at) where replaced_at is null;
create index entries_riser on entries (riser_id) where replaced_at is null;
create index entries_time on entries (begins_at) where replaced_at is null;

create table outages (
  id uuid primary key,
  plan_id uuid not null references riser_plans (id),
  community_id uuid not null,
  riser_id uuid not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  replaced_at timestamptz
);
create index outages_riser on outages (riser_id) where replaced_at is null;
