//! The audit trail in JSON.

use deskbell_model::{Actor, Kind, Seconds, Seq, Via};
use serde_json::json;

use crate::json::raw;
use crate::object::{named, object, values};
use crate::schema::Named;

/// The old values of the fields that a change modified, as the recorded JSON object.
#[derive(Clone, Copy, Debug)]
pub struct OldJson<'a>(pub Option<&'a str>);

values! { |value, out|
    OldJson<'_> => raw(out, value.0.unwrap_or("null")), json!({"type": ["object", "null"]});
}

/// A change with its author.
#[derive(Clone, Copy, Debug)]
pub struct AuditView<'a> {
    /// The number of the change.
    pub seq: Seq,
    /// The time at which the change was recorded.
    pub at: Seconds,
    /// The kind of change.
    pub kind: Kind,
    /// The id of the object; 0 without an object.
    pub subject: u64,
    /// The author, if recorded.
    pub actor: Option<Actor>,
    /// The entry point through which the change came, if recorded.
    pub via: Option<Via>,
    /// The number of the change that caused this change.
    pub cause: Option<Seq>,
    /// The old values of the changed fields.
    pub before: OldJson<'a>,
}

object! {
    "AuditedChange" for AuditView<'_> as change {
        "seq": Seq = change.seq;
        "at": Seconds = change.at;
        "kind": &str = change.kind.as_str() => "The kind, as in the feed.";
        "id": u64 = change.subject => "The id of the changed object; 0 if there is none.";
        "actor": Option<Actor> = change.actor => "The author.";
        "via": Option<Via> = change.via => "The interface through which the change was made.";
        "cause": Option<Seq> = change.cause => "The change that led to this one.";
        "before": OldJson<'_> = change.before => "The old values of the fields that changed.";
    }
}

/// A page of the audit trail.
#[derive(Clone, Debug)]
pub struct AuditPage<'a> {
    /// The changes on the page, newest first.
    pub data: Vec<AuditView<'a>>,
    /// The value of `beforeChange` that requests the next page; `None` on the last page.
    pub next: Option<u64>,
}

object! {
    "AuditPage" for AuditPage<'_> as page {
        "data": Vec<AuditView<'_>> = page.data => "The newest first.";
        "next": Option<u64> = page.next
            => "To continue, send it as `before`; null at the end. A page may be short before \
                that.";
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<AuditView<'_>>(), named::<AuditPage<'_>>()]
}
