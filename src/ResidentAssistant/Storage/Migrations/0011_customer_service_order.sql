-- What goes first is not all urgent: words that stand before an urgent message of the same person go with it.
alter table kf_messages add column early boolean not null default false;
update kf_messages set early = urgent where state = 'waiting';
drop index kf_messages_next;
create index kf_messages_next on kf_messages (early, sequence) where state = 'waiting';
