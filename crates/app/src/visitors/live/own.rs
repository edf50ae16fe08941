//! The database reads that are needed for the events on a visitor's page: the visitor's session and
//! chats, and a single chat.

use super::unread::Unread;
use deskbell_model::limits::CHATS_FOLLOWED_MAX;
use deskbell_model::{
    ApplicationId, ChatId, ChatView, CustomerId, FeedPosition, OrgId, VisitorSession,
};
use deskbell_storage::{
    Conn, Read, Result as StorageResult, applications, changes, chats, messages, visitor_sessions,
};

/// The state of a visitor's session and chats at one point in time.
pub(super) struct OwnState {
    pub(super) position: FeedPosition,
    /// False if the application's widget is switched off.
    pub(super) is_active: bool,
    pub(super) session: Option<VisitorSession>,
    /// The visitor's latest chats, the newest chat first.
    pub(super) chats: Vec<ChatId>,
}

pub(super) struct ReadOwnState {
    pub(super) org: OrgId,
    pub(super) application: ApplicationId,
    pub(super) hash: String,
}

impl Read for ReadOwnState {
    type Out = OwnState;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<OwnState> {
        let Self { org, application, hash } = self;
        let position = changes::last(org, conn).await?;
        let application = applications::find(org, conn, application).await?;
        let is_active = application.is_some_and(|it| it.active);
        let session = visitor_sessions::find(org, conn, &hash).await?;
        let mut own = OwnState { position, is_active, session, chats: Vec::new() };
        if let Some(customer) = own.session.as_ref().and_then(|session| session.customer) {
            let limit = u32::try_from(CHATS_FOLLOWED_MAX).unwrap_or(u32::MAX);
            own.chats = chats::latest_of(org, conn, customer, limit).await?;
        }
        Ok(own)
    }
}

/// A read of a customer's chat with its number of unread messages; `None` if the chat is not the
/// customer's.
pub(super) struct ReadOwnChat {
    pub(super) org: OrgId,
    pub(super) customer: CustomerId,
    pub(super) chat: ChatId,
}

impl Read for ReadOwnChat {
    type Out = Option<(ChatView, Unread)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self { org, customer, chat } = self;
        let found = chats::found(org, conn, &[chat]).await?.pop();
        let Some(view) = found.filter(|view| view.chat.customer == customer) else {
            return Ok(None);
        };
        let at = changes::last(org, conn).await?.seq;
        let count = messages::unread_by_customer(org, conn, &view.chat).await?;
        Ok(Some((view, Unread::counted(count, at))))
    }
}
