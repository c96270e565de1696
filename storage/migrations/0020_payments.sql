-- What people pay for with Telegram's Stars, where the operator switched that on: a job beyond the day's computing time.
-- A row is first an offer; paid once, it is served by its job or given back.

CREATE TABLE payments (
    id            TEXT PRIMARY KEY,   -- what the invoice carries
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    stars         INTEGER NOT NULL CHECK (stars > 0),
    request       TEXT NOT NULL,      -- JSON: kind, identity and request of the job
    created       REAL NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('offered', 'paid', 'served', 'returned')),
    charge        TEXT UNIQUE,        -- the platform's name of the payment, by which it is given back
    job           TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_of ON payments (account);
CREATE INDEX payments_job ON payments (job);
