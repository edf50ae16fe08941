//! The removal of files: when their chat or customer is deleted, and after a day if no message
//! contains the file.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::{Caller, jobs};
use deskbell_model::CustomerId;
use deskbell_testkit::{Test, engines};
use futures_util::stream;
use serde_json::json;

use crate::messages::chat;
use crate::uploads::{GIF, below, blobs, uploaded};

async fn run_jobs(t: &Test) {
    while jobs::run_due(&t.app).await.unwrap() {}
}

engines! {
    async fn a_deleted_customer_takes_the_bytes_that_nobody_else_names(t: &Test) {
        let (first, second) = (chat(t).await, chat(t).await);
        for (name, bytes) in [("a", "shared"), ("b", "shared"), ("c", "own"), ("d", "unnamed")] {
            uploaded(t, name, bytes).await;
        }
        let visitor = Caller::visitor(t.org, CustomerId::new(1).unwrap());
        let body = stream::iter([Ok::<_, String>("theirs".into())]);
        assert!(t.app.files.upload(visitor, "e", None, body).await.is_ok());
        for (chat, files) in [(first, json!([1, 3])), (second, json!([2]))] {
            let message = json!({"chat": chat, "files": files});
            assert_eq!(t.post("/v1/messages", &message).await.status, 201);
        }
        let link = t.get("/v1/files/1").await.json()["url"].as_str().unwrap().to_owned();
        assert_eq!(t.send(Method::DELETE, "/v1/customers/1", &[]).await.status, 200);
        run_jobs(t).await;
        for (id, status) in [(1, 404), (2, 200), (3, 404), (4, 200), (5, 404)] {
            assert_eq!(t.get(&format!("/v1/files/{id}")).await.status, status, "{id}");
        }
        assert_eq!(t.get_without_key(&link).await.status, 404);
        t.clock.advance(Duration::from_secs(61));
        run_jobs(t).await;
        let mut left: Vec<_> =
            blobs(t).await.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        left.sort();
        assert_eq!(left, ["shared", "unnamed"]);
    }

    async fn a_file_that_no_message_names_goes_after_a_day(t: &Test) {
        let chat = chat(t).await;
        uploaded(t, "named.gif", GIF).await;
        uploaded(t, "unnamed", "unnamed").await;
        let message = json!({"chat": chat, "files": [1]});
        assert_eq!(t.post("/v1/messages", &message).await.status, 201);
        // The clock is trusted after an hour.
        for (hours, left) in [(23, 2), (2, 1)] {
            for _ in 0..hours {
                t.clock.advance(Duration::from_secs(3_600));
                run_jobs(t).await;
            }
            assert_eq!(below(&t.folder.path().join("files")).len(), left, "{hours}");
        }
        assert_eq!(t.get("/v1/files/1").await.status, 200);
        assert_eq!(t.get("/v1/files/2").await.status, 404);
        uploaded(t, "again", "unnamed").await;
    }

    async fn an_operator_sweeps_files_without_waiting_for_a_day(t: &Test) {
        let chat = chat(t).await;
        uploaded(t, "named.gif", GIF).await;
        uploaded(t, "unnamed", "unnamed").await;
        let message = json!({"chat": chat, "files": [1]});
        assert_eq!(t.post("/v1/messages", &message).await.status, 201);
        let swept = async |age_s| {
            let swept = t.app.files.sweep(t.org, age_s).await.unwrap();
            (swept.files, swept.uploads)
        };
        assert_eq!(swept(1).await, (0, 0));
        // The process that receives the next one is killed: nobody gives it up.
        let body = stream::iter([Ok("half".into()), Err(())]);
        let broken = t.another_node().await;
        assert!(broken.files.upload(Caller::command(t.org), "b", None, body).await.is_err());
        broken.close().await;
        let compared = t.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.blobs, compared.loose), (2, 1));
        assert_eq!(swept(0).await, (1, 1));
        let compared = t.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.blobs, compared.missing, compared.loose), (1, 0, 0));
        assert_eq!(blobs(t).await.len(), 1);
        assert_eq!(t.get("/v1/files/1").await.status, 200);
        assert_eq!(t.get("/v1/files/2").await.status, 404);
        assert_eq!(swept(0).await, (0, 0));
    }

    async fn bytes_that_cannot_be_removed_are_removed_later(t: &Test) {
        uploaded(t, "a", "unnamed").await;
        let path = blobs(t).await.remove(0);
        let bytes = std::fs::read(&path).unwrap();
        // A folder in the place of the file cannot be removed as a file is.
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        for _ in 0..26 {
            t.clock.advance(Duration::from_secs(3_600));
            run_jobs(t).await;
        }
        assert_eq!(t.get("/v1/files/1").await.status, 404);
        assert!(path.is_dir());
        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
        t.clock.advance(Duration::from_secs(3_600));
        run_jobs(t).await;
        assert!(!path.exists());
    }

    async fn rows_and_bytes_are_compared_in_both_directions(t: &Test) {
        uploaded(t, "a", "first").await;
        uploaded(t, "b", "second").await;
        let paths = blobs(t).await;
        let compared = t.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.blobs, compared.bytes, compared.missing), (2, 11, 0));
        assert_eq!(compared.unknown, []);
        let bytes = std::fs::read(&paths[0]).unwrap();
        std::fs::remove_file(&paths[0]).unwrap();
        let stray = paths[1].with_file_name("0123456789abcdef0123456789abcdef");
        let org = t.folder.path().join("files").join(t.org.to_string()).join("01");
        std::fs::create_dir_all(&org).unwrap();
        let stray = org.join(stray.file_name().unwrap());
        std::fs::write(&stray, "from elsewhere").unwrap();
        let compared = t.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.missing, compared.unknown.len()), (1, 1));
        let key = paths[0].file_name().unwrap().to_str().unwrap();
        assert_eq!(compared.missing_keys, [key]);
        assert_eq!(t.app.files.remove_unknown(t.org).await.unwrap(), 1);
        assert!(!stray.exists());
        std::fs::write(&paths[0], bytes).unwrap();
    }
}
