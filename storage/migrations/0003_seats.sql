-- Who takes which face of a picture somebody sent: its sender, or a guest who has to agree first.

CREATE TABLE seats (
    id            TEXT PRIMARY KEY,
    job           TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,       -- the look at the picture
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,   -- who sent it
    face          INTEGER NOT NULL,
    host          TEXT NOT NULL,      -- what the sender is called
    state         TEXT NOT NULL CHECK (state IN ('own', 'open', 'asked', 'agreed', 'refused', 'used', 'withdrawn')),
    digest        TEXT UNIQUE,        -- of the one-time code, until somebody has used it
    guest         TEXT REFERENCES accounts (id) ON DELETE CASCADE,            -- who has used it
    identity      TEXT REFERENCES identities (id) ON DELETE CASCADE,          -- the face a guest lends
    name          TEXT NOT NULL DEFAULT '',                                   -- what the guest is called
    drawing       TEXT REFERENCES jobs (id) ON DELETE CASCADE,                -- the one job it was lent for
    expires       REAL NOT NULL
) STRICT;
CREATE INDEX seats_of ON seats (job, face);
CREATE INDEX seats_of_host ON seats (account);
CREATE INDEX seats_of_guest ON seats (guest) WHERE guest IS NOT NULL;
CREATE INDEX seats_of_identity ON seats (identity) WHERE identity IS NOT NULL;
CREATE INDEX seats_for ON seats (drawing) WHERE drawing IS NOT NULL;
