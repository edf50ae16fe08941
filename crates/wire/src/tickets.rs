//! Tickets in JSON.

use deskbell_model::Seconds;

use crate::json::{int, raw, string};

/// Writes a ticket: `ticket, expiresAt`.
pub fn write(out: &mut Vec<u8>, ticket: &str, expires_at: Seconds) {
    raw(out, r#"{"ticket":"#);
    string(out, ticket);
    raw(out, r#","expiresAt":"#);
    int(out, expires_at.get());
    out.push(b'}');
}
