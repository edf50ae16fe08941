//! The widget's script and frame: the same script at three URLs, and a frame that only the
//! application's sites can embed.

use deskbell_testkit::engines;

engines! {
    async fn the_three_urls_of_helpcrunch_give_the_same_script(t: &Test) {
        let script = t.get_without_key("/sdk.js").await;
        assert_eq!(script.status, 200);
        assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(script.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert!(script.header("cache-control").unwrap().starts_with("public, max-age=600"));
        assert!(script.header("etag").is_some());
        for path in ["/widget/", "/compiled/sdk.js", "/sdk.js?organization=x"] {
            assert_eq!(t.get_without_key(path).await.body, script.body, "{path}");
        }
    }
}

engines! {
    async fn the_frame_runs_no_script_but_its_own_and_needs_an_application(t: &Test) {
        let page = t.get_without_key("/widget/frame?app=1&organization=x").await;
        assert_eq!(page.status, 200);
        let policy = page.header("content-security-policy").unwrap();
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
            "frame-ancestors *",
        ] {
            assert!(policy.contains(rule), "{rule}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        for path in [
            "/widget/frame",
            "/widget/frame?app=",
            "/widget/frame?app=99",
            "/widget/frame?app=0f0e0d0c-0b0a-4908-8706-050403020100",
            "/widget/frame?app=1&app=1",
        ] {
            let missing = t.get_without_key(path).await;
            assert_eq!(missing.status, 404, "{path}");
            let policy = missing.header("content-security-policy").unwrap();
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        }
    }
}
