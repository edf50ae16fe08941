//! Replies and notes of agents. A reply is refused if another agent has replied and the author has
//! not yet seen the other reply.

use deskbell_model::{
    AgentId, Author, ChatScope, Mention, MessageKind, MessageView, NewReply, Right, Timestamp,
    rules,
};
use deskbell_storage::{Conn, Stop, Tx, Write, agents, messages};

use super::chat_tx::{ChatTx, Draft};
use super::idempotency::Once;
use super::messages::new_files;
use super::recorded::{Created, Recorded};
use super::{Actions, drafts, mentions, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

struct Post {
    new: NewReply,
    agent: AgentId,
    scope: ChatScope,
    at: Timestamp,
}

impl Write for Post {
    type Out = Recorded<MessageView>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let Self { new, agent, scope, at } = self;
        let chat = ChatTx::begin(tx, new.chat, *at).await?;
        let chat = chat.filter(|it| scope.has(it.chat.assignee, it.chat.department));
        let mut chat = chat.ok_or(refused(Rejected::ChatMissing))?;
        if let Some(seen) = new.seen.filter(|_| !new.anyway && !new.is_note) {
            let newer = messages::newest_reply(tx.org, tx.conn, &chat.chat, seen, *agent).await?;
            if let Some(newer) = newer {
                let (by, at) = (newer.agent, newer.created_at.seconds());
                return Err(refused(Rejected::NewerReply { by, at }));
            }
        }
        let found = agents::find(tx.org, tx.conn, *agent).await?;
        let found = found.ok_or(refused(Rejected::AgentNotFound))?;
        chat.load_writers(tx).await?;
        let was_assigned = chat.chat.assignee.is_some();
        let kind = if new.is_note { MessageKind::Private } else { MessageKind::Message };
        let author = Author::Agent(&found);
        let files = new_files(tx, tx.origin.actor, &new.files).await?;
        let posted = chat.post_with(tx, Draft { author, kind, text: &new.text }, &files).await?;
        if !was_assigned && chat.chat.assignee.is_some() {
            chat.post(tx, Draft::tech(rules::AUTO_ASSIGNED)).await?;
        }
        mentions::check(tx, &chat.chat, &new.mentions).await?;
        let at = chat.at.seconds();
        let posted = chat.finish(tx).await?.message(posted)?;
        drafts::end(tx, (new.chat, *agent), at).await?;
        mentions::end(tx, (new.chat, *agent), at).await?;
        for mentioned in new.mentions.iter().filter(|it| *it != agent) {
            let mention = Mention {
                agent: *mentioned,
                chat: new.chat,
                message: posted.value.message.id,
                by: *agent,
                created_at: at,
            };
            mentions::begin(tx, &mention).await?;
        }
        Ok(posted)
    }
}

impl Actions {
    /// Posts a reply or a note of an agent, and ends the agent's draft and mention in the chat.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`] for a chat that is not in the scope, [`Rejected::NewerReply`],
    /// [`Rejected::FileNotFound`], [`Rejected::AgentNotFound`] and [`Rejected::MentionUnseen`] for
    /// a mentioned agent, [`Rejected::KeyReused`], or when the database fails.
    pub async fn reply(
        &self,
        caller: Caller,
        (agent, scope): (AgentId, ChatScope),
        new: NewReply,
        once: Option<Once>,
    ) -> Result<Created<MessageView>> {
        let post = Post { new, agent, scope, at: self.context.clock.now() };
        self.create(caller, Right::Messages, once, post).await
    }
}
