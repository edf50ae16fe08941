//! Links to files: anyone with a link can download the bytes until the link expires, and can do
//! nothing else.

use std::time::Duration;

use axum::http::Method;
use deskbell_testkit::{Answer, Test, client, engines};

use crate::uploads::{GIF, uploaded};

async fn load_with(t: &Test, method: Method, url: &str, headers: &[(&str, &str)]) -> Answer {
    client::send(&t.http, client::request(method, url, headers)).await
}

async fn load(t: &Test, url: &str) -> Answer {
    load_with(t, Method::GET, url, &[]).await
}

fn url(file: &serde_json::Value) -> String {
    file["url"].as_str().unwrap().to_owned()
}

engines! {
    async fn an_image_is_shown_in_a_sandbox_and_everything_else_is_downloaded(t: &Test) {
        let image = load(t, &url(&uploaded(t, "a%20b.gif", GIF).await)).await;
        assert_eq!((image.status, &image.body[..]), (200, GIF));
        for (name, value) in [
            ("content-type", "image/gif"),
            ("content-disposition", "inline; filename*=UTF-8''a%20b%2Egif"),
            ("content-length", "13"),
            ("accept-ranges", "bytes"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
            ("cross-origin-resource-policy", "same-site"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "private, max-age=900, immutable"),
        ] {
            assert_eq!(image.header(name), Some(value), "{name}");
        }
        assert_eq!(image.header("access-control-allow-origin"), None);
        for (name, bytes) in [
            ("a.html", &b"<html><script>alert(1)</script>"[..]),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("a.pdf", b"%PDF-1.7"),
            ("a.png", b"<script>"),
        ] {
            let page = load(t, &url(&uploaded(t, name, bytes).await)).await;
            assert_eq!(page.header("content-type"), Some("application/octet-stream"), "{name}");
            let how = page.header("content-disposition").unwrap();
            assert!(how.starts_with("attachment;"), "{name}: {how}");
            assert_eq!(page.body, bytes);
        }
    }

    async fn a_link_opens_nothing_but_its_file_and_ends(t: &Test) {
        let (file, other) = (uploaded(t, "a.gif", GIF).await, uploaded(t, "b", "other").await);
        let link = url(&file);
        let parts: Vec<_> = link.split('/').skip(2).collect();
        let [id, end, signature, name] = parts[..] else { panic!("{link}") };
        let other_id = url(&other).split('/').nth(2).unwrap().to_owned();
        let (_, key) = t.another_organization().await;
        let theirs = t.call_as(&key, Method::POST, "/v1/files", GIF).await.json();
        let theirs = url(&theirs).split('/').nth(2).unwrap().to_owned();
        let later = (end.parse::<u32>().unwrap() + 900).to_string();
        let cut = &signature[..signature.len() - 1];
        for forged in [
            [&other_id, end, signature, name],
            [&theirs, end, signature, name],
            [id, &later, signature, name],
            [id, end, cut, name],
            [id, end, "", name],
            [id, end, "AAAA", name],
            [id, end, signature, "b.gif"],
            [id, "x", signature, name],
            ["1", end, signature, name],
            ["0-0", end, signature, name],
        ] {
            let answer = load(t, &format!("/files/{}", forged.join("/"))).await;
            assert_eq!(answer.status, 404, "{forged:?}");
        }
        assert_eq!(load(t, &link).await.status, 200);
        t.clock.advance(Duration::from_secs(4_500));
        let ended = load(t, &link).await;
        assert_eq!(ended.errors(), (404, vec![("entity_not_found".into(),
            "File not found".into())]));
        let again = url(&t.get("/v1/files/1").await.json());
        assert_eq!(load(t, &again).await.status, 200);
        t.app.files.end_links(t.caller).await.unwrap();
        assert_eq!(load(t, &again).await.status, 404);
        let again = url(&t.get("/v1/files/1").await.json());
        assert_eq!(load(t, &again).await.status, 200);
        assert_eq!(t.get_as(&key, "/v1/files/2").await.status, 404, "they have one");
    }

    async fn a_link_stays_the_same_for_a_while_so_that_browsers_know_the_file(t: &Test) {
        let file = uploaded(t, "a.gif", GIF).await;
        let first = t.get("/v1/files/1").await;
        let tag = first.header("etag").unwrap().to_owned();
        let same = t.send(Method::GET, "/v1/files/1", &[("if-none-match", &tag)]).await;
        assert_eq!(same.status, 304);
        let link = url(&file);
        let tag = load(t, &link).await.header("etag").unwrap().to_owned();
        assert_eq!(tag, format!("\"{}\"", file["sha256"].as_str().unwrap()));
        let known = load_with(t, Method::GET, &link, &[("if-none-match", &tag)]).await;
        assert_eq!((known.status, known.body.len()), (304, 0));
        let head = load_with(t, Method::HEAD, &link, &[]).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), Some("13"));
    }

    async fn a_range_is_loaded_alone(t: &Test) {
        let bytes: Vec<u8> = (0..200_000_u32).map(|it| it.to_le_bytes()[0]).collect();
        let file = uploaded(t, "a", bytes.clone()).await;
        let (link, tag) = (url(&file), format!("\"{}\"", file["sha256"].as_str().unwrap()));
        for (range, start, end) in [
            ("bytes=0-0", 0, 1), ("bytes=100-70000", 100, 70_001),
            ("bytes=199999-", 199_999, 200_000),
            ("bytes=-5", 199_995, 200_000), ("bytes=199990-999999", 199_990, 200_000),
        ] {
            let part = load_with(t, Method::GET, &link, &[("range", range)]).await;
            assert_eq!((part.status, &part.body[..]), (206, &bytes[start..end]), "{range}");
            let found = part.header("content-range").unwrap();
            assert_eq!(found, format!("bytes {start}-{}/200000", end - 1));
        }
        let nothing = load_with(t, Method::GET, &link, &[("range", "bytes=200000-")]).await;
        assert_eq!(nothing.status, 416);
        assert_eq!(nothing.header("content-range"), Some("bytes */200000"));
        for (name, value, status) in
            [("if-range", tag.as_str(), 206), ("if-range", "\"x\"", 200), ("x", "x", 206)]
        {
            let headers = [("range", "bytes=1-2"), (name, value)];
            assert_eq!(load_with(t, Method::GET, &link, &headers).await.status, status, "{value}");
        }
        assert_eq!(load(t, &link).await.body, bytes);
    }

    async fn one_organization_cannot_take_the_memory_of_all_downloads(t: &Test) {
        let file = uploaded(t, "a", "x").await;
        let link = url(&file);
        let held: Vec<_> = std::iter::from_fn(|| {
            t.app.lists.budget.try_take(t.org, 256 * 1024)
        }).collect();
        assert!(held.len() >= 64, "{}", held.len());
        assert_eq!(load(t, &link).await.status, 503);
        drop(held);
        assert_eq!(load(t, &link).await.status, 200);
    }
}
