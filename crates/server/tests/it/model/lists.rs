//! The model's lists of chats and messages (section 4).

use std::cmp::{Ordering, Reverse};

use serde_json::{Value, json};

use super::desk::{Chat, Desk};
use super::words::{Answer, Faults, chat_missing, digits, id, ok, refuse};

type Query = [(&'static str, String)];

/// A parameter that is absent, given once, or given wrongly.
fn given<'q>(query: &'q Query, name: &str) -> Result<Option<&'q str>, ()> {
    let mut values = query.iter().filter(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(""), _) | (Some(_), Some(_)) => Err(()),
        (Some(value), None) => Ok(Some(value)),
    }
}

fn parsed<T>(
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

/// How many, after how many.
fn page(query: &Query, faults: &mut Faults) -> (usize, usize) {
    let limit = parsed(query, "limit", faults, |text| {
        digits(text).filter(|limit| (1..=100).contains(limit))
    });
    let offset = parsed(query, "offset", faults, digits);
    let size = |number: Option<i64>, default| {
        number.map_or(default, |it| usize::try_from(it).unwrap_or(usize::MAX))
    };
    (size(limit, 100), size(offset, 0))
}

type Key = fn(&Chat) -> Option<u64>;

fn sort_key(name: &str) -> Option<Key> {
    match name {
        "chats.createdAt" => Some(|chat| Some(chat.created_at)),
        "chats.lastCustomerMessageAt" => Some(|chat| chat.last_customer_message_at),
        "chats.lastMessageAt" => Some(|chat| chat.last_message_at),
        "chats.closedAt" => Some(|chat| chat.closed_at),
        _ => None,
    }
}

impl Desk {
    pub fn list_chats(&self, query: &Query) -> Result<Answer, Answer> {
        let mut faults = Faults::default();
        let (limit, offset) = page(query, &mut faults);
        let key = parsed(query, "sort", &mut faults, sort_key);
        let order = parsed(query, "order", &mut faults, |text| {
            ["asc", "desc"].into_iter().find(|order| text.eq_ignore_ascii_case(order))
        });
        faults.none()?;
        let key = key.unwrap_or(|chat| Some(chat.created_at));
        let mut ids: Vec<i64> = self.chats.keys().copied().collect();
        // None is lower than every value; equal keys have the larger id first.
        ids.sort_by(|a, b| {
            let by_key = key(&self.chats[a]).cmp(&key(&self.chats[b]));
            let equal = Reverse(a).cmp(&Reverse(b));
            if by_key == Ordering::Equal { equal } else { by_key }
        });
        if order != Some("asc") {
            ids.reverse();
        }
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

/// A chat's id in a path.
pub fn path_id(text: &str) -> Option<i64> {
    // A path is digits alone, which is one of the forms that a body takes.
    id(&Value::from(text))
}
