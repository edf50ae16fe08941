-- The time at which an object was deleted whose rows are to be erased; null when an older program
-- noted it.

ALTER TABLE erasures ADD COLUMN noted_at {int};
