//! Changes: one file per resource, one value per change. Each is a job of the organization's
//! writer and records what it did in `changes`, in its own transaction.

pub mod agents;
pub mod applications;
pub mod bulk;
pub mod chats;
mod customers;
pub mod departments;
pub mod dialogs;
pub(crate) mod edit;
mod events;
pub mod keys;
pub mod messages;
pub mod organizations;
mod reading;
pub mod threads;
pub mod tickets;
pub mod webhooks;

use deskbell_model::{Kind, Seconds, Subject, WebhookEvent};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Error, Result as StorageResult, Tx};
use deskbell_wire as wire;

use crate::idempotency::Created;

/// What `render` writes, as a text.
pub(crate) fn rendered(render: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut json = Vec::new();
    render(&mut json);
    // The renderers push texts and ASCII, nothing else.
    String::from_utf8(json).unwrap_or_default()
}

/// A change with its object as `render` writes it.
pub(crate) fn change(
    kind: Kind,
    subject: impl Into<Subject>,
    render: impl FnOnce(&mut Vec<u8>),
) -> Change {
    let payload = Some(rendered(render));
    Change {
        kind,
        subject: subject.into(),
        payload,
        fires: Vec::new(),
        sort_keys: SortKeysChanged::default(),
    }
}

/// The same, of which webhooks are told.
pub(crate) fn firing(fires: Vec<WebhookEvent>, change: Change) -> Change {
    Change { fires, ..change }
}

/// The change that tells of an object's deletion: all it says is the id.
pub(crate) fn deleted(kind: Kind, subject: impl Into<Subject>) -> Change {
    let subject = subject.into().alone();
    change(kind, subject, |out| wire::json::only_id(out, subject.get()))
}

/// Records the change by which something came into being.
pub(crate) async fn created<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    change: Change,
) -> StorageResult<Created> {
    let seq = changes::append(tx, at, Notice::Loud, std::slice::from_ref(&change)).await?;
    seq.zip(change.payload)
        .map(|(seq, json)| Created { seq, json })
        .ok_or_else(|| Error::Internal("something that nobody was told of".into()))
}
