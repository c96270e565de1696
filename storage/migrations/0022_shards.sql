-- Which process hears which of Discord's shards, where several do. Nobody is named.

CREATE TABLE shards (
    shard         INTEGER PRIMARY KEY,
    owner         TEXT,                       -- NULL: nobody
    token         INTEGER NOT NULL DEFAULT 0, -- rises each time it is taken: whoever names an older one has it no more
    lease         REAL NOT NULL DEFAULT 0,    -- until when it is its owner's
    heard         INTEGER NOT NULL DEFAULT 0  -- 1: its owner is connected
) STRICT;

CREATE TABLE hearers (                        -- processes among which they are shared
    owner         TEXT PRIMARY KEY,
    lease         REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE identifies (                     -- of each bucket of Discord's limit, when somebody last identified in it
    bucket        INTEGER PRIMARY KEY,
    at            REAL NOT NULL
) STRICT;
