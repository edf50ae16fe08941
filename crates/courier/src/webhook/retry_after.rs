//! The header `Retry-After`: the time that a target sets for the next attempt.

use std::time::UNIX_EPOCH;

use deskbell_app::outbox::RetryAfter;
use deskbell_model::Seconds;

/// Reads the value of `Retry-After`, seconds or a date; `None` for other texts.
pub(crate) fn parse(text: &str) -> Option<RetryAfter> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(RetryAfter::Seconds(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(RetryAfter::Until(Seconds::new(u32::try_from(until.as_secs()).unwrap_or(u32::MAX))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_seconds_or_a_date() {
        let until = |seconds| RetryAfter::Until(Seconds::new(seconds));
        for (text, expected) in [
            ("120", RetryAfter::Seconds(120)),
            (" 2 ", RetryAfter::Seconds(2)),
            ("999999999999999999999", RetryAfter::Seconds(u64::MAX)),
            ("Fri, 15 Jan 2027 08:01:00 GMT", until(1_800_000_060)),
            ("Fri, 15 Jan 2021 08:01:00 GMT", until(1_610_697_660)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", until(u32::MAX)),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for nothing in ["", "soon", "-5", "1.5"] {
            assert_eq!(parse(nothing), None, "{nothing}");
        }
    }
}
