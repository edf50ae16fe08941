//! Fixed headers of a webhook's deliveries. Their values may be secrets, so `Debug` hides them.

use crate::limits::{
    WEBHOOK_HEADER_NAME_BYTES_MAX, WEBHOOK_HEADER_VALUE_BYTES_MAX, WEBHOOK_HEADERS_MAX,
};

/// The text that is shown in place of a hidden value.
pub const MASK: &str = "***";

/// The names of headers that only HTTP or Deskbell may set.
const TAKEN: [&str; 17] = [
    "accept-encoding",
    "authority",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "http2-settings",
];
/// The beginnings of further header names that only HTTP or Deskbell may set.
const TAKEN_BEGINNINGS: [&str; 4] = ["proxy-", "sec-", "webhook-", "x-helpcrunch-signature"];

/// Fixed headers of a webhook's deliveries; no name occurs twice.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FixedHeaders(Vec<(String, String)>);

/// The reason why a header is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHeader {
    /// The name of the header is not valid.
    Name,
    /// Only HTTP or Deskbell may set this header.
    Taken,
    /// Another header has the same name, apart from upper and lower case.
    Twice,
    /// The value of the header is not valid.
    Value,
    /// The value is the mask that is shown in place of hidden values.
    Masked,
    /// The webhook has too many headers.
    TooMany,
}

impl BadHeader {
    /// Returns the reason for refusing a header, worded as the end of a sentence.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Name => "this is no header's name",
            Self::Taken => "HTTP or the server sets this header itself",
            Self::Twice => "this header is there twice",
            Self::Value => "a header's value is printable ASCII, 1 to 1,024 bytes",
            Self::Masked => "values are shown masked, give the value itself",
            Self::TooMany => "a webhook has up to 10 headers",
        }
    }
}

impl FixedHeaders {
    /// Adds a header.
    ///
    /// # Errors
    /// The reason for the refusal.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), BadHeader> {
        let lower = name.to_ascii_lowercase();
        let is_sized = (1..=WEBHOOK_HEADER_NAME_BYTES_MAX).contains(&name.len());
        if !is_sized || !name.bytes().all(is_token) {
            return Err(BadHeader::Name);
        }
        let begins = |beginning: &&str| lower.starts_with(*beginning);
        if TAKEN.contains(&lower.as_str()) || TAKEN_BEGINNINGS.iter().any(begins) {
            return Err(BadHeader::Taken);
        }
        if self.0.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            return Err(BadHeader::Twice);
        }
        if value == MASK {
            return Err(BadHeader::Masked);
        }
        let is_printable = value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let is_sized = (1..=WEBHOOK_HEADER_VALUE_BYTES_MAX).contains(&value.len());
        if !is_printable || !is_sized || value.trim() != value {
            return Err(BadHeader::Value);
        }
        if self.0.len() == WEBHOOK_HEADERS_MAX {
            return Err(BadHeader::TooMany);
        }
        self.0.push((name.to_owned(), value.to_owned()));
        Ok(())
    }

    /// Returns the names of the headers, in the order in which the headers were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the names and values to send.
    pub fn sent(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the text in which the headers are stored: one line `name: value` for each header;
    /// `None` without headers.
    #[must_use]
    pub fn to_lines(&self) -> Option<String> {
        let lines: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Reads the text that [`Self::to_lines`] wrote.
    #[must_use]
    pub fn from_lines(lines: Option<&str>) -> Option<Self> {
        let mut headers = Self::default();
        for line in lines.into_iter().flat_map(str::lines) {
            let (name, value) = line.split_once(": ")?;
            headers.0.push((name.to_owned(), value.to_owned()));
        }
        Some(headers)
    }
}

/// Hides the values of the headers.
impl std::fmt::Debug for FixedHeaders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(name: &str, value: &str) -> Result<(), BadHeader> {
        FixedHeaders::default().add(name, value)
    }

    #[test]
    fn what_is_https_or_ours_is_refused_in_any_case() {
        for name in TAKEN.iter().chain(&["Proxy-Authorization", "WEBHOOK-ID", "Sec-Fetch-Mode"]) {
            assert_eq!(add(&name.to_uppercase(), "x"), Err(BadHeader::Taken), "{name}");
        }
        assert_eq!(add("X-HelpCrunch-Signature", "x"), Err(BadHeader::Taken));
        assert_eq!(add("Authorization", "Bearer x"), Ok(()));
    }

    #[test]
    fn a_header_cannot_become_two() {
        for name in ["", "a b", "a:", "a\r\nb", "ä", &"n".repeat(101)] {
            assert_eq!(add(name, "x"), Err(BadHeader::Name), "{name:?}");
        }
        for value in ["", " x", "x ", "a\r\nHost: b", "a\nb", "a\0b", "ä", &"v".repeat(1_025)] {
            assert_eq!(add("X-A", value), Err(BadHeader::Value), "{value:?}");
        }
        assert_eq!(add("X-A", MASK), Err(BadHeader::Masked));
    }

    #[test]
    fn ten_are_kept_line_by_line_and_none_shows_its_value() {
        let mut headers = FixedHeaders::default();
        for number in 0..10 {
            headers.add(&format!("X-{number}"), "secret: of many").unwrap();
        }
        assert_eq!(headers.add("x-9", "y"), Err(BadHeader::Twice));
        assert_eq!(headers.add("X-10", "y"), Err(BadHeader::TooMany));
        let lines = headers.to_lines();
        assert_eq!(FixedHeaders::from_lines(lines.as_deref()), Some(headers.clone()));
        assert!(!format!("{headers:?}").contains("secret"));
        assert_eq!(FixedHeaders::default().to_lines(), None);
    }
}
