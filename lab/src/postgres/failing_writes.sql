-- Makes the writes {writes} of the organization {domain} fail in the table {table}.
CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF COALESCE(NEW.org_id, OLD.org_id) = (SELECT id FROM organizations WHERE domain = '{domain}')
    THEN RAISE EXCEPTION 'the rows of {domain} are damaged'; END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
DROP TRIGGER IF EXISTS fails ON {table};
CREATE TRIGGER fails BEFORE {writes} ON {table} FOR EACH ROW EXECUTE FUNCTION fails();
