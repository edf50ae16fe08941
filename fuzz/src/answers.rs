//! The rules for all answers on a connection (contract §1, §2).

use axum::http::HeaderMap;
use deskbell_http::ErrorCode;
use deskbell_testkit::Answer;

/// Checks the bytes received as answers to these requests.
pub fn check(sent: &[u8], received: &[u8]) {
    // An HTTP/2 client gets HTTP/2 frames, which are not checked.
    let mut rest =
        if sent.starts_with(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") { &[] } else { received };
    while !rest.is_empty() {
        let (head, after) = split(rest, b"\r\n\r\n").expect("a whole head");
        let head = Head::read(head);
        assert!(head.status < 500, "{head:?}");
        // An answer to HEAD has the length of a body, but no body.
        let has_body = head.length > 0 && !after.is_empty() && !after.starts_with(b"HTTP/1.");
        if has_body {
            let (body, after) = after.split_at_checked(head.length).expect("a whole body");
            check_body(&head, body);
            rest = after;
        } else {
            let is_head = sent.windows(4).any(|word| word == b"HEAD");
            assert!(head.length == 0 || is_head, "a body is missing: {head:?}");
            rest = after;
        }
    }
}

/// Checks that a body is valid JSON, and that an error has only items from the table of errors.
fn check_body(head: &Head<'_>, body: &[u8]) {
    assert_eq!(head.header("content-type"), Some("application/json"), "{head:?}");
    assert!(head.header("x-request-id").is_some(), "{head:?}");
    assert_eq!(head.header("access-control-allow-origin"), Some("*"), "{head:?}");
    let answer = Answer { status: head.status, headers: HeaderMap::new(), body: body.to_vec() };
    if head.status < 400 {
        let json = answer.json();
        assert!(json.is_object() || json == "Ok", "{head:?}");
        return;
    }
    let (_, items) = answer.errors();
    assert!(!items.is_empty(), "{head:?}");
    for (code, message) in &items {
        let is_row = |fault: &ErrorCode| {
            let (known, words) = fault.words();
            (known, words) == (code.into(), message.into()) && fault.status() == head.status
        };
        let is_told = names_a_field(code, message) || names_a_place(code, message);
        let is_field = head.status == 400 && is_told;
        assert!(is_field || ErrorCode::ALL.iter().any(is_row), "{head:?}: {code} {message}");
    }
}

/// Returns whether code and message report a body that is not JSON or not UTF-8.
fn names_a_place(code: &str, message: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let byte = message.strip_prefix("The body is not UTF-8: byte ");
    let json = message.strip_prefix("The body is not JSON: ").and_then(|why| {
        let (why, place) = why.split_once(", line ")?;
        let (line, column) = place.split_once(", column ")?;
        Some(!why.is_empty() && is_number(line) && is_number(column))
    });
    code == "invalid_request" && (byte.is_some_and(is_number) || json.unwrap_or(false))
}

/// Returns whether code and message report an invalid field (`invalid_<field>_value`, `<field>
/// value is invalid`) or an invalid part of a filter.
fn names_a_field(code: &str, message: &str) -> bool {
    let Some(field) = message.strip_suffix(" value is invalid") else { return false };
    let named = code.strip_prefix("invalid_").and_then(|code| code.strip_suffix("_value"));
    match named {
        Some("chat") => {
            ["status", "assignee", "department", "snoozedUntil", "rating", "read"].contains(&field)
        }
        Some(named) => named == field,
        None => code == "validation_error" && field.starts_with("filter["),
    }
}

#[derive(Debug)]
struct Head<'a> {
    status: u16,
    /// The value of Content-Length.
    length: usize,
    lines: Vec<&'a str>,
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Self {
        let text = std::str::from_utf8(bytes).expect("a head in ASCII");
        let lines: Vec<_> = text.split("\r\n").collect();
        let status = lines[0].strip_prefix("HTTP/1.").and_then(|line| line.get(2..5));
        let status = status.and_then(|status| status.parse().ok()).expect("a status");
        let mut head = Self { status, length: 0, lines };
        if let Some(length) = head.header("content-length") {
            head.length = length.parse().expect("a length");
        }
        head
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        let headers = self.lines.iter().skip(1).filter_map(|line| line.split_once(": "));
        headers.clone().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let start = bytes.windows(at.len()).position(|part| part == at)?;
    Some((&bytes[..start], &bytes[start + at.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = "content-type: application/json\r\nx-request-id: 1\r\n\
                        access-control-allow-origin: *\r\n";
    const ROW: &str = r#"{"errors":[{"code":"invalid_token","message":"Invalid token"}]}"#;

    /// Returns whether `check` fails for the request `sent` and an answer with this status and
    /// body.
    fn is_refused(status: u16, body: &str, sent: &str) -> bool {
        let length = ROW.len();
        let answer = format!("HTTP/1.1 {status} X\r\n{JSON}content-length: {length}\r\n\r\n{body}");
        std::panic::catch_unwind(|| check(sent.as_bytes(), answer.as_bytes())).is_err()
    }

    #[test]
    fn answers_beside_the_contract_are_refused() {
        assert!(!is_refused(401, ROW, "GET"));
        assert!(!is_refused(401, &format!("{ROW}HTTP/1.1 400 X\r\n\r\n"), "GET"));
        assert!(!is_refused(401, "", "HEAD"));
        assert!(is_refused(401, "", "GET"));
        assert!(is_refused(401, &ROW[1..], "GET"));
        assert!(is_refused(500, ROW, "GET"));
        assert!(is_refused(404, ROW, "GET"));
        assert!(is_refused(401, &ROW.replace("Invalid", "inval1d"), "GET"));
    }
}
