-- When a face was last drawn with: one that nobody uses any more is deleted. Everybody's time begins with this version.

ALTER TABLE identities ADD COLUMN used REAL;
UPDATE identities SET used = CAST(strftime('%s', 'now') AS REAL);
CREATE TRIGGER face_used AFTER INSERT ON jobs WHEN new.identity IS NOT NULL BEGIN
    UPDATE identities SET used = new.created WHERE id = new.identity;
END;
CREATE TRIGGER face_lent AFTER UPDATE OF drawing ON seats WHEN new.drawing IS NOT NULL BEGIN
    UPDATE identities SET used = (SELECT created FROM jobs WHERE jobs.id = new.drawing) WHERE id = new.identity;
END;
