//! The query string of lists: each invalid parameter results in one error, in the contract's order
//! (§2, §4).

use deskbell_http::{ErrorCode, reading};
use deskbell_model::OrgId;
use deskbell_query::{ChatSort, Order, Page, Start};

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
    let page_faults = [(limit.is_none(), ErrorCode::Limit), (offset.is_none(), ErrorCode::Offset)];
    let sort_faults = [(sort.is_none(), ErrorCode::Sort), (order.is_none(), ErrorCode::Order)];
    let bad = |all: &[(bool, ErrorCode)]| -> Vec<ErrorCode> {
        all.iter().filter(|(is_bad, _)| *is_bad).map(|(_, fault)| *fault).collect()
    };
    let org = OrgId::new(1).unwrap();
    let check = |page: Page| {
        assert_eq!(Some(u64::from(page.limit.get())), limit, "{query:?}");
        match page.start {
            Start::Offset(found) => assert_eq!(Some(found.get()), offset, "{query:?}"),
            Start::Cursor(cursor) => {
                assert_eq!(cursors(&pairs), [cursor.text_at(cursor.at)], "{query:?}");
            }
        }
    };
    match reading::page(org, query) {
        Ok(page) => check(page),
        Err(faults) => {
            let faults = without_cursor(faults, &pairs);
            assert_eq!(faults, bad(&page_faults), "{query:?}");
        }
    }
    match reading::sorted(org, query) {
        Ok(found) => {
            check(found.page);
            assert_eq!((Some(found.sort), Some(found.order)), (sort, order), "{query:?}");
        }
        Err(faults) => {
            let faults = without_cursor(faults, &pairs);
            assert_eq!(faults, bad(&[page_faults, sort_faults].concat()), "{query:?}");
        }
    }
}

/// The values of the parameter `cursor`.
fn cursors(pairs: &[(String, String)]) -> Vec<String> {
    let found = pairs.iter().filter(|(key, _)| key == "cursor");
    found.map(|(_, text)| text.clone()).collect()
}

/// Removes the last error if it is about the cursor, and checks that it is right. The error is
/// required for a repeated cursor, and for a cursor with an offset other than 0. The error is wrong
/// without a cursor, and for a single empty cursor with offset 0.
fn without_cursor(mut faults: Vec<ErrorCode>, pairs: &[(String, String)]) -> Vec<ErrorCode> {
    let found = cursors(pairs);
    // A cursor may be combined with an offset of 0.
    let is_first = value(pairs, "offset", 0, number) == Some(0);
    let is_alone = found.len() == 1 && is_first;
    if faults.last() == Some(&ErrorCode::Cursor) {
        faults.pop();
        assert!(!found.is_empty(), "{pairs:?}");
        assert!(!is_alone || !found[0].is_empty(), "{pairs:?}");
    } else {
        assert!(found.is_empty() || is_alone, "{pairs:?}");
    }
    faults
}

/// The value of a parameter, or the default if absent; `None` if repeated, empty or invalid.
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

/// Parses names and values of forms (URL Standard, application/x-www-form-urlencoded).
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
