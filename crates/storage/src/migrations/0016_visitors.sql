-- The widget of an application: which sites may show it, and which proof of identity it asks for. Its row is made when the
-- widget is first asked for, and is found by its uuid before an organization is known.

CREATE TABLE widget_settings (
    org_id {int} NOT NULL,
    application_id {int} NOT NULL,
    token_secret {text} NOT NULL,
    uuid {text} NOT NULL,
    identity_secret {text},
    enforces_identity {int} NOT NULL,
    sites {text} NOT NULL,
    look {text},
    CONSTRAINT widget_settings_application_id PRIMARY KEY (org_id, application_id)
) {table};
CREATE UNIQUE INDEX widget_settings_uuid ON widget_settings (uuid);

-- The sessions of visitors who wrote or who were identified. They are looked up by the hash of their token, before an
-- organization is known. One without a customer has ended, and its token stays dead.

CREATE TABLE visitor_sessions (
    org_id {int} NOT NULL,
    hash {text} NOT NULL,
    application_id {int} NOT NULL,
    customer_id {int},
    verified {int} NOT NULL,
    created_at {int} NOT NULL,
    used_at {int} NOT NULL,
    CONSTRAINT visitor_sessions_hash PRIMARY KEY (hash)
) {table};
CREATE INDEX visitor_sessions_customer_id
    ON visitor_sessions (org_id, customer_id {nulls_first}, used_at);
CREATE INDEX visitor_sessions_used_at ON visitor_sessions (org_id, used_at);

-- When a site first proved that a visitor is this customer; null for never.

ALTER TABLE customers ADD COLUMN verified_at {int};
