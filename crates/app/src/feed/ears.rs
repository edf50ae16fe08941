//! The visitors who receive typing signals in their own chats.

use std::collections::HashMap;

use deskbell_model::ChatId;
use tokio::sync::mpsc;

/// The visitors who receive typing signals, by chat. Each visitor has a number.
#[derive(Debug, Default)]
pub(super) struct Ears(HashMap<ChatId, Vec<(u64, mpsc::Sender<ChatId>)>>);

impl Ears {
    /// Notifies the visitors of a chat that an agent is typing. A visitor who receives slowly
    /// misses some signals.
    pub(super) fn tell(&self, chat: ChatId) {
        for (_, ear) in self.0.get(&chat).into_iter().flatten() {
            let _ = ear.try_send(chat);
        }
    }

    pub(super) fn add(&mut self, me: u64, chats: &[ChatId], ear: &mpsc::Sender<ChatId>) {
        for chat in chats {
            self.0.entry(*chat).or_default().push((me, ear.clone()));
        }
    }

    pub(super) fn remove(&mut self, me: u64, chats: &[ChatId]) {
        for chat in chats {
            let Some(ears) = self.0.get_mut(chat) else { continue };
            ears.retain(|(it, _)| *it != me);
            if ears.is_empty() {
                self.0.remove(chat);
            }
        }
    }
}
