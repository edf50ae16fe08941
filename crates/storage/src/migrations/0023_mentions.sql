-- The agents whom notes mention, until they answer: of several mentions in one chat the newest.

CREATE TABLE mentions (
    org_id {int} NOT NULL,
    agent_id {int} NOT NULL,
    chat_id {int} NOT NULL,
    message_id {int} NOT NULL,
    by_agent_id {int} NOT NULL,
    created_at {int} NOT NULL,
    CONSTRAINT mentions_agent_id_chat_id PRIMARY KEY (org_id, agent_id, chat_id)
) {table};
CREATE INDEX mentions_chat_id ON mentions (org_id, chat_id, agent_id);
CREATE INDEX mentions_created_at ON mentions (org_id, agent_id, created_at, chat_id);
