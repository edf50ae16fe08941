//! The channels of organizations with listeners, and what the other nodes of the database tell and
//! have yet to hear. Everything here happens at once, under a lock; `nodes.rs` has the tasks that
//! wait.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deskbell_model::limits::{
    NODE_BATCH_MAX, NODE_BATCH_OF_AN_ORG_MAX, NODE_SILENT_MAX_MS, NODES_MAX, SIGNALS_SHARED_MAX,
    TYPING_NOTICE_EVERY_MS, TYPING_REMEMBERED_MAX,
};
use deskbell_model::{OrgId, Signal};
use deskbell_storage::{NodeId, NodeNotice};
use parking_lot::Mutex;
use tokio::sync::{Notify, broadcast};

use super::presences::{Presences, Who, presence};
use crate::Steady;

/// A signal, and the number of the listener that sent it; 0 for a signal of another node.
#[derive(Clone, Copy, Debug)]
pub(super) struct SentSignal {
    pub(super) by: u64,
    pub(super) signal: Signal,
}

/// The exchange of signals: the listeners of each organization, and the notices to and from the
/// other nodes.
#[derive(Debug)]
pub struct Signals {
    state: Mutex<State>,
    listeners: AtomicU64,
    clock: Arc<Steady>,
    /// Notified when there is a notice for the other nodes.
    pub(super) untold: Notify,
}

#[derive(Debug, Default)]
pub(super) struct State {
    channels: HashMap<OrgId, Channel>,
    /// The organizations with notices for the other nodes, in turn.
    turns: VecDeque<OrgId>,
    /// The other nodes; `None` until they can be told, and forever if there can be none.
    nodes: Option<Nodes>,
}

/// The listeners of an organization.
#[derive(Debug)]
struct Channel {
    sender: broadcast::Sender<SentSignal>,
    listeners: usize,
    presences: Presences,
    typing: Typing,
    /// True while the other nodes have yet to be asked who is present there.
    asks: bool,
    /// True while the organization waits for its turn.
    is_queued: bool,
}

/// The clients that are typing, of which the other nodes hear once in a while.
#[derive(Debug, Default)]
struct Typing {
    /// The time of the last notice about a client, as uptime.
    noticed: HashMap<Who, Duration>,
    untold: VecDeque<Signal>,
}

impl Typing {
    fn add(&mut self, signal: Signal, now: Duration) {
        let pause = Duration::from_millis(TYPING_NOTICE_EVERY_MS);
        let is_recent = |at: &Duration| now.saturating_sub(*at) < pause;
        let who = (signal.chat(), signal.agent());
        if self.noticed.get(&who).is_some_and(is_recent) {
            return;
        }
        if self.noticed.len() >= TYPING_REMEMBERED_MAX {
            self.noticed.retain(|_, at| is_recent(at));
        }
        if self.noticed.len() < TYPING_REMEMBERED_MAX {
            self.noticed.insert(who, now);
            self.untold.push_back(signal);
        }
    }
}

impl Channel {
    fn new(asks: bool) -> Self {
        let (presences, typing) = Default::default();
        let sender = broadcast::Sender::new(SIGNALS_SHARED_MAX);
        Self { sender, listeners: 0, presences, typing, asks, is_queued: false }
    }

    fn send(&self, by: u64, signal: Signal) {
        // Sending fails only when there are no receivers.
        let _ = self.sender.send(SentSignal { by, signal });
    }

    fn has_untold(&self) -> bool {
        self.asks || self.presences.has_untold() || !self.typing.untold.is_empty()
    }

    fn next_untold(&mut self, org: OrgId) -> Option<NodeNotice> {
        if std::mem::take(&mut self.asks) {
            return Some(NodeNotice::Asks(org));
        }
        let signal = self.presences.next_untold().or_else(|| self.typing.untold.pop_front())?;
        Some(NodeNotice::Signal(org, signal))
    }

    /// Ends the presences that another node held.
    fn forget(&mut self, node: NodeId) {
        for who in self.presences.forget(node) {
            self.send(0, presence(who, false));
        }
    }
}

impl State {
    /// Queues an organization for its turn if it has notices for the other nodes; removes an
    /// organization that has neither listeners nor notices. Gives whether the organization has
    /// notices.
    fn settle(&mut self, org: OrgId) -> bool {
        let Some(channel) = self.channels.get_mut(&org) else { return false };
        let has_untold = self.nodes.is_some() && channel.has_untold();
        if has_untold && !channel.is_queued {
            channel.is_queued = true;
            self.turns.push_back(org);
        }
        if channel.listeners == 0 && !has_untold {
            self.channels.remove(&org);
        }
        has_untold
    }

