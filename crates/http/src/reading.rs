//! The readers of outside text as functions of that text alone, for those who try them on anything.
//!
//! Handlers do not need them; what reads is in `extract` and `pipeline/canonical.rs`.

use axum::http::{HeaderMap, Uri};
use deskbell_model::OrgId;
use deskbell_query::{ChatSort, Page, Sorted};

use crate::Fault;
use crate::extract::{self, Faults, QueryString};
use crate::pipeline::canonical;

/// The page of an organization's chats that a query string asks for (contract §4, §8).
///
/// # Errors
/// One fault for each bad parameter, in the contract's order.
pub fn sorted(org: OrgId, query: &str) -> Result<Sorted<ChatSort>, Vec<Fault>> {
    reading(|faults| QueryString::new(query).sorted((org, "chats"), ChatSort::parse, faults))
}

/// The page of an organization's agents that a query string asks for (contract §4, §8).
///
/// # Errors
/// As [`sorted`].
pub fn page(org: OrgId, query: &str) -> Result<Page, Vec<Fault>> {
    reading(|faults| QueryString::new(query).page(Some((org, "agents")), faults))
}

/// The key that headers carry; `None` unless there is exactly one (contract §1).
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    extract::bearer(headers)
}

/// A URL in the form that the routes know (contract §1).
#[must_use]
pub fn canonical(mut uri: Uri) -> Uri {
    canonical::uri(&mut uri);
    uri
}

fn reading<T>(read: impl FnOnce(&mut Faults) -> T) -> Result<T, Vec<Fault>> {
    let mut faults = Faults::default();
    let read = read(&mut faults);
    match faults.all() {
        found if found.is_empty() => Ok(read),
        found => Err(found),
    }
}
