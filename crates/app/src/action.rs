//! Changes: one file per resource, one value per change. Each is a job of the organization's
//! writer and records what it did in `changes`, in its own transaction.

pub mod agents;
pub mod applications;
pub mod bulk;
pub mod chats;
pub mod departments;
pub mod dialogs;
pub(crate) mod edit;
pub mod keys;
pub mod messages;
pub mod organizations;
mod reading;
pub mod threads;

use deskbell_model::{Kind, Subject};
use deskbell_storage::changes::Change;

/// A change with its object as `render` writes it.
pub(crate) fn change(
    kind: Kind,
    subject: impl Into<Subject>,
    render: impl FnOnce(&mut Vec<u8>),
) -> Change {
    let mut json = Vec::new();
    render(&mut json);
    // The renderers push texts and ASCII, nothing else.
    let payload = String::from_utf8_lossy(&json).into_owned();
    Change { kind, subject: subject.into(), payload: Some(payload) }
}
