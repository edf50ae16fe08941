//! Bulk edits of chats, and the bulk edits that undo them.

use deskbell_model::limits::{CUSTOMER_TAGS_MAX, PAGE_ITEMS_MAX, TAG_NAME_CHARS_MAX};
use deskbell_model::{ActSet, Acted, AgentId, ChatId, DepartmentId, Seconds};
use serde_json::{Value, json};

use crate::chats::{status, status_in};
use crate::invalid::{InvalidField, Reading};
use crate::json::{array, bool, int, null, raw, string};
use crate::object::ToJson;
use crate::read::{self, Given, Object};
use crate::schema::{
    Named, about, array as list, boolean, flag, id, input, object, or_null, reference, seconds,
    text, text_in,
};

const fn given<T>(value: Given<T>) -> Option<Option<T>>
where
    T: Copy,
{
    match value {
        Given::Absent => None,
        Given::Null => Some(None),
        Given::Value(value) => Some(Some(value)),
    }
}

fn chats(value: &Value) -> Option<Vec<ChatId>> {
    let ids = value.as_array()?;
    if !(1..=PAGE_ITEMS_MAX as usize).contains(&ids.len()) {
        return None;
    }
    let mut chats = Vec::with_capacity(ids.len());
    for id in ids {
        let chat = read::id(ChatId::new)(id)?;
        if !chats.contains(&chat) {
            chats.push(chat);
        }
    }
    Some(chats)
}

fn names(value: &Value) -> Option<Vec<String>> {
    let names = value.as_array().filter(|names| names.len() <= CUSTOMER_TAGS_MAX)?.iter();
    let name = |value| read::text(TAG_NAME_CHARS_MAX)(value).filter(|name| !name.is_empty());
    let mut names = names.map(name).collect::<Option<Vec<_>>>()?;
    names.sort_unstable();
    names.dedup();
    Some(names)
}

/// Reads the body of `POST /app/v1/chats/act`, given the present time: 1 to 100 chats, and at least
/// one field.
///
/// # Errors
/// Every invalid field: ids, set, or a key of `set`.
pub fn read_act(body: &[u8], now: Seconds) -> Reading<(Vec<ChatId>, ActSet)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let ids = body.required("ids", InvalidField::Field("ids"), chats);
    let set = body.value("set").cloned().and_then(|set| Object::nested(set, "/set"));
    let Some(mut set) = set else {
        body.invalid("set", InvalidField::Field("set"));
        return body.finish(None);
    };
    let fields = read_set(&mut set, now);
    let is_any = ["status", "assignee", "department", "snooze", "read", "addTags", "removeTags"]
        .iter()
        .any(|key| set.has(key));
    if !is_any {
        body.invalid("set", InvalidField::Field("set"));
    }
    match (body.finish(ids), set.finish(Some(fields))) {
        (Ok(ids), Ok(fields)) => Ok((ids, fields)),
        (ids, fields) => {
            let found = ids.err().into_iter().chain(fields.err());
            Err(found.flatten().collect())
        }
    }
}

fn read_set(set: &mut Object, now: Seconds) -> ActSet {
    let field = InvalidField::Field;
    ActSet {
        status: set.optional("status", field("status"), status),
        assignee: given(set.given("assignee", field("assignee"), read::id(AgentId::new))),
        department: given(set.given(
            "department",
            field("department"),
            read::id(DepartmentId::new),
        )),
        snooze: given(set.given("snooze", field("snooze"), |value| {
            read::seconds(value).filter(|until| *until > now)
        })),
        is_read: set.optional("read", field("read"), read::flag),
        add_tags: set.optional("addTags", field("addTags"), names).unwrap_or_default(),
        remove_tags: set.optional("removeTags", field("removeTags"), names).unwrap_or_default(),
    }
}

/// Pushes a key and a value, if there is a value.
fn pair<T>(out: &mut Vec<u8>, key: &str, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    let Some(value) = value else { return };
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    string(out, key);
    out.push(b':');
    write(out, value);
}

