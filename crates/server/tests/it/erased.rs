//! Checks that no byte of erased data remains in an SQLite file and its WAL after other programs
//! have ended their reads. `tests/moving` searches the tables and all other files.

use deskbell_app::jobs;
use std::path::{Path, PathBuf};

use axum::http::Method;
use deskbell_storage::Location;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Engine, Test, block_on};
use serde_json::{Value, json};

use crate::objects::{agent, put};

/// A text that is in every field of the erased customer; columns with folded text contain the text
/// in lower case.
const MARK: &str = "Qx-Erased";

/// Creates customers with a chat each, and messages to the chats in turn, so that rows move between
/// pages of the file.
pub async fn talk(t: &Test) {
    put(t, Put { agents: vec![agent(1, "A")], ..Put::default() }).await;
    for id in 1..=12 {
        let mark = if id == 5 { MARK } else { "Kept" };
        let customer = json!({"name": format!("{mark} before"), "userId": format!("{mark}-{id}"),
            "email": format!("{mark}{id}@example.org"), "notes": format!("{mark} ").repeat(24),
            "customData": {"what": format!("{mark} data")}});
        let made = t.post("/v1/customers", &customer).await;
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        let chat = json!({"customer": id, "application": 1});
        let made = t.post("/v1/chats", &chat).await;
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
    }
    for round in 0..24 {
        t.let_a_minute_pass().await;
        for id in 1..=12 {
            let mark = if id == 5 { MARK } else { "Kept" };
            let text = format!("{mark} {round} ").repeat(1 + (round + id) % 9);
            let message = json!({"chat": id, "text": text});
            let said = t.post("/v1/messages", &message).await;
            assert_eq!(said.status, 201, "{}", String::from_utf8_lossy(&said.body));
            let name = json!({"name": format!("{mark} {round}"),
                "company": format!("{mark} company {round}")});
            t.call(Method::PATCH, &format!("/v1/customers/{id}"), &name).await;
            let event = json!({"customer": id, "name": format!("{mark} event"),
                "data": {"round": text}});
            assert_eq!(t.post("/v1/events", &event).await.status, 200);
        }
    }
}

async fn erase(t: &Test) {
    let answer = t.send(Method::DELETE, "/v1/customers/5", &[]).await;
    assert_eq!(answer.status, 200);
    while jobs::erase::step(&t.app).await.unwrap() {}
}

/// The database's files (file, WAL, shared memory) that contain the text `MARK`, with the text's
/// first offset in each file.
fn bytes(path: &Path) -> Vec<(PathBuf, usize)> {
    let mark = MARK.to_lowercase().into_bytes();
    let mut found = Vec::new();
    for suffix in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{suffix}", path.display()));
        let content = std::fs::read(&path).unwrap_or_default().to_ascii_lowercase();
        let at = content.windows(mark.len()).position(|it| it == mark);
        found.extend(at.map(|at| (path, at)));
    }
    found
}

#[test]
fn an_erased_customers_texts_stand_in_no_byte_of_the_file_and_its_log() {
    block_on(async {
        let t = &Test::new(Engine::Sqlite).await;
        talk(t).await;
        let Location::Sqlite(path) = &t.database.location else { panic!("a file") };
        let reader = rusqlite::Connection::open(path).unwrap();
        let begin = "BEGIN; SELECT count(*) FROM messages";
        reader.execute_batch(begin).unwrap();
        let before: Value = t.get("/v1/chats/4/messages").await.json();
        erase(t).await;
        assert!(!bytes(path).is_empty(), "another program reads what was there before");
        reader.execute_batch("COMMIT").unwrap();
        while !bytes(path).is_empty() {
            tokio::task::yield_now().await;
        }
        // All other rows are unchanged.
        assert_eq!(t.get("/v1/chats/4/messages").await.json(), before);
        let sound: String =
            reader.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok");
        drop(reader);
        t.app.close().await;
        assert_eq!(bytes(path), []);
    });
}
