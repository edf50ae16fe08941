-- The time at which an organization's old rows are next looked for; null when it has none. One read
-- over all organizations finds those that are due.

ALTER TABLE heads ADD COLUMN sweep_at {int};
UPDATE heads SET sweep_at = 0;
CREATE INDEX heads_sweep_at ON heads (sweep_at {nulls_first}, org_id) WHERE sweep_at IS NOT NULL;
