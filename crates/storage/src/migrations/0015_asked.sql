-- When the window was last asked, in milliseconds of the database's clock.

ALTER TABLE rate_windows ADD COLUMN asked_at {int};
