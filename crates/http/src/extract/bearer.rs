//! The token of an `Authorization` header (RFC 6750, 2.1; contract §1).

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// Returns the key of an `Authorization: Bearer` header; `None` if the header is absent, repeated
/// or malformed. The scheme is case-insensitive, and one pair of angle brackets around the key is
/// removed.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, key) = value.to_str().ok()?.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let key = key.trim();
    let bare = key.strip_prefix('<').and_then(|key| key.strip_suffix('>'));
    Some(bare.unwrap_or(key)).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn key(value: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn the_scheme_is_read_in_any_case_and_one_pair_of_brackets_comes_off() {
        for value in ["Bearer a+/=", "bearer a+/=", "BEARER  a+/= ", "Bearer <a+/=>"] {
            assert_eq!(key(value).as_deref(), Some("a+/="), "{value}");
        }
        assert_eq!(key("Bearer <<a>>").as_deref(), Some("<a>"));
        assert_eq!(key("Bearer <a").as_deref(), Some("<a"));
        for value in ["", "Bearer", "Bearer ", "Bearer <>", "Basic a", "a", "Bearera"] {
            assert_eq!(key(value), None, "{value}");
        }
    }

    #[test]
    fn two_authorization_headers_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        assert_eq!(bearer(&headers), None);
    }

    fn read(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        bearer(&headers).map(str::to_owned)
    }

    proptest! {
        #[test]
        fn a_key_of_any_letters_is_read_bare_or_in_brackets(
            scheme in "[bB][eE][aA][rR][eE][rR]",
            before in " {1,3}",
            key in "[!-~]{1,60}",
            after in " {0,3}",
        ) {
            let bracketed = format!("{scheme}{before}<{key}>{after}");
            prop_assert_eq!(read(&bracketed), Some(key.clone()));
            prop_assume!(!(key.starts_with('<') && key.ends_with('>') && key.len() > 1));
            prop_assert_eq!(read(&format!("{scheme}{before}{key}{after}")), Some(key));
        }

        #[test]
        fn another_scheme_carries_no_key(scheme in "[!-~]{0,8}", key in "[!-~]{1,20}") {
            prop_assume!(!scheme.eq_ignore_ascii_case("bearer"));
            prop_assert_eq!(read(&format!("{scheme} {key}")), None);
            prop_assert_eq!(read(&format!("{scheme}{key}")), None);
        }

        #[test]
        fn whatever_a_header_holds_a_key_is_a_part_of_it_and_never_empty(
            start in prop_oneof![Just("Bearer "), Just("bearer <"), Just("")],
            rest in "[\\t -~]{0,12}[\\t -~é]{0,12}| {0,2}<{0,2}>{0,2} {0,2}",
        ) {
            let value = format!("{start}{rest}");
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            if let Some(key) = bearer(&headers) {
                prop_assert!(!key.is_empty() && value.contains(key), "{:?}", key);
                headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer a"));
                prop_assert_eq!(bearer(&headers), None);
            }
        }
    }
}
