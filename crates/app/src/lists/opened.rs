//! Reads of a chat that an agent opens, and of the events of customers.

use deskbell_model::limits::{CHATS_BESIDE_MAX, EVENTS_SHOWN_MAX, MESSAGES_OPENED_MAX};
use deskbell_model::{
    AgentId, ChatId, ChatScope, ChatView, CustomerId, CustomerView, Event, Mention, MessageView,
    OrgId, ReplyDraft,
};
use deskbell_query::{Binding, Cursor, Limit, NextPage, Page, Start};
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, changes, chats, customers, drafts, events,
    mentions, messages, ratings,
};
use deskbell_wire as wire;

use super::Lists;
use super::windows::ChatRows;
use crate::customer_view::find;
use crate::error::{Rejected, Result};
use crate::files::{Attached, attached};

/// The numbers of messages that an opened chat may show. The numbers are tried in this order until
/// the total size of the texts is within its limit.
const MESSAGES: [u64; 3] = [MESSAGES_OPENED_MAX, 10, 1];
/// The largest total size of the texts in an opened chat, in bytes. A single message may be longer.
const TEXT_BYTES_MAX: u64 = 256 * 1024;
/// The approximate size of an opened chat without its texts, in bytes.
const OPENED_BYTES: usize = 16 * 1024;

/// The name of the list of a chat's messages, to which cursors are bound.
pub const MESSAGES_LIST: &str = "messages";

struct Open(OrgId, ChatId, ChatScope, AgentId);

/// The rows that are read for an opened chat.
struct Found {
    seq: i64,
    chat: ChatView,
    rating_comment: Option<String>,
    customer: CustomerView,
    messages: Vec<MessageView>,
    attached: Attached,
    total: u64,
    next: NextPage,
    others: ChatRows,
    draft: Option<ReplyDraft>,
    drafts: Vec<AgentId>,
    mention: Option<Mention>,
}

impl Read for Open {
    type Out = Option<Found>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, id, scope, me) = self;
        let seq = changes::last(org, conn).await?.seq;
        let Some(view) = chats::find(org, conn, id).await? else { return Ok(None) };
        if !scope.has(view.chat.assignee, view.chat.department) {
            return Ok(None);
        }
        let Some(customer) = find(org, conn, view.chat.customer).await? else { return Ok(None) };
        let rating_comment = match view.chat.rating {
            Some(_) => ratings::last(org, conn, id).await?.and_then(|it| it.comment),
            None => None,
        };
        let list = Binding::of(org, &(MESSAGES_LIST, id));
        let start = Cursor::parse("", list).map_or_else(Start::default, Start::Cursor);
        let (mut found, mut total, mut next) = (Vec::new(), 0, NextPage::Last);
        for count in MESSAGES {
            let page = Page { limit: Limit::new(count).unwrap_or_default(), start };
            let Some(range) = messages::range(org, conn, id, page).await? else { break };
            if range.is_empty() {
                break;
            }
            let is_long = messages::text_bytes(org, conn, id, &range).await? > TEXT_BYTES_MAX;
            if count > 1 && is_long {
                continue;
            }
            found = messages::page(org, conn, id, &range).await?;
            (total, next) = (range.meta.total, range.meta.next);
            break;
        }
        let attached = attached(org, conn, id, &found).await?;
        let mut ids = chats::newest_of(org, conn, view.chat.customer, CHATS_BESIDE_MAX + 1).await?;
        ids.retain(|other| *other != id);
        let mut others = ChatRows::read(org, conn, &ids).await?;
        others.chats.retain(|view| scope.has(view.chat.assignee, view.chat.department));
        let draft = drafts::find(org, conn, id, me).await?;
        let authors = drafts::of_chats(org, conn, &[id]).await?;
        let authors = authors.into_iter().map(|it| it.agent).filter(|agent| *agent != me);
        let mention = mentions::find(org, conn, id, me).await?;
        Ok(Some(Found {
            seq,
            chat: view,
            rating_comment,
            customer,
            messages: found,
            attached,
            total,
            next,
            others,
            draft,
            drafts: authors.collect(),
            mention,
        }))
    }
}

/// A read of the newest events of a chat's customer, if the chat is in the scope.
struct EventsOfChat(OrgId, ChatId, ChatScope);

impl Read for EventsOfChat {
    type Out = Option<Vec<Event>>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, chat, scope) = self;
        let chat = chats::state(org, conn, chat).await?;
        let Some(chat) = chat.filter(|it| scope.has(it.assignee, it.department)) else {
            return Ok(None);
        };
        events::newest(org, conn, chat.customer, EVENTS_SHOWN_MAX).await.map(Some)
    }
}

/// A read of the newest events of a customer.
struct EventsOfCustomer(OrgId, CustomerId);

impl Read for EventsOfCustomer {
    type Out = Option<Vec<Event>>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, customer) = self;
        if customers::find(org, conn, customer).await?.is_none() {
            return Ok(None);
        }
        events::newest(org, conn, customer, EVENTS_SHOWN_MAX).await.map(Some)
    }
}

fn shown(events: &[Event]) -> Vec<u8> {
    let mut json = Vec::new();
    wire::inbox::chat::write_events(&mut json, events);
    json
}

impl Lists {
    /// Returns a chat that an agent opens, read in one snapshot: `GET /app/v1/chats/{id}`.
    ///
    /// # Errors
    /// [`Rejected::ChatNotFound`], also for a chat that is not in the scope, or when the database
    /// fails.
    pub async fn open_chat(
        &self,
        org: OrgId,
        chat: ChatId,
        scope: ChatScope,
        me: AgentId,
    ) -> Result<Vec<u8>> {
        let turn = self.budget.turn(org).await;
        let read = Open(org, chat, scope, me);
        let found = self.context.store.snapshot(Class::Page, read).await?;
        let found = found.ok_or(Rejected::ChatNotFound)?;
        let opened = wire::inbox::chat::Opened {
            seq: u64::try_from(found.seq).unwrap_or_default(),
            chat: &found.chat,
            rating_comment: found.rating_comment.as_deref(),
            customer: &found.customer,
            total: found.total,
            messages: found.attached.for_agents(&self.context, org, found.messages),
            next: match found.next {
                NextPage::At(cursor) => Some(cursor),
                NextPage::Last | NextPage::Unasked => None,
            },
            others: found.others.chats.iter().map(|view| found.others.row(view, me)).collect(),
            draft: found.draft.as_ref(),
            drafts: found.drafts,
            mention: found.mention.as_ref(),
        };
        let mut json = Vec::with_capacity(OPENED_BYTES);
        wire::write(&mut json, &opened);
        drop(turn);
        Ok(json)
    }

    /// Returns the newest events of a chat's customer: `GET /app/v1/chats/{id}/events`.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], also for a chat that is not in the scope, or when the database
    /// fails.
    pub async fn events_of_chat(
        &self,
        org: OrgId,
        chat: ChatId,
        scope: ChatScope,
    ) -> Result<Vec<u8>> {
        let read = EventsOfChat(org, chat, scope);
        let found = self.context.store.snapshot(Class::Page, read).await?;
        Ok(shown(&found.ok_or(Rejected::ChatMissing)?))
    }

    /// Returns the newest events of a customer: `GET /app/v1/customers/{id}/events`.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], or when the database fails.
    pub async fn events_of_customer(&self, org: OrgId, customer: CustomerId) -> Result<Vec<u8>> {
        let read = EventsOfCustomer(org, customer);
        let found = self.context.store.snapshot(Class::Page, read).await?;
        Ok(shown(&found.ok_or(Rejected::CustomerNotFound)?))
    }
}
