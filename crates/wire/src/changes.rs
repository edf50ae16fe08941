//! Changes in JSON (contract §8).

use std::ops::Range;

use deskbell_model::{Actor, ActorKind, History, Kind, Seconds};
use serde_json::{Value, json};

use crate::json::{array, int, raw, string};
use crate::object::{ToJson, definition, named, object, public_kinds, values};
use crate::schema::{self, Named, about, count, id, or_null, reference, text, word};

/// A change, with the data that the feed and the streams show.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The number of the change; 0 for a reset to the point before the first change of a history.
    pub seq: i64,
    /// The time at which the change was recorded.
    pub at: Seconds,
    /// The kind of the change.
    pub kind: Kind,
    /// The author; `None` for changes that were recorded without an author.
    pub actor: Option<Actor>,
    /// The object's JSON after the change, as in the answer to `GET`; `None` for a reset or an
    /// erased object.
    pub object: Option<&'a str>,
}

struct Number(i64);

/// The JSON of a change's object, as recorded.
struct Object<'a>(Option<&'a str>);

values! { |value, out|
    Number => int(out, value.0), id();
    Object<'_> => raw(out, value.0.unwrap_or("null")), json!({"type": "null"});
}

object! {
    "Change" for Entry<'_> as entry {
        "seq": Number = Number(entry.seq)
            => "The number of the change, in the order of events. Numbers may be missing: some \
                changes are only for agents.";
        "at": Seconds = entry.at => "When it was recorded.";
        "kind": Kind = entry.kind;
        "actor": Option<Actor> = entry.actor
            => "The author; null for changes from before authors were recorded.";
        "object": Object<'_> = Object(entry.object);
    }
}

object! {
    "Actor" for Actor as actor {
        "type": ActorKind = actor.kind();
        "id": Option<Number> = actor.id().map(Number) => "Null if the actor is the system.";
    }
}

/// Writes a reset, with the history (sequence of changes) in which followers continue.
fn write_reset(out: &mut Vec<u8>, (seq, at): (i64, Seconds), history: History) {
    let actor = Some(Actor::System);
    Entry { seq, at, kind: Kind::Reset, actor, object: None }.write(out);
    out.pop();
    raw(out, r#","history":"#);
    string(out, &history.to_string());
    out.push(b'}');
}

/// Writes a change as a server-sent event: the number as `id`, the kind as `event`, and the JSON as
/// `data`. Returns the byte range of the JSON in `out`.
pub fn write_event(out: &mut Vec<u8>, entry: Entry<'_>) -> Range<usize> {
    event(out, (entry.seq, entry.kind), |out| entry.write(out))
}

/// Writes a reset to another history (sequence of changes) as a server-sent event: followers
/// continue after change `seq` of that history.
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
    // The JSON that this crate writes has no line breaks, so a single `data` line is enough.
    data(out);
    let end = out.len();
    raw(out, "\n\n");
    start..end
}

/// Writes a range of the feed: `{"data":[…],"meta":{"next":SEQ,"history":ID}}`.
pub fn write_page<'a>(
    out: &mut Vec<u8>,
    entries: impl IntoIterator<Item = Entry<'a>>,
    next: i64,
    history: History,
) {
    raw(out, r#"{"data":"#);
    array(out, entries, |out, entry| entry.write(out));
    raw(out, r#","meta":{"next":"#);
    int(out, next);
    raw(out, r#","history":"#);
    string(out, &history.to_string());
    raw(out, "}}");
}

/// For each kind of object: the name of the change's schema, the name of the object's schema, and
/// the prefix of the kinds of change.
const OBJECTS: [(&str, &str, &str); 8] = [
    ("ChatChange", "Chat", "chat."),
    ("MessageChange", "Message", "message."),
    ("CustomerChange", "Customer", "customer."),
    ("EventChange", "Event", "event."),
    ("AgentChange", "Agent", "agent."),
    ("DepartmentChange", "Department", "department."),
    ("ApplicationChange", "Application", "application."),
    ("WebhookChange", "Webhook", "webhook."),
];

pub(crate) fn schemas() -> Named {
    let erased = schema::object(vec![("id", id())]);
    let next = about(count(), "The number to send as `after` to continue.");
    let history = "The history to which these numbers belong. If sent as `history`, changes of \
        another history are refused.";
    let history = about(text(), history);
    let mut all = vec![
        named::<Actor>(),
        ("Change", json!({"anyOf": forms()})),
        ("Erased", about(erased, "All that a change still tells of an erased object.")),
        ("Reset", reset()),
        (
            "ChangePage",
            schema::object(vec![
                ("data", schema::array(reference("Change"))),
                ("meta", schema::object(vec![("next", next), ("history", history)])),
            ]),
        ),
    ];
    for (name, of, prefix) in OBJECTS {
        let kinds = public_kinds().map(Kind::as_str);
        let kinds = kinds.filter(|kind| kind.starts_with(prefix));
        let object = json!({"anyOf": [reference(of), reference("Erased")]});
        let object = about(
            or_null(object),
            "The object as its GET showed it then; null if it was erased since.",
        );
        all.push((name, change(word(kinds), object)));
    }
    all
}

fn forms() -> Vec<Value> {
    let changes = OBJECTS.iter().map(|(name, ..)| reference(name));
    changes.chain([reference("Reset")]).collect()
}

/// Returns the schema of a change, made from the schemas of `kind` and `object`.
fn change(kind: Value, object: Value) -> Value {
    let mut change = definition::<Entry<'_>>();
    change["properties"]["kind"] = kind;
    change["properties"]["object"] = object;
    change
}

fn reset() -> Value {
    let kind = json!({"type": "string", "const": Kind::Reset.as_str()});
    about(
        change(kind, json!({"type": "null"})),
        "More changed than can be listed one by one: read everything again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_described_once() {
        for kind in public_kinds().filter(|kind| *kind != Kind::Reset) {
            let of = OBJECTS.iter().filter(|(_, _, prefix)| kind.as_str().starts_with(prefix));
            assert_eq!(of.count(), 1, "{}", kind.as_str());
        }
    }
}
