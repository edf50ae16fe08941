//! Listeners to the signals of an organization, which report typing and presence. Signals never
//! reach the database's tables.

use std::collections::VecDeque;
use std::sync::Arc;

use deskbell_model::limits::PRESENCES_OF_A_CONNECTION_MAX;
use deskbell_model::{ChatId, OrgId, Signal, Who};
use deskbell_wire as wire;
use tokio::sync::broadcast::Receiver;

use super::channels::{Channel, NewListener, SentSignal, Signals};
use crate::Feed;
use crate::error::Result;

/// A listener, which receives the signals of other listeners and sends signals to them.
#[derive(Debug)]
pub struct Listening {
    me: u64,
    /// The chat to whose signals the listener is limited; `None` for all chats.
    chat: Option<ChatId>,
    /// The presences at the time when listening began; the listener receives these presences first.
    present: std::vec::IntoIter<Who>,
    presences: Receiver<SentSignal>,
    typing: Receiver<SentSignal>,
    signals: Arc<Signals>,
    channel: Arc<Channel>,
    /// The presences that this listener holds, the oldest first. They end when the listener is
    /// dropped.
    held: VecDeque<Who>,
}

impl Listening {
    /// Waits for the next signal of another listener, in JSON. The presences that existed when
    /// listening began come first. A slow listener misses the oldest typing signals. Returns `None`
    /// if the listener missed the beginning or end of a presence. Dropping the future loses no
    /// signal.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        self.next_signal().await.map(json)
    }

    /// Waits for the next signal, as [`Listening::next`] does, and returns a value instead of JSON.
    pub async fn next_signal(&mut self) -> Option<Signal> {
        loop {
            if let Some((chat, agent)) = self.present.next() {
                return Some(Signal::Presence { chat, agent, is_online: true });
            }
            let sent = tokio::select! {
                biased;
                sent = self.presences.recv() => sent.ok()?,
                sent = self.typing.recv() => match sent {
                    Ok(sent) => sent,
                    Err(_) => continue,
                },
            };
            if sent.by != self.me && self.is_about(sent.signal) {
                return Some(sent.signal);
            }
        }
    }

    /// Returns a presence signal for each other client that is present in one of these chats.
    #[must_use]
    pub fn present_in(&self, chats: &[ChatId]) -> Vec<Signal> {
        let is_in = |who: &Who| who.0.is_some_and(|chat| chats.contains(&chat));
        let present = self.channel.present(|who| is_in(who) && !self.held.contains(who));
        let signal = |(chat, agent)| Signal::Presence { chat, agent, is_online: true };
        present.into_iter().map(signal).collect()
    }

    fn is_about(&self, signal: Signal) -> bool {
        // A presence without a chat concerns every chat.
        self.chat.is_none() || signal.chat().is_none() || signal.chat() == self.chat
    }

    /// Sends a signal to the other listeners. The beginning of a presence is sent only for the
    /// client's first connection, and the end only for the client's last connection.
    pub fn give(&mut self, signal: Signal) {
        match signal {
            Signal::Typing { .. } => self.signals.typing(&self.channel, self.me, signal),
            Signal::Presence { is_online: true, .. } => self.begin(signal.who()),
            Signal::Presence { is_online: false, .. } => self.end(signal.who()),
        }
    }

    fn begin(&mut self, who: Who) {
        if self.held.contains(&who) {
            return;
        }
        if self.held.len() >= PRESENCES_OF_A_CONNECTION_MAX
            && let Some(oldest) = self.held.front().copied()
        {
            self.end(oldest);
        }
        if self.signals.begin(&self.channel, self.me, who) {
            self.held.push_back(who);
        }
    }

    fn end(&mut self, who: Who) {
        if let Some(place) = self.held.iter().position(|held| *held == who) {
            self.held.remove(place);
            self.signals.end(&self.channel, who);
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        while let Some(who) = self.held.front().copied() {
            self.end(who);
        }
        self.signals.leave(&self.channel);
    }
}

fn json(signal: Signal) -> Vec<u8> {
    let mut json = Vec::new();
    wire::signals::write(&mut json, signal);
    json
}

impl Feed {
    /// Tells whether an agent of the organization is present. Presences on other nodes are known
    /// only while the organization has listeners on this node.
    #[must_use]
    pub fn has_agent(&self, org: OrgId) -> bool {
        self.signals.has_agent(org)
    }

    /// Listens to the signals of one chat of an organization, or of all chats.
    ///
    /// # Errors
    /// When the operating system gives no randomness for the name of this node.
    pub fn listen(&self, org: OrgId, chat: Option<ChatId>) -> Result<Listening> {
        self.link_nodes()?;
        let signals = Arc::clone(&self.signals);
        let NewListener { me, channel, present, presences, typing } = signals.join(org, chat);
        let (present, held) = (present.into_iter(), VecDeque::new());
        Ok(Listening { me, chat, present, presences, typing, signals, channel, held })
    }
}
