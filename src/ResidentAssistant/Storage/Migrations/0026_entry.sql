-- The work in one flat on one riser: what the household said about the times, what the team and the supervisor recorded, and whether the household accepts it.

-- Every row is only added; how a flat stands is folded from its rows. Words about people (who is at home, what is wrong) stand only in the evidence of the same
-- id, where they can be erased. Two who act on what both have seen: the second finds the number taken.
create table entry_acts (
  id uuid primary key,
  community_id uuid not null references communities (id),
  riser_id uuid not null references risers (id),
  household_id uuid not null references households (id),
  number integer not null,                  -- 1, 2, … of the flat on the riser
  entry_id uuid references entries (id),    -- the visit it is about; null: all of the work in the flat
  kind text not null,                       -- defined in Works/Entries/EntryAct.cs
  facts text not null,                      -- JSON: plain facts that name nobody
  reference text,                           -- R-0007, where a colleague must do something
  conversation_id uuid,
  staff_id uuid,
  staff_name text,
  at timestamptz not null,
  unique (riser_id, household_id, number)
);
create index entry_acts_household on entry_acts (household_id, at);
create index entry_acts_restored on entry_acts (at) where kind = 'restored';
create index entry_acts_entry on entry_acts (entry_id, kind);
create index entry_acts_reference on entry_acts (reference) where reference is not null;
-- append-only: entry_acts

-- Photos taken in the flat, without the place and time a phone writes into them.
create table entry_photos (
  id uuid primary key,
  riser_id uuid not null references risers (id),
  household_id uuid not null references households (id),
  stage text not null,                      -- before, hidden, after
  content_type text not null,
  size bigint not null,
  sha256 text not null,
  content bytea not null,                   -- sealed
  added_by uuid not null,
  added_by_name text not null,
  added_at timestamptz not null,
  unique (riser_id, household_id, stage, sha256)
);
-- append-only: entry_photos

-- Who was reminded of the visits of a day, or asked to look at a restoration: once for each.
create table entry_reminders (
  household_id uuid not null references households (id),
  day date not null,                        -- of the visits; of the restoration
  kind text not null,                       -- day, hours, restored
  about uuid not null,                      -- the household; the act that says it is restored
  chats integer not null,                   -- conversations it was said in; 0: a person calls
  at timestamptz not null,
  primary key (about, day, kind)
);
create index entry_reminders_day on entry_reminders (household_id, day);
-- append-only: entry_reminders
