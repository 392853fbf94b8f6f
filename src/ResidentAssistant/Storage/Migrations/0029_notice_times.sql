-- When a draft publishes itself, who said so, and why it did not when it should have.
alter table notice_drafts add column publish_at timestamptz;
alter table notice_drafts add column publish_by uuid;
alter table notice_drafts add column publish_by_name text;
alter table notice_drafts add column held_back text;
create index notice_drafts_due on notice_drafts (publish_at) where publish_at is not null and ended_at is null;

-- The channel whose pace a message keeps, and the turn in which it was said: what became of it stands in the outbox.
alter table notice_reach add column channel text;
alter table notice_reach add column turn integer;
update notice_reach set channel = (select c.channel from conversations c where c.id = notice_reach.target) where way = 'Chat' and state in ('Queued', 'Sending');
drop index notice_reach_queue;
create index notice_reach_queue on notice_reach (channel, due_at) where state in ('Queued', 'Sending');
create index notice_reach_turn on notice_reach (target, turn) where turn is not null;

-- What went out lately counts against the vendor's limits.
create index kf_sends_at on kf_sends (claimed_at);
