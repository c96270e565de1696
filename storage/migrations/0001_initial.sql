-- Times are Unix seconds (REAL). Ids are text made by the program. JSON columns hold objects.

CREATE TABLE accounts (               -- a person; several platform users may be linked to one
    id            TEXT PRIMARY KEY,
    created       REAL NOT NULL,
    locale        TEXT,               -- NULL: the platform's
    consent       TEXT,               -- version of the text that was agreed to
    consent_at    REAL,
    role          TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin', 'banned')),
    last_served   REAL NOT NULL DEFAULT 0,   -- fairness: least recently served first
    wrapped_key   BLOB                -- vault key of this person, wrapped; NULL after /forget: everything is unreadable
);

CREATE TABLE users (                  -- platform identities
    platform      TEXT NOT NULL,
    user          TEXT NOT NULL,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (platform, user)
) WITHOUT ROWID;

CREATE TABLE sessions (               -- where a conversation stands
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    place         TEXT NOT NULL,      -- platform + ':' + chat
    state         TEXT NOT NULL DEFAULT '{}',
    changed       REAL NOT NULL,
    PRIMARY KEY (account, place)
) WITHOUT ROWID;

CREATE TABLE identities (             -- a learnt or growing face
    id            TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('collecting', 'training', 'ready', 'failed')),
    looks         TEXT NOT NULL DEFAULT '{}',
    base          TEXT,
    folder        TEXT,               -- media ids of the trained files, as JSON
    created       REAL NOT NULL,
    trained       REAL
);
CREATE INDEX identities_of ON identities (account, created);

CREATE TABLE selfies (                -- one row per photo sent for an identity, with its verdict
    id            TEXT PRIMARY KEY,
    identity      TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    media         TEXT REFERENCES media (id) ON DELETE SET NULL,      -- cleaned photo
    problem       TEXT,               -- NULL: accepted or not looked at yet
    looked        INTEGER NOT NULL DEFAULT 0,
    verdict       BLOB,               -- sealed JSON: embedding and hash are biometric
    created       REAL NOT NULL
);
CREATE INDEX selfies_of ON selfies (identity, created);

CREATE TABLE media (                  -- every file, sealed with its owner's key
    id            TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose       TEXT NOT NULL,      -- upload, selfie, adapter, portrait, raw, preview, export
    name          TEXT NOT NULL,
    mime          TEXT NOT NULL,
    bytes         INTEGER NOT NULL,
    created       REAL NOT NULL,
    expires       REAL                -- NULL: kept until the owner deletes it
);
CREATE INDEX media_of ON media (account, created);
CREATE INDEX media_expiry ON media (expires) WHERE expires IS NOT NULL;

CREATE TABLE jobs (
    id            TEXT PRIMARY KEY,
    number        INTEGER NOT NULL UNIQUE,  -- what a person sees and types
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    identity      TEXT REFERENCES identities (id) ON DELETE SET NULL,
    kind          TEXT NOT NULL,
    lane          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN
                  ('queued', 'running', 'rendered', 'delivering', 'done', 'failed', 'cancelled', 'expired')),
    request       TEXT NOT NULL,      -- engine request as JSON; files are media ids (media:ID) until claimed
    result        TEXT,               -- engine result as JSON; files are media ids
    error         TEXT,               -- engine error as JSON
    address       TEXT NOT NULL,      -- where the answer goes
    place         TEXT NOT NULL,      -- platform:chat, decides the front end
    locale        TEXT NOT NULL,
    affinity      TEXT NOT NULL DEFAULT '',
    priority      INTEGER NOT NULL DEFAULT 0,   -- smaller first
    due           REAL NOT NULL,
    created       REAL NOT NULL,
    started       REAL,
    finished      REAL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    owner         TEXT,
    token         INTEGER NOT NULL DEFAULT 0,
    lease         REAL,
    cancel        INTEGER NOT NULL DEFAULT 0,
    progress      TEXT
);
CREATE INDEX jobs_next ON jobs (lane, state, account, priority, created);
CREATE INDEX jobs_of ON jobs (account, created);
CREATE INDEX jobs_leases ON jobs (state, lease) WHERE state = 'running';

CREATE TABLE inbox (                  -- raw updates, committed before they are acknowledged
    platform      TEXT NOT NULL,
    update_id     TEXT NOT NULL,
    payload       TEXT NOT NULL,
    received      REAL NOT NULL,
    handled       REAL,
    PRIMARY KEY (platform, update_id)
) WITHOUT ROWID;
CREATE INDEX inbox_open ON inbox (received) WHERE handled IS NULL;

CREATE TABLE outbox (                 -- everything that must reach a person
    id            INTEGER PRIMARY KEY,
    key           TEXT NOT NULL UNIQUE,     -- idempotency: nonce on Discord, edit target on Telegram
    platform      TEXT NOT NULL,
    address       TEXT NOT NULL,
    view          TEXT NOT NULL,
    job           TEXT REFERENCES jobs (id) ON DELETE CASCADE,
    replaces      TEXT,               -- key of an earlier row whose message is edited into this one
    class         INTEGER NOT NULL DEFAULT 1,   -- 0 result, 1 answer, 2 progress (may be dropped when stale)
    created       REAL NOT NULL,
    due           REAL NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    sent          REAL,
    receipt       TEXT,               -- what the platform answered: message ids
    failed        TEXT
);
CREATE INDEX outbox_open ON outbox (platform, due) WHERE sent IS NULL AND failed IS NULL;
CREATE INDEX outbox_job ON outbox (job);

CREATE TABLE ledger (                 -- what was spent: reserved with the job, settled or refunded at its end
    id            INTEGER PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job           TEXT,
    kind          TEXT NOT NULL,
    units         REAL NOT NULL,      -- device seconds, negative for a refund
    at            REAL NOT NULL
);
CREATE INDEX ledger_of ON ledger (account, at);

CREATE TABLE audit (                  -- what was done to whom; no pictures, prompts or names
    id            INTEGER PRIMARY KEY,
    at            REAL NOT NULL,
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    subject       TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '{}'
);
