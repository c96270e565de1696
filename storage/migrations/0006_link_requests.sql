-- Whoever types a code asks; the person who made it answers in the chat it was made in. Codes made before are void.

DELETE FROM links;
ALTER TABLE links ADD COLUMN address TEXT NOT NULL DEFAULT '{}';      -- the chat it was made in
ALTER TABLE links ADD COLUMN asker TEXT REFERENCES accounts (id) ON DELETE CASCADE;   -- who has typed it
ALTER TABLE links ADD COLUMN asker_name TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN asker_platform TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN asker_address TEXT NOT NULL DEFAULT '{}';
ALTER TABLE links ADD COLUMN asker_locale TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN keeps TEXT NOT NULL DEFAULT '';          -- which account the asker wants to stay
CREATE INDEX links_asker ON links (asker) WHERE asker IS NOT NULL;
