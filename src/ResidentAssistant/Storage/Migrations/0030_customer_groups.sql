-- Customer groups (客户群) of the corp's members, as last read, and which homes each is for.
create table customer_groups (
  chat_id text primary key,
  name text not null,
  owner text not null,                      -- userid of the member who must tap
  community_id uuid references communities (id),
  building_id uuid references buildings (id),
  entrance_id uuid references entrances (id), -- null: all of the building; building null too: all of the community
  seen_at timestamptz not null,
  gone_at timestamptz                       -- not among the corp's groups any more
);
create index customer_groups_community on customer_groups (community_id) where gone_at is null;

-- One text for the groups of one owner: a task at the vendor, which only the owner's tap sends.
create table group_sends (
  id uuid primary key,
  subject_id uuid not null,                 -- version of a notice
  community_id uuid not null,
  owner text not null,
  text text not null,
  state text not null,                      -- Wanted, Made, Sent, Cancelling, Cancelled, Failed
  msgid text,
  reason text,
  tries integer not null default 0,         -- attempts to make the task: from the second on it is looked for first
  looks integer not null default 0,
  created_at timestamptz not null,
  due_at timestamptz not null,
  leased_by text,
  leased_until timestamptz,                 -- by the database's clock
  fence integer not null default 0,
  unique (subject_id, owner)
);
create index group_sends_due on group_sends (due_at) where state in ('Wanted', 'Made', 'Cancelling');

create table group_send_targets (
  send_id uuid not null references group_sends (id),
  chat_id text not null references customer_groups (chat_id),
  state text not null,                      -- Waiting, Sent, Skipped: the group has had enough, Failed
  created_at timestamptz not null,
  sent_at timestamptz,                      -- when we learned that it stands in the group
  counted_at timestamptz,                   -- its households stand as posted
  primary key (send_id, chat_id)
);
create index group_send_targets_chat on group_send_targets (chat_id);
create index group_send_targets_new on group_send_targets (send_id) where state = 'Sent' and counted_at is null;

create table group_send_reminders (
  id uuid primary key,
  send_id uuid not null references group_sends (id),
  by_name text not null,
  at timestamptz not null,
  done_at timestamptz,
  refused text
);
create index group_send_reminders_open on group_send_reminders (at) where done_at is null;
