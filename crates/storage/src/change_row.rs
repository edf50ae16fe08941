//! A recorded change, in the form that followers receive.

use deskbell_model::{Actor, ActorKind, ChatId, Kind, Seconds, Seq};

use crate::columns::{Columns, FromRow};
use crate::error::{Error, Result};
use crate::row::Row;
use crate::selected::selected;

/// A recorded change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// The change's number; the numbers have no gaps and follow the commit order.
    pub seq: Seq,
    /// The time at which the change was recorded.
    pub at: Seconds,
    /// The kind of change.
    pub kind: Kind,
    /// The id of the object; 0 for a reset.
    pub subject: i64,
    /// The chat whose erasure also erases the payload, if the object is a chat or a message; `None`
    /// for a deletion.
    pub chat: Option<ChatId>,
    /// True when the change emits no webhook events; see [`crate::changes::Notice::Silent`].
    pub quiet: bool,
    /// The object's JSON at the time of the change, in the form that a GET request returns; `None`
    /// for a reset, and after an erasure.
    pub payload: Option<String>,
    /// The author; `None` for a change that an older version of the program recorded.
    pub actor: Option<Actor>,
    /// The old values of the changed fields, as a JSON object; `None` for a new or removed object.
    pub before: Option<String>,
}

impl FromRow for Option<Actor> {
    const COLUMNS: &'static [&'static str] = &["actor_kind", "actor_id"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (kind, id) = (columns.get::<Option<ActorKind>>()?, columns.get()?);
        let Some(kind) = kind else { return Ok(None) };
        let actor = Actor::of(kind, id);
        actor.map(Some).ok_or_else(|| Error::corrupt("an author without its number"))
    }
}

selected! { ChangeRow {
    seq, at, kind, subject, chat = "chat_id", quiet, payload, actor: Option<Actor>, before
} }
