//! The pages of agents: the HTML shell, the files that the shell loads, and the restrictions for
//! browsers.

use axum::http::Method;
use deskbell_testkit::{client, engines};

engines! {
    async fn every_path_of_the_inbox_is_the_same_page_with_its_policy(t: &Test) {
        let page = t.get_without_key("/inbox").await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = page.header("content-security-policy").unwrap();
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ] {
            assert!(policy.contains(rule), "{rule}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(page.header("cache-control"), Some("private, no-cache"));
        for path in ["/inbox/", "/inbox/mine/5", "/inbox/settings/webhooks/3?x=1"] {
            assert_eq!(t.get_without_key(path).await.body, page.body, "{path}");
        }
    }
}

engines! {
    async fn what_the_inbox_loads_may_be_kept_for_ever(t: &Test) {
        let page = t.get_without_key("/inbox").await;
        let html = String::from_utf8(page.body).unwrap();
        let loaded: Vec<_> = html
            .split("\"/assets/")
            .skip(1)
            .map(|rest| format!("/assets/{}", rest.split('"').next().unwrap()))
            .collect();
        assert!(loaded.iter().any(|path| path.ends_with(".css")), "{loaded:?}");
        for path in loaded {
            let file = t.get_without_key(&path).await;
            assert_eq!(file.status, 200, "{path}");
            assert!(file.header("cache-control").unwrap().contains("immutable"), "{path}");
            assert!(file.header("etag").is_some(), "{path}");
            assert!(file.header("access-control-allow-origin").is_none(), "{path}");
            let policy = file.header("content-security-policy").unwrap();
            assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'", "{path}");
        }
        for path in ["/assets/x.js", "/assets/..%2Finbox.html", "/assets/inbox.html"] {
            let missing = t.get_without_key(path).await;
            assert_eq!(missing.status, 404, "{path}");
            assert!(!missing.header("cache-control").unwrap().contains("immutable"), "{path}");
        }
    }
}

engines! {
    async fn only_the_demonstration_has_a_page_that_signs_in_by_itself(t: &Test) {
        for path in ["/demo", "/demo/inbox"] {
            assert_eq!(t.get_without_key(path).await.status, 404, "{path}");
        }
        let http = deskbell_web::http_of_demo(std::sync::Arc::clone(&t.app)).unwrap();
        let get = async |path: &str| {
            client::send(&http, client::request_with(Method::GET, path, &[], "")).await
        };
        let (shop, door) = (get("/demo/floor").await, get("/demo/inbox").await);
        assert_eq!((shop.status, door.status), (200, 200));
        assert_ne!(shop.body, door.body);
        let policy = |answer: &deskbell_testkit::Answer| {
            answer.header("content-security-policy").unwrap().to_owned()
        };
        assert!(policy(&door).contains("connect-src 'self'"));
        assert!(!policy(&shop).contains("connect-src"));
    }
}

engines! {
    async fn images_of_a_host_of_their_own_are_shown_in_the_inbox_and_the_frame(t: &Test) {
        let images = async |http: &deskbell_http::Http, path: &str| {
            let request = client::request_with(Method::GET, path, &[], "");
            let page = client::send(http, request).await;
            assert_eq!(page.status, 200, "{path}");
            let policy = page.header("content-security-policy").unwrap();
            let rules = policy.split("; ").filter(|rule| rule.starts_with("img-src"));
            rules.map(str::to_owned).collect::<Vec<_>>()
        };
        let node = t.node_with_files(|files| "https://files.example".clone_into(&mut files.origin));
        let node = node.await;
        let http = deskbell_web::http(std::sync::Arc::clone(&node)).unwrap();
        for path in ["/inbox", "/widget/frame?app=1"] {
            assert_eq!(images(&t.http, path).await, ["img-src 'self' blob:"]);
            let own = "img-src 'self' blob: https://files.example";
            assert_eq!(images(&http, path).await, [own]);
        }
        drop(http);
        node.close().await;
    }
}
