-- What SQLite brings and PostgreSQL names otherwise, so that the statements of the storage functions are the same.

CREATE OR REPLACE FUNCTION max(a anycompatible, b anycompatible) RETURNS anycompatible LANGUAGE sql IMMUTABLE AS
    'SELECT CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a < b THEN b ELSE a END';

CREATE OR REPLACE FUNCTION instr(said text, part text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS
    'SELECT strpos(said, part)';

CREATE OR REPLACE FUNCTION concat_step(state text, added text, separator text) RETURNS text LANGUAGE sql IMMUTABLE AS
    'SELECT CASE WHEN state IS NULL THEN added WHEN added IS NULL THEN state ELSE state || separator || added END';
CREATE OR REPLACE AGGREGATE group_concat(text, text) (SFUNC = concat_step, STYPE = text);

-- JSON written by Python may hold a zero byte or half of a surrogate pair, escaped; the server's parser takes neither.
-- Nothing that is read out of JSON here is text of a person, so they may be replaced.
CREATE OR REPLACE FUNCTION readable_json(said text) RETURNS json LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (CASE WHEN said ~ '\\u(0000|[dD][89a-fA-F])'
        THEN regexp_replace(said, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g') ELSE said END)::json
$$;

CREATE OR REPLACE FUNCTION json_extract(said text, path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
    $$ SELECT readable_json(said) #>> string_to_array(substr(path, 3), '.') $$;

CREATE OR REPLACE FUNCTION json_array_length(said text, path text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN json_typeof(each) = 'array' THEN json_array_length(each) WHEN each IS NOT NULL THEN 0 END
    FROM (SELECT readable_json(said) #> string_to_array(substr(path, 3), '.') AS each) AS looked
$$;

CREATE OR REPLACE FUNCTION json_each(said text) RETURNS TABLE (key text, value text) LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT each.key, each.value FROM json_each_text(
        CASE json_typeof(readable_json(said)) WHEN 'object' THEN readable_json(said) END) AS each
    UNION ALL SELECT NULL, item.value FROM json_array_elements_text(
        CASE json_typeof(readable_json(said)) WHEN 'array' THEN readable_json(said) END) AS item
$$;

CREATE OR REPLACE FUNCTION json_quote(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
    'SELECT to_json(said)::text';

-- As `storage.naming.names_person`. What cannot be read as JSON is taken to name whoever stands in it.
CREATE OR REPLACE FUNCTION names_person(said text, person text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF said IS NULL OR said = '' THEN
        RETURN false;
    END IF;
    RETURN EXISTS (
        SELECT 1 FROM jsonb_path_query(readable_json(said)::jsonb, 'strict $.** ? (@.type() == "string")') AS each
        WHERE (each #>> '{}') COLLATE "C" ~ ('(?<![A-Za-z0-9_-])'
            || regexp_replace(person COLLATE "C", '([^A-Za-z0-9])', '\\\1', 'g') || '(?![A-Za-z0-9_-])'));
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RETURN strpos(said, person) > 0;
END
$$;
