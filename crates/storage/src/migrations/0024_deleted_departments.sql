-- When a department was deleted; null while it is there. Its chats keep it.

ALTER TABLE departments ADD COLUMN deleted_at {int};
