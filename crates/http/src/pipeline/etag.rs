//! The writing of entity tags, and the parsing of lists of tags (RFC 9110, 8.8.3).
//!
//! A tag is the digest of the bytes that the `GET` of an object or list shows. Equal bytes have
//! equal tags in every process. Tags are weak, since all content codings of the bytes share one
//! tag.

use axum::body::Body;
use axum::http::header::ETAG;
use axum::http::{HeaderValue, Response};
use deskbell_app::DIGEST_DIGITS;

/// Sets the ETag header to the tag of this digest.
pub fn tagged(mut response: Response<Body>, digest: &[u8; DIGEST_DIGITS]) -> Response<Body> {
    // Digits in quotes are valid in a header.
    if let Ok(tag) = HeaderValue::from_bytes(&tag(digest)) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// Writes a weak tag: `W/` and the digits in quotes.
fn tag(digest: &[u8; DIGEST_DIGITS]) -> [u8; DIGEST_DIGITS + 4] {
    let mut tag = [b'"'; DIGEST_DIGITS + 4];
    tag[..2].copy_from_slice(b"W/");
    tag[3..DIGEST_DIGITS + 3].copy_from_slice(digest);
    tag
}

/// Tells whether the header is `*`, which matches every tag.
pub fn is_any(list: &[u8]) -> bool {
    list.trim_ascii() == b"*"
}

/// Returns the weak and strong tags of a list, without quotes. Tags that follow a syntax error are
/// skipped.
pub fn listed(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = list.trim_ascii_start();
    std::iter::from_fn(move || {
        while let Some(next) = rest.strip_prefix(b",") {
            rest = next.trim_ascii_start();
        }
        let opaque = rest.strip_prefix(b"W/").unwrap_or(rest).strip_prefix(b"\"")?;
        let end = opaque.iter().position(|byte| *byte == b'"')?;
        // A comma must separate two tags.
        let behind = opaque[end + 1..].trim_ascii_start();
        rest = if behind.starts_with(b",") { behind } else { &[] };
        Some(&opaque[..end])
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn has(list: &str, tag: &[u8]) -> bool {
        is_any(list.as_bytes()) || listed(list.as_bytes()).any(|found| found == tag)
    }

    #[test]
    fn a_tag_is_found_in_a_list_weak_or_strong_and_in_nothing_else() {
        for list in [
            "\"a\"",
            "W/\"a\"",
            " W/\"a\" ",
            "\"b\", W/\"a\"",
            "\"b\",\"a\"",
            ",,\"x,y\" ,\t\"a\",",
            "*",
            " * ",
            "\"\", \"a\"",
        ] {
            assert!(has(list, b"a"), "{list}");
        }
        for list in [
            "",
            "a",
            "w/\"a\"",
            "\"a",
            "W/a",
            "\"A\"",
            "\"ab\"",
            "**",
            "*, \"b\"",
            "\"b\" \"a\"",
            "\"b\"\"a\"",
            "b, \"a\"",
            "\"b\\\"a\"",
            "W/ \"a\"",
            "'a'",
            "\"a \"",
        ] {
            assert!(!has(list, b"a"), "{list}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_makes_it_panic(list: Vec<u8>, tag in "[0-9a-f]{0,4}") {
            let found = listed(&list).filter(|found| *found == tag.as_bytes()).count();
            prop_assert!(found <= list.len());
        }
    }
}
