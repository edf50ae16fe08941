//! The body of every error: `{"errors":[{"code","message"},…]}` (contract §2).

use crate::json::{array, raw, string};

/// Writes the body from codes and messages.
pub fn write<'a>(out: &mut Vec<u8>, items: impl IntoIterator<Item = (&'a str, &'a str)>) {
    raw(out, r#"{"errors":"#);
    array(out, items, |out, (code, message)| {
        raw(out, r#"{"code":"#);
        string(out, code);
        raw(out, r#","message":"#);
        string(out, message);
        out.push(b'}');
    });
    out.push(b'}');
}
