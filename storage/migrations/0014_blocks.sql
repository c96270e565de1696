-- Faces nobody may be drawn with here, by their owner's wish, and what was refused to a person for its content.
-- A blocked face outlives its owner's account: that is what it is for. Nothing in it says who that was.

CREATE TABLE blocks (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,   -- what an admin sees and types; never used twice
    face          BLOB NOT NULL,      -- 128 numbers, sealed for this data folder
    owners        TEXT NOT NULL,      -- keyed hashes of the platform users who may take it back, JSON
    created       REAL NOT NULL
) STRICT;

CREATE TABLE strikes (                -- words that were refused, without the words
    id            INTEGER PRIMARY KEY,
    account       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL,
    at            REAL NOT NULL
) STRICT;
CREATE INDEX strikes_of ON strikes (account, at);

CREATE TABLE pauses (                 -- who may ask for nothing until when
    account       TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    until         REAL NOT NULL
) STRICT, WITHOUT ROWID;
