-- Deliveries over any channel. `target` is where one goes, in the words of its channel; none goes to
-- the target of its webhook. Before `hold_until`, in milliseconds, none is due.

ALTER TABLE deliveries ADD COLUMN channel {text};
UPDATE deliveries SET channel = 'webhook';
ALTER TABLE deliveries ADD COLUMN target {text};
ALTER TABLE deliveries ADD COLUMN hold_until {int};

-- The change up to which a webhook has been served, and the number of times that somebody set it.

ALTER TABLE webhooks RENAME COLUMN told_to TO cursor_seq;
ALTER TABLE webhooks RENAME COLUMN moves TO replay_epoch;
