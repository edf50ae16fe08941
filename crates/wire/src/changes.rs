//! Changes in JSON (contract §8).

use std::ops::Range;

use deskbell_model::{Kind, Seconds, Seq};

use crate::json::{array, int, null, raw, string};

/// A change as the feed and the streams show it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its number.
    pub seq: Seq,
    /// When it was recorded.
    pub at: Seconds,
    /// What happened.
    pub kind: Kind,
    /// The object as its GET showed it then, in JSON; none of a reset, and of what was erased.
    pub object: Option<&'a str>,
}

/// Writes a change: `seq, at, kind, object`.
pub fn write(out: &mut Vec<u8>, entry: Entry<'_>) {
    raw(out, r#"{"seq":"#);
    int(out, entry.seq.get());
    raw(out, r#","at":"#);
    int(out, entry.at.get());
    raw(out, r#","kind":"#);
    string(out, entry.kind.as_str());
    raw(out, r#","object":"#);
    match entry.object {
        Some(object) => raw(out, object),
        None => null(out),
    }
    out.push(b'}');
}

/// Writes a change as a server-sent event: its number as `id`, its kind as `event`, and as `data`
/// what [`write`] writes; gives where that stands.
pub fn write_event(out: &mut Vec<u8>, entry: Entry<'_>) -> Range<usize> {
    raw(out, "id: ");
    int(out, entry.seq.get());
    raw(out, "\nevent: ");
    raw(out, entry.kind.as_str());
    raw(out, "\ndata: ");
    let start = out.len();
    // JSON as it is written here has no line break.
    write(out, entry);
    let end = out.len();
    raw(out, "\n\n");
    start..end
}

/// Writes a stretch of the feed: `{"data":[…],"meta":{"next":SEQ}}`.
pub fn write_page<'a>(out: &mut Vec<u8>, entries: impl IntoIterator<Item = Entry<'a>>, next: i64) {
    raw(out, r#"{"data":"#);
    array(out, entries, write);
    raw(out, r#","meta":{"next":"#);
    int(out, next);
    raw(out, "}}");
}
