//! Signals between the listeners of an organization on this process: typing and presence. They pass
//! through memory of a fixed size and never reach the database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use deskbell_model::limits::SIGNALS_SHARED_MAX;
use deskbell_model::{ChatId, OrgId, Signal};
use deskbell_wire as wire;
use parking_lot::Mutex;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::Feed;

/// A signal, and the number of the listener that sent it.
#[derive(Clone, Copy, Debug)]
struct Given {
    by: u64,
    signal: Signal,
}

/// The organizations that have listeners.
#[derive(Debug, Default)]
pub struct Signals {
    channels: Mutex<HashMap<OrgId, broadcast::Sender<Given>>>,
    listeners: AtomicU64,
}

/// A listener, which receives the signals of other listeners and sends its own.
#[derive(Debug)]
pub struct Listening {
    me: u64,
    /// The chat to which the signals are limited, if there is one.
    chat: Option<ChatId>,
    heard: broadcast::Receiver<Given>,
    channel: broadcast::Sender<Given>,
    /// The presence that this listener sent last; other listeners see its end when the listener is
    /// dropped.
    present: Option<Signal>,
}

impl Listening {
    /// Waits for the next signal of another listener, in JSON. A slow listener misses the oldest
    /// signals. Dropping the future loses no signal.
    pub async fn next(&mut self) -> Vec<u8> {
        loop {
            match self.heard.recv().await {
                Ok(given) if given.by != self.me && self.is_about(given.signal) => {
                    let mut json = Vec::new();
                    wire::signals::write(&mut json, given.signal);
                    return json;
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                // This never happens: the listener itself holds a sender.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    fn is_about(&self, signal: Signal) -> bool {
        // A presence without a chat concerns every chat.
        self.chat.is_none() || signal.chat().is_none() || signal.chat() == self.chat
    }

    /// Sends a signal to the other listeners.
    pub fn give(&mut self, signal: Signal) {
        if let Signal::Presence { is_online, .. } = signal {
            self.present = is_online.then_some(signal);
        }
        // Sending fails only when there are no receivers; this listener is one.
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
    /// Listens to the signals of an organization: of one chat, or of all.
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
