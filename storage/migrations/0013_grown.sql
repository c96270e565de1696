-- Whom an admin vouches for to be grown up, whatever the age gate thinks; and when a face was shown to be its owner's
-- by a fresh series of movements (`handlers.jobs.alive`).

CREATE TABLE vouched (
    account       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    at            REAL NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE identities ADD COLUMN alive REAL;
