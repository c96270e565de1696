-- Whom and which picture a report is about, and what became of it. What is about a person goes with them.
ALTER TABLE reports ADD COLUMN about TEXT REFERENCES accounts (id) ON DELETE CASCADE;
ALTER TABLE reports ADD COLUMN media TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN settled TEXT NOT NULL DEFAULT '';   -- "dismissed" or "banned" once an admin decided
CREATE INDEX reports_about ON reports (about);
