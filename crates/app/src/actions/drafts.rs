//! Drafts of messages. Other agents see that a draft was begun or ended, but not its text.

use deskbell_model::limits::DRAFTS_OF_AGENT_MAX;
use deskbell_model::{AgentId, ChatId, ChatScope, Kind, ReplyDraft, Right, Seconds};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Result as StorageResult, Stop, Tx, Write, drafts};
use deskbell_wire as wire;

use super::{Actions, in_scope, refused, rendered};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// Records that an agent's draft in a chat was begun or ended.
async fn note<C: Conn>(
    tx: &mut Tx<'_, C>,
    (chat, agent): (ChatId, AgentId),
    is_there: bool,
    at: Seconds,
) -> StorageResult<()> {
    let json = rendered(|out| wire::inbox::draft::write_change(out, chat, agent, is_there));
    let change = Change::new(Kind::DraftUpdated, chat, Some(json));
    changes::append_one(tx, at, Notice::Notify, &change).await?;
    Ok(())
}

/// Deletes the draft of an agent in a chat, if there is one, and records the end.
pub(crate) async fn end<C: Conn>(
    tx: &mut Tx<'_, C>,
    (chat, agent): (ChatId, AgentId),
    at: Seconds,
) -> StorageResult<()> {
    if drafts::remove(tx.org, tx.conn, chat, agent).await? {
        note(tx, (chat, agent), false, at).await?;
    }
    Ok(())
}

/// Deletes up to `limit` drafts that were last stored before a time. Returns the number of deleted
/// drafts.
pub(crate) async fn end_old<C: Conn>(
    tx: &mut Tx<'_, C>,
    before: Seconds,
    at: Seconds,
    limit: u32,
) -> StorageResult<u64> {
    let old = drafts::old(tx.org, tx.conn, before, limit).await?;
    let count = old.len() as u64;
    for draft in old {
        end(tx, (draft.chat, draft.agent), at).await?;
    }
    Ok(count)
}

/// A write that stores a draft, or deletes the draft if its text is empty.
struct Put {
    draft: ReplyDraft,
    scope: ChatScope,
}

impl Write for Put {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self { draft, scope } = self;
        let at = draft.updated_at;
        in_scope(tx, draft.chat, scope).await?.ok_or(refused(Rejected::ChatMissing))?;
        let key = (draft.chat, draft.agent);
        if draft.text.is_empty() {
            return Ok(end(tx, key, at).await?);
        }
        if drafts::find(tx.org, tx.conn, draft.chat, draft.agent).await?.is_some() {
            return Ok(drafts::save(tx.org, tx.conn, draft).await?);
        }
        let count = drafts::count(tx.org, tx.conn, draft.agent).await?;
        if count >= DRAFTS_OF_AGENT_MAX.into()
            && let Some(oldest) = drafts::oldest(tx.org, tx.conn, draft.agent).await?
        {
            end(tx, (oldest.chat, oldest.agent), at).await?;
        }
        drafts::insert(tx.org, tx.conn, draft).await?;
        Ok(note(tx, key, true, at).await?)
    }
}

impl Actions {
    /// Stores an agent's draft in a chat with the present time, replacing an earlier draft. An
    /// empty text deletes the draft. If the agent then has too many drafts, the agent's oldest
    /// draft is deleted.
    ///
    /// # Errors
    /// [`Rejected::ChatMissing`] for a chat that is not in the scope, or when the database fails.
    pub async fn put_draft(
        &self,
        caller: Caller,
        draft: ReplyDraft,
        scope: ChatScope,
    ) -> Result<()> {
        let draft = ReplyDraft { updated_at: self.context.now(), ..draft };
        self.write(caller, Right::Messages, Put { draft, scope }).await
    }
}
