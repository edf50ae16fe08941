-- Targets that are told what happens. Each has been told of everything up to the change `told_to`,
-- but for what waits among its deliveries.

CREATE TABLE webhooks (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    url {text} NOT NULL,
    events {text} NOT NULL,
    enabled {int} NOT NULL,
    created_at {int} NOT NULL,
    secret {text} NOT NULL,
    old_secret {text},
    old_secret_until {int},
    told_to {int} NOT NULL,
    failing_since {int},
    CONSTRAINT webhooks_id PRIMARY KEY (org_id, id)
) {table};

-- Deliveries that wait to be tried again, and the last ones that ended. Each stands in a lane: one
-- chat, or one customer. Of what waits in a lane the first has a time for its next attempt, in
-- milliseconds, unless its webhook is disabled.
CREATE TABLE deliveries (
    org_id {int} NOT NULL,
    webhook_id {int} NOT NULL,
    id {int} NOT NULL,
    event {text} NOT NULL,
    event_id {text} NOT NULL,
    seq {int},
    lane {text} NOT NULL,
    chat_id {int},
    customer_id {int},
    data {text} NOT NULL,
    created_at {int} NOT NULL,
    attempts {int} NOT NULL,
    attempt_before_at {int},
    last_attempt_at {int},
    next_attempt_at {int},
    duration_ms {int},
    status {int},
    answer {text},
    error {text},
    ended_at {int},
    CONSTRAINT deliveries_webhook_id_id PRIMARY KEY (org_id, webhook_id, id)
) {table};
CREATE INDEX deliveries_webhook_id_lane_id ON deliveries (org_id, webhook_id, lane, id)
    WHERE ended_at IS NULL;
CREATE INDEX deliveries_next_attempt_at ON deliveries (next_attempt_at {nulls_first})
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_chat_id ON deliveries (org_id, chat_id {nulls_first})
    WHERE chat_id IS NOT NULL;
CREATE INDEX deliveries_customer_id ON deliveries (org_id, customer_id {nulls_first})
    WHERE customer_id IS NOT NULL;