fn or_none<T>(write: impl FnOnce(&mut Vec<u8>, T)) -> impl FnOnce(&mut Vec<u8>, Option<T>) {
    |out, value| match value {
        Some(value) => write(out, value),
        None => null(out),
    }
}

impl ToJson for ActSet {
    fn write(&self, out: &mut Vec<u8>) {
        let tags = |names: &Vec<String>| (!names.is_empty()).then(|| names.clone());
        let texts = |out: &mut Vec<u8>, names: Vec<String>| names.write(out);
        out.push(b'{');
        pair(out, "status", self.status, |out, status| string(out, status.as_str()));
        pair(out, "assignee", self.assignee, or_none(|out, id: AgentId| int(out, id.get())));
        pair(
            out,
            "department",
            self.department,
            or_none(|out, id: DepartmentId| {
                int(out, id.get());
            }),
        );
        pair(out, "snooze", self.snooze, or_none(|out, at: Seconds| int(out, at.get())));
        pair(out, "read", self.is_read, bool);
        pair(out, "addTags", tags(&self.add_tags), texts);
        pair(out, "removeTags", tags(&self.remove_tags), texts);
        out.push(b'}');
    }
}

/// Writes the outcome of a bulk edit: `{"done":[…],"missing":[…],"undo":[{"ids","set"},…]}`.
pub fn write_outcome(out: &mut Vec<u8>, acted: &Acted) {
    let ids = |out: &mut Vec<u8>, ids: &[ChatId]| {
        array(out, ids, |out, id| int(out, id.get()));
    };
    raw(out, r#"{"done":"#);
    ids(out, &acted.done);
    raw(out, r#","missing":"#);
    ids(out, &acted.missing);
    raw(out, r#","undo":"#);
    array(out, &acted.undo, |out, (set, chats)| {
        raw(out, r#"{"ids":"#);
        ids(out, chats);
        raw(out, r#","set":"#);
        set.write(out);
        out.push(b'}');
    });
    out.push(b'}');
}

pub(crate) fn schemas() -> Named {
    let names = || {
        let mut names = list(text_in(1, TAG_NAME_CHARS_MAX));
        names["maxItems"] = json!(CUSTOMER_TAGS_MAX);
        names
    };
    let snooze = "The time at which the snooze ends, in the future; null ends it now.";
    let mut set = input(
        &[],
        vec![
            (
                "status",
                about(or_null(status_in(7)), "`empty` is only for a chat without messages."),
            ),
            ("assignee", about(or_null(reference("IdIn")), "Null unassigns it.")),
            ("department", about(or_null(reference("IdIn")), "Null takes it back.")),
            ("snooze", about(or_null(reference("TimeIn")), snooze)),
            ("read", about(or_null(flag()), "Whether the agents have read it.")),
            ("addTags", about(or_null(names()), "Tags to add to the customer.")),
            ("removeTags", about(or_null(names()), "Tags to remove from the customer.")),
        ],
    );
    set["minProperties"] = json!(1);
    let mut ids = list(reference("IdIn"));
    (ids["minItems"], ids["maxItems"]) = (json!(1), json!(PAGE_ITEMS_MAX));
    let asked = input(&["ids", "set"], vec![("ids", ids), ("set", set)]);
    let undone = input(
        &[],
        vec![
            ("status", reference("Status")),
            ("assignee", or_null(id())),
            ("department", or_null(id())),
            ("snooze", or_null(seconds())),
            ("read", boolean()),
            ("addTags", list(text())),
            ("removeTags", list(text())),
        ],
    );
    let undo = object(vec![("ids", list(id())), ("set", undone)]);
    let outcome = object(vec![
        ("done", about(list(id()), "The chats that are now as requested.")),
        ("missing", about(list(id()), "The chats that do not exist.")),
        ("undo", about(list(undo), "Bodies for this operation that restore the earlier values.")),
    ]);
    vec![("ActIn", asked), ("Acted", outcome)]
}
