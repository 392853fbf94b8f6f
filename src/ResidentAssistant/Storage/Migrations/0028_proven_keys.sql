-- Verification finds these rows by the record that proves them, and that is not their id.
create index visit_acts_told on visit_acts (told_id) where told_id is not null;
create index consent_conditions_answer on consent_conditions (answer_id) where answer_id is not null;
