//! The examples of the description, and what several operations say alike.

use deskbell_http::docs::Operation;
use deskbell_http::error::ErrorCode;
use serde_json::{Value, json};

/// A sign-in name.
pub(crate) const LOGIN: &str = "lisa@company.com";
/// A password.
pub(crate) const PASSWORD: &str = "seven green bottles";
/// The token of a link.
pub(crate) const LINK: &str = "dbl_1f6c1a3ea1b04a1c8f0ad47e1c0c5b0b";

/// An agent.
pub(crate) fn agent() -> Value {
    json!({"id": 1, "name": "Lisa Rodes", "email": "lisa.rodes@company.com", "role": "admin"})
}

/// The refusals of every operation of a page that needs no session.
pub(crate) fn open(operation: Operation) -> Operation {
    operation.from_a_page().refuses(&[
        ErrorCode::TooLarge,
        ErrorCode::Internal,
        ErrorCode::Unavailable,
    ])
}
