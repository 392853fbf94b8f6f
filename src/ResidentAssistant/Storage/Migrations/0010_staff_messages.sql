-- Messages to colleagues that belong to no resident's conversation, the limits all sending keeps to, and who took a matter in hand.

-- States are defined in Messaging/DeliveryState.cs.
create table staff_messages (
  id uuid primary key,                      -- goes to the provider where it takes one, the same at every attempt
  way text not null,                        -- app, robot, aibot
  target text not null,                     -- a member's userid, the name of a robot, a chat of the aibot
  kind text not null,                       -- Page: something urgent waits; Reply: to what a colleague wrote; Change: of a card that was sent
  urgent boolean not null,
  body bytea not null,                      -- sealed
  state text not null,
  reason text,                              -- the rule or fault that stopped it or makes it wait
  attempts integer not null default 0,
  due_at timestamptz not null,
  leased_by text,
  leased_until timestamptz,                 -- by the database's clock
  fence integer not null default 0,         -- grows with every lease; the finishing write names it
  created_at timestamptz not null,
  finished_at timestamptz,
  provider_id text,
  desk_item_id uuid,                        -- what it is about
  joined_into uuid,                         -- the message that carried its words to the same target
  response_code text,                       -- changes the card once; null: it was used, or there is none
  response_until timestamptz,
  answers text                              -- the provider's id of the message it answers: said twice, answered once
);
create unique index staff_messages_page on staff_messages (desk_item_id, way, target) where kind = 'Page';
create unique index staff_messages_answers on staff_messages (way, answers) where answers is not null;
create index staff_messages_unsent on staff_messages (due_at) where state in ('Pending', 'Sending');
create index staff_messages_cards on staff_messages (desk_item_id) where response_code is not null;
create index staff_messages_stopped on staff_messages (finished_at) where state in ('Unconfirmed', 'Stopped', 'Failed');
create index outbox_stopped on outbox (finished_at) where state in ('Unconfirmed', 'Stopped', 'Failed');

-- What has been used up of a provider's limit: one row per rule and whom it counts for, so that it holds over nodes and restarts.
create table pacing (
  rule text not null,                       -- robot-minute, member-minute, app-day, aibot-minute, aibot-hour
  key text not null,                        -- the robot, the member, the conversation
  spent text not null,                      -- calls by second or minute, as Messaging/ToStaff/Spent.cs writes them
  blocked_until timestamptz,                -- the provider itself said no until then
  primary key (rule, key)
);

-- What only one node does at a time.
create table leases (
  name text primary key,                    -- aibot
  leased_by text not null,
  leased_until timestamptz not null         -- by the database's clock
);

-- Seen is not taken: who takes a matter deals with it, and the others are told so.
alter table desk_items add column taken_at timestamptz;
alter table desk_items add column taken_by uuid;

-- When the colleagues were paged, and for which community; what waited before this migration is not paged again.
alter table desk_items add column paged_at timestamptz;
alter table desk_items add column paged_for uuid;
update desk_items set paged_at = created_at, paged_for = community_id where urgent;
create index desk_items_urgent on desk_items (created_at) where urgent and done_at is null;

-- The colleague's own account in WeCom; it is told apart without regard to case.
alter table staff_accounts add column wecom_userid text;
create unique index staff_accounts_wecom on staff_accounts (lower(wecom_userid)) where wecom_userid is not null;
