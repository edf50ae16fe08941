//! Signals between those who listen to an organization on this process: who is typing, who is
//! there. They pass through memory of a fixed size and never reach the database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use deskbell_model::limits::SIGNALS_SHARED_MAX;
use deskbell_model::{ChatId, OrgId, Signal};
use deskbell_wire as wire;
use parking_lot::Mutex;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::Feed;

/// A signal, and which listener gave it.
#[derive(Clone, Copy, Debug)]
struct Given {
    by: u64,
    signal: Signal,
}

/// The organizations somebody listens to.
#[derive(Debug, Default)]
pub struct Signals {
    channels: Mutex<HashMap<OrgId, broadcast::Sender<Given>>>,
    listeners: AtomicU64,
}

/// Somebody who hears the signals of others and gives some.
#[derive(Debug)]
pub struct Listening {
    me: u64,
    /// Only what is about this chat is heard, if there is one.
    chat: Option<ChatId>,
    heard: broadcast::Receiver<Given>,
    channel: broadcast::Sender<Given>,
    /// Whose presence was told last: it ends with the listener.
    present: Option<Signal>,
}

impl Listening {
    /// The next signal of somebody else, as it is shown. Whoever is behind misses the oldest.
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Vec<u8> {
        loop {
            match self.heard.recv().await {
                Ok(given) if given.by != self.me && self.is_about(given.signal) => {
                    let mut json = Vec::new();
                    wire::signals::write(&mut json, given.signal);
                    return json;
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                // Cannot be: a sender is held here.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    fn is_about(&self, signal: Signal) -> bool {
        // Who is there at all concerns every chat.
        self.chat.is_none() || signal.chat().is_none() || signal.chat() == self.chat
    }

    /// Tells the others.
    pub fn give(&mut self, signal: Signal) {
        if let Signal::Presence { is_online, .. } = signal {
            self.present = is_online.then_some(signal);
        }
        // Without receivers there is nobody to tell; this listener is one.
        let _ = self.channel.send(Given { by: self.me, signal });
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(Signal::Presence { chat, agent, .. }) = self.present {
            self.give(Signal::Presence { chat, agent, is_online: false });
        }
    }
}

impl Feed {
    /// Listens to the signals of an organization: to those about a chat, or to all.
    #[must_use]
    pub fn listen(&self, org: OrgId, chat: Option<ChatId>) -> Listening {
        let me = self.signals.listeners.fetch_add(1, Ordering::Relaxed);
        let mut channels = self.signals.channels.lock();
        channels.retain(|_, channel| channel.receiver_count() > 0);
        let channel =
            channels.entry(org).or_insert_with(|| broadcast::Sender::new(SIGNALS_SHARED_MAX));
        let (channel, heard) = (channel.clone(), channel.subscribe());
        Listening { me, chat, heard, channel, present: None }
    }
}
