//! A single chat, and the number of chats. Lists of chats and searches are in `question.rs`.

use deskbell_model::{ChatId, ChatView, OrgId};
use deskbell_storage::{Class, chats, reads};
use deskbell_wire as wire;

use super::Lists;
use crate::error::{Rejected, Result};

/// The approximate size of a chat's JSON, in bytes.
const CHAT_BYTES: usize = 900;

reads! {
    ChatTotal(org: OrgId) -> u64 = async |conn| chats::total(org, conn).await;
    OneChat(org: OrgId, chat: ChatId) -> Option<ChatView> =
        async |conn| chats::find(org, conn, chat).await;
}

impl Lists {
    /// Returns the number of an organization's chats in JSON: `GET /v1/chats/total`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chats_total(&self, org: OrgId) -> Result<Vec<u8>> {
        let total = self.context.store.read(Class::Point, ChatTotal(org)).await?;
        let mut json = Vec::new();
        wire::chats::write_total(&mut json, total);
        Ok(json)
    }

    /// Returns one chat in JSON: `GET /v1/chats/{id}`.
    ///
    /// # Errors
    /// [`Rejected::ChatNotFound`], or when the database fails.
    pub async fn chat(&self, org: OrgId, chat: ChatId) -> Result<Vec<u8>> {
        let found = self.context.store.snapshot(Class::Point, OneChat(org, chat)).await?;
        let view = found.ok_or(Rejected::ChatNotFound)?;
        let mut json = Vec::with_capacity(CHAT_BYTES);
        wire::write(&mut json, &view);
        Ok(json)
    }
}
