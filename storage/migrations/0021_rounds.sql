-- What jobs took on this machine, for telling people when theirs will be ready. Nobody is named. And turns that go round:
-- who comes while others wait has a turn in this round behind them, so that what was told of a place stays true.

ALTER TABLE jobs ADD COLUMN sort TEXT NOT NULL DEFAULT '';      -- what of its request changes how long a job takes
ALTER TABLE jobs ADD COLUMN size INTEGER NOT NULL DEFAULT 1;    -- how much of that it is: pictures, photos, letters
UPDATE jobs SET size = max(1, coalesce(json_extract(request, '$.count'), 1)) WHERE kind = 'portrait';

CREATE TABLE durations (
    number        INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL,
    sort          TEXT NOT NULL,
    size          INTEGER NOT NULL,
    seconds       REAL NOT NULL
) STRICT;
CREATE INDEX durations_of ON durations (kind, sort, number);

INSERT INTO durations (kind, sort, size, seconds)
    SELECT kind, '', size, rendered - started FROM (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY rendered DESC) AS age FROM jobs
        WHERE rendered BETWEEN started AND started + 3600 AND attempts <= 1 AND deaths = 0
    ) WHERE age <= 12 ORDER BY rendered;
DROP INDEX jobs_pace;

CREATE TABLE rounds (                 -- the round of turns that is on in each lane
    lane          TEXT PRIMARY KEY,
    round         INTEGER NOT NULL,
    turns         INTEGER NOT NULL    -- that it has had
) STRICT, WITHOUT ROWID;
INSERT INTO rounds (lane, round, turns) SELECT lane, max(served), 0 FROM turns GROUP BY lane;
UPDATE jobs SET served = (SELECT round FROM rounds WHERE rounds.lane = jobs.lane)
    WHERE state = 'queued' AND lane IN (SELECT lane FROM rounds);
DROP INDEX jobs_next;
CREATE INDEX jobs_next ON jobs (lane, served, created, number) WHERE state = 'queued';
DROP INDEX turns_last;
