-- In which sorted lists a change moved its object: a bit for each sort, none when it stayed wherever
-- it was. Walks with cursors look here for what they may have passed over.

ALTER TABLE changes ADD COLUMN moved {int};
