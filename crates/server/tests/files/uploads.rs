//! Uploads: the stored metadata, and refused uploads, which leave no data on the server.

use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use axum::http::Method;
use deskbell_testkit::{Answer, Test, client, engines};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

/// A GIF of 5 by 6 pixels, truncated after its header.
pub const GIF: &[u8] = b"GIF89a\x05\0\x06\0\x80\0\0";

/// Uploads a file with the API key.
pub async fn upload(t: &Test, name: &str, bytes: impl Into<Body>) -> Answer {
    t.call_with(Method::POST, &format!("/v1/files?name={name}"), &[], bytes).await
}

/// Uploads a file that the server must accept; returns the file's JSON.
pub async fn uploaded(t: &Test, name: &str, bytes: impl Into<Body>) -> Value {
    let answer = upload(t, name, bytes).await;
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Returns all files in a folder and its subfolders.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { below(&path) } else { vec![path] };
    paths.flat_map(below).collect()
}

/// Deletes the bytes that belong to no file; returns the remaining blobs, as paths.
pub async fn blobs(t: &Test) -> Vec<PathBuf> {
    t.app.files.remove_loose().await.unwrap();
    below(&t.folder.path().join("files"))
}

fn mib(count: usize) -> Vec<u8> {
    vec![b'x'; count * 1024 * 1024]
}

