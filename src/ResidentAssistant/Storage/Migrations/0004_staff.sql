-- Staff: accounts, the communities they work for, and who read whose words.

create table staff_accounts (
  id uuid primary key,
  login text not null unique,               -- lower case
  name text not null,
  password_hash text not null,
  must_change boolean not null,             -- the password was given by someone else
  role text not null,                       -- StaffRole
  everywhere boolean not null default false,-- works for every community
  stamp text not null,                      -- a changed stamp ends every session of the account
  seeded boolean not null default false,    -- the Development account; refused outside Development
  disabled boolean not null default false,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  signed_in_at timestamptz
);

create table staff_scopes (
  staff_id uuid not null references staff_accounts (id),
  community_id uuid not null,
  primary key (staff_id, community_id)
);

alter table desk_items add column seen_by uuid;

-- Reads of personal data: rows are only ever added.
create table audit_reads (
  id uuid primary key,
  at timestamptz not null,
  staff_id uuid not null,
  kind text not null,                       -- AuditKind
  conversation_id uuid,
  person_id uuid,
  household_id uuid,
  item_id uuid,                             -- the photo or record that was opened
  reason text not null                      -- AuditReason
);
create index audit_reads_at on audit_reads (at);
create index audit_reads_conversation on audit_reads (conversation_id, at);
create index audit_reads_person on audit_reads (person_id, at);

-- append-only: audit_reads