    /// Takes the next notices for the other nodes, a few of each organization in turn.
    pub(super) fn next_batch(&mut self) -> Vec<NodeNotice> {
        let mut batch: Vec<_> = self.nodes.iter_mut().flat_map(Nodes::untold).collect();
        for _ in 0..self.turns.len() {
            if batch.len() + NODE_BATCH_OF_AN_ORG_MAX > NODE_BATCH_MAX {
                break;
            }
            let Some(org) = self.turns.pop_front() else { break };
            if let Some(channel) = self.channels.get_mut(&org) {
                channel.is_queued = false;
                let notices = std::iter::from_fn(|| channel.next_untold(org));
                batch.extend(notices.take(NODE_BATCH_OF_AN_ORG_MAX));
                self.settle(org);
            }
        }
        batch
    }

    /// Ends the presences that another node held.
    fn forget(&mut self, node: NodeId) {
        for channel in self.channels.values_mut() {
            channel.forget(node);
        }
    }

    /// Prepares to tell the other nodes about every presence here.
    fn tell_all(&mut self) {
        let orgs: Vec<OrgId> = self.channels.keys().copied().collect();
        for org in orgs {
            self.tell_all_of(org);
        }
    }

    /// Prepares to tell the other nodes about an organization's presences here.
    fn tell_all_of(&mut self, org: OrgId) {
        if let Some(channel) = self.channels.get_mut(&org) {
            channel.presences.tell_all();
            // Late news of typing misleads.
            channel.typing.untold.clear();
            self.settle(org);
        }
    }

    /// Shows the listeners of an organization a signal of another node.
    fn show(&mut self, node: NodeId, org: OrgId, signal: Signal) {
        let Some(channel) = self.channels.get_mut(&org) else { return };
        let is_news = match signal {
            Signal::Typing { .. } => true,
            Signal::Presence { chat, agent, is_online } => {
                channel.presences.hear(node, (chat, agent), is_online)
            }
        };
        if is_news {
            channel.send(0, signal);
        }
    }

    /// Tells whether a client of this node is present.
    fn are_here(&self) -> bool {
        self.channels.values().any(|channel| channel.presences.are_here())
    }
}

impl Signals {
    /// No organization has listeners.
    pub(crate) fn new(clock: Arc<Steady>) -> Self {
        let (state, listeners, untold) = Default::default();
        Self { state, listeners, clock, untold }
    }

    /// Runs a step on the state, and wakes the task that sends notices if there are any.
    pub(super) fn with<T>(&self, step: impl FnOnce(&mut State, Duration) -> T) -> T {
        let mut state = self.state.lock();
        let out = step(&mut state, self.clock.uptime());
        let is_about_nodes = state.nodes.as_ref().is_some_and(Nodes::has_untold);
        if is_about_nodes || !state.turns.is_empty() {
            self.untold.notify_one();
        }
        out
    }

    /// Adds a listener; gives its number, the presences now, and all signals from now on.
    pub(super) fn join(&self, org: OrgId) -> (u64, Vec<Signal>, broadcast::Receiver<SentSignal>) {
        let me = self.listeners.fetch_add(1, Ordering::Relaxed) + 1;
        self.with(|state, _| {
            let asks = state.nodes.is_some();
            let channel = state.channels.entry(org).or_insert_with(|| Channel::new(asks));
            channel.listeners += 1;
            let (present, heard) = (channel.presences.held().collect(), channel.sender.subscribe());
            state.settle(org);
            (me, present, heard)
        })
    }

    /// Removes a listener that holds no presence any more.
    pub(super) fn leave(&self, org: OrgId) {
        self.change(org, 0, |channel, _| {
            channel.listeners = channel.listeners.saturating_sub(1);
            None
        });
    }

    /// Tells the listeners that a client types.
    pub(super) fn typing(&self, org: OrgId, by: u64, signal: Signal) {
        self.change(org, by, |channel, now| {
            channel.typing.add(signal, now);
            Some(signal)
        });
    }

    /// Adds a holder of a presence; the listeners hear if it is the first.
    pub(super) fn begin(&self, org: OrgId, by: u64, who: Who) {
        self.change(org, by, |channel, _| {
            channel.presences.begin(who).then_some(presence(who, true))
        });
    }

