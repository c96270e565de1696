-- Which job is learning a face: when that job ends without a result, the face is free again. So far this was every
-- training that waits or runs.

ALTER TABLE identities ADD COLUMN learning TEXT;
UPDATE identities SET learning = (
    SELECT id FROM jobs WHERE jobs.identity = identities.id AND kind = 'enrol' AND jobs.state IN ('queued', 'running')
    ORDER BY number DESC LIMIT 1
) WHERE state = 'training';
