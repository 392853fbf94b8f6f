-- A ticket that follows another is closed with it: a new burst in the same flat is a new report.
update tickets set closed_at = (select m.closed_at from tickets m where m.id = tickets.main_id) where main_id is not null and closed_at is null;
create index tickets_following on tickets (main_id) where main_id is not null and closed_at is null;

-- What was told with a report is erased with a household's other words; what happened, when and by whom stays.
-- words may be emptied: ticket_events.sealed
