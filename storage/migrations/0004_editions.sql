-- Which edition of its base a face was learnt on. Unknown (NULL) for bases that come from a hub; every face of the
-- embedded base was learnt on an edition before this one.

ALTER TABLE identities ADD COLUMN edition TEXT;
UPDATE identities SET edition = 'earlier' WHERE base = 'pocket' AND trained IS NOT NULL;
