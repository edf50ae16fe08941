-- Deliveries refer to the change that holds what they tell; tests tell of nothing else than their
-- webhook.

ALTER TABLE deliveries DROP COLUMN data;

-- Fixed headers that a webhook's deliveries are sent with, one a line: name, colon, space, value.

ALTER TABLE webhooks ADD COLUMN headers {text};
