//! Pushes JSON onto a buffer: what the writers of each resource share. It knows no resource.

use deskbell_model::{Seconds, Timestamp};
use deskbell_query::{Meta, NextPage};

/// Pushes a text as a JSON string, escaped as RFC 8259 asks and no further.
pub fn string(out: &mut Vec<u8>, text: &str) {
    // Writing to a vector cannot fail.
    let _ = serde_json::to_writer(&mut *out, text);
}

/// The id of an object as it is written here: its first key.
#[must_use]
pub fn id_of(json: &[u8]) -> Option<i64> {
    number(json.strip_prefix(br#"{"id":"#)?)
}

/// The number that a text begins with.
pub(crate) fn number(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

/// Pushes a text or null.
pub fn opt_string(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => string(out, text),
        None => null(out),
    }
}

/// Pushes a whole number.
pub fn int(out: &mut Vec<u8>, number: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Pushes a whole number or null.
pub fn opt_int(out: &mut Vec<u8>, number: Option<impl itoa::Integer>) {
    match number {
        Some(number) => int(out, number),
        None => null(out),
    }
}

/// Pushes `true` or `false`.
pub fn bool(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

/// Pushes `null`.
pub fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// Pushes unix seconds or null: the times of chats and customers.
pub fn opt_seconds(out: &mut Vec<u8>, at: Option<Seconds>) {
    opt_int(out, at.map(Seconds::get));
}

/// Pushes `"<seconds>.<3 digits>"`: the times of messages.
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

/// Pushes `[a,b,…]`, each item as `item` writes it.
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

/// Pushes `{"data":[a,b,…],"meta":{"total":N}}`, each item as `item` writes it.
pub fn page<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    about: &Meta,
    item: impl FnMut(&mut Vec<u8>, T),
) {
    raw(out, r#"{"data":"#);
    array(out, items, item);
    meta(out, about);
    out.push(b'}');
}

/// Pushes `{"data":[a,b,…],"total":N,"meta":{"total":N}}`, which searches and the list of customers
/// answer (contract §4).
pub fn page_with_total<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    about: &Meta,
    item: impl FnMut(&mut Vec<u8>, T),
) {
    raw(out, r#"{"data":"#);
    array(out, items, item);
    raw(out, r#","total":"#);
    int(out, about.total);
    meta(out, about);
    out.push(b'}');
}

/// Pushes one part of `head[a,b,…]` and what is behind it: the head, one of the items, or what is
/// behind them. `false` when there is no part of that number.
pub fn part<T>(
    out: &mut Vec<u8>,
    items: &[T],
    number: usize,
    item: impl FnOnce(&mut Vec<u8>, &T),
    (head, behind): (&str, impl FnOnce(&mut Vec<u8>)),
) -> bool {
    let Some(place) = number.checked_sub(1) else {
        raw(out, head);
        out.push(b'[');
        return true;
    };
    if let Some(found) = items.get(place) {
        if place > 0 {
            out.push(b',');
        }
        item(out, found);
        return true;
    }
    let is_last = place == items.len();
    if is_last {
        out.push(b']');
        behind(out);
    }
    is_last
}

/// Pushes one part of what [`page`] pushes; `false` when there is none of that number.
pub fn page_part<T>(
    out: &mut Vec<u8>,
    (items, about): (&[T], &Meta),
    number: usize,
    item: impl FnOnce(&mut Vec<u8>, &T),
) -> bool {
    let behind = |out: &mut Vec<u8>| {
        meta(out, about);
        out.push(b'}');
    };
    part(out, items, number, item, (r#"{"data":"#, behind))
}

/// Pushes one part of what [`page_with_total`] pushes; `false` when there is none of that number.
pub fn page_with_total_part<T>(
    out: &mut Vec<u8>,
    (items, about): (&[T], &Meta),
    number: usize,
    item: impl FnOnce(&mut Vec<u8>, &T),
) -> bool {
    let behind = |out: &mut Vec<u8>| {
        raw(out, r#","total":"#);
        int(out, about.total);
        meta(out, about);
        out.push(b'}');
    };
    part(out, items, number, item, (r#"{"data":"#, behind))
}

/// Pushes `,"meta":{"total":N}`; of a page that was asked for with a cursor also `next`, the cursor
/// of the one behind it, or null (contract §8).
pub fn meta(out: &mut Vec<u8>, about: &Meta) {
    raw(out, r#","meta":{"total":"#);
    int(out, about.total);
    match &about.next {
        NextPage::Unasked => {}
        NextPage::Last => raw(out, r#","next":null"#),
        NextPage::At(cursor) => {
            raw(out, r#","next":"#);
            string(out, cursor);
        }
    }
    out.push(b'}');
}

/// Pushes `{"id":N}`: all that the change feed says of an object that was erased.
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

    #[test]
    fn a_page_in_parts_is_the_page() {
        let item = |out: &mut Vec<u8>, text: &&str| string(out, text);
        for items in [&[][..], &["a"], &["a", "\u{1}", "c"]] {
            for next in [NextPage::Unasked, NextPage::Last, NextPage::At("cursor".into())] {
                let about = Meta { total: 7, next };
                let parts = |part: fn(&mut Vec<u8>, _, usize, _) -> bool| {
                    written(|out| {
                        let mut numbers = 0..;
                        let mut part = |number| part(out, (items, &about), number, item);
                        while numbers.next().is_some_and(&mut part) {}
                    })
                };
                assert_eq!(parts(page_part), written(|out| page(out, items, &about, item)));
                let whole = written(|out| page_with_total(out, items, &about, item));
                assert_eq!(parts(page_with_total_part), whole);
            }
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
