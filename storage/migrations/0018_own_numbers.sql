-- What a person sees and types is a number of their own: 1 is their first job, whatever others ask for meanwhile.
-- Buttons go on carrying the number that no other job has: after /link or /forget an old one must not find another job.
-- Jobs there are keep the number they were shown under.
ALTER TABLE accounts ADD COLUMN jobs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN own INTEGER;
UPDATE jobs SET own = number;
UPDATE accounts SET jobs = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'jobs'), 0)
    WHERE EXISTS (SELECT 1 FROM jobs WHERE jobs.account = accounts.id);
CREATE UNIQUE INDEX jobs_own ON jobs (account, own);
