-- Conversations, their turns, what came in, what goes out, and what became of it.

create table conversations (
  id uuid primary key,
  channel text not null,
  conversation_key text not null,           -- the channel's own id of the conversation
  user_id text not null,                    -- the channel's own id of the person
  community_id uuid,
  household_id uuid,                        -- the flat the person speaks for, proven or claimed
  person_id uuid,
  proven boolean not null default false,    -- by the letter's code or by a staff member
  held_by uuid,                             -- the staff member who holds the conversation; null: the assistant speaks
  held_at timestamptz,
  version integer not null,                 -- number of the last turn
  state bytea not null,                     -- sealed dialog state
  address text,                             -- where replies go, in the channel's own words
  due_at timestamptz,                       -- when the open question reminds or lapses
  started_at timestamptz not null,
  last_at timestamptz not null,
  unique (channel, conversation_key)
);
create index conversations_due on conversations (due_at) where due_at is not null;
create index conversations_held on conversations (held_at) where held_by is not null;

-- One row a turn: its key is the guard against two turns at once. Written with its conversation in one batch; a foreign key
-- would lock and look the conversation up again in every turn.
create table turns (
  conversation_id uuid not null,
  turn integer not null,
  at timestamptz not null,
  body bytea not null,                      -- sealed entries of the turn: what was said by whom
  primary key (conversation_id, turn)
);

-- A message of a channel that has been taken, and the turn that answered it.
create table inbox (
  channel text not null,
  message_id text not null,
  conversation_id uuid not null,
  turn integer not null,
  received_at timestamptz not null,
  primary key (channel, message_id)
);

-- States are defined in Messaging/DeliveryState.cs.
create table outbox (
  id uuid not null,                         -- goes to the provider, the same at every attempt
  conversation_id uuid not null,
  turn integer not null,
  position integer not null,                -- of the entry within the turn
  channel text not null,
  urgent boolean not null default false,    -- overtakes what waits in the same conversation
  state text not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  leased_by text,
  leased_until timestamptz,                 -- by the database's clock
  fence integer not null default 0,         -- grows with every lease; the finishing write names it
  created_at timestamptz not null,
  finished_at timestamptz,
  provider_id text,
  reason text,                              -- the rule or fault that stopped it
  primary key (conversation_id, turn, position)
);
create index outbox_unsent on outbox (conversation_id) where state in ('Pending', 'Sending');

-- What came of every dialog.
create table outcomes (
  id uuid primary key,
  conversation_id uuid not null,
  community_id uuid,
  household_id uuid,
  proven boolean not null,
  channel text not null,
  dialog text not null,
  version text not null,                    -- hash of the dialog's text
  result text not null,
  slots text not null,                      -- JSON, without private answers
  path text not null,                       -- JSON, names of the steps passed
  last_step text not null,
  turns integer not null,
  started_at timestamptz not null,
  ended_at timestamptz not null
);
create index outcomes_ended on outcomes (ended_at);
create index outcomes_dialog on outcomes (dialog, ended_at);
create index outcomes_conversation on outcomes (conversation_id);
create index outcomes_household on outcomes (household_id, ended_at);

-- Photos and files sent by people; the bytes are sealed.
create table attachments (
  id uuid primary key,
  conversation_id uuid not null,
  content_type text not null,
  name text not null,
  size bigint not null,
  sha256 text not null,
  content bytea not null,
  created_at timestamptz not null
);
create index attachments_conversation on attachments (conversation_id);

-- Short references for people: A-0137, E-0042.
create table counters (
  name text primary key,
  value bigint not null
);

-- What waits for a colleague: emergencies page, hand-overs, messages that could not be taken. No personal words in here.
create table desk_items (
  id uuid primary key,
  kind text not null,                       -- emergency, handover, voice, parked, question
  urgent boolean not null,
  community_id uuid,
  conversation_id uuid,
  reference text,                           -- E-0042
  title text not null,
  created_at timestamptz not null,
  visible_at timestamptz not null,          -- later than created_at when it may still settle by itself
  seen_at timestamptz,
  done_at timestamptz,
  done_by uuid
);
create index desk_items_open on desk_items (created_at) where done_at is null;
