//! Posting messages.

use deskbell_model::{Author, MessageKind, MessageView, NewMessage, Right, Timestamp, rules};
use deskbell_storage::{Conn, Stop, Tx, Write, agents};

use super::chat_tx::{ChatTx, Draft};
use super::idempotency::Once;
use super::recorded::{Created, Recorded};
use super::{Actions, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

struct Post {
    new: NewMessage,
    at: Timestamp,
}

impl Write for Post {
    type Out = Recorded<MessageView>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self { new, at } = self;
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
        let posted = chat.post(tx, Draft { author, kind, text: &new.text }).await?;
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
    /// [`Rejected::ChatMissing`], [`Rejected::AgentNotFound`], [`Rejected::KeyReused`], or when the
    /// database fails.
    pub async fn post_message(
        &self,
        caller: Caller,
        new: NewMessage,
        once: Option<Once>,
    ) -> Result<Created<MessageView>> {
        let post = Post { new, at: self.context.clock.now() };
        self.create(caller, Right::Messages, once, post).await
    }
}
