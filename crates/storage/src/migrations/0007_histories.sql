-- Which history an organization's changes belong to: later ones are greater. What began before
-- this is given one now; none is what an older program made beside this one.

ALTER TABLE heads ADD COLUMN history {int};
UPDATE heads SET history = {now_ms} * 1048576 + {chance};
