-- WeCom customer service: what was read from each account, what waits for its turn, and what the vendor still lets us send.

-- An account and how far it has been read. One node reads it at a time.
create table kf_accounts (
  open_kfid text primary key,
  next_cursor text,
  sequence bigint not null default 0,       -- given to messages in the order in which the account gave them
  token text,                               -- of the last notification; lets us ask freely for ten minutes
  token_at timestamptz,
  wanted bigint not null default 0,         -- grows with every notification
  served bigint not null default 0,         -- notifications that a finished reading has answered
  due_at timestamptz not null,              -- when it is read although nobody notified
  faults integer not null default 0,        -- readings that failed in a row
  paused_until timestamptz,                 -- after a failed one
  leased_by text,
  leased_until timestamptz,                 -- by the database's clock
  fence integer not null default 0
);

-- What came in, in the vendor's words, until its turn has taken it.
create table kf_messages (
  open_kfid text not null,
  message_id text not null,
  external_userid text not null,
  sequence bigint not null,
  urgent boolean not null,                  -- by triage, or stands before such a message of the same person: goes first
  slow boolean not null,                    -- has a file to fetch: an urgent message does not wait for it
  state text not null,                      -- waiting, taken, parked
  attempts integer not null default 0,      -- turns that failed
  fetches integer not null default 0,       -- times its file could not be fetched
  due_at timestamptz not null,
  body bytea,                               -- sealed; emptied when taken, because the transcript has the words
  sent_at timestamptz not null,             -- by the vendor's clock
  received_at timestamptz not null,
  leased_by text,
  leased_until timestamptz,
  fence integer not null default 0,
  primary key (open_kfid, message_id)
);
create index kf_messages_waiting on kf_messages (open_kfid, external_userid, sequence) where state = 'waiting';
create index kf_messages_next on kf_messages (urgent, sequence) where state = 'waiting';

-- A person on an account, as far as sending goes.
create table kf_customers (
  open_kfid text not null,
  external_userid text not null,
  said_at timestamptz,                      -- last message, by the vendor's clock: 48 hours from then
  opened integer not null default 0,        -- grows with every message read from the person: five of ours from then
  welcome_code text,                        -- serves one message, outside the five
  welcome_for text,                         -- message id of the entering it was given for
  welcome_until timestamptz,
  letter bytea,                             -- sealed code of a letter through which the chat was opened, until the person says something
  service_state integer,                    -- as last told: 0 nobody yet, 1 the assistant, 2 waiting, 3 a colleague, 4 ended
  primary key (open_kfid, external_userid)
);

-- Messages handed to the vendor: each takes one of the five places since the person's last message, unless a code carries it.
create table kf_sends (
  id text primary key,                      -- msgid, the same at every attempt
  lead_id uuid not null,                    -- row of the outbox it begins with
  part integer not null,
  open_kfid text not null,
  external_userid text not null,
  code text,                                -- of an event, in place of the window
  state text not null,                      -- claimed, lost, refused, sent, unconfirmed
  busy integer not null default 0,          -- refusals for being busy since an answer was lost
  opened integer not null,                  -- of the person when its place was taken
  claimed_at timestamptz not null
);
create index kf_sends_window on kf_sends (open_kfid, external_userid, opened);
create index kf_sends_lead on kf_sends (lead_id);

-- Rows of the outbox that go together.
create table kf_carried (
  outbox_id uuid primary key,
  lead_id uuid not null,
  conversation_id uuid not null,
  turn integer not null,
  position integer not null
);
create index kf_carried_lead on kf_carried (lead_id);
