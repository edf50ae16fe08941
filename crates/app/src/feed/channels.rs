//! The channels of organizations with listeners, and what the other nodes of the database tell and
//! have yet to hear. `nodes.rs` has the tasks that wait.
//!
//! Locks are taken in this order: all channels, one channel, the turns.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    channels: Mutex<HashMap<OrgId, Arc<Channel>>>,
    /// The channels with notices for the other nodes, in turn. One without listeners can be here.
    turns: Mutex<VecDeque<Arc<Channel>>>,
    /// True while notices reach the other nodes. Otherwise none is stored.
    is_connected: AtomicBool,
    listeners: AtomicU64,
    clock: Arc<Steady>,
    /// Notified when there is a notice for the other nodes.
    pub(super) untold: Notify,
}

/// The listeners of an organization.
#[derive(Debug)]
pub(super) struct Channel {
    org: OrgId,
    state: Mutex<ChannelState>,
}

#[derive(Debug)]
struct ChannelState {
    listeners: usize,
    /// The beginnings and ends of presences, of which no listener may miss one.
    presence_sender: broadcast::Sender<SentSignal>,
    typing_sender: broadcast::Sender<SentSignal>,
    presences: Presences,
    typing: Typing,
    /// The visitors who hear of typing in their own chats alone.
    ears: Ears,
    /// True while the other nodes have yet to be asked who is present there.
    asks: bool,
    /// True while the channel waits for its turn.
    is_queued: bool,
}

/// The clients that are typing, of which the other nodes hear once in a while.
#[derive(Debug, Default)]
struct Typing {
    /// The uptime of the last notice about a client.
    noticed: HashMap<Who, Duration>,
    /// The clients of which the other nodes have yet to hear, each with the uptime of its typing.
    untold: VecDeque<(Who, Duration)>,
}

/// A listener that has joined a channel.
pub(super) struct NewListener {
    /// The number of the listener.
    pub(super) me: u64,
    pub(super) channel: Arc<Channel>,
    /// The presences at that time.
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

