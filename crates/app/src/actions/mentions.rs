//! Mentions of agents in notes. A mention lasts until the mentioned agent writes in the chat or
//! removes the mention.

use deskbell_model::limits::MENTIONS_OF_AGENT_MAX;
use deskbell_model::{AgentId, Chat, ChatId, ChatScope, Kind, Mention, Right, Seconds};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{
    Conn, Result as StorageResult, Stop, Tx, Write, agents, departments, mentions,
};
use deskbell_wire as wire;

use super::{Actions, in_scope, refused, rendered};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// Refuses mentions of agents who do not exist, or who may not see the chat.
pub(crate) async fn check<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: &Chat,
    mentioned: &[AgentId],
) -> Result<(), Stop<Rejected>> {
    for agent in mentioned {
        let member = agents::member(tx.org, tx.conn, *agent).await?;
        let member = member.filter(|it| it.deactivated_at.is_none());
        let member = member.ok_or(refused(Rejected::AgentNotFound))?;
        let departments = departments::of_agent(tx.org, tx.conn, *agent).await?;
        let (role, sees_all) = (member.agent.role, member.agents_see_all);
        let scope = ChatScope::of(*agent, role, sees_all, &departments);
        if !scope.has(chat.assignee, chat.department) {
            return Err(refused(Rejected::MentionUnseen));
        }
    }
    Ok(())
}

/// Records that a mention began or ended.
async fn note<C: Conn>(
    tx: &mut Tx<'_, C>,
    mention: &Mention,
    is_there: bool,
    at: Seconds,
) -> StorageResult<()> {
    let json = rendered(|out| wire::inbox::mention::write_change(out, mention, is_there));
    let change = Change::new(Kind::MentionUpdated, mention.chat, Some(json));
    changes::append_one(tx, at, Notice::Notify, &change).await?;
    Ok(())
}

/// Stores a mention, replacing an older mention of the agent in the chat. An agent with too many
/// mentions loses the oldest mention.
pub(crate) async fn begin<C: Conn>(tx: &mut Tx<'_, C>, mention: &Mention) -> StorageResult<()> {
    let (agent, at) = (mention.agent, mention.created_at);
    if mentions::find(tx.org, tx.conn, mention.chat, agent).await?.is_some() {
        mentions::save(tx.org, tx.conn, mention).await?;
    } else {
        if mentions::count(tx.org, tx.conn, agent).await? >= MENTIONS_OF_AGENT_MAX.into()
            && let Some(oldest) = mentions::oldest(tx.org, tx.conn, agent).await?
        {
            end(tx, (oldest.chat, agent), at).await?;
        }
        mentions::insert(tx.org, tx.conn, mention).await?;
    }
    note(tx, mention, true, at).await
}

/// Ends the mention of an agent in a chat, if there is one.
pub(crate) async fn end<C: Conn>(
    tx: &mut Tx<'_, C>,
    (chat, agent): (ChatId, AgentId),
    at: Seconds,
) -> StorageResult<()> {
    let Some(mention) = mentions::find(tx.org, tx.conn, chat, agent).await? else {
        return Ok(());
    };
    mentions::remove(tx.org, tx.conn, chat, agent).await?;
    note(tx, &mention, false, at).await
}

/// A write that ends an agent's mention in a chat, if the agent may see the chat.
struct End {
    chat: ChatId,
    agent: AgentId,
    scope: ChatScope,
    at: Seconds,
}

impl Write for End {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self { chat, agent, scope, at } = self;
        in_scope(tx, *chat, scope).await?.ok_or(refused(Rejected::ChatMissing))?;
        Ok(end(tx, (*chat, *agent), *at).await?)
    }
}

impl Actions {
    /// Ends the mention of an agent in a chat, if there is one.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`] for a chat that is not in the scope, or when the database fails.
    pub async fn end_mention(
        &self,
        caller: Caller,
        (agent, scope): (AgentId, ChatScope),
        chat: ChatId,
    ) -> Result<()> {
        let end = End { chat, agent, scope, at: self.context.now() };
        self.write(caller, Right::Messages, end).await
    }
}
