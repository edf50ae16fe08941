//! Pages of a chat's messages. If the texts of a page are long, the read is abandoned, and repeated
//! after memory for the page is reserved.

use deskbell_model::limits::{PAGE_ITEMS_MAX, PAGE_TEXT_BYTES_MAX};
use deskbell_model::{ChatId, ChatScope, MessageView, OrgId};
use deskbell_query::{Meta, Page};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, chats, messages};
use deskbell_wire::{self as wire, ToJson};

use super::Lists;
use super::rows::RowsAnswer;
use crate::Answer;
use crate::error::{Error, Rejected, Result};
use crate::files::{Attached, attached};

/// The approximate size of a message's JSON, in bytes.
const MESSAGE_BYTES: usize = 600;
/// The number of attempts to read a page that does not fit into its reserved memory.
const TRIES_MAX: usize = 4;

/// A read of a page of a chat's messages, if the chat is in the scope. The last field is the limit
/// of the texts' total size, in bytes.
struct MessagePage(OrgId, ChatScope, ChatId, Page, Shows, u64);

/// The way in which a page of messages shows the messages' files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// The files are shown as links in the texts.
    Links,
    /// The files are shown in a separate list of each message.
    Files,
}

enum Messages {
    Page(Vec<MessageView>, Attached, Meta),
    /// The texts of the page are too long. The value is the texts' total size, in bytes.
    Larger(u64),
}

impl Read for MessagePage {
    type Out = Option<Messages>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, scope, chat, page, shows, bytes_max) = self;
        if scope != ChatScope::All {
            let found = chats::state(org, conn, chat).await?;
            if !found.is_some_and(|chat| scope.has(chat.assignee, chat.department)) {
                return Ok(None);
            }
        }
        let Some(range) = messages::range(org, conn, chat, page).await? else {
            return Ok(None);
        };
        let mut found = Vec::new();
        if !range.is_empty() {
            let bytes = messages::text_bytes(org, conn, chat, &range).await?;
            if bytes > bytes_max {
                return Ok(Some(Messages::Larger(bytes)));
            }
            found = messages::page(org, conn, chat, &range).await?;
        }
        let attached = match shows {
            Shows::Files => attached(org, conn, chat, &found).await?,
            Shows::Links => Attached::default(),
        };
        Ok(Some(Messages::Page(found, attached, range.meta)))
    }
}

impl Lists {
    /// Returns a page of a chat's messages, newest first: `GET /v1/chats/{id}/messages`.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], also for a chat that is not in the scope,
    /// [`Rejected::MessagesMissing`], [`Error::NoRoom`], or when the
    /// database fails.
    pub async fn messages(
        &self,
        org: OrgId,
        scope: &ChatScope,
        chat: ChatId,
        page: Page,
    ) -> Result<Answer> {
        self.message_page((org, scope, chat, page), Shows::Links, |messages, _| messages).await
    }

    /// Returns a page of a chat's messages in the form shown to agents, newest first: `GET
    /// /app/v1/chats/{id}/messages`.
    ///
    /// # Errors
    /// The errors of [`Lists::messages`].
    pub async fn messages_with_files(
        &self,
        org: OrgId,
        scope: &ChatScope,
        chat: ChatId,
        page: Page,
    ) -> Result<Answer> {
        let shown =
            |messages, attached: Attached| attached.for_agents(&self.context, org, messages);
        self.message_page((org, scope, chat, page), Shows::Files, shown).await
    }

    async fn message_page<M: ToJson + Send + Sync + 'static>(
        &self,
        (org, scope, chat, page): (OrgId, &ChatScope, ChatId, Page),
        shows: Shows,
        shown: impl Fn(Vec<MessageView>, Attached) -> Vec<M>,
    ) -> Result<Answer> {
        let (mut class, mut bytes_max, mut held) = (Class::Page, PAGE_TEXT_BYTES_MAX, None);
        for _ in 0..TRIES_MAX {
            let turn = self.budget.turn(org).await;
            let page = MessagePage(org, scope.clone(), chat, page, shows, bytes_max);
            let found =
                self.context.store.snapshot(class, page).await?.ok_or(Rejected::ChatMissing)?;
            drop(turn);
            let (messages, meta) = match found {
                Messages::Page(messages, attached, meta) => (shown(messages, attached), meta),
                Messages::Larger(bytes) => {
                    // Before the page is read again, new messages can push shorter messages out of
                    // the page.
                    bytes_max = bytes + PAGE_TEXT_BYTES_MAX;
                    class = Class::Scan;
                    drop(held.take());
                    held = Some(self.room_for(org, PAGE_ITEMS_MAX as usize, bytes_max).await?);
                    continue;
                }
            };
            if meta.total == 0 {
                return Err(Rejected::MessagesMissing.into());
            }
            if let Some(held) = held {
                let write = wire::messages::write_part;
                return Answer::large(
                    &self.budget,
                    held,
                    RowsAnswer { rows: messages, meta, write },
                )
                .await;
            }
            let mut json = Vec::with_capacity(64 + messages.len() * MESSAGE_BYTES);
            wire::messages::write_page(&mut json, &messages, &meta);
            return Ok(json.into());
        }
        Err(Error::NoRoom)
    }
}
