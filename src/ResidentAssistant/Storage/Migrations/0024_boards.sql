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
