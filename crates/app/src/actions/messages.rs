//! Posting messages.

use deskbell_model::{
    Actor, Author, File, FileId, MessageKind, MessageView, NewMessage, Right, Timestamp, file,
    rules,
};
use deskbell_storage::{Conn, Stop, Tx, Write, agents, files};

use super::chat_tx::{ChatTx, Draft};
use super::idempotency::Once;
use super::recorded::{Created, Recorded};
use super::{Actions, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

struct Post {
    new: NewMessage,
    by: Actor,
    at: Timestamp,
}

/// Finds the files of a message by this author, in order. The author must have the right to use
/// each file. A file must belong to no other message, and must not be an agent's picture.
///
/// # Errors
/// [`Rejected::FileNotFound`], or when the database fails.
pub(crate) async fn new_files<C: Conn>(
    tx: &mut Tx<'_, C>,
    by: Actor,
    ids: &[FileId],
) -> Result<Vec<File>, Stop<Rejected>> {
    let mut found: Vec<File> = Vec::with_capacity(ids.len());
    for id in ids {
        let file = files::unnamed(tx.org, tx.conn, *id).await?;
        let is_new = |file: &File| {
            file::may_name(by, file.new.by) && found.iter().all(|other| other.id != file.id)
        };
        let file = file.filter(is_new).ok_or(refused(Rejected::FileNotFound))?;
        found.push(file);
    }
    Ok(found)
}

impl Write for Post {
    type Out = Recorded<MessageView>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self { new, by, at } = self;
        let chat = ChatTx::begin(tx, new.chat, *at).await?;
        let mut chat = chat.ok_or(refused(Rejected::ChatMissing))?;
        let agent = match new.agent {
            Some(id) => {
                let found = agents::find(tx.org, tx.conn, id).await?;
                Some(found.ok_or(refused(Rejected::AgentNotFound))?)
            }
            None => None,
        };
        if agent.is_some() {
            chat.load_writers(tx).await?;
        }
        let was_assigned = chat.chat.assignee.is_some();
        let author = match &agent {
            Some(agent) => Author::Agent(agent),
            None if new.is_private => Author::Agents,
            None => Author::Customer,
        };
        let kind = if new.is_private { MessageKind::Private } else { MessageKind::Message };
        let files = new_files(tx, *by, &new.files).await?;
        let draft = Draft { author, kind, text: &new.text };
        let posted = chat.post_with(tx, draft, &files).await?;
        if !was_assigned && chat.chat.assignee.is_some() {
            chat.post(tx, Draft::tech(rules::AUTO_ASSIGNED)).await?;
        }
        Ok(chat.finish(tx).await?.message(posted)?)
    }
}

impl Actions {
    /// Posts a message: `POST /v1/messages`.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`], [`Rejected::AgentNotFound`], [`Rejected::FileNotFound`],
    /// [`Rejected::KeyReused`], or when the database fails.
    pub async fn post_message(
        &self,
        caller: Caller,
        new: NewMessage,
        once: Option<Once>,
    ) -> Result<Created<MessageView>> {
        let post = Post { new, by: caller.actor, at: self.context.clock.now() };
        self.create(caller, Right::Messages, once, post).await
    }
}
