//! Reads: what the lists and single objects answer, rendered.

pub(crate) mod customers;
mod listed;
mod organizations;
mod question;
mod rows;
mod search;
mod webhooks;

use std::sync::Arc;

use deskbell_model::limits::{PAGE_ITEMS_MAX, PAGE_TEXT_BYTES_MAX};
use deskbell_model::{ChatId, ChatView, MessageView, OrgId};
use deskbell_query::{ChatSort, Meta, Page, Question, Sorted};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, chats, messages};
use deskbell_wire as wire;

use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::index::Indexes;
use crate::{Answer, Room};
pub use listed::Listed;
use rows::{Rows, chats_bytes};

/// What a chat's JSON takes, about.
const CHAT_BYTES: usize = 900;
/// What a message's JSON takes, about.
const MESSAGE_BYTES: usize = 600;
/// How often a page of messages is read that turns out to be longer than there is room for.
const MESSAGES_TRIES_MAX: usize = 4;

/// What lists, searches and shows: from the indexes in memory, or from the database.
#[derive(Debug)]
pub struct Lists {
    pub(crate) context: Context,
    /// Memory that large answers share.
    pub room: Arc<Room>,
    pub(crate) indexes: Indexes,
}

impl Lists {
    pub(crate) fn new(context: Context, room: Arc<Room>) -> Self {
        let indexes = Indexes::new(context.settings.index);
        Self { context, room, indexes }
    }
}

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

/// A page of messages, if its texts take no more than so many bytes.
struct MessagePage(OrgId, ChatId, Page, u64);

/// What a page of messages is.
enum Messages {
    Page(Vec<MessageView>, Meta),
    /// Its texts take so many bytes.
    Larger(u64),
}

impl Body for MessagePage {
    type Out = Option<Messages>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, chat, page, bytes_max) = self;
        let Some(stretch) = messages::stretch(org, conn, chat, page).await? else {
            return Ok(None);
        };
        let mut found = Vec::new();
        if !stretch.is_empty() {
            let bytes = messages::text_bytes(org, conn, chat, &stretch).await?;
            if bytes > bytes_max {
                return Ok(Some(Messages::Larger(bytes)));
            }
            found = messages::page(org, conn, chat, &stretch).await?;
        }
        Ok(Some(Messages::Page(found, stretch.meta)))
    }
}

impl Lists {
    /// A page of an organization's chats with their total: `GET /v1/chats`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn chats(&self, org: OrgId, page: Sorted<ChatSort>) -> Result<Answer> {
        self.answer(org, Question::Chats(page)).await
    }

    /// A page of chats from the database.
    async fn read_chats(&self, org: OrgId, class: Class, page: Sorted<ChatSort>) -> Result<Answer> {
        let (rows, meta) = self.context.store.snapshot(class, ChatPage(org, page)).await?;
        let bytes = chats_bytes(&rows);
        self.shown(org, bytes, Rows { rows, meta, write: wire::pages::write_part }).await
    }

    /// How many chats an organization has: `GET /v1/chats/total`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn chats_total(&self, org: OrgId) -> Result<Vec<u8>> {
        let total = self.context.store.read(Class::Point, ChatTotal(org)).await?;
        let mut json = Vec::new();
        wire::chats::write_total(&mut json, total);
        Ok(json)
    }

    /// One chat: `GET /v1/chats/{id}`.
    ///
    /// # Errors
    /// [`Refused::ChatNotFound`], or as the database says.
    pub async fn chat(&self, org: OrgId, chat: ChatId) -> Result<Vec<u8>> {
        let found = self.context.store.snapshot(Class::Point, OneChat(org, chat)).await?;
        let view = found.ok_or(Refused::ChatNotFound)?;
        let mut json = Vec::with_capacity(CHAT_BYTES);
        wire::write(&mut json, &view);
        Ok(json)
    }

    /// A page of a chat's messages, newest first: `GET /v1/chats/{id}/messages`.
    ///
    /// # Errors
    /// [`Refused::ChatMissing`], [`Refused::MessagesMissing`], [`Error::NoRoom`], or as the
    /// database says.
    pub async fn messages(&self, org: OrgId, chat: ChatId, page: Page) -> Result<Answer> {
        let (mut class, mut bytes_max, mut held) = (Class::Page, PAGE_TEXT_BYTES_MAX, None);
        for _ in 0..MESSAGES_TRIES_MAX {
            let turn = self.room.turn(org).await;
            let page = MessagePage(org, chat, page, bytes_max);
            let found =
                self.context.store.snapshot(class, page).await?.ok_or(Refused::ChatMissing)?;
            drop(turn);
            let (messages, meta) = match found {
                Messages::Page(messages, meta) => (messages, meta),
                Messages::Larger(bytes) => {
                    // What is said meanwhile may be longer than what it comes in place of.
                    bytes_max = bytes + PAGE_TEXT_BYTES_MAX;
                    class = Class::Scan;
                    drop(held.take());
                    held = Some(self.room_for(org, PAGE_ITEMS_MAX as usize, bytes_max).await?);
                    continue;
                }
            };
            if meta.total == 0 {
                return Err(Refused::MessagesMissing.into());
            }
            if let Some(held) = held {
                let write = wire::messages::write_part;
                return Answer::large(&self.room, held, Rows { rows: messages, meta, write }).await;
            }
            let mut json = Vec::with_capacity(64 + messages.len() * MESSAGE_BYTES);
            wire::messages::write_page(&mut json, &messages, &meta);
            return Ok(json.into());
        }
        Err(Error::NoRoom)
    }
}
