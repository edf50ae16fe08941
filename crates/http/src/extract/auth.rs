//! Who asks: the bearer key, and whether it may ask now (contract §1). The order of checks is the
//! contract's: 401, 429, 413, and only then anything the request says.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::request::Parts;
use deskbell_app::App;
use deskbell_app::limits::{Quota, Verdict};
use deskbell_model::OrgId;
use deskbell_model::limits::BODY_BYTES_MAX;

use crate::error::{ApiError, Fault};

/// Where a request comes from, and what its answer must say about the rate limit.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// The address it came from.
    pub(crate) peer: IpAddr,
    quota: Arc<OnceLock<Quota>>,
}

impl Account {
    pub(crate) fn new(peer: IpAddr) -> Self {
        Self { peer, quota: Arc::default() }
    }

    /// What is left of the organization's window, once the key was recognized.
    pub(crate) fn quota(&self) -> Option<Quota> {
        self.quota.get().copied()
    }
}

/// Somebody whose key may read. The organization is the key's: no request can name another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// Whose data it is about.
    pub(crate) org: OrgId,
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let account = parts.extensions.get::<Account>().ok_or(Fault::Internal)?;
        let owner = match bearer(&parts.headers) {
            Some(key) => app.key_owner(key).await?,
            None => None,
        };
        let now = app.clock.uptime();
        let Some(owner) = owner else {
            return Err(match app.wrong_keys.count(account.peer, now) {
                Verdict::Exceeded(quota) => ApiError::retry(Fault::TooMany, quota.reset_s),
                Verdict::Within(_) | Verdict::Unlimited => Fault::Token.into(),
            });
        };
        let limit = owner.requests_per_minute.unwrap_or(app.settings().requests_per_minute);
        match app.count_request(owner.org, limit).await? {
            Verdict::Unlimited => {}
            Verdict::Within(quota) => {
                let _ = account.quota.set(quota);
            }
            Verdict::Exceeded(quota) => {
                let _ = account.quota.set(quota);
                return Err(ApiError::retry(Fault::TooMany, quota.reset_s));
            }
        }
        if is_too_large(&parts.headers) {
            return Err(Fault::TooLarge.into());
        }
        Ok(Self { org: owner.org })
    }
}

/// The key of an `Authorization: Bearer` header, the scheme in any case, one pair of angle brackets
/// around the key taken off. `None` unless there is exactly one such header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
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

/// Whether the request announces a body above the limit.
fn is_too_large(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|length| length.parse::<usize>().ok()).is_some_and(|it| it > BODY_BYTES_MAX)
}

#[cfg(test)]
mod tests {
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
}
