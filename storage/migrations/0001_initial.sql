-- Times are Unix seconds (REAL). Ids are text made by the program. JSON columns hold objects.

CREATE TABLE accounts (               -- a person; several platform users may be linked to one
    id            TEXT PRIMARY KEY,
    created       REAL NOT NULL,
    locale        TEXT,               -- NULL: the platform's
    consent       TEXT,               -- version of the text that was agreed to
    consent_at    REAL,
    role          TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin', 'banned')),
    wrapped_key   BLOB                -- vault key of this person, wrapped; NULL: nothing sealed yet, or forgotten
) STRICT;

CREATE TABLE users (                  -- platform identities
    platform      TEXT NOT NULL,
    user          TEXT NOT NULL,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (platform, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX users_of ON users (account);

CREATE TABLE turns (                  -- fairness: whose turn on a lane was how long ago (a rising number, not a time)
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    lane          TEXT NOT NULL,
    served        INTEGER NOT NULL,
    PRIMARY KEY (account, lane)
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_last ON turns (lane, served);

CREATE TABLE sessions (               -- where a conversation stands
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    place         TEXT NOT NULL,      -- platform + ':' + chat
    state         TEXT NOT NULL DEFAULT '{}',
    changed       REAL NOT NULL,
    PRIMARY KEY (account, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE media (                  -- every file, sealed with its owner's key
    id            TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose       TEXT NOT NULL,      -- upload, selfie, adapter, portrait, raw, preview, export
    name          TEXT NOT NULL,
    mime          TEXT NOT NULL,
    bytes         INTEGER NOT NULL,   -- in the clear
    created       REAL NOT NULL,
    expires       REAL                -- NULL: kept until the owner deletes it
) STRICT;
CREATE INDEX media_of ON media (account, created);
CREATE INDEX media_expiry ON media (expires) WHERE expires IS NOT NULL;

CREATE TABLE trash (media TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;   -- rows are gone, their files not yet
CREATE TRIGGER media_to_trash AFTER DELETE ON media BEGIN            -- cascades come through here too: no file is forgotten
    INSERT OR IGNORE INTO trash (media) VALUES (old.id);
END;

CREATE TABLE identities (             -- a learnt or growing face
    id            TEXT PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('collecting', 'training', 'ready', 'failed')),
    looks         TEXT NOT NULL DEFAULT '{}',
    base          TEXT,
    folder        TEXT NOT NULL DEFAULT '{}',   -- trained files: {file name: media id}
    created       REAL NOT NULL,
    trained       REAL
) STRICT;
CREATE INDEX identities_of ON identities (account, created);

CREATE TABLE selfies (                -- one row per photo sent for an identity, with its verdict
    id            TEXT PRIMARY KEY,
    identity      TEXT NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    upload        TEXT REFERENCES media (id) ON DELETE SET NULL,      -- as it came; gone once looked at
    media         TEXT REFERENCES media (id) ON DELETE SET NULL,      -- cleaned photo, only when accepted
    problem       TEXT,               -- NULL: accepted or not looked at yet
    looked        INTEGER NOT NULL DEFAULT 0,
    quality       REAL NOT NULL DEFAULT 0,
    verdict       BLOB,               -- sealed JSON: embedding and hash are biometric
    created       REAL NOT NULL
) STRICT;
CREATE INDEX selfies_of ON selfies (identity, created);
CREATE INDEX selfies_upload ON selfies (upload);
CREATE INDEX selfies_media ON selfies (media);

CREATE TABLE jobs (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,  -- what a person sees and types; never used twice
    id            TEXT NOT NULL UNIQUE,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    identity      TEXT REFERENCES identities (id) ON DELETE SET NULL,
    selfie        TEXT REFERENCES selfies (id) ON DELETE SET NULL,    -- the photo an inspection is about
    kind          TEXT NOT NULL,
    lane          TEXT NOT NULL,
    state         TEXT NOT NULL DEFAULT 'queued' CHECK (state IN
                  ('queued', 'running', 'rendered', 'delivering', 'done', 'failed', 'cancelled', 'expired')),
    request       TEXT NOT NULL,      -- engine request; files are media:ID, identity:ID or scratch:NAME until claimed
    result        TEXT,               -- engine result; files are media:ID
    error         TEXT,               -- engine error: code and data
    platform      TEXT NOT NULL,      -- decides the front end
    address       TEXT NOT NULL,      -- where the answer goes
    place         TEXT NOT NULL,      -- platform:chat
    locale        TEXT NOT NULL,
    affinity      TEXT NOT NULL DEFAULT '',
    priority      INTEGER NOT NULL DEFAULT 0,   -- smaller first, among the jobs of one account
    served        INTEGER NOT NULL DEFAULT 0,   -- the account's turn, copied here so that a claim reads one index entry
    due           REAL NOT NULL,
    created       REAL NOT NULL,
    started       REAL,               -- of the newest attempt
    rendered      REAL,
    finished      REAL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    owner         TEXT,
    token         INTEGER NOT NULL DEFAULT 0,
    lease         REAL,
    cancel        INTEGER NOT NULL DEFAULT 0,
    progress      TEXT
) STRICT;
-- Partial indexes hold open jobs only: a claim costs the same with ten finished jobs or a million.
CREATE INDEX jobs_next ON jobs (lane, served, priority, created, number) WHERE state = 'queued';
CREATE INDEX jobs_waiting ON jobs (account, lane) WHERE state = 'queued';
CREATE INDEX jobs_leases ON jobs (lane, lease) WHERE state = 'running';
CREATE INDEX jobs_leaving ON jobs (rendered) WHERE state IN ('rendered', 'delivering');
CREATE INDEX jobs_ended ON jobs (finished) WHERE finished IS NOT NULL;
CREATE INDEX jobs_of ON jobs (account, number);
CREATE INDEX jobs_place ON jobs (place, state);
CREATE INDEX jobs_pace ON jobs (kind, rendered) WHERE rendered IS NOT NULL;
CREATE INDEX jobs_identity ON jobs (identity);
CREATE INDEX jobs_selfie ON jobs (selfie);

CREATE TABLE inbox (                  -- raw updates, committed before they are acknowledged
    id            INTEGER PRIMARY KEY,
    platform      TEXT NOT NULL,
    update_id     TEXT NOT NULL,
    chat          TEXT NOT NULL DEFAULT '',     -- updates of one chat are handled strictly in order
    payload       TEXT NOT NULL,
    account       TEXT REFERENCES accounts (id) ON DELETE CASCADE,    -- whose it was, known once handled
    received      REAL NOT NULL,
    due           REAL NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    handled       REAL,
    trace         TEXT,                         -- set when the handler gave up: also in the log
    UNIQUE (platform, update_id)
) STRICT;
CREATE INDEX inbox_open ON inbox (platform, chat, id) WHERE handled IS NULL;
CREATE INDEX inbox_handled ON inbox (handled) WHERE handled IS NOT NULL;
CREATE INDEX inbox_of ON inbox (account);

CREATE TABLE outbox (                 -- everything that must reach a person
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    key           TEXT NOT NULL UNIQUE,     -- idempotency: nonce on Discord, edit target on Telegram
    account       TEXT REFERENCES accounts (id) ON DELETE CASCADE,    -- NULL: a person without an account
    platform      TEXT NOT NULL,
    address       TEXT NOT NULL,
    place         TEXT NOT NULL,            -- platform:chat; rows of one place go out strictly in order
    view          TEXT NOT NULL,
    job           TEXT REFERENCES jobs (id) ON DELETE CASCADE,
    thread        TEXT,                     -- rows of one thread are one message, edited from row to row
    class         INTEGER NOT NULL DEFAULT 1 CHECK (class IN (0, 1, 2)),  -- 0 result, 1 answer, 2 progress (droppable)
    created       REAL NOT NULL,
    due           REAL NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    sent          REAL,
    receipt       TEXT,                     -- what the platform answered: message ids
    failed        TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox (platform, place, class, id) WHERE sent IS NULL AND failed IS NULL;
CREATE INDEX outbox_job ON outbox (job);
CREATE INDEX outbox_thread ON outbox (place, thread, id) WHERE thread IS NOT NULL;
CREATE INDEX outbox_of ON outbox (account);
CREATE INDEX outbox_sent ON outbox (sent) WHERE sent IS NOT NULL;

CREATE TABLE ledger (                 -- what was spent: reserved with the job, settled or refunded at its end
    id            INTEGER PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    job           TEXT NOT NULL,
    entry         TEXT NOT NULL CHECK (entry IN ('reserve', 'settle', 'refund')),
    kind          TEXT NOT NULL,
    units         REAL NOT NULL,      -- device seconds; a settlement or refund is the difference to what was reserved
    at            REAL NOT NULL,
    UNIQUE (job, entry)
) STRICT;
CREATE INDEX ledger_of ON ledger (account, at);

CREATE TABLE audit (                  -- what was done to whom; no pictures, prompts or names
    id            INTEGER PRIMARY KEY,
    at            REAL NOT NULL,
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    subject       TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX audit_action ON audit (action, id);
