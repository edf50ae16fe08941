//! The reads of the data that a visitor sees: the visitor's chats with their unread messages, and
//! the messages of one chat. Each read checks that the chat belongs to the customer.

use deskbell_model::limits::{VISITOR_CHATS_MAX, VISITOR_MESSAGES, VISITOR_PAGE_BYTES};
use deskbell_model::{ChatId, ChatView, CustomerId, CustomerView, FeedPosition, MessageId, OrgId};
use deskbell_storage::messages::{self, SeenMessages};
use deskbell_storage::{Conn, Read, Result as StorageResult, changes, chats};
use deskbell_wire::widget::UnreadCounts;

use crate::customer_view::find;
use crate::files::{Attached, attached};

/// A chat with the number of messages that its customer has not read.
pub(super) type CountedChat = (ChatView, u64);

/// A read of a customer's latest chats, newest first.
pub(super) struct OwnChats {
    pub(super) org: OrgId,
    pub(super) customer: CustomerId,
}

impl Read for OwnChats {
    type Out = Vec<CountedChat>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let ids = chats::latest_of(self.org, conn, self.customer, VISITOR_CHATS_MAX).await?;
        let mut counted = Vec::with_capacity(ids.len());
        for view in chats::found(self.org, conn, &ids).await? {
            let unread = match view.chat.read_by_customer {
                true => 0,
                false => messages::unread_by_customer(self.org, conn, &view.chat).await?,
            };
            counted.push((view, unread));
        }
        Ok(counted)
    }
}

/// Sums the numbers of unread messages and unread chats.
pub(super) fn unread(chats: &[CountedChat]) -> UnreadCounts {
    let unread = chats.iter().map(|(_, unread)| *unread).filter(|unread| *unread > 0);
    UnreadCounts { messages: unread.clone().sum(), chats: unread.count() as u64 }
}

/// A read of a page of the messages of a customer's chat; `None` if the chat is not the customer's.
pub(super) struct OwnMessages {
    pub(super) org: OrgId,
    pub(super) customer: CustomerId,
    pub(super) chat: ChatId,
    pub(super) before: Option<MessageId>,
    pub(super) limit: u32,
}

impl Read for OwnMessages {
    type Out = Option<(SeenMessages, Attached)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self { org, customer, chat, before, limit } = self;
        let found = chats::state(org, conn, chat).await?;
        if found.is_none_or(|found| found.customer != customer) {
            return Ok(None);
        }
        let page = (limit, VISITOR_PAGE_BYTES);
        let seen = messages::seen(org, conn, chat, before, page).await?;
        let attached = attached(org, conn, chat, &seen.messages).await?;
        Ok(Some((seen, attached)))
    }
}

/// A read of the chats and messages that a page shows to a visitor, in one snapshot.
pub(super) struct ReadOwnRows {
    pub(super) org: OrgId,
    pub(super) customer: Option<CustomerId>,
}

/// The chats and messages that a page shows to a visitor.
pub(super) struct OwnRows {
    pub(super) position: FeedPosition,
    pub(super) customer: Option<CustomerView>,
    pub(super) chats: Vec<CountedChat>,
    /// The most recently used chat, with its newest messages and their files.
    pub(super) open: Option<(ChatId, SeenMessages, Attached)>,
}

impl Read for ReadOwnRows {
    type Out = OwnRows;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<OwnRows> {
        let Self { org, customer } = self;
        let position = changes::last(org, conn).await?;
        let mut shown = OwnRows { position, customer: None, chats: Vec::new(), open: None };
        let Some(id) = customer else { return Ok(shown) };
        shown.customer = find(org, conn, id).await?;
        shown.chats = OwnChats { org, customer: id }.run(conn).await?;
        let last = shown.chats.iter().map(|(view, _)| &view.chat);
        let last = last.max_by_key(|chat| (chat.last_message_at, chat.id)).map(|chat| chat.id);
        if let Some(chat) = last {
            let page = (VISITOR_MESSAGES, VISITOR_PAGE_BYTES);
            let seen = messages::seen(org, conn, chat, None, page).await?;
            let attached = attached(org, conn, chat, &seen.messages).await?;
            shown.open = Some((chat, seen, attached));
        }
        Ok(shown)
    }
}
