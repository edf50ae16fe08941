-- Which node does an organization's work that nobody asked for, until when: in milliseconds of the
-- database's clock.

CREATE TABLE leases (
    org_id {int} NOT NULL,
    holder {text} NOT NULL,
    expires_at {int} NOT NULL,
    CONSTRAINT leases_pkey PRIMARY KEY (org_id)
) {table};
