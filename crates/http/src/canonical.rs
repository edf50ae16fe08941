//! One form for every URL: `/v1/…` without a trailing slash (contract §1).

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// What stands outside `/v1`.
const OUTSIDE: [&str; 2] = ["/healthz", "/readyz"];

/// The path as the routes know it. `None` when it is in that form already.
fn path(path: &str) -> Option<String> {
    let bare = path.strip_suffix('/').unwrap_or(path);
    if OUTSIDE.contains(&bare) || bare == "/v1" || bare.starts_with("/v1/") {
        return (bare != path).then(|| bare.to_owned());
    }
    Some(format!("/v1{bare}"))
}

/// Brings a URL into the form that the routes know.
pub(crate) fn uri(uri: &mut Uri) {
    let Some(path) = path(uri.path()) else { return };
    let target = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    // What was part of a URL before is part of one now; if not, the routes will not know it.
    let Ok(target) = PathAndQuery::try_from(target) else { return };
    *uri = Uri::from(target);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_may_be_left_out_and_a_trailing_slash_changes_nothing() {
        for (given, known) in [
            ("/chats?offset=100&limit=100", "/v1/chats?offset=100&limit=100"),
            ("/v1/chats/", "/v1/chats"),
            ("/v1/chats/5/messages", "/v1/chats/5/messages"),
            ("/chats/1568834/messages/?limit=1", "/v1/chats/1568834/messages?limit=1"),
            ("/healthz/", "/healthz"),
            ("/v1/healthz", "/v1/healthz"),
            ("/", "/v1"),
            ("http://h/chats", "/v1/chats"),
        ] {
            let mut found: Uri = given.parse().unwrap();
            uri(&mut found);
            let found = found.path_and_query().unwrap().as_str().to_owned();
            assert_eq!(found, known, "{given}");
        }
    }
}
