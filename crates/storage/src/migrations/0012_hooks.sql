-- The channel that a message came over, when it is not the chat itself, and the id that it has there.

ALTER TABLE messages ADD COLUMN channel {text};
ALTER TABLE messages ADD COLUMN origin_id {text};

-- What has to happen to an object at a time. One look over all organizations finds what is due.

CREATE TABLE timers (
    org_id {int} NOT NULL,
    kind {text} NOT NULL,
    subject {int} NOT NULL,
    due_at {int} NOT NULL,
    CONSTRAINT timers_kind_subject PRIMARY KEY (org_id, kind, subject)
) {table};
CREATE INDEX timers_due_at ON timers (due_at, org_id, kind, subject);
INSERT INTO timers (org_id, kind, subject, due_at)
SELECT org_id, 'snooze', id, snoozed_until FROM chats WHERE snoozed_until IS NOT NULL;
DROP INDEX chats_snoozed_until;

-- The addresses of customers in their caseless form. Customers may share one.

CREATE TABLE addresses (
    org_id {int} NOT NULL,
    address {text} NOT NULL,
    customer_id {int} NOT NULL,
    CONSTRAINT addresses_address_customer_id PRIMARY KEY (org_id, address, customer_id)
) {table};
CREATE INDEX addresses_customer_id ON addresses (org_id, customer_id);
INSERT INTO addresses (org_id, address, customer_id)
SELECT org_id, COALESCE(email_caseless, email), id FROM customers WHERE email IS NOT NULL;

-- The ratings of a chat, one for each time that it was closed; the chat has the last.

CREATE TABLE ratings (
    org_id {int} NOT NULL,
    chat_id {int} NOT NULL,
    closed_at {int} NOT NULL,
    rating {text} NOT NULL,
    CONSTRAINT ratings_chat_id_closed_at PRIMARY KEY (org_id, chat_id, closed_at)
) {table};
INSERT INTO ratings (org_id, chat_id, closed_at, rating)
SELECT org_id, id, COALESCE(closed_at, updated_at), rating FROM chats WHERE rating IS NOT NULL;
