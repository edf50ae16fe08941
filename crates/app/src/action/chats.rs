//! Making chats, and changing one thing about them.

use deskbell_model::{
    AgentId, Chat, ChatId, ChatSet, CreatedWith, DepartmentId, Kind, NewChat, OrgId, Seconds,
    Status, Timestamp, WebhookEvent, rules,
};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Tx, Write, agents, applications, chats, customers,
    departments,
};
use deskbell_wire as wire;

use super::edit::{Edit, Line};
use super::{change, firing, reading};
use crate::error::{Refused, Result};
use crate::idempotency::{Created, Once};
use crate::{App, Expected};

/// What a chat says of itself when its status was set (contract §3).
const STATUS_CHANGED: &str = "chat_status_changed_by_public_api";

struct Create {
    new: NewChat,
    at: Seconds,
}

impl Write for Create {
    type Out = Result<Created, Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Self { new, at } = *self;
        if let Some(refused) = missing(tx, &new).await? {
            return Ok(Err(refused));
        }
        let id = tx.head.take_chat()?;
        let mut chat = Chat::new(id, new.customer, new.application, CreatedWith::PublicApi, at);
        (chat.assignee, chat.department) = (new.assignee, new.department);
        chats::insert(tx, &[chat]).await?;
        let view = chats::find(tx.org, tx.conn, id).await?.ok_or(Error::NotFound)?;
        let created = change(Kind::ChatCreated, id, |out| wire::chats::write(out, &view));
        let created = firing(vec![WebhookEvent::ChatNew], created);
        let seq = changes::append(tx, at, Notice::Loud, std::slice::from_ref(&created)).await?;
        let told = seq.zip(created.payload);
        let (seq, json) =
            told.ok_or_else(|| Error::Internal("a chat nobody was told of".into()))?;
        Ok(Ok(Created { seq, json }))
    }
}

/// The first of what a new chat refers to that is not there.
async fn missing<C: Conn>(tx: &mut Tx<'_, C>, new: &NewChat) -> StorageResult<Option<Refused>> {
    if customers::find(tx.org, tx.conn, new.customer).await?.is_none() {
        return Ok(Some(Refused::CustomerNotFound));
    }
    if !applications::exists(tx.org, tx.conn, new.application).await? {
        return Ok(Some(Refused::ApplicationNotFound));
    }
    if let Some(refused) = no_agent(tx, new.assignee).await? {
        return Ok(Some(refused));
    }
    no_department(tx, new.department).await
}

async fn no_agent<C: Conn>(
    tx: &mut Tx<'_, C>,
    agent: Option<AgentId>,
) -> StorageResult<Option<Refused>> {
    let Some(agent) = agent else { return Ok(None) };
    let found = agents::find(tx.org, tx.conn, agent).await?;
    Ok(found.is_none().then_some(Refused::AgentNotFound))
}

async fn no_department<C: Conn>(
    tx: &mut Tx<'_, C>,
    department: Option<DepartmentId>,
) -> StorageResult<Option<Refused>> {
    let Some(department) = department else { return Ok(None) };
    let is_there = departments::find(tx.org, tx.conn, department).await?.is_some();
    Ok((!is_there).then_some(Refused::DepartmentNotFound))
}

struct Change {
    chat: ChatId,
    set: ChatSet,
    expected: Expected,
    at: Timestamp,
}

impl Write for Change {
    /// The chat in JSON; and of a long one that was read, up to where it is still to be marked.
    type Out = Result<(String, Option<u64>), Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Some(mut edit) = Edit::begin(tx, self.chat, self.at).await? else {
            return Ok(Err(Refused::ChatMissing));
        };
        if let Some(refused) = self.refusal(tx, &edit.chat).await? {
            return Ok(Err(refused));
        }
        match self.set {
            ChatSet::Status(status) => set_status(tx, &mut edit, status).await?,
            ChatSet::Assignee(agent) if edit.chat.assignee != agent => {
                edit.chat.assignee = agent;
                edit.tell_chat();
            }
            ChatSet::Department(department) if edit.chat.department != department => {
                edit.chat.department = department;
                edit.tell_chat();
            }
            ChatSet::Snooze(until) if edit.chat.snoozed_until != until => {
                edit.chat.snoozed_until = until;
                edit.tell_chat();
            }
            ChatSet::Assignee(_) | ChatSet::Department(_) | ChatSet::Snooze(_) => {}
            ChatSet::Rating(rating) => {
                edit.chat.rating = Some(rating);
                edit.tell_chat();
            }
            ChatSet::Read(reader) => reading::read(tx, &mut edit, reader).await?,
            ChatSet::Unread(reader) => reading::unread(&mut edit, reader),
        }
        let rest = match self.set {
            ChatSet::Read(reader) => reading::rest(&edit, reader),
            _ => None,
        };
        let told = edit.finish(tx).await?;
        Ok(Ok((told.chat(tx.org, tx.conn, self.chat).await?, rest)))
    }
}

