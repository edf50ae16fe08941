//! The envelope that searches and the list of customers share (contract §4). It knows no resource.

use crate::json::{array, int, raw};

/// Writes a page of items with their total: `{"data":[…],"total":N,"meta":{"total":N}}`.
pub fn write<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    item: impl FnMut(&mut Vec<u8>, T),
    total: u64,
) {
    raw(out, r#"{"data":"#);
    array(out, items, item);
    raw(out, r#","total":"#);
    int(out, total);
    raw(out, r#","meta":{"total":"#);
    int(out, total);
    raw(out, "}}");
}
