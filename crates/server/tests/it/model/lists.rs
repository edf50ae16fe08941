//! Lists of chats and messages in the model (contract §4).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::desk::{Chat, Customer, Desk};
use super::words::{Answer, Faults, chat_missing, digits, id, ok, refuse};

pub type Query = [(&'static str, String)];

/// Returns the value of a parameter: `None` when absent, an error when repeated or empty.
fn given<'q>(query: &'q Query, name: &str) -> Result<Option<&'q str>, ()> {
    let mut values = query.iter().filter(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(""), _) | (Some(_), Some(_)) => Err(()),
        (Some(value), None) => Ok(Some(value)),
    }
}

pub fn parsed<T>(
    query: &Query,
    name: &str,
    faults: &mut Faults,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let value = match given(query, name) {
        Ok(None) => return None,
        Ok(Some(text)) => parse(text),
        Err(()) => None,
    };
    faults.need(value, |faults| {
        faults.add("validation_error", &format!("{name} value is invalid"));
    })
}

/// Reads the limit and the offset of a page from the query.
pub fn page(query: &Query, faults: &mut Faults) -> (usize, usize) {
    let limit = parsed(query, "limit", faults, |text| {
        digits(text).filter(|limit| (1..=100).contains(limit))
    });
    let offset = parsed(query, "offset", faults, digits);
    let size = |number: Option<i64>, default| {
        number.map_or(default, |it| usize::try_from(it).unwrap_or(usize::MAX))
    };
    (size(limit, 100), size(offset, 0))
}

pub fn order(query: &Query, faults: &mut Faults) -> Option<&'static str> {
    parsed(query, "order", faults, |text| {
        ["asc", "desc"].into_iter().find(|order| text.eq_ignore_ascii_case(order))
    })
}

/// Sorts ids by their keys. `None` is lower than every value. In ascending order, the larger of two
/// ids with equal keys comes first; descending order is the reverse.
pub fn sorted<T>(
    objects: &BTreeMap<i64, T>,
    key: impl Fn(&T) -> Option<u64>,
    order: Option<&str>,
) -> Vec<i64> {
    let mut ids: Vec<i64> = objects.keys().copied().collect();
    ids.sort_by_key(|id| (key(&objects[id]), Reverse(*id)));
    if order != Some("asc") {
        ids.reverse();
    }
    ids
}

/// The value by which a chat is sorted in the sort with this name.
pub fn chat_key(sort: &str, chat: &Chat) -> Option<u64> {
    match sort {
        "lastCustomerMessageAt" => chat.last_customer_message_at,
        "lastMessageAt" => chat.last_message_at,
        "closedAt" => chat.closed_at,
        _ => Some(chat.created_at),
    }
}

/// The value by which a customer is sorted in the sort with this name.
pub fn customer_key(sort: &str, customer: &Customer) -> Option<u64> {
    match sort {
        "firstSeen" | "lastSeen" => customer.fields.get(sort).and_then(Value::as_u64),
        _ => Some(customer.created_at),
    }
}

/// The `sort` parameter: the prefix `of`, a point, and one of the names. The first name is the
/// default.
pub fn sort<'s>(query: &Query, of: &str, names: &[&'s str], faults: &mut Faults) -> &'s str {
    let sort = parsed(query, "sort", faults, |text| {
        let bare = text.strip_prefix(of)?.strip_prefix('.')?;
        names.iter().copied().find(|name| *name == bare)
    });
    sort.unwrap_or(names[0])
}

impl Desk {
    pub fn list_chats(&self, query: &Query) -> Result<Answer, Answer> {
        let mut faults = Faults::default();
        let (limit, offset) = page(query, &mut faults);
        let names = ["createdAt", "lastCustomerMessageAt", "lastMessageAt", "closedAt"];
        let sort = sort(query, "chats", &names, &mut faults);
        let order = order(query, &mut faults);
        faults.none()?;
        let ids = sorted(&self.chats, |chat| chat_key(sort, chat), order);
        let data: Vec<_> = ids.iter().skip(offset).take(limit).map(|id| self.chat(*id)).collect();
        ok(json!({"data": data, "meta": {"total": ids.len()}}))
    }

    pub fn total(&self) -> Result<Answer, Answer> {
        ok(json!({"total": self.chats.len()}))
    }

    pub fn get_chat(&self, path: &str) -> Result<Answer, Answer> {
        let mut faults = Faults::default();
        let id = faults.need(path_id(path), Faults::chat_id);
        faults.none()?;
        match id.filter(|id| self.chats.contains_key(id)) {
            Some(id) => ok(self.chat(id)),
            None => Err(refuse(404, "chat_not_found", "Chat not found")),
        }
    }

    pub fn list_messages(&self, path: &str, query: &Query) -> Result<Answer, Answer> {
        let mut faults = Faults::default();
        let id = faults.need(path_id(path), Faults::chat_id);
        let (limit, offset) = page(query, &mut faults);
        faults.none()?;
        let Some((id, chat)) = id.and_then(|id| Some((id, self.chats.get(&id)?))) else {
            return Err(chat_missing());
        };
        if chat.messages.is_empty() {
            return Err(refuse(404, "messages_not_found", "Messages are missing"));
        }
        let newest_first = chat.messages.iter().rev();
        let page: Vec<_> =
            newest_first.skip(offset).take(limit).map(|it| self.message(id, it)).collect();
        ok(json!({"messages": page, "total": chat.messages.len(), "data": page}))
    }
}

/// Parses the id of a chat in a path.
pub fn path_id(text: &str) -> Option<i64> {
    // As a text, `id` takes digits only, and so does a path.
    id(&Value::from(text))
}
