//! Transport: the forms of URLs, HEAD, OPTIONS, CORS, request ids, and the rate limit headers.

use axum::http::Method;
use deskbell_testkit::described::{self, Audience, operations_for};
use deskbell_testkit::engines;

use crate::objects::{chat, put_chats};
use crate::openapi::{described_objects, is_live};

const PATHS: [&str; 6] =
    ["/v1/chats", "/v1/chats/total", "/v1/chats/1", "/v1/chats/1/messages", "/healthz", "/readyz"];

engines! {
    async fn the_version_may_be_left_out_and_empty_segments_do_not_count(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        for path in &PATHS[..4] {
            let expected = t.get(path).await;
            let short = path.strip_prefix("/v1").unwrap();
            let more = format!("/{}//", path.replace('/', "//"));
            for form in [format!("{path}/"), short.to_owned(), format!("{short}/?x=y"), more] {
                let answer = t.get(&form).await;
                assert_eq!((answer.status, &answer.body), (expected.status, &expected.body));
            }
        }
        for path in ["/v1", "/", "//", "/v1/healthz", "/v2/chats", "/v1/v1/chats", "/V1/chats",
                     "/v1/Chats", "/v1/chats/1/messages/1"] {
            assert_eq!(t.get(path).await.errors().0, 404, "{path}");
        }
    }

    async fn head_is_get_without_its_body(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        for path in PATHS {
            let get = t.get(path).await;
            let head = t.send(Method::HEAD, path, &[]).await;
            assert_eq!(head.status, get.status, "{path}");
            assert!(head.body.is_empty());
            assert_eq!(head.header("content-type"), get.header("content-type"));
            let length = get.body.len().to_string();
            assert_eq!(head.header("content-length"), Some(length.as_str()), "{path}");
        }
    }

    async fn head_has_the_status_and_the_headers_of_every_get(t: &Test) {
        described_objects(t).await;
        let gets = described::operations().filter(|it| it.method == Method::GET);
        let mut paths: Vec<_> =
            gets.filter(|it| !is_live(it)).map(|it| it.target("1")).collect();
        assert!(paths.len() > 15, "{paths:?}");
        // Refusals and 304 answers must be equal, too.
        let refused = ["/v1/chats?limit=0", "/v1/chats?cursor=x", "/v1/chats/9", "/v1/nothing",
                       "/v1/stream?after=x", "/v1/ws"];
        paths.extend(refused.map(str::to_owned));
        for path in paths {
            let tag = t.get(&path).await.header("etag").unwrap_or_default().to_owned();
            for known in ["\"x\"", &tag] {
                let headers = [("if-none-match", known)];
                let mut get = t.send(Method::GET, &path, &headers).await;
                let mut head = t.send(Method::HEAD, &path, &headers).await;
                assert!(head.body.is_empty(), "{path}");
                let length = head.header("content-length").map(str::to_owned);
                // The length of what is streamed is not known before.
                let is_streamed = path.starts_with("/v1/export/") || path.ends_with("/export");
                match length {
                    Some(length) => assert_eq!(length, get.body.len().to_string(), "{path}"),
                    None => assert!(is_streamed || get.status == 304, "{path}"),
                }
                // These headers differ by request, or exist only on a socket.
                for answer in [&mut get, &mut head] {
                    answer.headers.remove("x-request-id");
                    answer.headers.remove("content-length");
                }
                assert_eq!((head.status, head.headers), (get.status, get.headers), "{path}");
            }
        }
    }

    async fn every_answer_says_how_a_browser_must_treat_it(t: &Test) {
        for path in ["/v1/chats", "/v1/chats/x", "/v1/nothing", "/healthz"] {
            let answer = t.get(path).await;
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
            let policy = answer.header("content-security-policy").unwrap();
            assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
            assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
            assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
        }
    }

    async fn no_answer_sends_whoever_asks_elsewhere(t: &Test) {
        let bearer = format!("Bearer {}", t.key);
        let with_key = [("authorization", bearer.as_str())];
        let operations = Audience::ALL.into_iter().flat_map(operations_for);
        let calls = operations.map(|it| (it.method.clone(), it.target("1"), it.is_endless()));
        let pages = ["/", "/inbox", "/inbox/", "/inbox/all", "/docs/", "/widget", "/sdk.js",
            "//other.example/", "/v1//chats/", "/inbox?to=https://other.example"];
        let pages = pages.map(|path| (Method::GET, path.to_owned(), false));
        for (method, target, is_endless) in calls.chain(pages) {
            for headers in [&[][..], &with_key] {
                if is_endless && !headers.is_empty() {
                    continue;
                }
                let request = deskbell_testkit::client::request(method.clone(), &target, headers);
                let answer = deskbell_testkit::client::send(&t.http, request).await;
                assert!(!(300..400).contains(&answer.status), "{target}: {}", answer.status);
                // What was made is named by its path alone.
                let to = answer.header("location");
                let is_own = |to: &str| to.starts_with('/') && !to.starts_with("//");
                assert!(to.is_none_or(is_own), "{target}: {to:?}");
                assert_eq!(answer.header("refresh"), None, "{target}");
            }
        }
    }

    async fn options_needs_no_key_and_lets_any_page_in_a_browser_call(t: &Test) {
        for path in PATHS {
            let preflight = [
                ("origin", "https://a.example"),
                ("access-control-request-method", "GET"),
                ("access-control-request-headers", "authorization,last-event-id,sentry-trace"),
            ];
            let request =
                deskbell_testkit::client::request(Method::OPTIONS, path, &preflight);
            let answer = deskbell_testkit::client::send(&t.http, request).await;
            assert_eq!((answer.status, answer.body.len()), (204, 0), "{path}");
            let allow = answer.header("allow").unwrap();
            assert!(allow.starts_with("GET, HEAD") && allow.ends_with(", OPTIONS"), "{allow}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            assert_eq!(answer.header("access-control-allow-methods"), Some(allow));
            let allowed = answer.header("access-control-allow-headers").unwrap();
            assert!(allowed.starts_with("Authorization, *, "), "{allowed}");
            let names: Vec<_> = allowed.split(", ").map(str::to_lowercase).collect();
            for name in ["content-type", "idempotency-key", "if-match", "if-none-match",
                         "last-event-id", "x-request-id", "traceparent", "sentry-trace"] {
                assert_eq!(names.iter().filter(|it| *it == name).count(), 1, "{name}: {allowed}");
            }
            assert_eq!(answer.header("vary"), Some("Access-Control-Request-Headers"));
            assert_eq!(answer.header("access-control-max-age"), Some("86400"));
            assert_eq!(answer.header("access-control-allow-credentials"), None);
        }
        for answer in [t.get("/v1/chats").await, t.get("/v1/chats/x").await, t.get("/x").await] {
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            let exposed = answer.header("access-control-expose-headers").unwrap();
            for name in ["ETag", "Location", "RateLimit", "Retry-After", "X-Request-Id",
                         "Deskbell-Ignored"] {
                assert!(exposed.split(", ").any(|it| it == name), "{name}: {exposed}");
            }
        }
        assert_eq!(t.send(Method::OPTIONS, "/v1/nothing", &[]).await.status, 404);
    }

    async fn a_401_says_how_to_come_back(t: &Test) {
        let challenge = async |headers: &[(&str, &str)], target: &str| {
            let request = deskbell_testkit::client::request(Method::GET, target, headers);
            let answer = deskbell_testkit::client::send(&t.http, request).await;
            assert_eq!(answer.status, 401, "{headers:?} {target}");
            answer.header("www-authenticate").unwrap().to_owned()
        };
        // The challenge names the scheme, and for a wrong key also the error (RFC 6750, 3).
        let none = "Bearer";
        let other = |value| vec![("authorization", value)];
        for headers in [vec![], other("Basic YTpi"), other("")] {
            assert_eq!(challenge(&headers, "/v1/chats").await, none);
        }
        let wrong = "Bearer error=\"invalid_token\"";
        assert_eq!(challenge(&[("authorization", "bearer <x>")], "/v1/chats").await, wrong);
        assert_eq!(challenge(&[], "/v1/stream?ticket=x").await, wrong);
        assert_eq!(challenge(&[], "/v1/chats?ticket=").await, none);
        for path in ["/v1/chats", "/v1/nothing", "/v1/chats/x"] {
            assert_eq!(t.get(path).await.header("www-authenticate"), None);
        }
    }

    async fn what_was_made_is_found_where_the_answer_says(t: &Test) {
        described_objects(t).await;
        let message = serde_json::json!({"chat": 1, "text": "\\\",\"chat\":7,", "agent": 1});
        for key in [vec![("idempotency-key", "once")], vec![("idempotency-key", "once")], vec![]] {
            let made =
                t.call_with(Method::POST, "/v1/messages", &key, message.to_string()).await;
            let at = made.header("location").unwrap();
            assert_eq!((made.status, at), (201, "/v1/chats/1/messages"));
            assert!(t.get(at).await.json()["data"].as_array().unwrap().contains(&made.json()));
        }
        let ticket = t.post("/v1/stream/ticket", &serde_json::json!({})).await;
        let at = ticket.header("location").unwrap().to_owned();
        assert_eq!(at, format!("/v1/stream?ticket={}", ticket.json()["ticket"].as_str().unwrap()));
        // The ticket is valid: the invalid number is the only error.
        let opened = t.get_without_key(&format!("{at}&after=x")).await;
        assert_eq!(opened.errors().1[0].1, "after value is invalid");
    }

    async fn every_answer_has_a_request_id_and_keeps_the_one_that_was_given(t: &Test) {
        let first = t.get("/v1/chats").await.header("x-request-id").unwrap().to_owned();
        let second = t.get("/nothing").await.header("x-request-id").unwrap().to_owned();
        assert_ne!(first, second);
        let given = [("x-request-id", "trace-1.a_B")];
        let answer = t.send(Method::GET, "/v1/chats", &given).await;
        assert_eq!(answer.header("x-request-id"), Some("trace-1.a_B"));
        let long = "x".repeat(65);
        for bad in ["", "a b", "a\"b", long.as_str()] {
            let answer = t.send(Method::GET, "/v1/chats", &[("x-request-id", bad)]).await;
            assert_ne!(answer.header("x-request-id"), Some(bad));
        }
    }

    async fn every_authorized_answer_tells_what_is_left(t: &Test) {
        assert_eq!(t.get("/v1/chats").await.header("ratelimit"), None);
        t.app.actions.set_requests_per_minute(t.caller, Some(3)).await.unwrap();
        t.clock.advance(std::time::Duration::from_secs(1));
        for (target, left) in [("/v1/chats", 2), ("/v1/chats/x", 1), ("/v1/chats/5", 0),
                               ("/v1/chats", 0)] {
            let answer = t.get(target).await;
            assert_eq!(answer.header("ratelimit-policy"), Some("\"default\";q=3;w=60"));
            let found = answer.header("ratelimit").unwrap();
            let (left_of, seconds) = found.split_once(";t=").unwrap();
            assert_eq!(left_of, format!("\"default\";r={left}"), "{target}");
            assert!((1..=60).contains(&seconds.parse::<u64>().unwrap()), "{found}");
        }
        // Unknown routes, unsupported methods and requests without a valid key are not counted, and
        // get no rate limit headers.
        for answer in [t.get("/v1/nothing").await, t.send(Method::PUT, "/v1/chats", &[]).await,
                       t.get_without_key("/v1/chats").await] {
            assert_eq!(answer.header("ratelimit"), None);
        }
    }

    async fn a_body_on_a_get_is_not_minded(t: &Test) {
        let body = [("content-type", "text/plain;charset=UTF-8"), ("content-length", "0")];
        assert_eq!(t.send(Method::GET, "/v1/chats", &body).await.status, 200);
    }

    async fn wrong_keys_are_throttled_by_address_and_right_ones_never(t: &Test) {
        for _ in 0..60 {
            assert_eq!(t.get_as("wrong", "/v1/chats").await.status, 401);
        }
        let answer = t.get_as("wrong", "/v1/chats").await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some("60")));
        assert_eq!(t.get("/v1/chats").await.status, 200);
        t.clock.advance(std::time::Duration::from_secs(60));
        assert_eq!(t.get_as("wrong", "/v1/chats").await.status, 401);
    }
}
