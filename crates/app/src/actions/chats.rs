//! Chats: creation, and changes of one field.

use std::convert::Infallible;

use deskbell_model::{
    Actor, AgentId, Chat, ChatId, ChatSet, ChatView, CreatedWith, DepartmentId, Kind, NewChat,
    Right, Seconds, Status, Timestamp, WebhookEvent, rules,
};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Stop, Tx, Write, agents, applications, chats, customers,
    departments, messages,
};

use super::chat_tx::{ChatTx, Draft};
use super::expected::Expected;
use super::idempotency::Once;
use super::recorded::{Created, Recorded};
use super::{Actions, change, reading, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

struct Create {
    new: NewChat,
    at: Seconds,
}

impl Write for Create {
    type Out = Recorded<ChatView>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self { new, at } = *self;
        check(tx, &new).await?;
        let id = tx.counters.take_chat()?;
        let with = match tx.origin.actor {
            Actor::Agent(_) => CreatedWith::AgentMessage,
            _ => CreatedWith::PublicApi,
        };
        let mut chat = Chat::new(id, new.customer, new.application, with, at);
        (chat.assignee, chat.department) = (new.assignee, new.department);
        chats::insert(tx, &[chat]).await?;
        let view = chats::find(tx.org, tx.conn, id).await?.ok_or(Error::NotFound)?;
        let mut created = change(Kind::ChatCreated, id, &view);
        created.events = vec![WebhookEvent::ChatNew];
        Ok(record(tx, at, created, view).await?)
    }
}

/// Refuses a new chat that refers to a missing object.
async fn check<C: Conn>(tx: &mut Tx<'_, C>, new: &NewChat) -> Result<(), Stop<Rejected>> {
    if customers::find(tx.org, tx.conn, new.customer).await?.is_none() {
        return Err(refused(Rejected::CustomerNotFound));
    }
    if !applications::exists(tx.org, tx.conn, new.application).await? {
        return Err(refused(Rejected::ApplicationNotFound));
    }
    check_agent(tx, new.assignee).await?;
    check_department(tx, new.department).await
}

pub(crate) async fn check_agent<C: Conn>(
    tx: &mut Tx<'_, C>,
    agent: Option<AgentId>,
) -> Result<(), Stop<Rejected>> {
    let Some(agent) = agent else { return Ok(()) };
    let found = agents::find(tx.org, tx.conn, agent).await?;
    found.map(drop).ok_or(refused(Rejected::AgentNotFound))
}

pub(crate) async fn check_department<C: Conn>(
    tx: &mut Tx<'_, C>,
    department: Option<DepartmentId>,
) -> Result<(), Stop<Rejected>> {
    let Some(department) = department else { return Ok(()) };
    let found = departments::find(tx.org, tx.conn, department).await?;
    found.map(drop).ok_or(refused(Rejected::DepartmentNotFound))
}

/// A change of one field of a chat.
pub(super) struct ChangeChat {
    pub(super) chat: ChatId,
    pub(super) set: ChatSet,
    pub(super) expected: Expected,
    pub(super) at: Timestamp,
}

impl Write for ChangeChat {
    /// The changed chat, and the write that marks the next messages as read; `None` when no such
    /// write is needed.
    type Out = (Recorded<ChatView>, Option<reading::Rest>);
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let chat = ChatTx::begin(tx, self.chat, self.at).await?;
        let mut chat = chat.ok_or(refused(Rejected::ChatMissing))?;
        self.check(tx, &chat.chat).await?;
        let mut rest = None;
        match &self.set {
            ChatSet::Status(status) => set_status(tx, &mut chat, *status).await?,
            ChatSet::Read(reader) => {
                reading::read(tx, &mut chat, *reader).await?;
                rest = reading::rest(&chat, *reader, self.at);
            }
            ChatSet::Unread(reader) => reading::unread(&mut chat, *reader),
            set => chat.set(set),
        }
        let finished = chat.finish(tx).await?;
        Ok((finished.chat(tx, self.chat).await?, rest))
    }
}

impl ChangeChat {
    /// Refuses a missing agent or department, an unexpected state of the chat, and a rating of a
    /// chat that cannot be rated.
    async fn check<C: Conn>(&self, tx: &mut Tx<'_, C>, chat: &Chat) -> Result<(), Stop<Rejected>> {
        match self.set {
            ChatSet::Assignee(agent) => check_agent(tx, agent).await?,
            ChatSet::Department(department) => check_department(tx, department).await?,
            _ => {}
        }
        if matches!(self.expected, Expected::CustomerIs(customer) if customer != chat.customer) {
            return Err(refused(Rejected::ChatMissing));
        }
        if self.expected.asks() {
            let view = chats::find(tx.org, tx.conn, chat.id).await?.ok_or(Error::NotFound)?;
            self.expected.of(&view).map_err(refused)?;
        }
        if matches!(self.set, ChatSet::Rating(_)) && !rules::is_ratable(chat) {
            return Err(refused(Rejected::NotRatable));
        }
        Ok(())
    }
}

/// Sets the status of a chat, and posts a tech message about the change. When a chat is reopened,
/// the customer's wait begins with the first message that nobody answered.
pub(crate) async fn set_status<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: &mut ChatTx,
    status: Status,
) -> StorageResult<()> {
    if chat.chat.status != status {
        let by = tx.origin.actor;
        if chat.chat.status == Status::Closed {
            let since = messages::unanswered_since(tx.org, tx.conn, &chat.chat).await?;
            chat.chat.waiting_since = since.map(Timestamp::seconds);
        }
        rules::set_status(&mut chat.chat, status, by, chat.at.seconds());
        chat.post(tx, Draft::tech(rules::status_note(by))).await?;
        chat.update();
    }
    Ok(())
}

/// A write that ends a chat's snooze if the stored end of the snooze has passed, and otherwise
/// changes nothing.
pub(crate) struct EndSnooze {
    pub(crate) chat: ChatId,
    pub(crate) at: Timestamp,
}

impl Write for EndSnooze {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let Some(mut chat) = ChatTx::begin(tx, self.chat, self.at).await? else { return Ok(()) };
        let is_over = chat.chat.snoozed_until.is_some_and(|until| until <= self.at.seconds());
        if is_over {
            rules::end_snooze(&mut chat.chat);
            chat.update();
            chat.finish(tx).await?;
        }
        Ok(())
    }
}

impl Actions {
    /// Creates a chat: `POST /v1/chats`.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`] or a similar error for a missing object that the chat refers
    /// to, [`Rejected::KeyReused`], or when the database fails.
    pub async fn create_chat(
        &self,
        caller: Caller,
        new: NewChat,
        once: Option<Once>,
    ) -> Result<Created<ChatView>> {
        let create = Create { new, at: self.context.now() };
        self.create(caller, Right::Chats, once, create).await
    }

    /// Changes one field of a chat that is in the expected state: `PUT /v1/chats/…`.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], [`Rejected::AgentNotFound`], [`Rejected::DepartmentNotFound`],
    /// [`Rejected::Changed`], [`Rejected::NotRatable`], or when the database fails.
    pub async fn change_chat(
        &self,
        caller: Caller,
        chat: ChatId,
        set: ChatSet,
        expected: Expected,
    ) -> Result<Recorded<ChatView>> {
        let at = self.context.clock.now();
        let change = ChangeChat { chat, set, expected, at };
        let (changed, rest) = self.write(caller, Right::Chats, change).await?;
        if let Some(rest) = rest {
            while self.write(caller, Right::Chats, rest).await? {}
        }
        Ok(changed)
    }
}
