//! The channels of organizations with listeners, and the messages to and from the other nodes of
//! the database. The tasks that wait for these messages are in `nodes.rs`.
//!
//! Locks are acquired in this order: all channels, one channel, the queue `turns`.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use deskbell_model::limits::{
    NODE_BATCH_MAX, NODE_SILENT_MAX_MS, PRESENCES_ENDED_AT_ONCE, PRESENCES_MAX,
    PRESENCES_WAITING_MAX, TYPING_LATE_MAX_MS, TYPING_NOTICE_EVERY_MS, TYPING_REMEMBERED_MAX,
    TYPING_WAITING_MAX, WHO_OF_A_NOTICE,
};
use deskbell_model::{ChatId, OrgId, Signal, Who};
use deskbell_storage::{NodeId, NodeNews, NodeNotice};
use parking_lot::Mutex;
use tokio::sync::{Notify, broadcast};

use super::ears::Ears;
use super::presences::Presences;
use crate::Steady;

/// A signal and the number of its sender: a listener on this node, or 0 for another node.
#[derive(Clone, Copy, Debug)]
pub(super) struct SentSignal {
    pub(super) by: u64,
    pub(super) signal: Signal,
}

/// The exchange of signals: the listeners of each organization, and the messages to and from the
/// other nodes.
#[derive(Debug)]
pub struct Signals {
    channels: Mutex<HashMap<OrgId, Arc<Channel>>>,
    /// The channels with messages for the other nodes, in the order in which the channels may send.
    /// A channel stays in the queue even if its listeners have left.
    turns: Mutex<VecDeque<Arc<Channel>>>,
    /// True while this node is connected to the other nodes. Without a connection, no messages for
    /// the other nodes are stored.
    is_connected: AtomicBool,
    listeners: AtomicU64,
    clock: Arc<Steady>,
    /// Notified when there is a message for the other nodes.
    pub(super) untold: Notify,
}

/// The channel through which the listeners of one organization exchange signals.
#[derive(Debug)]
pub(super) struct Channel {
    org: OrgId,
    /// The number of listeners, which changes only under the lock of all channels.
    listeners: AtomicUsize,
    state: Mutex<ChannelState>,
}

#[derive(Debug)]
struct ChannelState {
    /// The sender that reports to the listeners when a presence begins or ends. A listener that
    /// misses a beginning or an end is disconnected.
    presence_sender: broadcast::Sender<SentSignal>,
    typing_sender: broadcast::Sender<SentSignal>,
    presences: Presences,
    typing: Typing,
    /// The visitors who receive typing signals in their own chats.
    ears: Ears,
    /// True while a request for the other nodes' presences waits to be sent.
    asks: bool,
    /// True while the channel is in the queue `turns` of channels with messages to send.
    is_queued: bool,
}

/// The clients that are typing, which are reported to the other nodes at intervals.
#[derive(Debug, Default)]
struct Typing {
    /// The uptime at which each typing client was last reported to the other nodes.
    noticed: HashMap<Who, Duration>,
    /// The typing clients that are not yet reported to the other nodes, each with the uptime at
    /// which its typing signal was sent.
    untold: VecDeque<(Who, Duration)>,
}

/// A listener that has joined a channel.
pub(super) struct NewListener {
    /// The number that identifies the new listener.
    pub(super) me: u64,
    pub(super) channel: Arc<Channel>,
    /// The presences at the time when the listener joined.
    pub(super) present: Vec<Who>,
    pub(super) presences: broadcast::Receiver<SentSignal>,
    pub(super) typing: broadcast::Receiver<SentSignal>,
}

impl Typing {
    fn add(&mut self, who: Who, now: Duration) {
        let pause = Duration::from_millis(TYPING_NOTICE_EVERY_MS);
        let is_recent = |at: &Duration| now.saturating_sub(*at) < pause;
        if self.noticed.get(&who).is_some_and(is_recent) {
            return;
        }
        if self.noticed.len() >= TYPING_REMEMBERED_MAX {
            self.noticed.retain(|_, at| is_recent(at));
        }
        self.drop_late(now);
        if self.noticed.len() < TYPING_REMEMBERED_MAX {
            self.noticed.insert(who, now);
            self.untold.push_back((who, now));
        }
    }

    /// Removes the clients whose signals are too old to be sent to other nodes.
    fn drop_late(&mut self, now: Duration) {
        let late = Duration::from_millis(TYPING_LATE_MAX_MS);
        while self.untold.front().is_some_and(|(_, at)| now.saturating_sub(*at) > late) {
            self.untold.pop_front();
        }
    }

    fn untold(&mut self, limit: usize, now: Duration) -> Vec<Who> {
        self.drop_late(now);
        let count = limit.min(self.untold.len());
        self.untold.drain(..count).map(|(who, _)| who).collect()
    }
}

impl Channel {
    fn new(org: OrgId) -> Self {
        Self { org, listeners: AtomicUsize::new(0), state: Mutex::new(ChannelState::new()) }
    }

