-- Copies the first organization, up to the id {last}.
INSERT INTO organizations
SELECT i, 'copy' || i || '.example', 1, 1, NULL, 0 FROM generate_series(2, {last}) AS i;
CREATE TEMPORARY TABLE copied AS SELECT * FROM heads WHERE org_id = 1;
DO $$
BEGIN
    FOR i IN 2..{last} LOOP
        UPDATE copied SET org_id = i, history = i;
        INSERT INTO heads SELECT * FROM copied;
    END LOOP;
END $$;
