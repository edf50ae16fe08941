-- Since when a customer waits: the first message that no agent answered. Nobody waits in a closed chat.

ALTER TABLE chats ADD COLUMN waiting_since {int};
UPDATE chats SET waiting_since =
    (SELECT MIN(m.created_at) / 1000 FROM messages m
     WHERE m.org_id = chats.org_id AND m.chat_id = chats.id AND m.author = 'customer'
       AND m.kind NOT IN ('private', 'tech')
       AND m.seq > COALESCE((SELECT MAX(a.seq) FROM messages a
            WHERE a.org_id = chats.org_id AND a.chat_id = chats.id AND a.author = 'agent'
              AND a.kind NOT IN ('private', 'tech')), 0))
WHERE status <> 'closed' AND last_customer_message_at = last_message_at;

-- What agents have begun to write and not sent. Colleagues see that a draft exists, never its text.

CREATE TABLE drafts (
    org_id {int} NOT NULL,
    agent_id {int} NOT NULL,
    chat_id {int} NOT NULL,
    text {text} NOT NULL,
    is_note {int} NOT NULL,
    updated_at {int} NOT NULL,
    CONSTRAINT drafts_agent_id_chat_id PRIMARY KEY (org_id, agent_id, chat_id)
) {table};
CREATE INDEX drafts_chat_id ON drafts (org_id, chat_id, agent_id);
CREATE INDEX drafts_updated_at ON drafts (org_id, updated_at, chat_id, agent_id);
