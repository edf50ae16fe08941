//! The new chats of a job, which are stored together.

use deskbell_model::limits::PAGE_ITEMS_MAX;
use deskbell_model::{Chat, Kind, Message, Seconds};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Tx, chats as stored_chats, messages as stored_messages,
};

use super::super::change;

/// New chats and their messages, which are not stored yet.
#[derive(Default)]
pub(super) struct NewChats {
    chats: Vec<Chat>,
    messages: Vec<Message>,
}

impl NewChats {
    pub(super) fn add(&mut self, chat: Chat, messages: Vec<Message>) {
        self.chats.push(chat);
        self.messages.extend(messages);
    }

    /// Stores the chats, and records their changes. Each change contains the present data of the
    /// chat's customer and agents.
    pub(super) async fn store<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
        at: Seconds,
    ) -> StorageResult<()> {
        let Self { chats, messages } = std::mem::take(self);
        if chats.is_empty() {
            return Ok(());
        }
        stored_chats::insert(tx, &chats).await?;
        stored_messages::insert(tx.org, tx.conn, &messages).await?;
        for some in chats.chunks(PAGE_ITEMS_MAX as usize) {
            let ids: Vec<_> = some.iter().map(|chat| chat.id).collect();
            let views = stored_chats::found(tx.org, tx.conn, &ids).await?;
            if views.len() < ids.len() {
                return Err(Error::NotFound);
            }
            let created = views.iter().map(|view| change(Kind::ChatCreated, view.chat.id, view));
            let created: Vec<_> = created.collect();
            changes::append(tx, at, Notice::Silent, &created).await?;
        }
        Ok(())
    }
}
