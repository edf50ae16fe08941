//! Actions: the changes that callers can make, one file for each resource. The caller must have the
//! right to make the change. The organization's writer runs the change as a job, which also adds
//! the rows of the change feed in the same transaction. A refused change writes nothing.

pub mod acts;
pub mod agents;
pub mod applications;
pub mod bulk;
mod chat_tx;
pub mod chats;
pub mod conversation;
mod customers;
pub mod departments;
pub mod dialogs;
mod drafts;
mod events;
pub mod exchange;
pub mod expected;
pub mod idempotency;
mod imported;
mod mentions;
mod merge;
pub mod messages;
pub mod organizations;
mod reading;
pub mod recorded;
pub mod replies;
mod restored;
pub mod settings;
pub mod takeover;
pub mod upsert;
pub mod visitors;
pub mod webhooks;
mod widgets;

use deskbell_model::limits::TEAM_MAX;
use deskbell_model::{Chat, ChatId, ChatScope, Kind, Right, Seconds, Subject, Via};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{
    Conn, Error as StorageError, Result as StorageResult, Stop, Tx, Write, chats as stored_chats,
};
use deskbell_wire as wire;

use crate::access::Caller;
use crate::context::Context;
use crate::error::{Error, Rejected, Result};
pub(crate) use drafts::end_old as end_drafts;
use recorded::Recorded;

/// The service that makes changes.
#[derive(Clone, Debug)]
pub struct Actions {
    context: Context,
}

impl Actions {
    pub(crate) const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Checks that the caller has the right `right`, and runs a change.
    async fn write<W: Write>(&self, caller: Caller, right: Right, write: W) -> Result<W::Out>
    where
        Error: From<Stop<W::Refusal>>,
    {
        caller.check(right)?;
        Ok(self.context.store.write(caller.org, caller.origin(), write).await?)
    }
}

/// Wraps a refusal in a [`Stop`], for `ok_or`.
pub(crate) const fn refused<R>(refused: R) -> Stop<R> {
    Stop::Refused(refused)
}

/// Refuses another agent, department or application when `count`, the present number, is the
/// largest allowed number.
pub(crate) fn check_room(count: i64) -> Result<(), Stop<Rejected>> {
    if count < TEAM_MAX.into() { Ok(()) } else { Err(refused(Rejected::AsManyAsAllowed)) }
}

/// Finds a chat's stored row; `None` for a chat that does not exist or is outside of `scope`.
pub(crate) async fn in_scope<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: ChatId,
    scope: &ChatScope,
) -> StorageResult<Option<Chat>> {
    let found = stored_chats::state(tx.org, tx.conn, chat).await?;
    Ok(found.filter(|chat| scope.has(chat.assignee, chat.department)))
}

/// Returns the text that `render` writes.
pub(crate) fn rendered(render: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut json = Vec::new();
    render(&mut json);
    // The renderers only write valid UTF-8.
    String::from_utf8(json).unwrap_or_default()
}

/// Returns the JSON of an object, as a `GET` request returns it.
pub(crate) fn json(object: &impl wire::ToJson) -> String {
    rendered(|out| wire::write(out, object))
}

/// Returns a change whose payload is the JSON of an object.
pub(crate) fn change(
    kind: Kind,
    subject: impl Into<Subject>,
    object: &impl wire::ToJson,
) -> Change {
    Change::new(kind, subject, Some(json(object)))
}

/// Returns the change that records a deletion; the payload is only the deleted object's id.
pub(crate) fn deleted(kind: Kind, subject: impl Into<Subject>) -> Change {
    let subject = subject.into().alone();
    let json = rendered(|out| wire::json::only_id(out, subject.get()));
    Change::new(kind, subject, Some(json))
}

/// Records a change. Returns `value` with the number and the JSON of the change.
pub(crate) async fn record<C: Conn, T>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    change: Change,
    value: T,
) -> StorageResult<Recorded<T>> {
    // An import emits no webhook events.
    let notice = if tx.origin.via == Via::Import { Notice::Silent } else { Notice::Notify };
    let seq = changes::append_one(tx, at, notice, &change).await?;
    let json = change.payload;
    let json = json.ok_or_else(|| StorageError::Internal("a change without JSON".into()))?;
    Ok(Recorded { seq: Some(seq), json, value })
}
