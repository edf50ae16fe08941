-- The ids that imported objects have in the system that they come from. `source` keeps systems
-- apart that may use the same ids.
CREATE TABLE external_ids (
    org_id {int} NOT NULL,
    kind {text} NOT NULL,
    source {text} NOT NULL,
    external_id {text} NOT NULL,
    id {int} NOT NULL,
    CONSTRAINT external_ids_kind_source_external_id
        PRIMARY KEY (org_id, kind, source, external_id)
) {table};
CREATE INDEX external_ids_kind_id ON external_ids (org_id, kind, id);
