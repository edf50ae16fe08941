//! Pages of `GET /v1/chats`: requests, and checks of the contract's order.

use deskbell_lab::{Result, While as _};
use deskbell_model::limits::INDEX_ANSWERS_MAX;
use serde_json::Value;

use crate::client::get;

/// The API's default number of chats per page.
pub const PAGE: u64 = 100;

/// The sort keys, without the prefix `chats.`.
pub const KEYS: [&str; 4] = ["createdAt", "lastCustomerMessageAt", "lastMessageAt", "closedAt"];

/// A page of the chat list, by sort key, order and offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The sort key.
    pub key: &'static str,
    /// True for ascending order.
    pub is_ascending: bool,
    /// The offset: the number of preceding chats.
    pub offset: u64,
}

impl Wanted {
    /// The name of the order.
    #[must_use]
    pub const fn order(self) -> &'static str {
        if self.is_ascending { "asc" } else { "desc" }
    }

    /// The path and query of the page's request.
    #[must_use]
    pub fn path(self) -> String {
        let (key, order, offset) = (self.key, self.order(), self.offset);
        format!("/v1/chats?sort=chats.{key}&order={order}&offset={offset}")
    }
}

/// Requests for pages of one chat each. The number of requests exceeds the number of answers that
/// the index caches, so that no answer comes from the cache.
#[must_use]
pub fn others(key: &str) -> Vec<Vec<u8>> {
    let path = |offset| format!("/v1/chats?limit=1&offset={offset}");
    (0..=INDEX_ANSWERS_MAX).map(|offset| get(&path(offset), Some(key))).collect()
}

/// The ids of a page's chats, in order.
pub type Ids = Vec<i64>;

/// Checks that a body is a full page in the expected order with this total; returns the ids.
///
/// # Errors
/// Returns the first error found.
pub fn check(wanted: Wanted, body: &[u8], total: u64) -> Result<Ids> {
    let value: Value = serde_json::from_slice(body).while_at("a page that is no JSON")?;
    let chats = value["data"].as_array().ok_or("a page without data")?;
    if value["meta"]["total"].as_u64() != Some(total) {
        return Err(format!("the total is {}, not {total}", value["meta"]["total"]));
    }
    if u64::try_from(chats.len()) != Ok(PAGE) {
        return Err(format!("a page of {} chats", chats.len()));
    }
    // Null is lower than every value; of chats with equal keys, ascending order has the larger id
    // first.
    let place = |chat: &Value| {
        let id = chat["id"].as_i64().ok_or("a chat without an id")?;
        Ok::<_, String>((chat[wanted.key].as_i64(), std::cmp::Reverse(id)))
    };
    let places = chats.iter().map(place).collect::<Result<Vec<_>>>()?;
    let is_sorted = if wanted.is_ascending {
        places.is_sorted_by(|one, next| one < next)
    } else {
        places.is_sorted_by(|one, next| one > next)
    };
    if !is_sorted {
        return Err(format!("{} is not in its order", wanted.path()));
    }
    Ok(places.into_iter().map(|(_, id)| id.0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASCENDING: Wanted = Wanted { key: "closedAt", is_ascending: true, offset: 0 };

    /// The body of a page with these sort keys and descending ids.
    fn body(keys: impl Iterator<Item = Option<u64>>) -> Vec<u8> {
        let chats: Vec<_> = keys
            .zip((1..1000).rev())
            .map(|(key, id)| serde_json::json!({"id": id, "closedAt": key}))
            .collect();
        serde_json::json!({"data": chats, "meta": {"total": 7}}).to_string().into_bytes()
    }

    #[test]
    fn null_comes_first_and_larger_ids_come_first_when_ascending() {
        let keys = || std::iter::repeat_n(None, 50).chain(std::iter::repeat_n(Some(3), 50));
        assert_eq!(check(ASCENDING, &body(keys()), 7).map(|ids| ids[0]), Ok(999));
        let descending = Wanted { is_ascending: false, ..ASCENDING };
        assert!(check(descending, &body(keys()), 7).is_err());
        let other = || std::iter::repeat_n(Some(3), 50).chain(std::iter::repeat_n(None, 50));
        assert!(check(ASCENDING, &body(other()), 7).is_err());
    }

    #[test]
    fn another_total_or_a_short_page_is_found() {
        let keys = |length| std::iter::repeat_n(Some(3), length);
        assert!(check(ASCENDING, &body(keys(100)), 8).is_err());
        assert!(check(ASCENDING, &body(keys(99)), 7).is_err());
    }
}
