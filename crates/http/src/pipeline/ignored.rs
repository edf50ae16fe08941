//! The report of ignored fields and parameters in a header of the answer (contract §1). The header
//! shows, for example, why a misspelt filter matches everything. Values are not repeated.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::limits::{IGNORED_BYTES_MAX, IGNORED_NAME_BYTES_MAX};

const IGNORED: HeaderName = HeaderName::from_static("deskbell-ignored");
/// The text that marks names that were cut or left out.
const MORE: &str = "...";

/// Runs an operation, and reports the query parameters that are not in `known`.
pub async fn around(known: Arc<[String]>, request: Request, next: Next) -> Response {
    let pairs = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
    let unknown = pairs.filter(|(name, _)| !known.iter().any(|known| known == name));
    let names = list(unknown.map(|(name, _)| name));
    let mut response = next.run(request).await;
    add(&mut response, &names);
    response
}

/// Reports the ignored keys of a body.
pub fn note(mut response: Response, keys: &[String]) -> Response {
    add(&mut response, &list(keys));
    response
}

fn add(response: &mut Response, names: &str) {
    // The characters that `word` produces are valid in a header.
    if let Ok(names) = HeaderValue::try_from(names)
        && !names.is_empty()
    {
        response.headers_mut().append(IGNORED, names);
    }
}

/// Lists the names without duplicates, separated by commas; the list is cut to `IGNORED_BYTES_MAX`.
fn list(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut listed = String::new();
    let mut seen = BTreeSet::new();
    for name in names {
        let word = word(name.as_ref());
        if word.is_empty() || seen.contains(&word) {
            continue;
        }
        if !listed.is_empty() {
            listed.push_str(", ");
        }
        if listed.len() + word.len() + 2 + MORE.len() > IGNORED_BYTES_MAX {
            listed.push_str(MORE);
            break;
        }
        listed.push_str(&word);
        seen.insert(word);
    }
    listed
}

/// Percent-encodes a name except for characters that are harmless in a header, and cuts the result
/// to `IGNORED_NAME_BYTES_MAX`.
fn word(name: &str) -> String {
    let mut word = String::new();
    for byte in name.bytes() {
        if word.len() + 3 + MORE.len() > IGNORED_NAME_BYTES_MAX {
            return word + MORE;
        }
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => word.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'[' | b']' | b'$' | b':' | b'@' | b'/' => {
                word.push(char::from(byte));
            }
            other => word.push_str(&format!("%{other:02X}")),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_name_stands_once_and_nothing_in_it_means_anything_to_a_header() {
        let names = ["email", "filter[0]", "email", "a, b", "", "x\r\nSet-Cookie: a", "ä"];
        let expected = "email, filter[0], a%2C%20b, x%0D%0ASet-Cookie:%20a, %C3%A4";
        assert_eq!(list(names), expected);
    }

    proptest! {
        #[test]
        fn whatever_is_named_fits_into_a_header(names in prop::collection::vec(".{0,90}", 0..90)) {
            let listed = list(&names);
            prop_assert!(listed.len() <= IGNORED_BYTES_MAX, "{}", listed.len());
            prop_assert!(HeaderValue::try_from(&listed).is_ok());
            let words: Vec<_> = listed.split(", ").collect();
            prop_assert!(words.iter().all(|word| word.len() <= IGNORED_NAME_BYTES_MAX));
            let is_all = !words.contains(&MORE);
            let known: BTreeSet<_> = names.iter().map(|name| word(name)).collect();
            let wanted = known.iter().filter(|it| !it.is_empty()).count();
            prop_assert!(!is_all || listed.is_empty() == (wanted == 0));
            prop_assert!(!is_all || wanted == 0 || words.len() == wanted);
        }
    }
}
