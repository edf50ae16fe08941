UPDATE loose_blobs SET noted_at = noted_at - 90000;
UPDATE files SET created_at = created_at - 90000 WHERE chat_id IS NULL;
UPDATE heads SET sweep_at = 1;
