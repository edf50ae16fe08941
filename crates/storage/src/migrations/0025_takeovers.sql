-- What an import from another system took: of each object a checksum, as the source showed it last.
-- The checksum is 0 while an object is not complete. Of a chat also the number of its messages.
CREATE TABLE import_objects (
    org_id {int} NOT NULL,
    kind {text} NOT NULL,
    id {int} NOT NULL,
    checksum {int} NOT NULL,
    messages {int} NOT NULL,
    CONSTRAINT import_objects_kind_id PRIMARY KEY (org_id, kind, id)
) {table};

-- How far an organization's import has come. Everything of the phase from `reached` on is done.
CREATE TABLE import_states (
    org_id {int} NOT NULL,
    source {text} NOT NULL,
    import_id {int} NOT NULL,
    pass {int} NOT NULL,
    phase {text} NOT NULL,
    reached {int},
    CONSTRAINT import_states_pkey PRIMARY KEY (org_id)
) {table};

-- The hosts to which links in imported messages lead, with the number of these messages.
CREATE TABLE import_hosts (
    org_id {int} NOT NULL,
    host {text} NOT NULL,
    messages {int} NOT NULL,
    CONSTRAINT import_hosts_host PRIMARY KEY (org_id, host)
) {table};
