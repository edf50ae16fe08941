-- Who made a change, through which door, because of which earlier change and how long the chain of
-- causes is by then; and the old values of the fields that changed. None in what was recorded before.

ALTER TABLE changes ADD COLUMN actor_kind {text};
ALTER TABLE changes ADD COLUMN actor_id {int};
ALTER TABLE changes ADD COLUMN via {text};
ALTER TABLE changes ADD COLUMN cause_seq {int};
ALTER TABLE changes ADD COLUMN depth {int};
ALTER TABLE changes ADD COLUMN before {text};

-- The number of the next run of an import; none is 1.

ALTER TABLE heads ADD COLUMN next_import {int};
