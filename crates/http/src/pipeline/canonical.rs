//! The canonical form of URLs: without empty segments, and `/v1/…` for programs (contract §1). The
//! first segment of a path determines its audience.

use std::borrow::Cow;

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// The paths for programs that are not below `/v1`.
const OUTSIDE: [&str; 4] = ["/healthz", "/readyz", "/openapi.json", "/docs"];

/// The audience of a path, from the path's first segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// Programs: every path that belongs to no other audience, such as `/v1/chats`, `/chats` and
    /// `/healthz`.
    Programs,
    /// The pages of agents: `/app`.
    Agents,
    /// The pages of visitors: `/widget`.
    Visitors,
    /// Browsers that load a page or a file by its URL.
    Browsers,
}

/// Returns the audience of a canonical path.
pub(crate) fn prefix(path: &str) -> Prefix {
    let first = path.split('/').nth(1).unwrap_or_default();
    match first {
        "app" => Prefix::Agents,
        "widget" => Prefix::Visitors,
        "assets" | "compiled" | "demo" | "files" | "inbox" | "sdk.js" => Prefix::Browsers,
        _ => Prefix::Programs,
    }
}

/// Returns the canonical form of a path; `None` if the path is canonical already.
fn path(path: &str) -> Option<String> {
    let bare = if path.contains("//") || path.ends_with('/') {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        Cow::Owned(segments.fold(String::new(), |path, segment| path + "/" + segment))
    } else {
        Cow::Borrowed(path)
    };
    let is_outside = OUTSIDE.contains(&&*bare) || prefix(&bare) != Prefix::Programs;
    if is_outside || bare == "/v1" || bare.starts_with("/v1/") {
        return (bare != path).then(|| bare.into_owned());
    }
    Some(format!("/v1{bare}"))
}

/// Rewrites a URL to its canonical form.
pub fn uri(uri: &mut Uri) {
    let Some(path) = path(uri.path()) else { return };
    let target = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    // This should not fail, as all parts come from a valid URL. If it does, the URL matches no
    // route.
    let Ok(target) = PathAndQuery::try_from(target) else { return };
    *uri = Uri::from(target);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_version_may_be_left_out_and_empty_segments_do_not_count() {
        for (given, known) in [
            ("/chats?offset=100&limit=100", "/v1/chats?offset=100&limit=100"),
            ("/v1/chats/", "/v1/chats"),
            ("/v1/chats/5/messages", "/v1/chats/5/messages"),
            ("/chats/1568834/messages/?limit=1", "/v1/chats/1568834/messages?limit=1"),
            ("/healthz/", "/healthz"),
            ("/v1/healthz", "/v1/healthz"),
            ("/", "/v1"),
            ("/v1/chats/?a=/", "/v1/chats?a=/"),
            ("/chats//", "/v1/chats"),
            ("//v1/chats", "/v1/chats"),
            ("/v1//chats///5//messages?a=//", "/v1/chats/5/messages?a=//"),
            ("///", "/v1"),
            ("//healthz//", "/healthz"),
            ("http://h/chats", "/v1/chats"),
            ("/app/v1//me/", "/app/v1/me"),
            ("/widget/", "/widget"),
            ("/application", "/v1/application"),
        ] {
            let mut found: Uri = given.parse().unwrap();
            uri(&mut found);
            let found = found.path_and_query().unwrap().as_str().to_owned();
            assert_eq!(found, known, "{given}");
        }
    }

    /// Generates paths that clients may send, with known and unknown segments and extra slashes.
    fn any_path() -> impl Strategy<Value = String> {
        let segment = prop_oneof![
            "v1|chats|healthz|readyz|messages|app|widget|files|[0-9]{1,3}",
            "(%[0-9A-F]{2}|[a-zA-Z0-9._~!$'()*+,;=:@-]){0,6}",
        ];
        let end = "/{0,3}";
        (prop::collection::vec(segment, 0..5), end)
            .prop_map(|(segments, end)| format!("/{}{end}", segments.join("/")))
    }

    fn any_query() -> impl Strategy<Value = String> {
        "([?][a-z%/?=&0-9]{0,12})?"
    }

    fn known(target: &str) -> String {
        let mut found: Uri = target.parse().unwrap();
        uri(&mut found);
        found.path_and_query().unwrap().as_str().to_owned()
    }

    proptest! {
        #[test]
        fn the_one_form_of_a_url_is_its_own_and_keeps_the_query(
            path in any_path(),
            query in any_query(),
        ) {
            let form = known(&format!("{path}{query}"));
            prop_assert_eq!(&known(&form), &form);
            let bare = form.strip_suffix(&query).expect("the query as it was");
            let is_outside = OUTSIDE.contains(&bare) || prefix(bare) != Prefix::Programs;
            prop_assert!(is_outside || bare == "/v1" || bare.starts_with("/v1/"), "{}", bare);
            prop_assert!(!bare.ends_with('/') && !bare.contains("//"), "{}", bare);
        }

        #[test]
        fn a_slash_more_changes_nothing(path in any_path(), query in any_query()) {
            let more = path.replace('/', "//");
            let form = known(&format!("{path}{query}"));
            prop_assert_eq!(&known(&format!("{more}{query}")), &form);
            prop_assert_eq!(&known(&format!("{path}/{query}")), &form);
        }

        #[test]
        fn with_the_version_and_without_it_leads_to_the_same_place(
            path in any_path(),
            query in any_query(),
        ) {
            let first = path.split('/').find(|segment| !segment.is_empty());
            let is_outside = OUTSIDE.iter().any(|outside| first == Some(&outside[1..]))
                || first.is_some_and(|it| prefix(&format!("/{it}")) != Prefix::Programs);
            prop_assume!(!is_outside && first != Some("v1"));
            prop_assert_eq!(known(&format!("/v1{path}{query}")), known(&format!("{path}{query}")));
        }
    }
}
