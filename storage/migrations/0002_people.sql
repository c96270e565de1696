-- Favourites, presets, links between platforms, reports, and what admins decide. Whatever is about a person goes with
-- the account.

CREATE TABLE favourites (             -- pictures their owner wants to keep
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    media         TEXT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    job           TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    added         REAL NOT NULL,
    expires       REAL,               -- when the file would have been deleted
    PRIMARY KEY (account, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX favourites_media ON favourites (media);
CREATE INDEX favourites_job ON favourites (job);

CREATE TABLE presets (                -- a wish under a name
    id            INTEGER PRIMARY KEY AUTOINCREMENT,   -- a button names it; never used twice
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    wish          TEXT NOT NULL,      -- style, count and weights as JSON
    created       REAL NOT NULL,
    UNIQUE (account, name)
) STRICT;

CREATE TABLE links (                  -- an open invitation to join this account from another platform
    account       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    digest        TEXT NOT NULL UNIQUE,                -- of the one-time code
    platform      TEXT NOT NULL,
    expires       REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (               -- where a person can be written to without having asked: their private chat
    platform      TEXT NOT NULL,
    user          TEXT NOT NULL,
    address       TEXT NOT NULL,
    locale        TEXT NOT NULL,
    seen          REAL NOT NULL,
    PRIMARY KEY (platform, user),
    FOREIGN KEY (platform, user) REFERENCES users (platform, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (                -- what a person said is wrong, in their own words
    id            INTEGER PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job           INTEGER,
    reason        TEXT NOT NULL DEFAULT '',
    at            REAL NOT NULL
) STRICT;
CREATE INDEX reports_of ON reports (account);

CREATE TABLE allowances (             -- device seconds a day, where an admin gave a person more or less
    account       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    seconds       REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hidden_styles (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;   -- styles an admin took out

CREATE TABLE groups (                 -- chats of several people, where an admin set a limit
    place         TEXT PRIMARY KEY,
    posts         INTEGER NOT NULL    -- pictures a day; 0: none
) STRICT, WITHOUT ROWID;

CREATE TABLE posts (                  -- pictures people showed in a group
    id            INTEGER PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    place         TEXT NOT NULL,
    at            REAL NOT NULL
) STRICT;
CREATE INDEX posts_of ON posts (account);
CREATE INDEX posts_at ON posts (place, at);

-- The reason of a report was in the audit, which outlives its author.
INSERT INTO reports (account, job, reason, at)
    SELECT accounts.id, nullif(CAST(substr(audit.subject, 5) AS INTEGER), 0),
           coalesce(json_extract(audit.detail, '$.reason'), ''), audit.at
    FROM audit JOIN accounts ON accounts.id = audit.actor WHERE audit.action = 'report';
UPDATE audit SET detail = '{}' WHERE action = 'report';
