-- Who sent an update, where the chat alone does not say so: nobody is served twice while others wait.
ALTER TABLE inbox ADD COLUMN sender TEXT NOT NULL DEFAULT '';
