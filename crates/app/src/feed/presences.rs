//! The presences of one organization: the clients connected to this node or to other nodes, and the
//! changes to be reported to the other nodes.
//!
//! Messages between nodes may be lost, so every node repeats its presences, and a presence that is
//! not repeated for a while ends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};
use std::time::Duration;

use deskbell_model::Who;
use deskbell_model::limits::{NODE_SILENT_MAX_MS, NODES_OF_A_PRESENCE_MAX, PRESENCES_MAX};
use deskbell_storage::NodeId;

/// Presences of visitors begin only while the organization has fewer presences than this. The
/// remaining presences are reserved for agents: without an agent's presence the widget would say
/// that nobody answers.
const PRESENCES_WITH_VISITORS_MAX: usize = PRESENCES_MAX - 256;

/// Returns the limit on an organization's presences that applies to a new presence of this client.
const fn most((_, agent): Who) -> usize {
    match agent {
        Some(_) => PRESENCES_MAX,
        None => PRESENCES_WITH_VISITORS_MAX,
    }
}

#[derive(Debug, Default)]
pub(super) struct Presences {
    of: BTreeMap<Who, Presence>,
    /// The presences that began or ended on this node, to be reported to the other nodes.
    changed: BTreeSet<Who>,
    /// The repetition in progress, if any.
    round: Option<Round>,
}

/// A repetition of this node's presences: all presences are sent to the other nodes again, in
/// order.
#[derive(Debug)]
struct Round {
    /// The last presence that this repetition has sent to the other nodes; `None` before the first
    /// presence.
    told: Option<Who>,
    /// The last presence that this repetition sends. Presences that sort after `end` are sent as
    /// changes.
    end: Who,
    /// True if another repetition was requested during this repetition.
    again: bool,
}

/// The connections and nodes that hold a presence.
#[derive(Debug, Default)]
struct Presence {
    /// The number of connections to this node that hold the presence.
    here: u32,
    /// The other nodes that hold the presence. The value is this node's uptime when the other
    /// node's last message about the presence came.
    there: BTreeMap<NodeId, Duration>,
}

impl Presences {
    /// Adds a connection of a client to this node. Returns whether the client's presence begins;
    /// `None` if there are too many presences.
    pub(super) fn begin(&mut self, who: Who) -> Option<bool> {
        let begins = !self.of.contains_key(&who);
        if begins && self.of.len() >= most(who) {
            return None;
        }
        let presence = self.of.entry(who).or_default();
        presence.here += 1;
        if presence.here == 1 {
            self.has_changed(who);
        }
        Some(begins)
    }

    /// Removes a connection of a client to this node. Returns whether the client's presence ends.
    pub(super) fn end(&mut self, who: Who) -> bool {
        let Some(presence) = self.of.get_mut(&who) else { return false };
        presence.here = presence.here.saturating_sub(1);
        if presence.here == 0 {
            self.has_changed(who);
        }
        self.remove_if_over(who)
    }

    /// Records that another node holds a presence. Returns whether the presence begins.
    pub(super) fn present_at(&mut self, node: NodeId, who: Who, now: Duration) -> bool {
        let begins = !self.of.contains_key(&who);
        if begins && self.of.len() >= most(who) {
            return false;
        }
        let there = &mut self.of.entry(who).or_default().there;
        if there.len() >= NODES_OF_A_PRESENCE_MAX {
            let silent = Duration::from_millis(NODE_SILENT_MAX_MS);
            there.retain(|_, at| now.saturating_sub(*at) <= silent);
        }
        if there.len() < NODES_OF_A_PRESENCE_MAX || there.contains_key(&node) {
            there.insert(node, now);
        }
        begins
    }

    /// Records that another node no longer holds a presence. Returns whether the presence ends.
    pub(super) fn absent_at(&mut self, node: NodeId, who: Who) -> bool {
        let Some(presence) = self.of.get_mut(&who) else { return false };
        presence.there.remove(&node);
        self.remove_if_over(who)
    }

