-- Answers for residents: what colleagues wrote in the console, whose exact text was approved by whom, and what nobody could answer yet.

-- One row. Every node reads it each second: version changes with every row below, reload when all nodes are to read their files again.
create table knowledge_bank (
  id integer primary key,
  version bigint not null,
  reload bigint not null
);
insert into knowledge_bank (id, version, reload) values (1, 0, 0);

-- Answers edited in the console; the newest version goes before the file of that id.
create table knowledge_texts (
  id uuid primary key,
  entry_id text not null,
  version integer not null,                 -- from 1 within the answer
  body text not null,                       -- the whole answer as its file would be
  based_on text,                            -- hash of the text it was made from, when there was one
  author_id uuid not null,
  author_name text not null,
  written_at timestamptz not null,
  unique (entry_id, version)
);
-- append-only: knowledge_texts

-- Acts of approval; the newest act for a hash decides.
create table knowledge_approvals (
  id uuid primary key,
  entry_id text not null,
  hash text not null,                       -- of all that a resident may read, with source, settings and validity
  act text not null,                        -- approved, withdrawn
  body text not null,                       -- the text itself, so that it can be read again when the files have changed
  staff_id uuid not null,
  staff_name text not null,
  at timestamptz not null
);
create index knowledge_approvals_entry on knowledge_approvals (entry_id, at);
-- append-only: knowledge_approvals

-- What residents asked and no approved answer said.
create table questions (
  id uuid primary key,
  reference text not null unique,           -- W-0012
  community_id uuid,
  household_id uuid,
  conversation_id uuid not null,
  turn integer not null,
  words bytea not null,                     -- sealed: a person's own words
  words_hash text not null,                 -- keyed, so that the same words are noted once
  intent text,
  reason text not null,                     -- none, not-published, not-meant
  entry_id text,                            -- the answer whose value is not published
  state text not null,                      -- open, answered, closed
  asked_at timestamptz not null,
  desk_item uuid,
  answer bytea,                             -- sealed: what the colleague wrote
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  kept_as text                              -- id of the answer that was made of it
);
create index questions_open on questions (asked_at) where state = 'open';
create index questions_conversation on questions (conversation_id, asked_at);
