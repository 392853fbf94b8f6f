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

-- An emergency goes to those, too, who want no notices.
alter table notices add column urgent boolean not null default false;
drop view notice_conversations;
create view proven_conversations as
  select c.id, c.household_id, c.community_id, c.channel,
         case when c.channel = 'wecom-kf' then (select max(k.said_at) from kf_customers k where k.external_userid = c.user_id) end as said_at
    from conversations c
   where c.proven and c.household_id is not null
     and exists (select 1 from standing_proofs p where p.conversation_id = c.id and p.household_id = c.household_id);
create view notice_conversations as
  select p.id, p.household_id, p.community_id, p.channel, p.said_at from proven_conversations p
   where not exists (select 1 from notice_stops s where s.conversation_id = p.id and s.ended_at is null);

-- What went out lately counts against the vendor's limits.
create index kf_sends_at on kf_sends (claimed_at);
