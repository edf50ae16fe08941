//! Writers of JSON to a buffer, for all resources. This module knows no resource.

use deskbell_model::Timestamp;

/// Pushes a text as a JSON string, with only the escapes that RFC 8259 requires.
pub fn string(out: &mut Vec<u8>, text: &str) {
    // Writing to a vector cannot fail.
    let _ = serde_json::to_writer(&mut *out, text);
}

/// Returns the id in an object's JSON that this crate wrote with `id` as the first key.
#[must_use]
pub fn id_of(json: &[u8]) -> Option<i64> {
    number(json.strip_prefix(br#"{"id":"#)?)
}

/// Reads the number at the beginning of a text.
pub(crate) fn number(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

/// Pushes a whole number.
pub fn int(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Pushes `true` or `false`.
pub fn bool(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

/// Pushes `null`.
pub fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// Pushes `"<seconds>.<3 digits>"`, the form of messages' times.
pub fn timestamp(out: &mut Vec<u8>, at: Timestamp) {
    out.push(b'"');
    int(out, at.seconds().get());
    let millis = at.subsec_millis();
    out.push(b'.');
    for unit in [100, 10, 1] {
        int(out, millis / unit % 10);
    }
    out.push(b'"');
}

/// Pushes `[a,b,…]`; `item` writes each item.
pub fn array<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut item: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (index, value) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        item(out, value);
    }
    out.push(b']');
}

/// Pushes `{"id":N}`: the object of a change that records a deletion.
pub fn only_id(out: &mut Vec<u8>, id: i64) {
    raw(out, r#"{"id":"#);
    int(out, id);
    out.push(b'}');
}

/// Pushes the literal bytes between values: keys, colons, brackets.
pub fn raw(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_message_time_is_seconds_a_dot_and_three_digits() {
        let at = |millis| Timestamp::from_millis(millis).unwrap();
        assert_eq!(written(|out| timestamp(out, at(1_593_888_609_369))), "\"1593888609.369\"");
        assert_eq!(written(|out| timestamp(out, at(1_593_888_360_057))), "\"1593888360.057\"");
        assert_eq!(written(|out| timestamp(out, at(7))), "\"0.007\"");
    }

    #[test]
    fn every_text_comes_back_from_its_json() {
        for text in ["", "\u{1}\n\t\"\\/", "Grüße 👋🏼 \u{2028}", "</script>"] {
            let json = written(|out| string(out, text));
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_at_all_comes_back_from_its_json(text: String) {
            let json = written(|out| string(out, &text));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }

        #[test]
        fn any_message_time_says_its_milliseconds(millis in 0..=Timestamp::MAX.millis()) {
            let json = written(|out| timestamp(out, Timestamp::from_millis(millis).unwrap()));
            let text: String = serde_json::from_str(&json).unwrap();
            let (seconds, fraction) = text.split_once('.').unwrap();
            prop_assert_eq!(fraction.len(), 3);
            prop_assert_eq!(seconds.to_owned() + fraction, format!("{millis:04}"));
        }
    }
}
