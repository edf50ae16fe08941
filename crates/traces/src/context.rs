//! The context of a span: the ids of the trace and of the span, and whether the trace is recorded.
//! The text of a context is the W3C header `traceparent`.

use std::fmt;

/// The flag of a trace that is recorded.
const SAMPLED: u8 = 1;

/// The context of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceContext {
    /// The id of the trace; not 0.
    pub trace: u128,
    /// The id of the span; not 0.
    pub span: u64,
    /// True when the trace is recorded.
    pub is_sampled: bool,
}

impl TraceContext {
    /// Reads a `traceparent`; `None` for a malformed text. A text of a later version may have
    /// further fields.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let version = hex(parts.next()?, 2)?;
        let (trace, span) = (hex(parts.next()?, 32)?, hex(parts.next()?, 16)?);
        let flags = hex(parts.next()?, 2)?;
        let is_known = version == 0 && parts.next().is_none() || (1..0xff).contains(&version);
        let (span, flags) = (u64::try_from(span).ok()?, u8::try_from(flags).ok()?);
        let is_valid = is_known && trace != 0 && span != 0;
        is_valid.then_some(Self { trace, span, is_sampled: flags & SAMPLED != 0 })
    }
}

/// Reads a number of exactly `digits` lower-case hexadecimal digits.
fn hex(text: &str, digits: usize) -> Option<u128> {
    let is_digit = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    let is_fit = text.len() == digits && text.bytes().all(is_digit);
    is_fit.then(|| u128::from_str_radix(text, 16).ok())?
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, u8::from(self.is_sampled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_context_is_read_and_written() {
        let read = TraceContext::parse(TEXT).unwrap();
        assert_eq!((read.span, read.is_sampled), (0xb7ad_6b71_6920_3331, true));
        assert_eq!(read.to_string(), TEXT);
        let unsampled = TEXT.replace("-01", "-00");
        let read = TraceContext::parse(&unsampled).unwrap();
        assert_eq!((read.is_sampled, read.to_string()), (false, unsampled));
    }

    #[test]
    fn a_later_version_may_have_more_and_this_one_may_not() {
        assert!(TraceContext::parse(&TEXT.replacen("00-", "cc-", 1)).is_some());
        assert!(TraceContext::parse(&format!("{}-more", TEXT.replacen("00-", "cc-", 1))).is_some());
        assert!(TraceContext::parse(&format!("{TEXT}-more")).is_none());
        assert!(TraceContext::parse(&TEXT.replacen("00-", "ff-", 1)).is_none());
    }

    #[test]
    fn what_is_malformed_is_no_context() {
        let zeros = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
        for id in zeros {
            assert!(TraceContext::parse(&TEXT.replace(id, &"0".repeat(id.len()))).is_none());
        }
        let upper = TEXT.to_uppercase();
        let short = &TEXT[..TEXT.len() - 1];
        for text in ["", "-", "00", "00-1-2-01", upper.as_str(), short, "00-é-b7-01", "---"] {
            assert!(TraceContext::parse(text).is_none(), "{text}");
        }
    }
}
