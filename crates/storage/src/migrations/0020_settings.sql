-- What organizations and agents set, each as a document in JSON. Agent 0 is everybody. A name is
-- unique among the settings of a kind and an agent.

CREATE TABLE settings (
    org_id {int} NOT NULL,
    kind {text} NOT NULL,
    id {int} NOT NULL,
    agent_id {int} NOT NULL,
    name {text},
    document {text} NOT NULL,
    changed_at {int} NOT NULL,
    CONSTRAINT settings_kind_id PRIMARY KEY (org_id, kind, id)
) {table};
CREATE UNIQUE INDEX settings_kind_agent_id_name ON settings (org_id, kind, agent_id, name);

-- The id of the next setting; none is 1.

ALTER TABLE heads ADD COLUMN next_setting {int};
