-- Who was erased, as marks that name nobody, so that every copy of this database can be made to forget them too.

CREATE TABLE erased (
    mark          TEXT PRIMARY KEY,   -- keyed hash of the account's id
    at            REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- A row written to somebody who has no account any more: deleted as soon as it is sent.
ALTER TABLE outbox ADD COLUMN fleeting INTEGER NOT NULL DEFAULT 0;

-- What a consent that was taken back before this version left behind.
DELETE FROM identities WHERE account IN (SELECT id FROM accounts WHERE consent IS NULL);
DELETE FROM media WHERE purpose IN ('selfie', 'adapter') AND account IN (SELECT id FROM accounts WHERE consent IS NULL);
