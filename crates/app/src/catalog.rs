//! Reads: what the lists and single objects answer, rendered.

pub(crate) mod customers;
mod desk;
mod search;
mod webhooks;

use deskbell_index::Question;
use deskbell_model::{ChatId, ChatView, MessageView, OrgId};
use deskbell_query::{ChatSort, Meta, Page, Sorted};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, chats, messages};
use deskbell_wire as wire;

use crate::error::{Refused, Result};
use crate::{Answer, App};

/// What a chat's JSON takes, about.
const CHAT_BYTES: usize = 900;
/// What a message's JSON takes, about.
const MESSAGE_BYTES: usize = 600;

struct ChatPage(OrgId, Sorted<ChatSort>);

impl Body for ChatPage {
    type Out = (Vec<ChatView>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        chats::page(self.0, conn, self.1).await
    }
}

struct ChatTotal(OrgId);

impl Body for ChatTotal {
    type Out = u64;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        chats::total(self.0, conn).await
    }
}

struct OneChat(OrgId, ChatId);

impl Body for OneChat {
    type Out = Option<ChatView>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        chats::find(self.0, conn, self.1).await
    }
}

struct MessagePage(OrgId, ChatId, Page);

impl Body for MessagePage {
    type Out = Option<(Vec<MessageView>, Meta)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        messages::page(self.0, conn, self.1, self.2).await
    }
}

impl App {
    /// A page of an organization's chats with their total: `GET /v1/chats`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn chats(&self, org: OrgId, page: Sorted<ChatSort>) -> Result<Answer> {
        if let Some(answer) = self.ask_index(org, &Question::Chats(page)).await? {
            return Ok(answer);
        }
        Ok(self.read_chats(org, page).await?.into())
    }

    /// The same from the database.
    pub(crate) async fn read_chats(&self, org: OrgId, page: Sorted<ChatSort>) -> Result<Vec<u8>> {
        let class = if page.page.is_deep() { Class::Scan } else { Class::Page };
        let (chats, meta) = self.store.snapshot(class, ChatPage(org, page)).await?;
        let mut json = Vec::with_capacity(64 + chats.len() * CHAT_BYTES);
        wire::chats::write_page(&mut json, &chats, &meta, wire::chats::write);
        Ok(json)
    }

    /// How many chats an organization has: `GET /v1/chats/total`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn chats_total(&self, org: OrgId) -> Result<Vec<u8>> {
        let total = self.store.read(Class::Point, ChatTotal(org)).await?;
        let mut json = Vec::new();
        wire::chats::write_total(&mut json, total);
        Ok(json)
    }

    /// One chat: `GET /v1/chats/{id}`.
    ///
    /// # Errors
    /// [`Refused::ChatNotFound`], or as the database says.
    pub async fn chat(&self, org: OrgId, chat: ChatId) -> Result<Vec<u8>> {
        let found = self.store.snapshot(Class::Point, OneChat(org, chat)).await?;
        let view = found.ok_or(Refused::ChatNotFound)?;
        let mut json = Vec::with_capacity(CHAT_BYTES);
        wire::chats::write(&mut json, &view);
        Ok(json)
    }

    /// A page of a chat's messages, newest first: `GET /v1/chats/{id}/messages`.
    ///
    /// # Errors
    /// [`Refused::ChatMissing`], [`Refused::MessagesMissing`], or as the database says.
    pub async fn messages(&self, org: OrgId, chat: ChatId, page: Page) -> Result<Vec<u8>> {
        let found = self.store.snapshot(Class::Page, MessagePage(org, chat, page)).await?;
        let (messages, meta) = found.ok_or(Refused::ChatMissing)?;
        if meta.total == 0 {
            return Err(Refused::MessagesMissing.into());
        }
        let mut json = Vec::with_capacity(64 + messages.len() * MESSAGE_BYTES);
        wire::messages::write_page(&mut json, &messages, &meta);
        Ok(json)
    }
}
