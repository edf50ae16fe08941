-- A stand-in for the extension Citus on one plain PostgreSQL server: the names that Deskbell uses,
-- a record of the calls, and what Citus refuses. It distributes nothing: every row stays where it
-- is, and statements run as they always do. It shows what Deskbell asks of Citus, not what Citus
-- answers.

SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
SELECT CAST(MAX(CAST(oid AS BIGINT)) + 1 AS oid), 'citus', 10, CAST('public' AS regnamespace), false,
       '13.2-1'
FROM pg_extension;

CREATE TABLE pg_dist_local_group (groupid INTEGER);
INSERT INTO pg_dist_local_group VALUES (0);

CREATE TABLE pg_dist_node (
    nodename TEXT, groupid INTEGER, noderole TEXT, isactive BOOLEAN, shouldhaveshards BOOLEAN
);
INSERT INTO pg_dist_node VALUES
    ('coordinator', 0, 'primary', true, false), ('worker', 1, 'primary', true, true);

-- Citus keeps an expression as `partkey`; here it is the name of the column.
CREATE TABLE pg_dist_partition (
    logicalrelid regclass PRIMARY KEY, partmethod "char", partkey TEXT, colocationid INTEGER,
    repmodel "char"
);

CREATE TABLE citus_calls (number BIGINT GENERATED ALWAYS AS IDENTITY, call TEXT);
GRANT SELECT ON pg_dist_local_group, pg_dist_node, pg_dist_partition, citus_calls TO PUBLIC;

CREATE FUNCTION column_to_column_name(table_name regclass, column_var_text TEXT) RETURNS TEXT
LANGUAGE sql STRICT AS 'SELECT column_var_text';

CREATE FUNCTION refuse_distributed(of regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = of) THEN
        RAISE EXCEPTION 'table "%" is already distributed', of USING ERRCODE = '42P16';
    END IF;
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conrelid = of) THEN
        RAISE EXCEPTION 'cannot create foreign key constraint' USING ERRCODE = '0A000';
    END IF;
END $$;

CREATE FUNCTION create_distributed_table(
    table_name regclass, distribution_column TEXT, colocate_with TEXT DEFAULT 'default'
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    attribute SMALLINT := (SELECT attnum FROM pg_attribute
        WHERE attrelid = table_name AND attname = distribution_column);
    colocation INTEGER := (SELECT COALESCE(MAX(colocationid), 1) + 1 FROM pg_dist_partition);
BEGIN
    PERFORM refuse_distributed(table_name);
    IF attribute IS NULL THEN
        RAISE EXCEPTION 'column "%" of relation "%" does not exist', distribution_column, table_name
            USING ERRCODE = '42703';
    END IF;
    IF EXISTS (SELECT 1 FROM pg_index
               WHERE indrelid = table_name AND indisunique
                 AND attribute <> ALL (CAST(indkey AS SMALLINT[]))) THEN
        RAISE EXCEPTION 'cannot create constraint on "%"', table_name USING ERRCODE = '0A000';
    END IF;
    IF colocate_with NOT IN ('default', 'none') THEN
        SELECT colocationid INTO STRICT colocation FROM pg_dist_partition
        WHERE logicalrelid = CAST(colocate_with AS regclass) AND partmethod = 'h';
    END IF;
    INSERT INTO pg_dist_partition VALUES (table_name, 'h', distribution_column, colocation, 's');
    INSERT INTO citus_calls (call) VALUES
        (format('distributed %s by %s beside %s', table_name, distribution_column, colocate_with));
END $$;

CREATE FUNCTION create_reference_table(table_name regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    PERFORM refuse_distributed(table_name);
    INSERT INTO pg_dist_partition VALUES (table_name, 'n', NULL, 1, 't');
    INSERT INTO citus_calls (call) VALUES (format('reference %s', table_name));
END $$;

CREATE FUNCTION truncate_local_data_after_distributing_table(function_name regclass) RETURNS void
LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = function_name) THEN
        RAISE EXCEPTION 'supplied parameter is not a distributed relation' USING ERRCODE = '42809';
    END IF;
    INSERT INTO citus_calls (call) VALUES (format('emptied %s', function_name));
END $$;

CREATE FUNCTION undistribute_table(table_name regclass) RETURNS void LANGUAGE sql AS
    'DELETE FROM pg_dist_partition WHERE logicalrelid = table_name';
