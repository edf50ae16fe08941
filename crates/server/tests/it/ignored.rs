//! The header that reports the ignored parts of a request, such as a misspelt filter.

use axum::http::Method;
use deskbell_testkit::{described, engines};
use serde_json::json;

use crate::openapi::{described_objects, is_live};

const IGNORED: &str = "deskbell-ignored";

engines! {
    async fn unknown_parameters_change_nothing_and_are_named(t: &Test) {
        described_objects(t).await;
        let all = t.get("/v1/customers?limit=10&order=asc").await;
        assert_eq!(all.header(IGNORED), None);
        for (query, named) in [
            ("email=x", "email"),
            ("Limit=1&email=a&email=b", "Limit, email"),
            ("filter[email]=x&a%2Cb=1&%C3%A9=1", "filter[email], a%2Cb, %C3%A9"),
            ("x%0D%0ASet-Cookie%3A+a=1", "x%0D%0ASet-Cookie:%20a"),
            ("wait=5", "wait"),
            ("=5&&_", "_"),
        ] {
            let answer = t.get(&format!("/v1/customers?{query}&limit=10&order=asc")).await;
            assert_eq!((answer.status, &answer.body), (200, &all.body), "{query}");
            assert_eq!(answer.header(IGNORED), Some(named), "{query}");
        }
        let many: Vec<_> = (0..500).map(|number| format!("name{number}=1")).collect();
        let answer = t.get(&format!("/v1/customers?{}", many.join("&"))).await;
        let named = answer.header(IGNORED).unwrap();
        assert!(named.len() <= 512 && named.ends_with(", ..."), "{named}");
        assert!(named.starts_with("name0, name1, "), "{named}");
    }

    async fn every_operation_names_what_it_does_not_read_and_nothing_it_does(t: &Test) {
        described_objects(t).await;
        for operation in described::operations().filter(|it| !is_live(it)) {
            let target = operation.target("1");
            let body = operation.body.as_ref().map(ToString::to_string).unwrap_or_default();
            let send = async |query: &str| {
                let target = format!("{target}?{query}");
                t.call_with(operation.method.clone(), &target, &[], body.clone()).await
            };
            let known: Vec<_> = operation.queries.iter().map(|it| format!("{it}=x")).collect();
            let answer = send(&known.join("&")).await;
            assert_eq!(answer.header(IGNORED), None, "{}", operation.id);
            let answer = send("nobody=1").await;
            assert_eq!(answer.header(IGNORED), Some("nobody"), "{}", operation.id);
        }
        // The parameter `ticket` is known. Refusals and 304 answers have the header, too.
        let refused = t.get("/v1/stream?ticket=wrong&after=x&nobody=1").await;
        assert_eq!((refused.status, refused.header(IGNORED)), (400, Some("nobody")));
        let any = [("if-none-match", "*")];
        let known = t.send(Method::HEAD, "/v1/chats?nobody=1", &any).await;
        assert_eq!((known.status, known.header(IGNORED)), (304, Some("nobody")));
        assert_eq!(t.get("/v1/nothing?nobody=1").await.header(IGNORED), None);
    }

    async fn unknown_keys_of_a_search_are_named(t: &Test) {
        described_objects(t).await;
        for path in ["/v1/chats/search", "/v1/customers/search"] {
            let all = t.post(path, &json!({})).await;
            assert_eq!(all.header(IGNORED), None);
            let known = json!({"filter": [], "comparison": "or", "limit": 5, "offset": 0,
                               "sort": null, "order": "asc", "cursor": null});
            assert_eq!(t.post(path, &known).await.header(IGNORED), None);
            let filter = json!([{"field": "customers.id", "operator": "=", "value": 9}]);
            let wrong = t.post(path, &json!({"filters": filter, "page": 2})).await;
            assert_eq!((wrong.status, &wrong.body), (200, &all.body));
            assert_eq!(wrong.header(IGNORED), Some("filters, page"));
            // A parameter and a body key, reported in two headers.
            let both = t.post(&format!("{path}?limit=1"), &json!({"page": 2})).await;
            let lines: Vec<_> = both.headers.get_all(IGNORED).iter().collect();
            assert_eq!(lines, ["page", "limit"]);
            let many: serde_json::Map<_, _> =
                (0..10_000).map(|number| (format!("{number:0>60}"), json!(1))).collect();
            let many = t.post(path, &json!(many)).await;
            assert!(many.status == 200 && many.header(IGNORED).unwrap().len() <= 512);
        }
    }
}