impl Change {
    /// Why it cannot be made; nothing is written.
    async fn refusal<C: Conn>(
        &self,
        tx: &mut Tx<'_, C>,
        chat: &Chat,
    ) -> StorageResult<Option<Refused>> {
        let missing = match self.set {
            ChatSet::Assignee(agent) => no_agent(tx, agent).await?,
            ChatSet::Department(department) => no_department(tx, department).await?,
            _ => None,
        };
        if missing.is_some() {
            return Ok(missing);
        }
        if self.expected.asks() {
            let view = chats::find(tx.org, tx.conn, chat.id).await?.ok_or(Error::NotFound)?;
            if let Err(refused) = self.expected.of(|out| wire::chats::write(out, &view)) {
                return Ok(Some(refused));
            }
        }
        let is_unratable = matches!(self.set, ChatSet::Rating(_)) && !rules::is_ratable(chat);
        Ok(is_unratable.then_some(Refused::NotRatable))
    }
}

async fn set_status<C: Conn>(
    tx: &mut Tx<'_, C>,
    edit: &mut Edit,
    status: Status,
) -> StorageResult<()> {
    if edit.chat.status != status {
        rules::set_status(&mut edit.chat, status, edit.at.seconds());
        edit.say(tx, Line::tech(STATUS_CHANGED)).await?;
        edit.tell_chat();
    }
    Ok(())
}

/// Ends a snooze that has run out. Whoever else did, or set another time, is right.
pub(crate) struct EndSnooze {
    pub(crate) chat: ChatId,
    pub(crate) at: Timestamp,
}

impl Write for EndSnooze {
    type Out = ();

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<()> {
        let Some(mut edit) = Edit::begin(tx, self.chat, self.at).await? else { return Ok(()) };
        let is_over = edit.chat.snoozed_until.is_some_and(|until| until <= self.at.seconds());
        if is_over {
            rules::end_snooze(&mut edit.chat);
            edit.tell_chat();
            edit.finish(tx).await?;
        }
        Ok(())
    }
}

impl App {
    /// Makes a chat: `POST /v1/chats`. Gives it in JSON.
    ///
    /// # Errors
    /// [`Refused::CustomerNotFound`] and the like for what the chat refers to,
    /// [`Refused::KeyReused`], or as the database says.
    pub async fn create_chat(
        &self,
        org: OrgId,
        new: NewChat,
        once: Option<Once>,
    ) -> Result<Vec<u8>> {
        self.create(org, once, Create { new, at: self.now() }).await
    }

    /// Changes one thing about a chat that is as expected: `PUT /v1/chats/…`. Gives the chat in
    /// JSON.
    ///
    /// # Errors
    /// [`Refused::ChatMissing`], [`Refused::AgentNotFound`], [`Refused::DepartmentNotFound`],
    /// [`Refused::Changed`], [`Refused::NotRatable`], or as the database says.
    pub async fn change_chat(
        &self,
        org: OrgId,
        chat: ChatId,
        set: ChatSet,
        expected: Expected,
    ) -> Result<Vec<u8>> {
        let change = Change { chat, set, expected, at: self.clock.now() };
        let at = change.at;
        let (json, rest) = self.store.write(org, change).await??;
        if let (ChatSet::Read(reader), Some(all)) = (set, rest) {
            while self.store.write(org, reading::Rest { chat, reader, all, at }).await? {}
        }
        Ok(json.into_bytes())
    }
}
