//! The import of files to which messages link: only from the source's own hosts, and only at public
//! addresses.

use std::sync::Arc;

use deskbell_courier::{Fetcher, SystemResolver};
use deskbell_model::ChatId;
use deskbell_model::network::Range;
use deskbell_testkit::{Reaction, Receiver, engines};
use deskbell_transfer::helpcrunch::ImportOptions;
use serde_json::json;

use super::source::Line;
use super::{imported, options, source};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0";

engines! {
    async fn files_of_the_sources_own_hosts_are_kept_beside_their_messages(t: &Test) {
        let source = source(3).await;
        let text = "https://files.source.example/a.png, https://elsewhere.example/b.png and \
                    https://source.example/page";
        let posted = source.post("/v1/messages", &json!({"chat": 1, "text": text})).await;
        assert_eq!(posted.status, 201);
        let total = source.get("/v1/chats/1/messages").await.json()["total"].as_u64().unwrap();
        let line = || {
            Line::new(&source)
                .file("https://files.source.example/a.png", PNG)
                .file("https://elsewhere.example/b.png", PNG)
                .file("https://source.example/page", b"<!doctype html>")
        };
        let with_files = ImportOptions { files: Some("source.example".into()), ..options() };
        // Without being asked to, an import fetches nothing.
        let report = imported(t, line(), &options()).await.unwrap();
        assert_eq!(report.files, 0);
        let deep = ImportOptions { deep: true, ..with_files };
        let report = imported(t, line(), &deep).await.unwrap();
        assert_eq!(report.files, 1);
        let odd = "a file that was not fetched: it is no image and no document";
        assert_eq!(report.odd.get(odd), Some(&1), "{:?}", report.odd);
        let chat = ChatId::new(1).unwrap();
        let files = t.app.actions.taken_files(t.org, chat, (0, total)).await.unwrap();
        assert_eq!(files.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [total]);
        let again = imported(t, line(), &deep).await.unwrap();
        assert_eq!(again.files, 0, "it is there already");
        let message = t.get("/v1/chats/1/messages").await.json()["messages"][0].clone();
        assert_eq!(message["text"], text);
        source.finish().await;
    }

    async fn a_file_that_could_not_be_fetched_is_fetched_by_a_later_run(t: &Test) {
        let source = source(2).await;
        let link = "https://files.source.example/a.png";
        let posted = source.post("/v1/messages", &json!({"chat": 1, "text": link})).await;
        assert_eq!(posted.status, 201);
        let with_files = ImportOptions { files: Some("source.example".into()), ..options() };
        let report = imported(t, Line::new(&source), &with_files).await.unwrap();
        assert_eq!(report.files, 0);
        let line = || Line::new(&source).file(link, PNG);
        let report = imported(t, line(), &with_files).await.unwrap();
        assert_eq!((report.files, report.chats.same), (1, 1), "{report:?}");
        let report = imported(t, line(), &with_files).await.unwrap();
        assert_eq!((report.files, report.chats.same), (0, 2), "{report:?}");
        source.finish().await;
    }

    async fn a_file_that_failed_is_fetched_beside_those_that_the_message_has(t: &Test) {
        let source = source(2).await;
        let link = |name: &str| format!("https://files.source.example/{name}.png");
        let text = format!("{} {} {}", link("a"), link("b"), link("c"));
        let posted = source.post("/v1/messages", &json!({"chat": 1, "text": text})).await;
        assert_eq!(posted.status, 201);
        let with_files = ImportOptions { files: Some("source.example".into()), ..options() };
        let line = || Line::new(&source).file(&link("b"), PNG);
        assert_eq!(imported(t, line(), &with_files).await.unwrap().files, 1);
        assert_eq!(imported(t, line(), &with_files).await.unwrap().files, 0);
        let line = || line().file(&link("a"), PNG).file(&link("c"), PNG);
        assert_eq!(imported(t, line(), &with_files).await.unwrap().files, 2);
        let report = imported(t, line(), &with_files).await.unwrap();
        assert_eq!((report.files, report.chats.same), (0, 2), "{report:?}");
        let chat = ChatId::new(1).unwrap();
        let files = t.app.actions.taken_files(t.org, chat, (0, 1_000)).await.unwrap();
        let names: Vec<_> = files.iter().map(|(_, file)| file.new.name.as_str()).collect();
        assert_eq!(names, ["b.png", "a.png", "c.png"]);
        source.finish().await;
    }

    async fn of_files_with_one_name_the_one_that_failed_is_fetched_later(t: &Test) {
        let source = source(2).await;
        let link = |place: u32| format!("https://files.source.example/{place}/image.png");
        let text = format!("{} {}", link(1), link(2));
        let posted = source.post("/v1/messages", &json!({"chat": 1, "text": text})).await;
        assert_eq!(posted.status, 201);
        let with_files = ImportOptions { files: Some("source.example".into()), ..options() };
        let line = || Line::new(&source).file(&link(2), PNG);
        assert_eq!(imported(t, line(), &with_files).await.unwrap().files, 1);
        let line = || line().file(&link(1), PNG);
        assert_eq!(imported(t, line(), &with_files).await.unwrap().files, 1);
        assert_eq!(imported(t, line(), &with_files).await.unwrap().files, 0);
        let chat = ChatId::new(1).unwrap();
        let files = t.app.actions.taken_files(t.org, chat, (0, 1_000)).await.unwrap();
        let names: Vec<_> = files.iter().map(|(_, file)| file.new.name.as_str()).collect();
        assert_eq!(names, ["2-image.png", "image.png"]);
        source.finish().await;
    }

    async fn a_download_passes_the_guard_and_keeps_its_limit(t: &Test) {
        let receiver = Receiver::start().await;
        receiver.react(Reaction::With(200, ("content-type", "image/png".into()), vec![7; 1000]));
        let fetcher = |ranges: &str| {
            let ranges = Range::parse_many(ranges).unwrap();
            Fetcher::new(Arc::new(SystemResolver), ranges, None).unwrap()
        };
        let closed = fetcher("").get(t.org, &receiver.url(), 5000).await;
        assert!(closed.unwrap_err().contains("not of a public address"));
        assert_eq!(receiver.connections(), 0);
        let open = fetcher("127.0.0.0/8");
        assert_eq!(open.get(t.org, &receiver.url(), 5000).await, Ok(vec![7; 1000]));
        let cut = open.get(t.org, &receiver.url(), 999).await;
        assert_eq!(cut, Err("the file is too large".into()));
        receiver.react(Reaction::Status(302));
        let moved = open.get(t.org, &receiver.url(), 5000).await;
        assert_eq!(moved, Err("the answer is 302".into()));
        assert!(open.get(t.org, "file:///etc/passwd", 10).await.is_err());
    }
}
