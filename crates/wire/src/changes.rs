//! Changes in JSON (contract §8).

use std::ops::Range;

use deskbell_model::{History, Kind, Seconds};

use crate::json::{array, int, null, raw, string};

/// A change as the feed and the streams show it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its number; 0 of a reset to before the first change.
    pub seq: i64,
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
    int(out, entry.seq);
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

/// Writes what tells followers that another history is followed from this change on: a reset with
/// the text of that history.
fn write_reset(out: &mut Vec<u8>, (seq, at): (i64, Seconds), history: History) {
    write(out, Entry { seq, at, kind: Kind::Reset, object: None });
    out.pop();
    raw(out, r#","history":"#);
    string(out, &history.to_string());
    out.push(b'}');
}

/// Writes a change as a server-sent event: its number as `id`, its kind as `event`, and as `data`
/// what [`write`] writes; gives where that stands.
pub fn write_event(out: &mut Vec<u8>, entry: Entry<'_>) -> Range<usize> {
    event(out, (entry.seq, entry.kind), |out| write(out, entry))
}

/// The same of a change of histories: followers go on behind this number of the new one.
pub fn write_reset_event(
    out: &mut Vec<u8>,
    (seq, at): (i64, Seconds),
    history: History,
) -> Range<usize> {
    event(out, (seq, Kind::Reset), |out| write_reset(out, (seq, at), history))
}

fn event(
    out: &mut Vec<u8>,
    (seq, kind): (i64, Kind),
    data: impl FnOnce(&mut Vec<u8>),
) -> Range<usize> {
    raw(out, "id: ");
    int(out, seq);
    raw(out, "\nevent: ");
    raw(out, kind.as_str());
    raw(out, "\ndata: ");
    let start = out.len();
    // JSON as it is written here has no line break.
    data(out);
    let end = out.len();
    raw(out, "\n\n");
    start..end
}

/// Writes a stretch of the feed: `{"data":[…],"meta":{"next":SEQ,"history":ID}}`.
pub fn write_page<'a>(
    out: &mut Vec<u8>,
    entries: impl IntoIterator<Item = Entry<'a>>,
    next: i64,
    history: History,
) {
    raw(out, r#"{"data":"#);
    array(out, entries, write);
    raw(out, r#","meta":{"next":"#);
    int(out, next);
    raw(out, r#","history":"#);
    string(out, &history.to_string());
    raw(out, "}}");
}