    /// Removes a holder of a presence; the listeners hear if it is the last.
    pub(super) fn end(&self, org: OrgId, by: u64, who: Who) {
        self.change(org, by, |channel, _| {
            channel.presences.end(who).then_some(presence(who, false))
        });
    }

    /// Changes an organization's channel; the signal that results goes to the other listeners.
    fn change(
        &self,
        org: OrgId,
        by: u64,
        change: impl FnOnce(&mut Channel, Duration) -> Option<Signal>,
    ) {
        self.with(|state, now| {
            let Some(channel) = state.channels.get_mut(&org) else { return };
            if let Some(signal) = change(channel, now) {
                channel.send(by, signal);
            }
            state.settle(org);
        });
    }
}

/// The other nodes, and the notices about this node that they have yet to get.
#[derive(Debug, Default)]
struct Nodes {
    /// The nodes that hold presences, each with the uptime of its last notice.
    heard: HashMap<NodeId, Duration>,
    begins: bool,
    lives: bool,
}

impl Nodes {
    /// Remembers that a node with presences lives; `false` if there are too many nodes.
    fn remember(&mut self, node: NodeId, now: Duration) -> bool {
        let has_room = self.heard.len() < NODES_MAX || self.heard.contains_key(&node);
        if has_room {
            self.heard.insert(node, now);
        }
        has_room
    }

    /// Tells whether there is a notice about this node.
    const fn has_untold(&self) -> bool {
        self.begins || self.lives
    }

    /// Takes the notices about this node.
    fn untold(&mut self) -> impl Iterator<Item = NodeNotice> {
        let begins = std::mem::take(&mut self.begins).then_some(NodeNotice::Begins);
        let lives = std::mem::take(&mut self.lives).then_some(NodeNotice::Lives);
        begins.into_iter().chain(lives)
    }
}

impl State {
    /// Tells whether the exchange with other nodes has started.
    pub(super) const fn is_linked(&self) -> bool {
        self.nodes.is_some()
    }

    /// Starts the exchange with other nodes.
    pub(super) fn link(&mut self) {
        self.nodes = Some(Nodes::default());
    }

    /// Takes in a notice of another node.
    pub(super) fn hear(&mut self, node: NodeId, notice: NodeNotice, now: Duration) {
        let Some(nodes) = &mut self.nodes else { return };
        match notice {
            NodeNotice::Signal(org, signal) => {
                let is_online = matches!(signal, Signal::Presence { is_online: true, .. });
                if !is_online || nodes.remember(node, now) {
                    self.show(node, org, signal);
                }
            }
            NodeNotice::Asks(org) => self.tell_all_of(org),
            NodeNotice::Lives => {
                if let Some(last) = nodes.heard.get_mut(&node) {
                    *last = now;
                }
            }
            NodeNotice::Begins => {
                self.end(node);
                self.tell_all();
            }
            NodeNotice::Stops => self.end(node),
        }
    }

    /// Ends the presences of all other nodes, since their ends may have been missed, and prepares
    /// to tell the other nodes that this one begins.
    pub(super) fn begin(&mut self) {
        let Some(nodes) = &mut self.nodes else { return };
        nodes.begins = true;
        for node in std::mem::take(&mut nodes.heard).into_keys() {
            self.forget(node);
        }
        self.tell_all();
    }

    /// Prepares to tell the other nodes that this one lives, if a client is present here.
    pub(super) fn live(&mut self) {
        let are_here = self.are_here();
        if let Some(nodes) = &mut self.nodes {
            nodes.lives = are_here;
        }
    }

    fn end(&mut self, node: NodeId) {
        if self.nodes.as_mut().is_some_and(|nodes| nodes.heard.remove(&node).is_some()) {
            self.forget(node);
        }
    }

    /// Ends the presences of nodes that are silent for too long.
    pub(super) fn end_silent(&mut self, now: Duration) {
        let is_silent = |(node, last): (&NodeId, &Duration)| {
            let silent = now.saturating_sub(*last);
            (silent > Duration::from_millis(NODE_SILENT_MAX_MS)).then_some(*node)
        };
        let nodes = self.nodes.iter().flat_map(|nodes| &nodes.heard);
        let silent: Vec<NodeId> = nodes.filter_map(is_silent).collect();
        for node in silent {
            self.end(node);
        }
    }
}
