//! The parsers of untrusted input as pure functions, for the fuzzer.
//!
//! Handlers use the parsers in `extract` and `pipeline/canonical.rs` directly.

use axum::http::{HeaderMap, Uri};
use deskbell_model::OrgId;
use deskbell_query::{ChatSort, Page, Sorted};

use crate::ErrorCode;
use crate::extract::{self, Errors, QueryString};
use crate::pipeline::canonical;

/// Parses a query string as a page of an organization's chats, sorted as requested (contract §4,
/// §8).
///
/// # Errors
/// One code for each invalid parameter, in the contract's order.
pub fn sorted(org: OrgId, query: &str) -> Result<Sorted<ChatSort>, Vec<ErrorCode>> {
    reading(|errors| QueryString::new(query).sorted((org, "chats"), ChatSort::parse, errors))
}

/// Parses a query string as a page of an organization's agents (contract §4, §8).
///
/// # Errors
/// The errors of [`sorted`].
pub fn page(org: OrgId, query: &str) -> Result<Page, Vec<ErrorCode>> {
    reading(|errors| QueryString::new(query).page(Some((org, "agents")), errors))
}

/// Returns the key in the `Authorization` header; `None` if the header is absent, repeated or
/// malformed (contract §1).
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    extract::bearer(headers)
}

/// Returns the canonical form of a URL (contract §1).
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
