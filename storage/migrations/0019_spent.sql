-- What somebody who was erased had used of their day, so that nobody begins a day anew by being erased. The mark is a
-- keyed hash of a platform's user; nothing else says whose it was.

CREATE TABLE spent (
    mark          TEXT PRIMARY KEY,
    used          TEXT NOT NULL,      -- JSON: see `storage.spent`
    expires       REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- A picture shown in a group counts there also when whoever showed it is gone.
CREATE TABLE posts_counted (
    id            INTEGER PRIMARY KEY,
    account       TEXT REFERENCES accounts (id) ON DELETE SET NULL,
    place         TEXT NOT NULL,
    at            REAL NOT NULL
) STRICT;
INSERT INTO posts_counted (id, account, place, at) SELECT id, account, place, at FROM posts;
DROP TABLE posts;
ALTER TABLE posts_counted RENAME TO posts;
CREATE INDEX posts_of ON posts (account);
CREATE INDEX posts_at ON posts (place, at);

-- When a row was last put off. Later than now: the clock was set back since, and until when it waits means nothing.
ALTER TABLE outbox ADD COLUMN postponed REAL;
ALTER TABLE inbox ADD COLUMN postponed REAL;
