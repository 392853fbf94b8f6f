-- What residents complain of, in their own words, and all that happens to it.
create table complaints (
  id uuid primary key,
  reference text not null,                  -- C-0007
  community_id uuid,                        -- null: not known when it was said
  household_id uuid references households (id),
  proven boolean not null,                  -- false: only said to be that flat
  conversation_id uuid not null,
  channel text not null,
  spoken text,                              -- how a colleague heard it, where one wrote it down
  words bytea not null,                     -- sealed
  party text not null,                      -- property, owner, contractor, unknown: who has to do something about it
  party_name text,
  due_on date,                              -- null: no limit is set
  made_at timestamptz not null,
  unique (reference)
);
create index complaints_community on complaints (community_id, made_at);
create index complaints_conversation on complaints (conversation_id, made_at);
-- append-only: complaints

create table complaint_steps (
  id uuid primary key,
  complaint_id uuid not null references complaints (id),
  number integer not null,                  -- 1, 2, …; who comes second is told
  kind text not null,                       -- added, placed, assigned, answered, settled, reopened
  community_id uuid,                        -- placed
  household_id uuid,                        -- placed
  party text,                               -- placed, assigned
  party_name text,
  due_on date,                              -- placed, reopened
  words bytea,                              -- sealed: what was added, answered, why
  staff_id uuid,                            -- null: the resident
  staff_name text,
  conversation_id uuid,
  at timestamptz not null,
  unique (complaint_id, number)
);
-- append-only: complaint_steps

-- Answers the resident has been told, and limits a colleague was reminded of.
create table complaint_told (
  step_id uuid primary key,
  told_at timestamptz not null
);

-- What is built in, version after version: the materials board of article 6.
create table material_files (
  id uuid primary key,
  community_id uuid not null references communities (id),
  content_type text not null,
  name text not null,
  size bigint not null,
  sha256 text not null,
  content bytea not null,                   -- a factory's test report: for everybody to read
  added_by uuid not null,
  added_at timestamptz not null
);
-- append-only: material_files

create table materials (
  id uuid primary key,
  material_id uuid not null,
  community_id uuid not null references communities (id),
  number integer not null,                  -- 1, 2, … of the material; who comes second is told
  name text not null,
  maker text not null,
  standard text not null,
  batch text not null,
  report text not null,                     -- number of the factory's test report
  used text not null,                       -- where it is used
  file_id uuid references material_files (id),
  shown boolean not null,                   -- false: taken off the board
  staff_id uuid not null,
  staff_name text not null,
  at timestamptz not null,
  unique (material_id, number)
);
create index materials_community on materials (community_id);
-- append-only: materials

-- When the sample flat can be seen, for how many people.
create table sample_slots (
  id uuid primary key,
  community_id uuid not null references communities (id),
  place text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  places integer not null,
  taken integer not null,                   -- never more than places: booking counts in the same statement that looks
  opened_by uuid not null,
  opened_by_name text not null,
  opened_at timestamptz not null,
  closed_reason text,                       -- said to who booked
  closed_by_name text,
  closed_at timestamptz
);
create index sample_slots_community on sample_slots (community_id, begins_at);

create table sample_bookings (
  id uuid primary key,
  reference text not null,                  -- V-0003
  slot_id uuid not null references sample_slots (id),
  conversation_id uuid not null,
  household_id uuid,                        -- as far as it is known
  people integer not null,
  made_at timestamptz not null,
  cancelled_at timestamptz,
  told_at timestamptz,                      -- that the visit was closed
  unique (reference)
);
create index sample_bookings_slot on sample_bookings (slot_id);
create index sample_bookings_conversation on sample_bookings (conversation_id) where cancelled_at is null;

-- Who is about to decorate or has just done so (article 4), for whoever plans the works; the newest row of a household counts.
create table household_decorations (
  id uuid primary key,
  community_id uuid not null,
  household_id uuid not null references households (id),
  proven boolean not null,
  conversation_id uuid not null,
  kind text not null,                       -- planned, done
  rooms text not null,                      -- kitchen, bathroom, both, other
  at timestamptz not null
);
create index household_decorations_household on household_decorations (household_id, at);
create index household_decorations_community on household_decorations (community_id, at);
-- append-only: household_decorations
