-- Who lives where, which pipes pass their flat, who answers for the building, and the letters that prove a flat.

create table communities (
  id uuid primary key,
  name text not null,
  street text not null,                     -- street office and district, as printed in letters
  committee text not null,                  -- residents' committee
  created_at timestamptz not null
);

-- 产权单位: answers for pipes of its buildings, sometimes of single entrances.
create table owners (
  id uuid primary key,
  community_id uuid not null references communities (id),
  name text not null,
  duty_phone text,
  duty_phone_confirmed_on date              -- a number nobody has confirmed is not shown to residents
);
create index owners_community on owners (community_id);

create table property_companies (
  id uuid primary key,
  community_id uuid not null references communities (id),
  name text not null,
  duty_phone text,
  duty_phone_confirmed_on date
);
create index property_companies_community on property_companies (community_id);

create table buildings (
  id uuid primary key,
  community_id uuid not null references communities (id),
  number text not null,                     -- 3, or 甲3
  position integer not null,
  floors integer not null,
  owner_id uuid references owners (id),
  property_company_id uuid references property_companies (id),
  unique (community_id, number)
);

create table entrances (
  id uuid primary key,
  building_id uuid not null references buildings (id),
  number text not null,
  position integer not null,
  owner_id uuid references owners (id),     -- where it differs from the building's
  unique (building_id, number)
);

create table households (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid not null references buildings (id),
  entrance_id uuid not null references entrances (id),
  number text not null,                     -- 501
  label text not null,                      -- 3号楼2单元501
  floor integer not null,
  occupancy text not null,                  -- OwnerLives, Let, Vacant, Unknown
  decorated_on date,
  unique (entrance_id, number)
);
create index households_building on households (building_id, number);
create index households_community on households (community_id);

create table risers (
  id uuid primary key,
  community_id uuid not null references communities (id),
  building_id uuid not null references buildings (id),
  kind text not null,                       -- Kitchen, Bathroom
  label text not null,
  position integer not null
);
create index risers_building on risers (building_id, position);

create table riser_households (
  riser_id uuid not null references risers (id),
  household_id uuid not null references households (id),
  primary key (riser_id, household_id)
);
create index riser_households_household on riser_households (household_id);

-- Names and numbers are sealed; hashes are keyed, so that a number can be found but not read.
create table persons (
  id uuid primary key,
  community_id uuid not null references communities (id),
  household_id uuid not null references households (id),
  name bytea not null,
  phone bytea,
  phone_hash text,
  phone_last_four_hash text,
  capacity text not null,                   -- Owner, Lessee, Tenant, Family, Proxy
  lives_here boolean not null,
  elder boolean not null,
  smartphone boolean not null,
  created_at timestamptz not null,
  left_at timestamptz
);
create index persons_household on persons (household_id);
create index persons_phone on persons (phone_hash);
create index persons_last_four on persons (phone_last_four_hash);

-- Health is sensitive: kept apart from the register, sealed, only with separate consent.
create table special_needs (
  id uuid primary key,
  community_id uuid not null references communities (id),
  household_id uuid not null references households (id),
  person_id uuid not null references persons (id),
  need bytea not null,
  consented_at timestamptz not null,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index special_needs_household on special_needs (household_id);

-- The printed letter's code proves the flat. One valid letter a household.
create table letters (
  id uuid primary key,
  household_id uuid not null references households (id),
  code bytea not null,                      -- sealed, to print it again
  code_hash text not null,
  issued_at timestamptz not null,
  issued_by uuid,
  revoked_at timestamptz,
  revoked_by uuid
);
create unique index letters_code on letters (code_hash);
create unique index letters_valid on letters (household_id) where revoked_at is null;

-- Wrong codes, to stop guessing.
create table letter_attempts (
  id uuid primary key,
  conversation_id uuid not null,
  household_id uuid,                        -- the flat that was claimed, when one was
  at timestamptz not null
);
create index letter_attempts_at on letter_attempts (at);
