-- The texts in which agents search, without case and accents: null if that is the text itself. Of
-- custom data, the values alone, each on a line.

ALTER TABLE customers ADD COLUMN notes_folded {text};
ALTER TABLE customers ADD COLUMN custom_data_folded {text};
ALTER TABLE tags ADD COLUMN name_folded {text};
DELETE FROM refolds;
INSERT INTO refolds (org_id, customer_id) SELECT org_id, 0 FROM heads
WHERE customers > 0 OR EXISTS (SELECT 1 FROM tags WHERE tags.org_id = heads.org_id);

-- The agent who wrote the last message: null if a customer did, or a bot.

ALTER TABLE chats ADD COLUMN last_message_agent_id {int};
UPDATE chats SET last_message_agent_id =
    (SELECT CASE WHEN m.author = 'agent' THEN m.agent_id END FROM messages m
     WHERE m.org_id = chats.org_id AND m.chat_id = chats.id AND m.kind NOT IN ('private', 'tech')
     ORDER BY m.seq DESC LIMIT 1)
WHERE last_communicated_agent_id IS NOT NULL
  AND (last_customer_message_at IS NULL OR last_customer_message_at <= last_message_at);
