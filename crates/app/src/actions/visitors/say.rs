//! The messages of visitors. A visitor's first message creates the customer and the chat.

use deskbell_model::customer::Assign;
use deskbell_model::{
    Actor, ApplicationId, Author, Chat, ChatId, CreatedWith, CustomerId, FileId, Kind, Message,
    MessageKind, MessageView, PageVisit, Right, Side, Timestamp, WebhookEvent, rules, webhook,
};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Stop, Tx, Write, chats, files, idempotency, messages,
};
use deskbell_wire as wire;

use super::{become_known, edit, see};
use crate::access::Visitor;
use crate::actions::chat_tx::{ChatTx, Draft};
use crate::actions::idempotency::Once;
use crate::actions::messages::new_files;
use crate::actions::recorded::{Created, Recorded};
use crate::actions::{Actions, change, refused};
use crate::error::{Rejected, Result};

/// A message that a visitor writes.
#[derive(Clone, Debug)]
pub struct NewVisitorMessage {
    /// The chat of the message; `None` to begin a new chat.
    pub chat: Option<ChatId>,
    /// The text of the message.
    pub text: String,
    /// The files of the message, in order.
    pub files: Vec<FileId>,
    /// The visitor's answers in the form that the widget shows before a chat.
    pub fields: Vec<Assign>,
    /// The visit to the page on which the visitor writes.
    pub visit: PageVisit,
}

struct Say {
    visitor: Visitor,
    new: NewVisitorMessage,
    once: Once,
    since: deskbell_model::Seconds,
    at: Timestamp,
}

impl Write for Say {
    type Out = Created<MessageView>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self { visitor, new, once, since, at } = self;
        let earlier = once.earlier(tx.org, tx.conn, *since).await?;
        let known = become_known(tx, visitor, &new.visit, at.seconds()).await?;
        if let Some(earlier) = earlier {
            let json = earlier.map_err(refused)?;
            // All visitors of an organization share one set of Idempotency-Keys, but must not see
            // each other's answers.
            let chat = wire::messages::chat_of(json.as_bytes());
            let chat = chat.ok_or(refused(Rejected::KeyReused))?;
            own(tx, chat, known.id).await?.ok_or(refused(Rejected::KeyReused))?;
            return Ok(Created::Before(json));
        }
        if known.is_blocked {
            return Err(refused(Rejected::Blocked));
        }
        edit(tx, known.id, new.fields.clone(), at.seconds()).await?;
        see(tx, known.id, &new.visit, at.seconds()).await?;
        let recorded = match new.chat {
            Some(chat) => go_on(tx, chat, known.id, new, *at).await?,
            None => begin(tx, visitor.application, known.id, new, *at).await?,
        };
        let seq = recorded.seq.ok_or_else(|| Error::Internal("nothing was said".into()))?;
        let named = (once.operation(), once.key());
        let now = (seq, at.seconds());
        idempotency::keep(tx.org, tx.conn, named, once.body_hash(), now).await?;
        Ok(Created::Now(recorded))
    }
}

/// Finds the state of a chat, and refuses a chat of another customer.
async fn own<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: ChatId,
    customer: CustomerId,
) -> StorageResult<Option<Chat>> {
    let chat = chats::state(tx.org, tx.conn, chat).await?;
    Ok(chat.filter(|chat| chat.customer == customer))
}

/// Adds a message to an existing chat of the customer, unless too many messages of the chat wait
/// for an answer.
async fn go_on<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: ChatId,
    customer: CustomerId,
    new: &NewVisitorMessage,
    at: Timestamp,
) -> Result<Recorded<MessageView>, Stop<Rejected>> {
    let mine = own(tx, chat, customer).await?.ok_or(refused(Rejected::ChatMissing))?;
    if messages::waits_for_answer(tx.org, tx.conn, &mine).await? {
        return Err(refused(Rejected::WaitsForAnswer));
    }
    let mut open = ChatTx::begin(tx, chat, at).await?.ok_or(refused(Rejected::ChatMissing))?;
    let files = new_files(tx, Actor::Customer(customer), &new.files).await?;
    let (author, kind) = (Author::Customer, MessageKind::Message);
    let posted = open.post_with(tx, Draft { author, kind, text: &new.text }, &files).await?;
    Ok(open.finish(tx).await?.message(posted)?)
}

/// Begins a chat of the customer with the chat's first message.
async fn begin<C: Conn>(
    tx: &mut Tx<'_, C>,
    application: ApplicationId,
    customer: CustomerId,
    new: &NewVisitorMessage,
    at: Timestamp,
) -> Result<Recorded<MessageView>, Stop<Rejected>> {
    let attached = new_files(tx, Actor::Customer(customer), &new.files).await?;
    let id = tx.counters.take_chat()?;
    let with = CreatedWith::CustomerMessage;
    let mut chat = Chat::new(id, customer, application, with, at.seconds());
    let message = tx.counters.take_message()?;
    let (side, kind) = (Side::Customer, MessageKind::Message);
    let text = wire::files::with_links(&new.text, &attached);
    let message = Message::new(message, &chat, side, None, kind, at).saying(text);
    files::name(tx.org, tx.conn, &attached, (id, message.seq)).await?;
    rules::after_message(&mut chat, &message);
    chats::insert(tx, std::slice::from_ref(&chat)).await?;
    messages::insert(tx.org, tx.conn, std::slice::from_ref(&message)).await?;
    let view = chats::find(tx.org, tx.conn, id).await?.ok_or(Error::NotFound)?;
    let mut created = change(Kind::ChatCreated, id, &view);
    created.events = vec![WebhookEvent::ChatNew];
    let view = MessageView { message, agent_name: None };
    let mut said = change(Kind::MessageCreated, &view.message, &view);
    said.events = webhook::of_message(&view.message).into_iter().collect();
    let json = said.payload.clone().unwrap_or_default();
    let seqs = changes::append(tx, at.seconds(), Notice::Notify, &[created, said]).await?;
    Ok(Recorded { seq: seqs.last().copied(), json, value: view })
}

impl Actions {
    /// Posts a visitor's message: `POST /widget/v1/messages`. Returns the message's JSON in the
    /// form that `/v1` returns.
    ///
    /// # Errors
    /// [`Rejected::VisitorUnknown`], [`Rejected::Blocked`], [`Rejected::ChatMissing`],
    /// [`Rejected::WaitsForAnswer`], [`Rejected::FileNotFound`], [`Rejected::KeyReused`], or when
    /// the database fails.
    pub(crate) async fn post_visitor_message(
        &self,
        visitor: &Visitor,
        new: NewVisitorMessage,
        once: Once,
    ) -> Result<String> {
        let (visitor, at) = (visitor.clone(), self.context.clock.now());
        let say = Say { visitor: visitor.clone(), new, once, since: self.keys_since(), at };
        let said = self.write(visitor.caller(), Right::Messages, say).await?;
        Ok(self.counted(said).into_json())
    }
}
