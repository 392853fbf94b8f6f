-- Who decided a restoration standard, and who saw it hang. The photos in standard_postings.content are sealed, like every other photo.

alter table restoration_standards add column decided_by text;   -- null: whom the catalogue of settings names
alter table standard_postings add column seen_by bytea;         -- sealed: a name, for colleagues only
