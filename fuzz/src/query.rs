//! The query string of lists: every bad parameter is one fault, in the contract's order (§2, §4).

use deskbell_http::{Fault, reading};
use deskbell_query::{ChatSort, Limit, Offset, Order};

use crate::ids::number;

const SORTS: [(&str, ChatSort); 4] = [
    ("chats.createdAt", ChatSort::CreatedAt),
    ("chats.lastCustomerMessageAt", ChatSort::LastCustomerMessageAt),
    ("chats.lastMessageAt", ChatSort::LastMessageAt),
    ("chats.closedAt", ChatSort::ClosedAt),
];

pub fn run(input: &[u8]) {
    let Ok(query) = std::str::from_utf8(input) else { return };
    let pairs = pairs(query);
    let limit = value(&pairs, "limit", 100, |it| number(it).filter(|n| (1..=100).contains(n)));
    let offset = value(&pairs, "offset", 0, number);
    let known = |it: &str| SORTS.iter().find(|(name, _)| *name == it).map(|(_, sort)| *sort);
    let sort = value(&pairs, "sort", ChatSort::CreatedAt, known);
    let order = value(&pairs, "order", Order::Desc, |it| match it.to_ascii_lowercase().as_str() {
        "asc" => Some(Order::Asc),
        "desc" => Some(Order::Desc),
        _ => None,
    });
    let page_faults = [(limit.is_none(), Fault::Limit), (offset.is_none(), Fault::Offset)];
    let sort_faults = [(sort.is_none(), Fault::Sort), (order.is_none(), Fault::Order)];
    let bad = |all: &[(bool, Fault)]| -> Vec<Fault> {
        all.iter().filter(|(is_bad, _)| *is_bad).map(|(_, fault)| *fault).collect()
    };
    let numbers = |limit: Limit, offset: Offset| (u64::from(limit.get()), offset.get());

    match reading::page(query) {
        Ok(page) => {
            let found = numbers(page.limit, page.offset);
            assert_eq!(Some(found), limit.zip(offset), "{query:?}");
        }
        Err(faults) => assert_eq!(faults, bad(&page_faults), "{query:?}"),
    }
    match reading::sorted(query) {
        Ok(found) => {
            let page = numbers(found.page.limit, found.page.offset);
            assert_eq!(Some(page), limit.zip(offset), "{query:?}");
            assert_eq!((Some(found.sort), Some(found.order)), (sort, order), "{query:?}");
        }
        Err(faults) => {
            assert_eq!(faults, bad(&[page_faults, sort_faults].concat()), "{query:?}");
        }
    }
}

/// A parameter: its default when absent; nothing when it is repeated, empty or no value.
fn value<T>(
    pairs: &[(String, String)],
    name: &str,
    default: T,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let values: Vec<_> = pairs.iter().filter(|(key, _)| key == name).collect();
    match values[..] {
        [] => Some(default),
        [(_, value)] => parse(value),
        _ => None,
    }
}

/// The names and values, read as forms are (URL Standard, application/x-www-form-urlencoded).
fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(name), decoded(value))
    };
    parts.map(pair).collect()
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        let (byte, length) = match escaped {
            Some((high, low)) => (high * 16 + low, 3),
            None if *first == b'+' => (b' ', 1),
            None => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