    /// Drops the clients of whom the other nodes would hear too late.
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

impl ChannelState {
    fn new() -> Self {
        let (presences, typing, ears) = Default::default();
        let presence_sender = broadcast::Sender::new(PRESENCES_WAITING_MAX);
        let typing_sender = broadcast::Sender::new(TYPING_WAITING_MAX);
        let (listeners, asks, is_queued) = (0, true, false);
        Self { listeners, presence_sender, typing_sender, presences, typing, ears, asks, is_queued }
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

    fn untold(&mut self, now: Duration) -> impl Iterator<Item = NodeNews> {
        let asks = std::mem::take(&mut self.asks).then_some(NodeNews::Asks);
        // The ends of a channel without listeners go before a new channel's beginnings.
        let limit = if self.listeners == 0 { PRESENCES_MAX } else { WHO_OF_A_NOTICE };
        let (present, absent) = self.presences.untold(limit);
        let typing = self.typing.untold(WHO_OF_A_NOTICE, now);
        let some = |who: Vec<Who>| (!who.is_empty()).then_some(who);
        let absent = some(absent).map(NodeNews::Absent);
        let present = some(present).map(NodeNews::Present);
        [asks, absent, present, some(typing).map(NodeNews::Typing)].into_iter().flatten()
    }

    /// Takes in a notice of another node.
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
    /// No organization has listeners.
    pub(crate) fn new(clock: Arc<Steady>) -> Self {
        let (channels, turns, is_connected, listeners, untold) = Default::default();
        Self { channels, turns, is_connected, listeners, clock, untold }
    }

    fn is_connected(&self) -> bool {
        self.is_connected.load(Ordering::Acquire)
    }

    /// Adds a listener that hears nothing yet; gives its number.
    pub(super) fn enter(&self, org: OrgId) -> (u64, Arc<Channel>) {
        let me = self.listeners.fetch_add(1, Ordering::Relaxed) + 1;
        let mut channels = self.channels.lock();
        let channel = channels
            .entry(org)
            .or_insert_with(|| Arc::new(Channel { org, state: Mutex::new(ChannelState::new()) }));
        channel.state.lock().listeners += 1;
        (me, Arc::clone(channel))
    }

    /// Changes which visitors hear of typing.
    pub(super) fn change_ears(&self, channel: &Channel, change: impl FnOnce(&mut Ears)) {
        change(&mut channel.state.lock().ears);
    }

    /// Adds a listener to one chat, or to all.
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

    /// Tells whether an agent is present in an organization with listeners.
    pub(super) fn has_agent(&self, org: OrgId) -> bool {
        let channel = self.channels.lock().get(&org).map(Arc::clone);
        channel.is_some_and(|channel| {
            let state = channel.state.lock();
            state.presences.held().any(|(chat, agent)| chat.is_none() && agent.is_some())
        })
    }

    /// Removes a listener that holds no presence any more.
    pub(super) fn leave(&self, channel: &Channel) {
        let mut channels = self.channels.lock();
        let mut state = channel.state.lock();
        state.listeners = state.listeners.saturating_sub(1);
        if state.listeners == 0 {
            channels.remove(&channel.org);
        }
    }

    /// Tells the listeners that a client types.
    pub(super) fn typing(&self, channel: &Arc<Channel>, by: u64, signal: Signal) {
        let mut state = channel.state.lock();
        state.send(by, signal);
        state.typing.add(signal.who(), self.clock.uptime());
        self.tell(channel, &mut state);
    }

    /// Adds a holder of a presence; the listeners hear if it is the first. Gives `false` if there
    /// are too many presences.
    pub(super) fn begin(&self, channel: &Arc<Channel>, by: u64, who: Who) -> bool {
        let mut state = channel.state.lock();
        let begins = state.presences.begin(who);
        if begins == Some(true) {
            state.send_presence(by, who, true);
        }
        self.tell(channel, &mut state);
        begins.is_some()
    }

    /// Removes a holder of a presence. All listeners hear if it is the last, also the one that
    /// ended it: others may have held the presence meanwhile.
    pub(super) fn end(&self, channel: &Arc<Channel>, who: Who) {
        let mut state = channel.state.lock();
        if state.presences.end(who) {
            state.send_presence(0, who, false);
        }
        self.tell(channel, &mut state);
    }

    /// Queues a channel for its turn if it has notices for the other nodes. While they cannot be
    /// sent, they are dropped: after that everything is told again.
    fn tell(&self, channel: &Arc<Channel>, state: &mut ChannelState) {
        if !self.is_connected() {
            state.drop_untold();
        } else if state.has_untold() && !state.is_queued {
            state.is_queued = true;
            self.turns.lock().push_back(Arc::clone(channel));
            self.untold.notify_one();
        }
    }

    /// Takes the next notices for the other nodes, a few of each organization in turn.
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
            batch.extend(state.untold(now).map(notice));
            self.tell(&channel, &mut state);
        }
        if !self.turns.lock().is_empty() {
            self.untold.notify_one();
        }
        batch
    }

    /// Takes in a notice of another node.
    pub(super) fn hear(&self, notice: NodeNotice) {
        let now = self.clock.uptime();
        let channel = self.channels.lock().get(&notice.org).map(Arc::clone);
        if let Some(channel) = channel {
            let mut state = channel.state.lock();
            state.hear(notice.node, notice.news, now);
            self.tell(&channel, &mut state);
        }
    }

    /// Notes whether notices reach the other nodes.
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

    /// Asks the other nodes who is present, since notices may have been missed.
    pub(super) fn ask_all(&self) {
        self.each(|state| state.asks = true);
    }

    /// Tells the other nodes again who is present here.
    pub(super) fn repeat_all(&self) {
        self.each(|state| {
            if state.presences.are_here() {
                state.presences.repeat();
            }
        });
    }

    /// Ends some of the presences of which other nodes said nothing for too long.
    pub(super) fn end_silent(&self) {
        let silent = Duration::from_millis(NODE_SILENT_MAX_MS);
        let Some(since) = self.clock.uptime().checked_sub(silent) else { return };
        self.each(|state| {
            for who in state.presences.expire(since, PRESENCES_ENDED_AT_ONCE) {
                state.send_presence(0, who, false);
            }
        });
    }

    /// Changes every channel, one after the other, without keeping others waiting.
    fn each(&self, change: impl Fn(&mut ChannelState)) {
        let channels: Vec<Arc<Channel>> = self.channels.lock().values().map(Arc::clone).collect();
        for channel in channels {
            let mut state = channel.state.lock();
            change(&mut state);
            self.tell(&channel, &mut state);
        }
    }
}
