-- E-mail addresses are the same in any case: null where it is the address itself. What is folded is
-- folded otherwise than before: row by row, behind this customer of each organization that is left.

ALTER TABLE customers ADD COLUMN email_caseless {text};

CREATE TABLE refolds (
    org_id {int} NOT NULL,
    customer_id {int} NOT NULL,
    CONSTRAINT refolds_pkey PRIMARY KEY (org_id)
) {table};
INSERT INTO refolds (org_id, customer_id) SELECT org_id, 0 FROM heads WHERE customers > 0;
