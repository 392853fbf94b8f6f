-- How a ticket goes on until the water is off and the pipe is repaired: its acts, who is on duty, who is called after whom, and the neighbours.

-- What the ladder needs of a ticket. Tickets from before are on the desk and stay there; nobody is paged about them anew.
alter table tickets add column building_id uuid;
alter table tickets add column entrance_id uuid;
alter table tickets add column main_id uuid;             -- the ticket of the same fault that was reported first: this one follows it
alter table tickets add column drill boolean not null default false;
alter table tickets add column number integer not null default 0;  -- of its newest act
alter table tickets add column due_at timestamptz;       -- when the ladder looks at it again
alter table tickets add column looked_at timestamptz;    -- when that was decided: a clock that goes back is seen by it
alter table tickets add column claimed_until timestamptz; -- by the database's clock: a node decides about it now
alter table tickets add column alone text;               -- yes: somebody there is alone, unwell or cannot walk
create index tickets_due on tickets (due_at) where due_at is not null;
create index tickets_main on tickets (main_id) where main_id is not null;
create index tickets_entrance on tickets (entrance_id, opened_at) where closed_at is null;

-- States are defined in Emergencies/Escalation/TicketState.cs. Until now a ticket was done when the desk was.
update tickets set state = 'Closed', closed_at = updated_at
 where closed_at is null and exists (select 1 from desk_items d where d.reference = tickets.reference)
   and not exists (select 1 from desk_items d where d.reference = tickets.reference and d.done_at is null);
update tickets set state = 'Reported' where state = 'open';

-- Every row is only added; how a ticket stands is folded from its rows. Kinds are defined in Emergencies/Escalation/ActKinds.cs.
create table ticket_acts (
  id uuid primary key,
  ticket_id uuid not null references tickets (id),
  number integer not null,                  -- 1, 2, … of the ticket; two who act on what both have seen: the second finds it taken
  kind text not null,
  value text,                               -- the class of the fault, the deadline that was missed, a rating; no personal words
  step integer,                             -- of the ladder, from 0
  words bytea,                              -- sealed
  staff_id uuid,
  staff_name text,
  conversation_id uuid,
  at timestamptz not null,
  unique (ticket_id, number)
);
create index ticket_acts_at on ticket_acts (at);
-- append-only: ticket_acts

-- Which act was said to which of those who reported: once.
create table ticket_told (
  act_id uuid not null,
  conversation_id uuid not null,
  told_at timestamptz not null,
  primary key (act_id, conversation_id)
);

-- Who is on duty for a community, a building or an entrance, and when.
create table duty_people (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid references buildings (id),    -- null: every building without its own people
  entrance_id uuid references entrances (id),    -- null: every entrance of the building without its own
  party text not null,                      -- property, owner, contractor, implementer, professional, bureau, street
  name text not null,
  phone text,                               -- a number of the job, not of the person's home
  member text,                              -- account in WeCom; null: somebody rings
  days text not null,                       -- 1111100: from Monday
  from_minute integer not null,             -- of the day; from = to: the whole day
  to_minute integer not null,               -- at or before from: until the next day
  substitute boolean not null,
  set_by_name text not null,
  set_at timestamptz not null,
  ended_at timestamptz
);
create index duty_people_community on duty_people (community_id, party) where ended_at is null;

-- Who is called after whom, version after version; without a row the ladder of the program holds.
create table escalation_policies (
  id uuid primary key,
  community_id uuid not null references communities (id),
  severity text not null,                   -- danger, urgent, normal
  version integer not null,
  steps text not null,                      -- as staff write it
  reason text not null,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null,
  unique (community_id, severity, version)
);
-- append-only: escalation_policies

-- Numbers that a colleague rings because nobody there can be reached in WeCom. The id is that of the matter on the desk.
create table ticket_calls (
  id uuid primary key,
  ticket_id uuid not null references tickets (id),
  party text not null,
  name text not null,
  phone text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  outcome text,                             -- answered, nobody
  answered_by text,                         -- who spoke, for the firm; a name of the job
  staff_name text
);
create index ticket_calls_ticket on ticket_calls (ticket_id);

-- Neighbours to warn, from the top: queued is not told.
create table ticket_neighbours (
  ticket_id uuid not null references tickets (id),
  household_id uuid not null references households (id),
  position integer not null,
  sent_at timestamptz,                      -- said in a conversation; whether it was read nobody knows
  result text,                              -- told, nobody
  staff_id uuid,
  staff_name text,
  at timestamptz,
  primary key (ticket_id, household_id)
);

-- A page of the ladder is one of an act: the same matter may be paged again. Who tapped last is kept beside who tapped first.
alter table staff_messages add column act_id uuid;
drop index staff_messages_page;
create unique index staff_messages_page on staff_messages (coalesce(act_id, desk_item_id), way, target) where kind = 'Page';
alter table desk_items add column retaken_at timestamptz;
alter table desk_items add column retaken_by uuid;

-- Each node says that it lives; the others see when one falls silent.
create table node_ticks (
  node text primary key,
  place text not null,                      -- machine and addresses: what is started there again takes the place of what stood there
  alive_until timestamptz not null          -- by the database's clock
);

-- words may be emptied: ticket_acts
