//! The header and the claims of a token (JWT, RFC 7519) with which a site proves a visitor's
//! identity. The caller must have verified the signature before using the claims.

use deskbell_model::limits::TEXT_CHARS_MAX;
use serde_json::Value;

use crate::read;

/// The claims of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The id of the user (`sub`).
    pub user_id: String,
    /// The time at which the token expires (`exp`), in unix seconds.
    pub expires_at: i64,
    /// The time from which the token is valid (`nbf`), in unix seconds.
    pub valid_from: Option<i64>,
    /// The user's e-mail address.
    pub email: Option<String>,
    /// The user's name.
    pub name: Option<String>,
}

/// Tells whether the header of a token states HMAC-SHA256 as the algorithm and has no extension
/// that this reader does not support.
#[must_use]
pub fn is_signed_with_hmac(header: &[u8]) -> bool {
    let Ok(Value::Object(header)) = serde_json::from_slice(header) else { return false };
    header.get("alg").is_some_and(|alg| alg == "HS256") && !header.contains_key("crit")
}

/// Reads the claims of a token; `None` when a required claim is missing or any claim is invalid.
#[must_use]
pub fn read_claims(payload: &[u8]) -> Option<Claims> {
    let Ok(Value::Object(claims)) = serde_json::from_slice(payload) else { return None };
    let text = |key: &str| match claims.get(key) {
        None | Some(Value::Null) => Some(None),
        Some(value) => read::text(TEXT_CHARS_MAX)(value).map(Some),
    };
    let time = |key: &str| match claims.get(key) {
        None | Some(Value::Null) => Some(None),
        Some(Value::Number(number)) => {
            let whole = number.as_f64().filter(|it| (0.0..1e12).contains(it))?.floor();
            Some(format!("{whole:.0}").parse().ok())
        }
        Some(_) => None,
    };
    Some(Claims {
        user_id: text("sub")?.filter(|id| !id.is_empty())?,
        expires_at: time("exp")??,
        valid_from: time("nbf")?,
        email: text("email")?,
        name: text("name")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hmac_is_read_from_a_header() {
        for good in [r#"{"alg":"HS256"}"#, r#"{"typ":"JWT","alg":"HS256","kid":"1"}"#] {
            assert!(is_signed_with_hmac(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "[]",
            "{}",
            r#"{"alg":"none"}"#,
            r#"{"alg":"hs256"}"#,
            r#"{"alg":"RS256"}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"HS256","crit":["exp"]}"#,
        ] {
            assert!(!is_signed_with_hmac(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn claims_need_a_user_and_an_end() {
        let read = |text: &str| read_claims(text.as_bytes());
        let all = read(r#"{"sub":42,"exp":1800000000.9,"nbf":5,"email":"a@b","name":"A"}"#);
        let expected = Claims {
            user_id: "42".into(),
            expires_at: 1_800_000_000,
            valid_from: Some(5),
            email: Some("a@b".into()),
            name: Some("A".into()),
        };
        assert_eq!(all, Some(expected));
        for bad in [
            r#"{"sub":"a"}"#,
            r#"{"exp":5}"#,
            r#"{"sub":"","exp":5}"#,
            r#"{"sub":"a","exp":"5"}"#,
            r#"{"sub":"a","exp":-5}"#,
            r#"{"sub":"a","exp":1e300}"#,
            r#"{"sub":"a","exp":5,"nbf":"x"}"#,
            r#"{"sub":{},"exp":5}"#,
            r#"{"sub":"a","exp":5,"email":[]}"#,
            "[]",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
