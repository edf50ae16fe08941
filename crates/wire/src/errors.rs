//! The body of every error: `{"errors":[{"code","message"},…]}` (contract §2).

use crate::json::{array, raw, string};

/// Writes the body from codes and messages.
pub fn write<T: AsRef<str>>(out: &mut Vec<u8>, items: impl IntoIterator<Item = (T, T)>) {
    raw(out, r#"{"errors":"#);
    array(out, items, |out, (code, message)| {
        raw(out, r#"{"code":"#);
        string(out, code.as_ref());
        raw(out, r#","message":"#);
        string(out, message.as_ref());
        out.push(b'}');
    });
    out.push(b'}');
}
