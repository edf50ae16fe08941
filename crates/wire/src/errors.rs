//! The body of every error: `{"errors":[{"code","message","pointer"},…]}` (contract §2).

use crate::json::{array, raw, string};

/// An item of an error's body.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The code of the error, for programs.
    pub code: &'a str,
    /// The message of the error, for people.
    pub message: &'a str,
    /// The RFC 6901 pointer to the invalid value in the request's body.
    pub pointer: Option<&'a str>,
}

/// Writes the body of an error; `item` writes each item.
pub fn write<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut item: impl FnMut(&mut Vec<u8>, T),
) {
    raw(out, r#"{"errors":"#);
    array(out, items, &mut item);
    out.push(b'}');
}

/// Writes an item, with the pointer if the item has a pointer.
pub fn write_item(out: &mut Vec<u8>, item: Item<'_>) {
    raw(out, r#"{"code":"#);
    string(out, item.code);
    raw(out, r#","message":"#);
    string(out, item.message);
    if let Some(pointer) = item.pointer {
        raw(out, r#","pointer":"#);
        string(out, pointer);
    }
    out.push(b'}');
}
