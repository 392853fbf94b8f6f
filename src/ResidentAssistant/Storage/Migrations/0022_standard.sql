-- The district's restoration standard, version after version, with proof that it was posted (article 2 of the notice); and signatures drawn on a screen.

create table restoration_standards (
  id uuid primary key,
  community_id uuid not null references communities (id),
  number integer not null,                  -- 1, 2, … in the community
  summary text not null,                    -- one sentence, as answers and the disclosure say it
  body text not null,                       -- Markdown
  source text not null,                     -- the act that approved it
  valid_from date not null,
  published_by uuid not null,
  published_by_name text not null,
  published_at timestamptz not null,
  unique (community_id, number)
);
-- append-only: restoration_standards

-- Where and when a version hung on a notice board. The photo is public, as the board is, so it is not sealed.
create table standard_postings (
  id uuid primary key,
  standard_id uuid not null references restoration_standards (id),
  community_id uuid not null,
  posted_on date not null,
  place text not null,
  content_type text not null,
  sha256 text not null,
  content bytea not null,
  added_by uuid not null,
  added_by_name text not null,
  added_at timestamptz not null,
  unique (standard_id, sha256)
);
create index standard_postings_community on standard_postings (community_id);
-- append-only: standard_postings

-- The decision under which a signature was drawn on a screen; null: a photo or a scan.
alter table application_scans add column drawn_under text;