    pub(super) fn present(&self, is_wanted: impl Fn(&Who) -> bool) -> Vec<Who> {
        self.state.lock().presences.held().filter(is_wanted).collect()
    }
}

impl ChannelState {
    fn new() -> Self {
        let (presences, typing, ears) = Default::default();
        let presence_sender = broadcast::Sender::new(PRESENCES_WAITING_MAX);
        let typing_sender = broadcast::Sender::new(TYPING_WAITING_MAX);
        let (asks, is_queued) = (true, false);
        Self { presence_sender, typing_sender, presences, typing, ears, asks, is_queued }
    }

    fn send(&self, by: u64, signal: Signal) {
        if let Signal::Typing { chat, agent: Some(_) } = signal {
            self.ears.tell(chat);
        }
        let sender = match signal {
            Signal::Typing { .. } => &self.typing_sender,
            Signal::Presence { .. } => &self.presence_sender,
        };
        // Sending fails only when there are no receivers.
        let _ = sender.send(SentSignal { by, signal });
    }

    fn send_presence(&self, by: u64, (chat, agent): Who, is_online: bool) {
        self.send(by, Signal::Presence { chat, agent, is_online });
    }

    fn has_untold(&self) -> bool {
        self.asks || self.presences.has_untold() || !self.typing.untold.is_empty()
    }

    fn drop_untold(&mut self) {
        self.presences.drop_untold();
        self.typing.untold.clear();
    }

    fn untold(&mut self, has_listeners: bool, now: Duration) -> impl Iterator<Item = NodeNews> {
        let asks = std::mem::take(&mut self.asks).then_some(NodeNews::Asks);
        // Without listeners all ends of presences are sent at once, before the beginnings in a new
        // channel.
        let limit = if has_listeners { WHO_OF_A_NOTICE } else { PRESENCES_MAX };
        let (present, absent) = self.presences.untold(limit);
        let typing = self.typing.untold(WHO_OF_A_NOTICE, now);
        let some = |who: Vec<Who>| (!who.is_empty()).then_some(who);
        let absent = some(absent).map(NodeNews::Absent);
        let present = some(present).map(NodeNews::Present);
        [asks, absent, present, some(typing).map(NodeNews::Typing)].into_iter().flatten()
    }

    /// Applies a message of another node to the channel.
    fn hear(&mut self, node: NodeId, news: NodeNews, now: Duration) {
        match news {
            NodeNews::Asks => self.presences.repeat(),
            NodeNews::Typing(who) => {
                for (chat, agent) in who {
                    if let Some(chat) = chat {
                        self.send(0, Signal::Typing { chat, agent });
                    }
                }
            }
            NodeNews::Present(who) => {
                for who in who {
                    if self.presences.present_at(node, who, now) {
                        self.send_presence(0, who, true);
                    }
                }
            }
            NodeNews::Absent(who) => {
                for who in who {
                    if self.presences.absent_at(node, who) {
                        self.send_presence(0, who, false);
                    }
                }
            }
        }
    }
}

impl Signals {
    /// Creates the exchange of signals, without any channel yet.
    pub(crate) fn new(clock: Arc<Steady>) -> Self {
        let (channels, turns, is_connected, listeners, untold) = Default::default();
        Self { channels, turns, is_connected, listeners, clock, untold }
    }

    fn is_connected(&self) -> bool {
        self.is_connected.load(Ordering::Acquire)
    }

    /// Adds a listener that receives no signals yet. Returns the listener's number and its channel.
    pub(super) fn enter(&self, org: OrgId) -> (u64, Arc<Channel>) {
        let me = self.listeners.fetch_add(1, Ordering::Relaxed) + 1;
        let mut channels = self.channels.lock();
        let channel = channels.entry(org).or_insert_with(|| Arc::new(Channel::new(org)));
        channel.listeners.fetch_add(1, Ordering::AcqRel);
        (me, Arc::clone(channel))
    }

    /// Changes the set of visitors who receive typing signals.
    pub(super) fn change_ears(&self, channel: &Channel, change: impl FnOnce(&mut Ears)) {
        change(&mut channel.state.lock().ears);
    }

    /// Adds a listener to the signals of one chat, or of all chats.
    pub(super) fn join(&self, org: OrgId, chat: Option<ChatId>) -> NewListener {
        let (me, channel) = self.enter(org);
        let mut state = channel.state.lock();
        let is_about = |(of, _): &Who| chat.is_none() || of.is_none() || *of == chat;
        let present = state.presences.held().filter(is_about).collect();
        let presences = state.presence_sender.subscribe();
        let typing = state.typing_sender.subscribe();
        self.tell(&channel, &mut state);
        drop(state);
        NewListener { me, channel, present, presences, typing }
    }

    /// Tells whether an agent of the organization is present. Returns false while the organization
    /// has no listeners on this node.
    pub(super) fn has_agent(&self, org: OrgId) -> bool {
        let channel = self.channels.lock().get(&org).map(Arc::clone);
        channel.is_some_and(|channel| {
            let state = channel.state.lock();
            state.presences.held().any(|(chat, agent)| chat.is_none() && agent.is_some())
        })
    }

