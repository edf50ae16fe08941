-- The file that is an agent's picture; null without one. No message names this file, and it stays for
-- as long as the agent has it.

ALTER TABLE agents ADD COLUMN picture {int};
CREATE INDEX agents_picture ON agents (org_id, picture {nulls_first}) WHERE picture IS NOT NULL;