engines! {
    async fn a_file_is_what_its_bytes_say_and_keeps_its_name(t: &Test) {
        let answer = upload(t, "a%2Fb%E2%80%AE.gif", GIF).await;
        assert_eq!(answer.header("location"), Some("/v1/files/1"));
        let mut file = answer.json();
        let shown = t.get("/v1/files/1").await.json();
        assert_eq!(file, shown);
        let url = file.as_object_mut().unwrap().remove("url").unwrap();
        assert!(url.as_str().unwrap().starts_with(&format!("/files/{}-1/", t.org)));
        let until = file.as_object_mut().unwrap().remove("urlExpiresAt").unwrap();
        let left = until.as_u64().unwrap() - u64::from(t.app.context.now().get());
        assert!((3_600..=4_500).contains(&left), "{left}");
        let sha256 = file.as_object_mut().unwrap().remove("sha256").unwrap();
        assert_eq!(sha256.as_str().unwrap().len(), 64);
        let expected = json!({
            "id": 1, "name": "b.gif", "type": "image/gif", "bytes": GIF.len(), "width": 5,
            "height": 6, "chat": null, "createdAt": t.app.context.now().get(),
        });
        assert_eq!(file, expected);
        for (name, bytes, media) in [
            ("picture.png", &b"<script>alert(1)</script>"[..], "text/plain"),
            ("page.html", GIF, "image/gif"),
            ("", b"\0\x01\x02", "application/octet-stream"),
            ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"),
            ("x.jpg", b"%PDF-1.7", "application/pdf"),
        ] {
            let path = if name.is_empty() { "/v1/files".to_owned() } else {
                format!("/v1/files?name={name}")
            };
            let file = t.call_with(Method::POST, &path, &[], bytes).await.json();
            assert_eq!(file["type"], media, "{name}");
            let expected = if name.is_empty() { "file" } else { name };
            assert_eq!(file["name"], expected);
        }
    }

    async fn the_same_bytes_are_stored_once(t: &Test) {
        let first = uploaded(t, "a.gif", GIF).await;
        let second = uploaded(t, "b.gif", GIF).await;
        assert_eq!((&first["id"], &second["id"]), (&json!(1), &json!(2)));
        assert_eq!(blobs(t).await.len(), 2, "the second ones are noted, and found by the sweep");
        t.app.files.compare(t.org).await.unwrap();
        let (other, key) = t.another_organization().await;
        let answer = t.call_as(&key, Method::POST, "/v1/files", GIF).await;
        assert_eq!(answer.json()["id"], 1);
        assert!(t.app.files.compare(other).await.unwrap().unknown.is_empty());
    }

    async fn a_file_that_is_too_large_is_refused_before_its_end_and_leaves_nothing(t: &Test) {
        let announced = t.call_with(Method::POST, "/v1/files",
            &[("content-length", "26214401")], "x").await;
        assert_eq!(announced.errors(), (413, vec![("payload_too_large".into(),
            "The file must not exceed 25 MiB".into())]));
        let endless = stream::repeat_with(|| {
            Ok::<_, std::io::Error>(Bytes::from(vec![7; 64 * 1024]))
        });
        let answer = upload(t, "endless", Body::from_stream(endless)).await;
        assert_eq!(answer.errors().0, 413);
        assert_eq!(upload(t, "most", mib(25)).await.status, 201);
        assert_eq!(blobs(t).await.len(), 1);
    }

    async fn an_upload_that_breaks_off_or_is_empty_leaves_nothing(t: &Test) {
        let pieces = vec![
            Ok(Bytes::from(mib(1))), Ok(Bytes::from(mib(1))),
            Err(std::io::Error::other("hung up")),
        ];
        let answer = upload(t, "broken", Body::from_stream(stream::iter(pieces))).await;
        assert_eq!(answer.errors().0, 400);
        assert_eq!(upload(t, "empty", "").await.errors(), (400, vec![("invalid_request".into(),
            "The file is empty".into())]));
        assert_eq!(blobs(t).await, Vec::<PathBuf>::new());
        // A client that goes away takes its request with it.
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from(mib(1)))]);
        let endless = Body::from_stream(first.chain(stream::pending()));
        let request = client::request_as(&t.key, Method::POST, "/v1/files", &[], endless);
        let mut gone = Box::pin(client::send(&t.http, request));
        while below(&t.folder.path().join("files")).is_empty() {
            tokio::select! {
                answer = &mut gone => panic!("it waits for more: {answer:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
        drop(gone);
        assert_eq!(blobs(t).await, Vec::<PathBuf>::new());
        for target in ["/v1/files?name=", "/v1/files?name=a&name=b"] {
            let answer = t.call_with(Method::POST, target, &[], "x").await;
            assert_eq!(answer.errors(), (400, vec![("validation_error".into(),
                "name value is invalid".into())]));
        }
    }

    async fn an_organization_has_no_more_room_than_its_quota(t: &Test) {
        let node = t.node_with_files(|files| files.quota_mib = 2).await;
        let send = async |bytes: Vec<u8>| {
            let body = stream::iter([Ok::<_, String>(Bytes::from(bytes))]);
            let sent = node.files.upload(t.caller, "a", None, body).await;
            sent.map_err(|error| format!("{error:?}")).map(|it| it.file.new.bytes)
        };
        assert_eq!(send(vec![1; 1024 * 1024]).await, Ok(1024 * 1024));
        assert_eq!(send(vec![1; 1024 * 1024]).await, Ok(1024 * 1024), "they are there");
        assert_eq!(send(vec![2; 1024 * 1024 + 1]).await.unwrap_err(), "Own(Rejected(FilesFull))");
        assert_eq!(send(vec![2; 1024 * 1024]).await, Ok(1024 * 1024));
        assert_eq!(send(vec![3; 1]).await.unwrap_err(), "Own(Rejected(FilesFull))");
        node.files.remove_loose().await.unwrap();
        node.close().await;
    }

    async fn without_a_place_files_are_refused_in_words(t: &Test) {
        let node = t.node_without_ranges().await;
        let http = deskbell_web::http(std::sync::Arc::clone(&node)).unwrap();
        let request = client::request_as(&t.key, Method::POST, "/v1/files", &[], "x");
        let answer = client::send(&http, request).await;
        assert_eq!(answer.errors(), (501, vec![("files_off".into(),
            "This server keeps no files: the operator sets files.folder".into())]));
        drop(http);
        node.close().await;
    }
}