    /// Removes a listener from a channel. The listener's presences must have ended before.
    pub(super) fn leave(&self, channel: &Channel) {
        let mut channels = self.channels.lock();
        if channel.listeners.fetch_sub(1, Ordering::AcqRel) == 1 {
            channels.remove(&channel.org);
        }
    }

    /// Sends the listeners the signal that a client is typing.
    pub(super) fn typing(&self, channel: &Arc<Channel>, by: u64, signal: Signal) {
        let mut state = channel.state.lock();
        state.send(by, signal);
        state.typing.add(signal.who(), self.clock.uptime());
        self.tell(channel, &mut state);
    }

    /// Adds a connection of a client, and notifies the listeners if the client's presence begins.
    /// Returns `false` if the organization has too many presences.
    pub(super) fn begin(&self, channel: &Arc<Channel>, by: u64, who: Who) -> bool {
        let mut state = channel.state.lock();
        let begins = state.presences.begin(who);
        if begins == Some(true) {
            state.send_presence(by, who, true);
        }
        self.tell(channel, &mut state);
        begins.is_some()
    }

    /// Removes a connection of a client. If the client's presence ends, notifies all listeners,
    /// including the listener of the removed connection.
    pub(super) fn end(&self, channel: &Arc<Channel>, who: Who) {
        let mut state = channel.state.lock();
        if state.presences.end(who) {
            state.send_presence(0, who, false);
        }
        self.tell(channel, &mut state);
    }

    /// Adds a channel to `turns` if it has messages for the other nodes. Without a connection to
    /// the other nodes the messages are dropped, since all presences are sent again after a
    /// reconnect.
    fn tell(&self, channel: &Arc<Channel>, state: &mut ChannelState) {
        if !self.is_connected() {
            state.drop_untold();
        } else if state.has_untold() && !state.is_queued {
            state.is_queued = true;
            self.turns.lock().push_back(Arc::clone(channel));
            self.untold.notify_one();
        }
    }

    /// Removes and returns the next messages for the other nodes, a few of each organization in
    /// turn.
    pub(super) fn next_batch(&self, me: NodeId) -> Vec<NodeNotice> {
        let now = self.clock.uptime();
        let mut batch = Vec::new();
        let waiting = self.turns.lock().len();
        for _ in 0..waiting {
            if batch.len() >= NODE_BATCH_MAX {
                break;
            }
            let Some(channel) = self.turns.lock().pop_front() else { break };
            let mut state = channel.state.lock();
            state.is_queued = false;
            let notice = |news| NodeNotice { node: me, org: channel.org, news };
            let has_listeners = channel.listeners.load(Ordering::Acquire) > 0;
            batch.extend(state.untold(has_listeners, now).map(notice));
            self.tell(&channel, &mut state);
        }
        if !self.turns.lock().is_empty() {
            self.untold.notify_one();
        }
        batch
    }

    /// Applies a message of another node to the channel of its organization.
    pub(super) fn hear(&self, notice: NodeNotice) {
        let now = self.clock.uptime();
        let channel = self.channels.lock().get(&notice.org).map(Arc::clone);
        if let Some(channel) = channel {
            let mut state = channel.state.lock();
            state.hear(notice.node, notice.news, now);
            self.tell(&channel, &mut state);
        }
    }

    /// Records whether this node is connected to the other nodes.
    pub(super) fn connected(&self, is_connected: bool) {
        self.is_connected.store(is_connected, Ordering::Release);
        if is_connected {
            self.ask_all();
            self.repeat_all();
            return;
        }
        let queued = std::mem::take(&mut *self.turns.lock());
        for channel in queued {
            let mut state = channel.state.lock();
            state.is_queued = false;
            state.drop_untold();
        }
    }

    /// Asks the other nodes for their presences, since messages may have been lost.
    pub(super) fn ask_all(&self) {
        self.each(|state| state.asks = true);
    }

    /// Sends this node's presences to the other nodes again.
    pub(super) fn repeat_all(&self) {
        self.each(|state| {
            if state.presences.are_here() {
                state.presences.repeat();
            }
        });
    }

    /// Ends presences that no node has repeated for too long. One call ends a limited number of
    /// presences.
    pub(super) fn end_silent(&self) {
        let silent = Duration::from_millis(NODE_SILENT_MAX_MS);
        let Some(since) = self.clock.uptime().checked_sub(silent) else { return };
        self.each(|state| {
            for who in state.presences.expire(since, PRESENCES_ENDED_AT_ONCE) {
                state.send_presence(0, who, false);
            }
        });
    }

    /// Changes the state of every channel, without holding the lock of all channels.
    fn each(&self, change: impl Fn(&mut ChannelState)) {
        let channels: Vec<Arc<Channel>> = self.channels.lock().values().map(Arc::clone).collect();
        for channel in channels {
            let mut state = channel.state.lock();
            change(&mut state);
            self.tell(&channel, &mut state);
        }
    }
}
