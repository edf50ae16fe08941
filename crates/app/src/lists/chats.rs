//! A single chat, and the number of chats. Lists of chats and searches are in `question.rs`.

use deskbell_model::{ChatId, ChatView, OrgId};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, chats};
use deskbell_wire as wire;

use super::Lists;
use crate::error::{Rejected, Result};

/// The approximate size of a chat's JSON, in bytes.
const CHAT_BYTES: usize = 900;

struct ChatTotal(OrgId);

impl Read for ChatTotal {
    type Out = u64;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        chats::total(self.0, conn).await
    }
}

struct OneChat(OrgId, ChatId);

impl Read for OneChat {
    type Out = Option<ChatView>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        chats::find(self.0, conn, self.1).await
    }
}

impl Lists {
    /// The number of an organization's chats: `GET /v1/chats/total`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chats_total(&self, org: OrgId) -> Result<Vec<u8>> {
        let total = self.context.store.read(Class::Point, ChatTotal(org)).await?;
        let mut json = Vec::new();
        wire::chats::write_total(&mut json, total);
        Ok(json)
    }

    /// One chat: `GET /v1/chats/{id}`.
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
