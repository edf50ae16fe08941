//! Numbers in paths and queries: digits only, within their range (contract §1, §2, §4).

use deskbell_model::{AgentId, ChatId, CustomerId, DepartmentId};
use deskbell_query::{Limit, Offset};

/// The largest valid number, 2^63-1.
const MAX: &str = "9223372036854775807";

pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let number = number(text);
    let id = number.filter(|number| *number >= 1).map(u64::cast_signed);
    assert_eq!(ChatId::parse(text).map(ChatId::get), id, "{text:?}");
    assert_eq!(AgentId::parse(text).map(AgentId::get), id, "{text:?}");
    assert_eq!(CustomerId::parse(text).map(CustomerId::get), id, "{text:?}");
    assert_eq!(DepartmentId::parse(text).map(DepartmentId::get), id, "{text:?}");
    let limit = number.filter(|number| (1..=100).contains(number));
    assert_eq!(Limit::parse(text).map(|limit| u64::from(limit.get())), limit, "{text:?}");
    assert_eq!(Offset::parse(text).map(Offset::get), number, "{text:?}");
    if let Some(id) = ChatId::parse(text) {
        assert_eq!(id.to_string(), text.trim_start_matches('0'));
        assert_eq!(ChatId::parse(&id.to_string()), Some(id));
    }
}

/// Parses digits only, up to 2^63-1; the limit is compared as text.
pub fn number(text: &str) -> Option<u64> {
    let digits = text.trim_start_matches('0');
    let is_digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let fits = digits.len() < MAX.len() || (digits.len() == MAX.len() && digits <= MAX);
    let value = |number: u64, digit: char| number * 10 + u64::from(digit as u32 - '0' as u32);
    (is_digits && fits).then(|| digits.chars().fold(0, value))
}
