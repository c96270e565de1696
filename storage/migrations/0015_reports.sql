-- The number of a report is never used twice: the buttons of an earlier one stay in the admins' chats.

CREATE TABLE reports_numbered (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job           INTEGER,
    reason        TEXT NOT NULL DEFAULT '',
    at            REAL NOT NULL,
    about         TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    media         TEXT NOT NULL DEFAULT '[]',
    settled       TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO reports_numbered (id, account, job, reason, at, about, media, settled)
    SELECT id, account, job, reason, at, about, media, settled FROM reports;
DROP TABLE reports;
ALTER TABLE reports_numbered RENAME TO reports;
CREATE INDEX reports_of ON reports (account);
CREATE INDEX reports_about ON reports (about);