    /// Ends up to `limit` presences that other nodes have not repeated since this uptime.
    pub(super) fn expire(&mut self, since: Duration, limit: usize) -> Vec<Who> {
        let is_silent = |presence: &Presence| {
            presence.here == 0 && presence.there.values().all(|at| *at < since)
        };
        let silent = self.of.iter().filter(|(_, presence)| is_silent(presence));
        let silent: Vec<Who> = silent.map(|(who, _)| *who).take(limit).collect();
        for who in &silent {
            self.of.remove(who);
        }
        silent
    }

    /// Begins a repetition of this node's presences. If a repetition is in progress, the new
    /// repetition begins after it.
    pub(super) fn repeat(&mut self) {
        match &mut self.round {
            Some(round) => round.again |= round.told.is_some(),
            None => self.begin_round(),
        }
    }

    fn begin_round(&mut self) {
        let last = self.of.iter().rev().find(|(_, presence)| presence.here > 0);
        self.round = last.map(|(end, _)| Round { told: None, end: *end, again: false });
    }

    /// Removes and returns the clients to report to the other nodes next: the clients that are
    /// present, and the clients that have become absent. Takes up to `limit` clients whose presence
    /// changed, and up to `limit` present clients of the repetition in progress.
    pub(super) fn untold(&mut self, limit: usize) -> (Vec<Who>, Vec<Who>) {
        let (mut present, mut absent) = (Vec::new(), Vec::new());
        for _ in 0..limit {
            let Some(who) = self.changed.pop_first() else { break };
            let is_here = self.of.get(&who).is_some_and(|presence| presence.here > 0);
            if is_here { &mut present } else { &mut absent }.push(who);
        }
        if let Some(Round { told, end, again }) = self.round.take() {
            let all = self.of.range((told.map_or(Unbounded, Excluded), Unbounded));
            let here = all.filter(|(who, presence)| presence.here > 0 && **who <= end);
            let next: Vec<Who> = here.map(|(who, _)| *who).take(limit).collect();
            if next.len() == limit {
                self.round = Some(Round { told: next.last().copied(), end, again });
            } else if again {
                self.begin_round();
            }
            present.extend(next);
        }
        (present, absent)
    }

    /// Tells whether anything is to be reported to the other nodes.
    pub(super) fn has_untold(&self) -> bool {
        !self.changed.is_empty() || self.round.is_some()
    }

    /// Discards everything that is to be reported to the other nodes.
    pub(super) fn drop_untold(&mut self) {
        self.changed.clear();
        self.round = None;
    }

    pub(super) fn held(&self) -> impl Iterator<Item = Who> {
        self.of.keys().copied()
    }

    /// Tells whether any present client is connected to this node.
    pub(super) fn are_here(&self) -> bool {
        self.of.values().any(|presence| presence.here > 0)
    }

    fn has_changed(&mut self, who: Who) {
        // If too many changes wait, the beginning of a presence is sent with the next repetition.
        // The end is noticed because no node repeats the presence.
        if self.changed.len() < PRESENCES_MAX {
            self.changed.insert(who);
        }
    }

