-- The triggers of the migrations, as PostgreSQL writes them. A test compares their names and tables with SQLite's.

CREATE OR REPLACE FUNCTION media_to_trash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trash (media) VALUES (old.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER media_to_trash AFTER DELETE ON media FOR EACH ROW EXECUTE FUNCTION media_to_trash();

CREATE OR REPLACE FUNCTION face_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identities SET used = new.created WHERE id = new.identity;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER face_used AFTER INSERT ON jobs FOR EACH ROW WHEN (new.identity IS NOT NULL)
    EXECUTE FUNCTION face_used();

CREATE OR REPLACE FUNCTION face_lent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE identities SET used = (SELECT created FROM jobs WHERE jobs.id = new.drawing) WHERE id = new.identity;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER face_lent AFTER UPDATE OF drawing ON seats FOR EACH ROW WHEN (new.drawing IS NOT NULL)
    EXECUTE FUNCTION face_lent();
