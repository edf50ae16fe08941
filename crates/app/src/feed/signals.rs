//! A listener to the signals of an organization: typing and presence. Signals pass through memory
//! of a fixed size, and never reach the database's tables.

use std::collections::VecDeque;
use std::sync::Arc;

use deskbell_model::limits::PRESENCES_OF_A_CONNECTION_MAX;
use deskbell_model::{ChatId, OrgId, Signal};
use deskbell_wire as wire;
use tokio::sync::broadcast::{self, error::RecvError};

use super::channels::{SentSignal, Signals};
use super::presences::Who;
use crate::Feed;
use crate::error::Result;

/// A listener, which receives the signals of other listeners and sends its own.
#[derive(Debug)]
pub struct Listening {
    me: u64,
    org: OrgId,
    /// The chat to which the signals are limited, if there is one.
    chat: Option<ChatId>,
    /// The presences at the beginning, which are received first.
    present: std::vec::IntoIter<Signal>,
    heard: broadcast::Receiver<SentSignal>,
    signals: Arc<Signals>,
    /// The presences that this listener holds, the oldest first. They end when the listener is
    /// dropped.
    held: VecDeque<Who>,
}

impl Listening {
    /// Waits for the next signal of another listener, in JSON; the presences of the others come
    /// first. A slow listener misses the oldest signals. Dropping the future loses no signal.
    pub async fn next(&mut self) -> Vec<u8> {
        loop {
            let signal = if let Some(signal) = self.present.next() {
                signal
            } else {
                match self.heard.recv().await {
                    Ok(given) if given.by != self.me => given.signal,
                    Ok(_) | Err(RecvError::Lagged(_)) => continue,
                    // This never happens: the organization's channel lasts as long as a listener.
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            };
            if self.is_about(signal) {
                let mut json = Vec::new();
                wire::signals::write(&mut json, signal);
                return json;
            }
        }
    }

    fn is_about(&self, signal: Signal) -> bool {
        // A presence without a chat concerns every chat.
        self.chat.is_none() || signal.chat().is_none() || signal.chat() == self.chat
    }

    /// Sends a signal to the other listeners. They hear of a presence when it begins, and when the
    /// last connection that holds it ends it.
    pub fn give(&mut self, signal: Signal) {
        match signal {
            Signal::Typing { .. } => self.signals.typing(self.org, self.me, signal),
            Signal::Presence { chat, agent, is_online: true } => self.begin((chat, agent)),
            Signal::Presence { chat, agent, is_online: false } => self.end((chat, agent)),
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
        self.held.push_back(who);
        self.signals.begin(self.org, self.me, who);
    }

    fn end(&mut self, who: Who) {
        if let Some(place) = self.held.iter().position(|held| *held == who) {
            self.held.remove(place);
            self.signals.end(self.org, self.me, who);
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        while let Some(who) = self.held.front().copied() {
            self.end(who);
        }
        self.signals.leave(self.org);
    }
}

impl Feed {
    /// Listens to the signals of an organization: of one chat, or of all.
    ///
    /// # Errors
    /// When the random name of this node cannot be drawn.
    pub fn listen(&self, org: OrgId, chat: Option<ChatId>) -> Result<Listening> {
        self.link_nodes()?;
        let (signals, held) = (Arc::clone(&self.signals), VecDeque::new());
        let (me, present, heard) = signals.join(org);
        Ok(Listening { me, org, chat, present: present.into_iter(), heard, signals, held })
    }
}
