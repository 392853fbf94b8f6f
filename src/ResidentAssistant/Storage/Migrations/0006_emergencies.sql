-- Faults reported by residents: the ticket as it stands, and everything that happened to it.

create table tickets (
  id uuid primary key,
  reference text not null unique,           -- E-0042
  community_id uuid,
  conversation_id uuid not null,
  household_id uuid,                        -- the flat it happens in, as said
  flat text,                                -- canonical: 3-2-501
  class text not null,                      -- burst, sewage, electric, gas, person, leak, blockage, pressure
  severity text not null,                   -- danger, urgent, normal
  source text,
  running text,                             -- yes, no, unsure
  state text not null,                      -- open, closed
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz
);
create index tickets_open on tickets (opened_at) where closed_at is null;
create index tickets_conversation on tickets (conversation_id, opened_at);
create index tickets_household on tickets (household_id, opened_at) where household_id is not null;

create table ticket_events (
  id uuid primary key,
  ticket_id uuid not null references tickets (id),
  kind text not null,                       -- opened, repeated, place, spot, source, running, photo, phone
  value text,
  sealed bytea,                             -- words and numbers of persons
  phone_hash text,                          -- keyed, only with a number
  phone_tail_hash text,
  conversation_id uuid,
  turn integer,
  at timestamptz not null
);
create index ticket_events_ticket on ticket_events (ticket_id, at);
-- append-only: ticket_events

-- What waits at the desk about a ticket.
create index desk_items_reference on desk_items (reference) where reference is not null;
