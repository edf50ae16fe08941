//! The presences of one organization: who is present through a connection of this node or of
//! another one, and which presences the other nodes have yet to hear of.

use std::collections::{BTreeMap, BTreeSet};

use deskbell_model::limits::PRESENCES_MAX;
use deskbell_model::{AgentId, ChatId, Signal};
use deskbell_storage::NodeId;

/// The chat and agent of a signal; without an agent, the chat's customer.
pub(super) type Who = (Option<ChatId>, Option<AgentId>);

/// The presences of an organization.
#[derive(Debug, Default)]
pub(super) struct Presences {
    of: BTreeMap<Who, Presence>,
    /// The presences here that have changed since the other nodes were told.
    changed: BTreeSet<Who>,
}

#[derive(Debug, Default)]
struct Presence {
    /// The number of connections of this node that hold the presence.
    here: u32,
    /// The other nodes that hold the presence.
    there: BTreeSet<NodeId>,
    /// True if the other nodes were told that the presence is held here.
    is_told: bool,
}

impl Presence {
    fn is_held(&self) -> bool {
        self.here > 0 || !self.there.is_empty()
    }
}

/// The presence signal of a chat and agent.
pub(super) const fn presence((chat, agent): Who, is_online: bool) -> Signal {
    Signal::Presence { chat, agent, is_online }
}

impl Presences {
    /// Adds a connection of this node. Gives whether the presence begins: nobody held it.
    pub(super) fn begin(&mut self, who: Who) -> bool {
        self.change(who, |presence| presence.here += 1)
    }

    /// Removes a connection of this node. Gives whether the presence ends: nobody else holds it.
    pub(super) fn end(&mut self, who: Who) -> bool {
        self.change(who, |presence| presence.here = presence.here.saturating_sub(1))
    }

    /// Adds or removes another node. Gives whether the presence begins or ends.
    pub(super) fn hear(&mut self, node: NodeId, who: Who, is_online: bool) -> bool {
        self.change(who, |presence| {
            if is_online {
                presence.there.insert(node);
            } else {
                presence.there.remove(&node);
            }
        })
    }

    /// Removes another node from all presences; gives those that end.
    pub(super) fn forget(&mut self, node: NodeId) -> Vec<Who> {
        let holds =
            |(who, presence): (&Who, &Presence)| presence.there.contains(&node).then_some(*who);
        let held: Vec<Who> = self.of.iter().filter_map(holds).collect();
        held.into_iter().filter(|who| self.hear(node, *who, false)).collect()
    }

    /// Marks every presence here as one of which the other nodes have yet to hear.
    pub(super) fn tell_all(&mut self) {
        self.changed.clear();
        for (who, presence) in &mut self.of {
            presence.is_told = false;
            if presence.here > 0 {
                self.changed.insert(*who);
            }
        }
    }

    /// Takes a presence of which the other nodes have yet to hear.
    pub(super) fn next_untold(&mut self) -> Option<Signal> {
        while let Some(who) = self.changed.pop_first() {
            let Some(presence) = self.of.get_mut(&who) else { continue };
            let is_here = presence.here > 0;
            let is_news = presence.is_told != is_here;
            presence.is_told = is_here;
            self.remove_if_over(who);
            if is_news {
                return Some(self::presence(who, is_here));
            }
        }
        None
    }

    /// Tells whether the other nodes have yet to hear of a presence.
    pub(super) fn has_untold(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Tells whether a connection of this node is present.
    pub(super) fn are_here(&self) -> bool {
        self.of.values().any(|presence| presence.here > 0)
    }

    /// All presences.
    pub(super) fn held(&self) -> impl Iterator<Item = Signal> {
        let held = self.of.iter().filter(|(_, presence)| presence.is_held());
        held.map(|(who, _)| presence(*who, true))
    }

    /// Changes a presence; gives whether it begins or ends.
    fn change(&mut self, who: Who, change: impl FnOnce(&mut Presence)) -> bool {
        if !self.of.contains_key(&who) && self.of.len() >= PRESENCES_MAX {
            return false;
        }
        let presence = self.of.entry(who).or_default();
        let before = (presence.is_held(), presence.here > 0);
        change(presence);
        let after = (presence.is_held(), presence.here > 0);
        if before.1 != after.1 {
            self.changed.insert(who);
        }
        self.remove_if_over(who);
        before.0 != after.0
    }

    fn remove_if_over(&mut self, who: Who) {
        let is_over = |presence: &Presence| !presence.is_held() && !presence.is_told;
        if self.of.get(&who).is_some_and(is_over) {
            self.of.remove(&who);
            self.changed.remove(&who);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NODE: NodeId = NodeId(7);

    fn who(agent: i64) -> Who {
        (None, AgentId::new(agent))
    }

    fn untold(presences: &mut Presences) -> Vec<Signal> {
        std::iter::from_fn(|| presences.next_untold()).collect()
    }

    #[test]
    fn a_presence_begins_with_its_first_holder_and_ends_with_its_last() {
        let mut all = Presences::default();
        assert!(all.begin(who(1)));
        assert!(!all.begin(who(1)));
        assert!(!all.hear(NODE, who(1), true));
        assert!(!all.end(who(1)));
        assert!(!all.end(who(1)));
        assert!(!all.hear(NodeId(8), who(1), false));
        assert_eq!(all.held().collect::<Vec<_>>(), [presence(who(1), true)]);
        assert!(all.hear(NODE, who(1), false));
        assert!(!all.hear(NODE, who(1), false));
        assert_eq!(all.held().count(), 0);
    }

    #[test]
    fn the_end_that_nobody_began_changes_nothing() {
        let mut all = Presences::default();
        assert!(!all.end(who(1)));
        assert!(!all.hear(NODE, who(1), false));
        assert!(all.of.is_empty() && !all.has_untold());
    }

    #[test]
    fn other_nodes_are_told_what_has_changed_since_they_were_told() {
        let mut all = Presences::default();
        all.begin(who(1));
        all.begin(who(2));
        all.hear(NODE, who(3), true);
        assert_eq!(untold(&mut all), [presence(who(1), true), presence(who(2), true)]);
        // What ends and begins again before anybody was told is no news.
        all.end(who(1));
        all.begin(who(1));
        all.end(who(2));
        assert_eq!(untold(&mut all), [presence(who(2), false)]);
        all.begin(who(4));
        all.end(who(4));
        assert!(!all.has_untold());
        all.tell_all();
        assert_eq!(untold(&mut all), [presence(who(1), true)]);
        all.end(who(1));
        assert_eq!(untold(&mut all), [presence(who(1), false)]);
        assert_eq!(all.of.len(), 1, "only the other node's presence is left");
    }

    #[test]
    fn the_presences_of_a_node_end_together_unless_somebody_else_holds_them() {
        let mut all = Presences::default();
        all.begin(who(1));
        for agent in [1, 2, 3] {
            all.hear(NODE, who(agent), true);
        }
        all.hear(NodeId(8), who(3), true);
        assert_eq!(all.forget(NODE), [who(2)]);
        assert_eq!(all.held().count(), 2);
    }

    #[test]
    fn the_number_of_presences_is_limited() {
        let mut all = Presences::default();
        for agent in 1..=i64::try_from(PRESENCES_MAX).expect("a number") {
            assert!(all.begin(who(agent)));
        }
        assert!(!all.begin(who(i64::MAX)));
        assert!(!all.hear(NODE, who(i64::MAX), true));
        assert!(all.end(who(1)));
        assert_eq!(all.held().count(), PRESENCES_MAX - 1);
    }
}
