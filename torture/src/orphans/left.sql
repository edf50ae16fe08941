SELECT (SELECT count(*) FROM loose_blobs) + (SELECT count(*) FROM files WHERE chat_id IS NULL)
