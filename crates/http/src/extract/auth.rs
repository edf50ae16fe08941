//! Who asks: the bearer key, and whether it may ask now (contract §1). The order of checks is the
//! contract's: 401, 429, 403, 413, and only then anything the request says.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::request::Parts;
use deskbell_app::App;
use deskbell_app::auth::KeyOwner;
use deskbell_app::limits::{Quota, Verdict};
use deskbell_model::limits::BODY_BYTES_MAX;
use deskbell_model::{KeyId, OrgId, Scope};
use tokio::sync::watch;

use super::query::QueryString;
use crate::error::{ApiError, ErrorCode};
use crate::pipeline::body_budget::{BodyBudget, BodyPermit};

const BODY_BYTES_TOO_MANY: usize = BODY_BYTES_MAX + 1;

/// Where a request comes from, and what its answer must say about the rate limit.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// The address it came from.
    pub(crate) peer: IpAddr,
    quota: Arc<OnceLock<Quota>>,
    /// Whose key it was, once it was recognized.
    org: Arc<OnceLock<OrgId>>,
    budget: Arc<BodyBudget>,
    /// Whether the server stops: what has no end of its own ends then.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Account {
    pub(crate) fn new(
        peer: IpAddr,
        budget: Arc<BodyBudget>,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self { peer, quota: Arc::default(), org: Arc::default(), budget, stopping }
    }

    /// Room for so much more of the body, in KiB: of the organization's part. `None` when there is
    /// none, or nobody was recognized.
    pub(crate) fn body_permit(&self, kib: u32) -> Option<BodyPermit> {
        self.budget.body(*self.org.get()?, kib)
    }

    /// Whose key it was, once it was recognized.
    pub(crate) fn org(&self) -> Option<OrgId> {
        self.org.get().copied()
    }

    /// What is left of the organization's window, once the key was recognized.
    pub(crate) fn quota(&self) -> Option<Quota> {
        self.quota.get().copied()
    }
}

impl<S: Sync> FromRequestParts<S> for Account {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(parts.extensions.get::<Self>().cloned().ok_or(ErrorCode::Internal)?)
    }
}

/// Somebody whose key may read. The organization is the key's: no request can name another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// Whose data it is about.
    pub(crate) org: OrgId,
    /// The key.
    pub(crate) key: KeyId,
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let owner = recognize(parts, app).await?;
        check_length(parts)?;
        Ok(Self { org: owner.org, key: owner.key })
    }
}

/// Somebody who follows live: with a key, or with a ticket in the query string. A key that is sent
/// counts alone.
#[derive(Clone, Debug)]
pub(crate) struct Follower {
    /// Whose data it is about.
    pub(crate) org: OrgId,
    /// The key, or the one that the ticket stands for.
    pub(crate) key: KeyId,
    /// What it may do.
    pub(crate) scope: Scope,
    ticket: Option<String>,
}

impl Follower {
    /// Uses up the ticket, if it is one, once a stream is about to be opened with it: of several
    /// who try at once, one is let in.
    pub(crate) async fn enter(&mut self, app: &App) -> Result<(), ApiError> {
        match self.ticket.take() {
            Some(ticket) if !app.use_ticket(self.org, &ticket).await? => {
                Err(ErrorCode::Token.into())
            }
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Arc<App>> for Follower {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let query = QueryString::new(parts.uri.query().unwrap_or_default());
        let ticket = query.ticket().filter(|_| !parts.headers.contains_key(AUTHORIZATION));
        let owner = match &ticket {
            Some(ticket) => admit(parts, app, app.ticket_owner(ticket).await?).await?,
            None => recognize(parts, app).await?,
        };
        check_length(parts)?;
        let KeyOwner { org, key, scope, .. } = owner;
        Ok(Self { org, key, scope, ticket: ticket.map(Into::into) })
    }
}

/// Somebody whose key may change things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer {
    /// Whose data it is about.
    pub(crate) org: OrgId,
}

impl FromRequestParts<Arc<App>> for Writer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let owner = recognize(parts, app).await?;
        if owner.scope != Scope::Full {
            return Err(ErrorCode::ReadOnly.into());
        }
        check_length(parts)?;
        Ok(Self { org: owner.org })
    }
}

/// Whose key it is, once the request is counted.
async fn recognize(parts: &Parts, app: &App) -> Result<KeyOwner, ApiError> {
    let owner = match bearer(&parts.headers) {
        Some(key) => app.key_owner(key).await?,
        None => None,
    };
    admit(parts, app, owner).await
}

/// Counts the request of whoever it is: as a wrong key of its address when it is nobody.
async fn admit(parts: &Parts, app: &App, owner: Option<KeyOwner>) -> Result<KeyOwner, ApiError> {
    let account = parts.extensions.get::<Account>().ok_or(ErrorCode::Internal)?;
    let now = app.clock.uptime();
    let Some(owner) = owner else {
        return Err(match app.wrong_keys.count(account.peer, now) {
            Verdict::Exceeded(quota) => ApiError::retry(ErrorCode::TooMany, quota.reset_s),
            Verdict::Within(_) | Verdict::Unlimited => ErrorCode::Token.into(),
        });
    };
    let _ = account.org.set(owner.org);
    let limit = owner.requests_per_minute.unwrap_or(app.settings().requests_per_minute);
    match app.count_request(owner.org, limit).await? {
        Verdict::Unlimited => {}
        Verdict::Within(quota) => {
            let _ = account.quota.set(quota);
        }
        Verdict::Exceeded(quota) => {
            let _ = account.quota.set(quota);
            return Err(ApiError::retry(ErrorCode::TooMany, quota.reset_s));
        }
    }
    Ok(owner)
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

/// Refuses a request that announces a body above the limit.
fn check_length(parts: &Parts) -> Result<(), ApiError> {
    let length = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match length.and_then(|length| length.parse::<usize>().ok()) {
        Some(BODY_BYTES_TOO_MANY..) => Err(ErrorCode::TooLarge.into()),
        _ => Ok(()),
    }
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
