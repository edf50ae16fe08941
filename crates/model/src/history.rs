//! Histories of an organization's changes. A failover of the database can lose the last changes.
//! New changes then get the numbers of the lost changes. Only the history and the number together
//! identify a change.

use std::fmt;

/// The number of random low bits in the id of a history; the higher bits contain milliseconds.
const CHANCE_BITS: u32 = 20;

/// A history: the sequence of changes between two failovers. A later history is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct History {
    /// The id, assigned when the history began; 0 for a history that began in a version of Deskbell
    /// without histories.
    pub id: i64,
    /// The database's timeline, which grows each time that another server of PostgreSQL takes over;
    /// 1 on SQLite.
    pub timeline: i64,
}

impl History {
    /// Returns the id of a history that begins at `at_ms`, with the low bits of `chance`. The id is
    /// greater than the ids of histories that began in an earlier millisecond.
    #[must_use]
    pub fn id_at(at_ms: i64, chance: u32) -> i64 {
        let chance = i64::from(chance & ((1 << CHANCE_BITS) - 1));
        (at_ms.clamp(0, i64::MAX >> CHANCE_BITS) << CHANCE_BITS) | chance
    }
}

impl fmt::Display for History {
    /// Writes the history in the text form that clients receive.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:x}", self.id, self.timeline)
    }
}

/// A position in the feed: the number of a change and its history. A later position is greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedPosition {
    /// The history to which the number belongs.
    pub history: History,
    /// The number of the change; 0 before the first change.
    pub seq: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(id: i64, timeline: i64) -> History {
        History { id, timeline }
    }

    #[test]
    fn what_came_later_is_greater_whatever_its_number() {
        let place = |history, seq| FeedPosition { history, seq };
        let old = place(history(7, 1), 60);
        assert!(old < place(history(7, 1), 61));
        assert!(old < place(history(7, 2), 50));
        assert!(old < place(history(8, 1), 1));
        assert!(FeedPosition::default() < old);
    }

    #[test]
    fn a_history_that_begins_later_is_given_more_and_the_text_tells_all_apart() {
        let (now, chance) = (1_800_000_000_000, u32::MAX);
        assert!(History::id_at(now, chance) < History::id_at(now + 1, 0));
        assert_ne!(History::id_at(now, 1), History::id_at(now, 2));
        for clock in [i64::MIN, -1, 0, i64::MAX] {
            assert!(History::id_at(clock, chance) >= 0, "{clock}");
        }
        assert_eq!(history(0, 1).to_string(), "0-1");
        assert_eq!(history(0x1a2b, 10).to_string(), "1a2b-a");
    }
}
