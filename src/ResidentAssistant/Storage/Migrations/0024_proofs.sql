-- By which letter a conversation proved its flat, and when. What was proven holds as long as the letter does and nobody has left the flat since.
create table household_proofs (
  id uuid primary key,
  conversation_id uuid not null,
  household_id uuid not null references households (id),
  letter_id uuid not null references letters (id),
  at timestamptz not null
);
create index household_proofs_conversation on household_proofs (conversation_id);
create index household_proofs_household on household_proofs (household_id);
-- append-only: household_proofs

-- A conversation that began after its flat's letter was issued can only have been proven by that one; every other is proven anew.
insert into household_proofs (id, conversation_id, household_id, letter_id, at)
  select c.id, c.id, c.household_id, l.id, c.started_at
    from conversations c join letters l on l.household_id = c.household_id and l.revoked_at is null and l.issued_at <= c.started_at
   where c.proven;

create view standing_proofs as
  select p.conversation_id, p.household_id
    from household_proofs p join letters l on l.id = p.letter_id
   where l.revoked_at is null and not exists (select 1 from persons n where n.household_id = p.household_id and n.left_at >= p.at);

drop view notice_conversations;
create view notice_conversations as
  select c.id, c.household_id, c.community_id, c.channel,
         case when c.channel = 'wecom-kf' then (select max(k.said_at) from kf_customers k where k.external_userid = c.user_id) end as said_at
    from conversations c
   where c.proven and c.household_id is not null
     and exists (select 1 from standing_proofs p where p.conversation_id = c.id and p.household_id = c.household_id)
     and not exists (select 1 from notice_stops s where s.conversation_id = c.id and s.ended_at is null);

-- The last day on which an approved text of the six items holds: the earliest end of the rules that it quotes.
alter table disclosure_versions add column valid_to date;

-- When an answer was said in the conversation of who asked; null: not yet.
alter table plan_comments add column replied_at timestamptz;
update plan_comments set replied_at = answered_at;
create index plan_comments_reply on plan_comments (answered_at) where replied_at is null;
