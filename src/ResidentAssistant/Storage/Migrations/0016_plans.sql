-- The construction plan, version after version, and what residents say about it (article 5 of the notice).

create table plan_versions (
  id uuid primary key,
  community_id uuid not null references communities (id),
  number integer not null,                  -- 1, 2, … in the community
  title text not null,
  body text not null,                       -- Markdown
  changed text,                             -- what is different from the version before, for those who commented
  published_by uuid not null,
  published_by_name text not null,
  published_at timestamptz not null,
  unique (community_id, number)
);
-- append-only: plan_versions

create table plan_comments (
  id uuid primary key,
  reference text not null,                  -- P-0007
  community_id uuid not null,
  version_id uuid not null references plan_versions (id),
  conversation_id uuid,                     -- null: written on the page
  household_id uuid,
  channel text not null,
  words bytea not null,                     -- sealed
  words_hash text not null,
  made_at timestamptz not null,
  state text not null,                      -- open, answered, closed
  answer bytea,                             -- sealed
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  shown text,                               -- how the page puts it, without name or flat; null: the page does not
  shown_answer text,
  desk_item uuid,
  told_number integer not null              -- the newest version of which the commenter knows
);
create index plan_comments_open on plan_comments (community_id, made_at) where state = 'open';
create index plan_comments_conversation on plan_comments (conversation_id, words_hash) where conversation_id is not null;
create index plan_comments_shown on plan_comments (version_id) where shown is not null;
create index plan_comments_told on plan_comments (community_id, told_number) where conversation_id is not null;
