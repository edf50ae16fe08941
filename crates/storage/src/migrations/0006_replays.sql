-- How often somebody set the change up to which a webhook is told: a round that began before leaves
-- it where it was put. None is never.

ALTER TABLE webhooks ADD COLUMN moves {int};
