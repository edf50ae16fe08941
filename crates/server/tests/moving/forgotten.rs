//! The erasure of a customer from every row, from every byte of the database's files and of later
//! backups, and from uploaded files.

use std::path::{Path, PathBuf};

use axum::http::Method;
use deskbell_app::jobs;
use deskbell_testkit::{Reaction, Receiver, engines};
use serde_json::json;

use crate::backup::backed_up;
use crate::exported::lively;
use crate::process::{Server, UNLIMITED, data, fails, migrated, run, text};
use crate::traces::tables;

/// A text in every field of the erased customer, without letters that JSON or URLs escape. Searches
/// for the text ignore case, since columns with folded text have the text in lower case.
const MARK: &str = "Qx-Erased";

engines! {
    async fn an_erased_customer_stands_in_no_table(t: &Test) {
        let receiver = Receiver::start().await;
        receiver.react(Reaction::With(200, ("x-note", "kept".into()), MARK.into()));
        let webhook = json!({"url": receiver.url(),
            "events": ["chat.new", "customer.new", "customer.email_updated"]});
        assert_eq!(t.post("/v1/webhooks", &webhook).await.status, 201);
        let (customer, _) = lively(t, MARK).await;
        t.courier().pass().await.unwrap();
        let with_texts = tables(t, MARK).await;
        let all = ["addresses", "changes", "chats", "customers", "deliveries", "drafts", "events",
            "files", "messages", "ratings"];
        assert_eq!(with_texts, all);
        let gone = t.send(Method::DELETE, &format!("/v1/customers/{customer}"), &[]).await;
        assert_eq!(gone.status, 200);
        while jobs::run_due(&t.app).await.unwrap() {}
        assert_eq!(tables(t, MARK).await, Vec::<String>::new());
    }
}

/// The files of a folder and its subfolders that contain the text `MARK` in any case, each with the
/// text's first position.
fn marked(folder: &Path) -> Vec<(PathBuf, usize)> {
    let mark = MARK.to_lowercase().into_bytes();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(marked(&path));
            continue;
        }
        let content = std::fs::read(&path).unwrap_or_default().to_ascii_lowercase();
        let at = content.windows(mark.len()).position(|it| it == mark);
        found.extend(at.map(|at| (path, at)));
    }
    found
}

/// Makes customers with chats, messages, events and a file each; the second customer has the text
/// `MARK` in every field.
fn fill(server: &Server, key: &str) {
    let post = |path: &str, body: &str| {
        let answer = server.exchange("POST", Some(key), path, body);
        assert!((200..300).contains(&answer.status), "{path}: {answer:?}");
    };
    for id in 1..=3 {
        let mark = if id == 2 { MARK } else { "Kept" };
        let customer = json!({"name": format!("{mark} \u{e9}\"\n"), "userId": format!("{mark}{id}"),
            "email": format!("{mark}{id}@example.org"), "customData": {"what": mark}});
        post("/v1/customers", &customer.to_string());
        post("/v1/chats", &json!({"customer": id, "application": 1}).to_string());
        post(&format!("/v1/files?name={mark}{id}.txt"), &format!("{mark} bytes of {id}"));
    }
    for round in 0..40 {
        for id in 1..=3 {
            let mark = if id == 2 { MARK } else { "Kept" };
            let text = format!("{mark} {round} \u{1f44b} ").repeat(1 + (round + id) % 9);
            let files = if round == 0 { json!([id]) } else { json!([]) };
            post("/v1/messages", &json!({"chat": id, "text": text, "files": files}).to_string());
            let event = json!({"customer": id, "name": mark, "data": {"round": text}});
            post("/v1/events", &event.to_string());
        }
    }
}

#[test]
fn a_command_leaves_no_byte_of_a_customer_in_the_files_of_a_stopped_server() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &UNLIMITED);
    fill(&server, &key);
    server.stops();
    // A start builds the indexes of all organizations that have chats.
    let server = Server::start(&url, &UNLIMITED);
    while server.ask("GET", None, "/readyz").0 == 503 {}
    server.stops();
    let index = folder.path().join("a.db.index");
    assert_eq!(std::fs::read_dir(&index).unwrap().count(), 1, "the server saved its index");
    let before = marked(folder.path());
    assert!(before.iter().any(|(path, _)| path.starts_with(&index)), "{before:?}");
    assert!(before.len() >= 3, "the database, the index and a file: {before:?}");

    let told = fails(&url, 2, &["customer", "erase", "2"]);
    assert!(told.contains("1 chats, 40 messages, 40 events and 1 files"), "{told}");
    assert_eq!(marked(folder.path()), before, "it only said what would go");
    let done = run(&url, &["customer", "erase", "2", "--yes"]);
    assert!(done.status.success());
    assert!(text(&done.stderr).contains("overwritten"), "{}", text(&done.stderr));
    assert_eq!(marked(folder.path()), []);
    assert!(
        fails(&url, 1, &["customer", "erase", "2", "--yes"]).contains("no customer has this id")
    );

    backed_up(folder.path(), &url);
    assert_eq!(marked(folder.path()), []);
    data(&url, &["doctor", "--deep"]);
    let server = Server::start(&url, &UNLIMITED);
    assert_eq!(server.get(&key, "/v1/chats/total").1["total"], 2);
}

#[test]
fn a_command_beside_a_server_leaves_no_byte_either() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &UNLIMITED);
    fill(&server, &key);
    let done = run(&url, &["customer", "erase", "2", "--yes"]);
    assert!(text(&done.stderr).contains("overwritten"), "{}", text(&done.stderr));
    assert_eq!(marked(folder.path()), []);
    assert_eq!(server.get(&key, "/v1/customers/2").0, 404);
    backed_up(folder.path(), &url);
    server.stops();
    assert_eq!(marked(folder.path()), [], "nor in the index that it saved");
}