    fn remove_if_over(&mut self, who: Who) -> bool {
        let is_over = |presence: &Presence| presence.here == 0 && presence.there.is_empty();
        let ends = self.of.get(&who).is_some_and(is_over);
        if ends {
            self.of.remove(&who);
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{AgentId, ChatId};

    use super::*;

    const NODE: NodeId = NodeId(7);
    const START: Duration = Duration::ZERO;

    fn who(agent: i64) -> Who {
        (None, AgentId::new(agent))
    }

    #[test]
    fn a_presence_begins_with_its_first_holder_and_ends_with_its_last() {
        let mut all = Presences::default();
        assert_eq!(all.begin(who(1)), Some(true));
        assert_eq!(all.begin(who(1)), Some(false));
        assert!(!all.present_at(NODE, who(1), START));
        assert!(!all.end(who(1)));
        assert!(!all.end(who(1)));
        assert!(!all.absent_at(NodeId(8), who(1)));
        assert_eq!(all.held().collect::<Vec<_>>(), [who(1)]);
        assert!(all.absent_at(NODE, who(1)));
        assert!(!all.absent_at(NODE, who(1)));
        assert!(!all.end(who(1)));
        assert!(all.of.is_empty());
    }

    #[test]
    fn other_nodes_are_told_how_it_is_now() {
        let mut all = Presences::default();
        all.begin(who(1));
        all.begin(who(2));
        all.present_at(NODE, who(3), START);
        assert_eq!(all.untold(9), (vec![who(1), who(2)], vec![]));
        all.end(who(1));
        all.begin(who(1));
        all.end(who(2));
        assert_eq!(all.untold(9), (vec![who(1)], vec![who(2)]));
        assert!(!all.has_untold());
    }

    #[test]
    fn an_end_is_told_although_all_are_told_again_meanwhile() {
        let mut all = Presences::default();
        for agent in 1..=5 {
            all.begin(who(agent));
        }
        while all.has_untold() {
            all.untold(9);
        }
        all.end(who(4));
        all.repeat();
        assert_eq!(all.untold(2), (vec![who(1), who(2)], vec![who(4)]));
        // A request for presences during a repetition leads to another repetition, and does not
        // restart the running repetition.
        all.repeat();
        all.end(who(1));
        all.begin(who(6));
        assert_eq!(all.untold(2), (vec![who(6), who(3), who(5)], vec![who(1)]));
        assert_eq!(all.untold(2), (vec![], vec![]));
        assert_eq!(all.untold(9), (vec![who(2), who(3), who(5), who(6)], vec![]));
        assert!(!all.has_untold());
    }

    #[test]
    fn a_round_ends_although_clients_come_and_go() {
        let mut all = Presences::default();
        for agent in 1..=100 {
            all.begin(who(agent));
        }
        while all.has_untold() {
            all.untold(9);
        }
        all.repeat();
        let mut told = Vec::new();
        for later in 1_000..1_025 {
            for agent in 0..8 {
                all.begin(who(later * 8 + agent));
            }
            told.extend(all.untold(8).0);
        }
        assert!((1..=100).all(|agent| told.contains(&who(agent))), "{told:?}");
        all.untold(9);
        assert!(!all.has_untold());
    }

    #[test]
    fn a_presence_of_which_no_node_speaks_any_more_ends() {
        let mut all = Presences::default();
        let second = Duration::from_secs;
        for agent in [1, 2, 3, 4] {
            all.present_at(NODE, who(agent), second(1));
        }
        all.begin(who(1));
        all.present_at(NodeId(8), who(2), second(9));
        assert_eq!(all.expire(second(1), 9), []);
        assert_eq!(all.expire(second(5), 1), [who(3)]);
        assert_eq!(all.expire(second(5), 9), [who(4)]);
        assert_eq!(all.held().collect::<Vec<_>>(), [who(1), who(2)]);
    }

    #[test]
    fn an_agent_is_present_however_many_visitors_are() {
        let mut all = Presences::default();
        let visitor = |chat: usize| (ChatId::new(i64::try_from(chat).expect("a number")), None);
        for chat in 1..=PRESENCES_WITH_VISITORS_MAX {
            assert_eq!(all.begin(visitor(chat)), Some(true));
        }
        assert_eq!(all.begin(visitor(PRESENCES_MAX)), None);
        assert!(!all.present_at(NODE, visitor(PRESENCES_MAX), START));
        assert_eq!(all.begin(who(1)), Some(true));
        assert!(all.present_at(NODE, who(2), START));
    }

    #[test]
    fn the_numbers_of_presences_and_of_what_is_untold_are_limited() {
        let mut all = Presences::default();
        for agent in 1..=i64::try_from(PRESENCES_MAX).expect("a number") {
            assert_eq!(all.begin(who(agent)), Some(true));
        }
        assert_eq!(all.begin(who(i64::MAX)), None);
        assert!(!all.present_at(NODE, who(i64::MAX), START));
        assert!(all.end(who(1)));
        for agent in 10_000..20_000 {
            assert_eq!(all.begin(who(agent)), Some(true));
            assert!(all.end(who(agent)));
        }
        assert_eq!(all.held().count(), PRESENCES_MAX - 1);
        assert_eq!(all.changed.len(), PRESENCES_MAX);
    }
}
