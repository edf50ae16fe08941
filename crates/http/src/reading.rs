//! The readers of outside text as functions of that text alone, for the fuzzer.
//!
//! Handlers do not need them; the readers themselves are in `extract` and `pipeline/canonical.rs`.

use axum::http::{HeaderMap, Uri};
use deskbell_model::OrgId;
use deskbell_query::{ChatSort, Page, Sorted};

use crate::ErrorCode;
use crate::extract::{self, Errors, QueryString};
use crate::pipeline::canonical;

/// The page of an organization's chats in a query string (contract §4, §8).
///
/// # Errors
/// One fault for each invalid parameter, in the contract's order.
pub fn sorted(org: OrgId, query: &str) -> Result<Sorted<ChatSort>, Vec<ErrorCode>> {
    reading(|errors| QueryString::new(query).sorted((org, "chats"), ChatSort::parse, errors))
}

/// The page of an organization's agents in a query string (contract §4, §8).
///
/// # Errors
/// As [`sorted`].
pub fn page(org: OrgId, query: &str) -> Result<Page, Vec<ErrorCode>> {
    reading(|errors| QueryString::new(query).page(Some((org, "agents")), errors))
}

/// The key in headers; `None` unless there is exactly one (contract §1).
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    extract::bearer(headers)
}

/// A URL in the routes' form (contract §1).
#[must_use]
pub fn canonical(mut uri: Uri) -> Uri {
    canonical::uri(&mut uri);
    uri
}

fn reading<T>(read: impl FnOnce(&mut Errors) -> T) -> Result<T, Vec<ErrorCode>> {
    let mut errors = Errors::default();
    let read = read(&mut errors);
    match errors.all() {
        found if found.is_empty() => Ok(read),
        found => Err(found),
    }
}
