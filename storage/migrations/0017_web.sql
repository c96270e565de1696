-- The web app for more than this machine, and bots for few: who may sign in, who has, and who was let in. Of passwords,
-- links, cookies and codes only digests are kept. All of it goes with its person.

CREATE TABLE web_names (              -- who signs in with a password
    name          TEXT PRIMARY KEY,   -- folded: the same name in other letters is the same name
    platform      TEXT NOT NULL DEFAULT 'local' CHECK (platform = 'local'),
    user          TEXT NOT NULL,
    password      TEXT NOT NULL,      -- argon2id, with its salt and cost
    FOREIGN KEY (platform, user) REFERENCES users (platform, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX web_names_of ON web_names (platform, user);

CREATE TABLE web_sessions (           -- a browser that is signed in
    digest        TEXT PRIMARY KEY,   -- of what its cookie holds
    platform      TEXT NOT NULL DEFAULT 'local' CHECK (platform = 'local'),
    user          TEXT NOT NULL,
    way           TEXT NOT NULL,      -- link, password or telegram
    agent         TEXT NOT NULL,      -- a browser and a system, never the whole header
    created       REAL NOT NULL,
    seen          REAL NOT NULL,
    expires       REAL NOT NULL,
    FOREIGN KEY (platform, user) REFERENCES users (platform, user) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX web_sessions_of ON web_sessions (platform, user);

CREATE TABLE web_links (              -- a one-time link that was not opened yet
    digest        TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires       REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX web_links_of ON web_links (account);

CREATE TABLE web_spent (              -- signed words of Telegram that were used once
    digest        TEXT PRIMARY KEY,
    expires       REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE admitted (               -- who may use a bot that is not for everybody
    account       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    at            REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (            -- codes of admins, each for one person
    digest        TEXT PRIMARY KEY,
    expires       REAL NOT NULL
) STRICT, WITHOUT ROWID;
