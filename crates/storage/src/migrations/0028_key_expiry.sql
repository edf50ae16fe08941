-- When a key expires, null for never; and when it was last used, to the minute.

ALTER TABLE api_keys ADD COLUMN expires_at {int};
ALTER TABLE api_keys ADD COLUMN last_used_at {int};
