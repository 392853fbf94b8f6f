-- Which text of the six items a person approved for a community, and what a new version does to answers given before it.

create table disclosure_versions (
  id uuid primary key,
  community_id uuid not null references communities (id),
  number integer not null,                  -- 1, 2, … in the community
  hash text not null references disclosure_texts (hash),
  change text not null,                     -- First, Editorial, ToBeTold, Material
  reason text not null,
  approved_by uuid not null,
  approved_by_name text not null,
  approved_at timestamptz not null,
  unique (community_id, number)
);
-- append-only: disclosure_versions

-- The pairs that a material change sends back to sign again.
create table disclosure_lapses (
  id uuid primary key,
  version_id uuid not null references disclosure_versions (id),
  community_id uuid not null,
  riser_id uuid not null,
  household_id uuid not null,
  at timestamptz not null,
  unique (version_id, riser_id, household_id)
);
create index disclosure_lapses_pair on disclosure_lapses (household_id, riser_id);
-- append-only: disclosure_lapses
