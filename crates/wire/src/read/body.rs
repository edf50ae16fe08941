//! Parses a body's bytes as JSON (contract §1), leniently, with the position of an error.

use serde_json::{Map, Value};

use crate::invalid::{Found, InvalidField, Unfit};

/// Reads a body. An empty body, and a body of only JSON white space, count as `{}`.
///
/// # Errors
/// [`InvalidField::Body`] when the body is not JSON.
pub fn body(bytes: &[u8]) -> Result<Value, Found> {
    // Some libraries send a byte order mark first.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
        return Ok(Value::Object(Map::new()));
    }
    let unfit = |unfit| Found::from(InvalidField::Body(unfit));
    let text = std::str::from_utf8(bytes)
        .map_err(|error| unfit(Unfit::NotUtf8(error.valid_up_to() + 1)))?;
    let whole = halves(text).and_then(|places| replaced(text, &places));
    serde_json::from_str(whole.as_deref().unwrap_or(text)).map_err(|error| {
        let why = why(&error.to_string());
        unfit(Unfit::NotJson { why, line: error.line(), column: error.column() })
    })
}

/// Returns the reason why a text is not JSON, in the server's own words. `told` is the parser's
/// message.
fn why(told: &str) -> &'static str {
    const WORDS: [(&str, &str); 14] = [
        ("EOF", "it ends too early"),
        ("expected value", "a value is expected"),
        ("expected ident", "a value is expected"),
        ("expected `:`", "a colon is expected"),
        ("expected `,` or `]`", "a comma or a closing bracket is expected"),
        ("expected `,` or `}`", "a comma or a closing brace is expected"),
        ("key must be", "a key in double quotes is expected"),
        ("trailing comma", "a comma is followed by nothing"),
        ("trailing characters", "something follows the value"),
        ("invalid number", "the number is none"),
        ("number out of range", "the number is too large"),
        ("control character", "a control character in a text must be escaped"),
        ("recursion limit", "it nests too deeply"),
        ("invalid escape", "the escape is none"),
    ];
    let found = WORDS.iter().find(|(prefix, _)| told.starts_with(prefix));
    found.map_or("this is not understood", |(_, words)| words)
}

/// Returns the positions of the escapes of unpaired surrogates, which arise when programs cut
/// texts. `None` when no escape is unpaired.
fn halves(text: &str) -> Option<Vec<usize>> {
    let bytes = text.as_bytes();
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(ahead) = memchr::memchr(b'\\', bytes.get(from..)?) {
        let place = from + ahead;
        from = match unit(bytes, place) {
            Some(0xD800..0xDC00) if matches!(unit(bytes, place + 6), Some(0xDC00..0xE000)) => {
                place + 12
            }
            Some(0xD800..0xE000) => {
                found.push(place);
                place + 6
            }
            Some(_) => place + 6,
            None => place + 2,
        };
    }
    (!found.is_empty()).then_some(found)
}

/// Returns the text with the escape of U+FFFD in place of the six-byte escapes at these positions.
fn replaced(text: &str, places: &[usize]) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for place in places {
        bytes.get_mut(*place..place + 6)?.copy_from_slice(b"\\ufffd");
    }
    String::from_utf8(bytes).ok()
}

/// Returns the UTF-16 unit of the escape `\uXXXX` at `place`.
fn unit(bytes: &[u8], place: usize) -> Option<u16> {
    let digits = bytes.get(place..place.checked_add(6)?)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, why, line, column) in [
            (r#"{"customer":1,"text":}"#, "a value is expected", 1, 22),
            ("{\n  'a': 1}", "a key in double quotes is expected", 2, 3),
            ("{\"a\": 1,}", "a comma is followed by nothing", 1, 9),
            ("{\"a\" 1}", "a colon is expected", 1, 6),
            ("{\"a\": [1 2]}", "a comma or a closing bracket is expected", 1, 10),
            ("{\"a\": 1 \"b\"}", "a comma or a closing brace is expected", 1, 9),
            ("{", "it ends too early", 1, 1),
            ("{}{}", "something follows the value", 1, 3),
            ("{\"a\": 01}", "the number is none", 1, 8),
            ("{\"a\": 1e999}", "the number is too large", 1, 11),
            ("{\"a\": \"\t\"}", "a control character in a text must be escaped", 1, 8),
            ("{\"a\": \"\\x\"}", "the escape is none", 1, 9),
            ("a=1&b=2", "a value is expected", 1, 1),
        ] {
            let invalid = InvalidField::Body(Unfit::NotJson { why, line, column });
            assert_eq!(body(text.as_bytes()), Err(invalid.into()), "{text}");
        }
        let deep = body("[".repeat(100_000).as_bytes()).unwrap_err().invalid;
        let why = "it nests too deeply";
        assert!(
            matches!(deep, InvalidField::Body(Unfit::NotJson { why: told, .. }) if told == why)
        );
        let found = body(b"{\"a\":\"\xc3\"}").unwrap_err();
        assert_eq!(found, InvalidField::Body(Unfit::NotUtf8(7)).into());
    }

    #[test]
    fn half_a_pair_becomes_the_replacement_character() {
        for (text, read) in [
            (r#""a\ud83d""#, "a\u{fffd}"),
            (r#""\uDE00b""#, "\u{fffd}b"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\\ud83d""#, "\\ud83d"),
            (r#""\ud83d\ude00""#, "\u{1f600}"),
        ] {
            assert_eq!(body(text.as_bytes()), Ok(json!(read)), "{text}");
        }
        assert!(body(br#""\ud8""#).is_err());
    }

    proptest! {
        #[test]
        fn units_of_utf_16_read_as_what_a_lossy_reader_makes_of_them(units: Vec<u16>) {
            let escapes: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let read = body(format!("\"{escapes}\"").as_bytes());
            prop_assert_eq!(read, Ok(json!(String::from_utf16_lossy(&units))));
        }

        #[test]
        fn whatever_else_is_json_reads_as_it_did(text: String) {
            let text = json!({"a": text}).to_string();
            prop_assert_eq!(body(text.as_bytes()).ok(), serde_json::from_str(&text).ok());
        }
    }
}
