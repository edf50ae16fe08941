//! The signals of visitors. A visitor receives only the signal that an agent is typing in one of
//! the visitor's own chats. A signal wakes only the visitors of its chat.

use std::sync::Arc;

use deskbell_model::limits::CHATS_FOLLOWED_MAX;
use deskbell_model::{ChatId, OrgId, Signal, Who};
use tokio::sync::mpsc;

use super::channels::{Channel, Signals};
use crate::Feed;
use crate::error::Result;

/// A connected visitor, who receives typing signals of some chats, and whose typing and presence
/// are shown to agents.
#[derive(Debug)]
pub struct Overhearing {
    me: u64,
    chats: Vec<ChatId>,
    ear: mpsc::Sender<ChatId>,
    heard: mpsc::Receiver<ChatId>,
    signals: Arc<Signals>,
    channel: Arc<Channel>,
    /// The chat in which agents see the visitor as present.
    held: Option<ChatId>,
}

const fn present(chat: ChatId) -> Who {
    (Some(chat), None)
}

impl Overhearing {
    /// Waits until an agent types, and returns the chat. Dropping the future loses no signal.
    pub async fn next(&mut self) -> ChatId {
        match self.heard.recv().await {
            Some(chat) => chat,
            // The sender is a field, so the receiver does not close.
            None => std::future::pending().await,
        }
    }

    /// Sets the chats whose typing signals the visitor receives from now on.
    pub(crate) fn follow(&mut self, chats: &[ChatId]) {
        let before = std::mem::replace(&mut self.chats, chats.to_vec());
        let (me, ear, now) = (self.me, &self.ear, &self.chats);
        self.signals.change_ears(&self.channel, |ears| {
            ears.remove(me, &before);
            ears.add(me, now, ear);
        });
        if self.held.is_some_and(|held| !self.chats.contains(&held)) {
            self.leave_chat();
        }
    }

    /// Reports to the agents that the visitor is typing in a chat, if the visitor follows the chat.
    pub(crate) fn typing(&self, chat: ChatId) {
        if self.chats.contains(&chat) {
            let signal = Signal::Typing { chat, agent: None };
            self.signals.typing(&self.channel, self.me, signal);
        }
    }

    /// Shows the visitor to agents as present in this chat, and in no other chat.
    pub(crate) fn look_at(&mut self, chat: ChatId) {
        if self.held == Some(chat) || !self.chats.contains(&chat) {
            return;
        }
        self.leave_chat();
        if self.signals.begin(&self.channel, self.me, present(chat)) {
            self.held = Some(chat);
        }
    }

    /// Tells whether the visitor is present in a chat.
    pub(crate) const fn is_present(&self) -> bool {
        self.held.is_some()
    }

    fn leave_chat(&mut self) {
        if let Some(chat) = self.held.take() {
            self.signals.end(&self.channel, present(chat));
        }
    }
}

impl Drop for Overhearing {
    fn drop(&mut self) {
        self.leave_chat();
        let (me, chats) = (self.me, &self.chats);
        self.signals.change_ears(&self.channel, |ears| ears.remove(me, chats));
        self.signals.leave(&self.channel);
    }
}

impl Feed {
    /// Connects a visitor, who receives no signals before [`Overhearing::follow`].
    ///
    /// # Errors
    /// When the operating system gives no randomness for the name of this node.
    pub(crate) fn overhear(&self, org: OrgId) -> Result<Overhearing> {
        self.link_nodes()?;
        let signals = Arc::clone(&self.signals);
        let (me, channel) = signals.enter(org);
        let (ear, heard) = mpsc::channel(CHATS_FOLLOWED_MAX);
        Ok(Overhearing { me, chats: Vec::new(), ear, heard, signals, channel, held: None })
    }
}
