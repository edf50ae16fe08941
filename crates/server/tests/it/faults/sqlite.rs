//! An SQLite file that is locked, damaged, of another program, or on a full disk.

use std::time::Duration;

use deskbell_storage::{Location, Options, Store};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use super::node::Node;
use crate::process::{Server, data, deskbell, fails, file_url, place, refused};

fn connect(url: &str) -> rusqlite::Connection {
    rusqlite::Connection::open(url.strip_prefix("sqlite:").unwrap()).unwrap()
}

/// Runs statements on a new connection.
pub fn execute(url: &str, sql: &str) {
    connect(url).execute_batch(sql).unwrap();
}

/// A lock by another process blocks changes, and does not block reads.
#[test]
fn a_file_that_another_process_locks_is_read_on_and_changed_when_it_lets_go() {
    block_on(async {
        let database = Database::migrated(Engine::Sqlite).await;
        let node = Node::on(&database.url).await;
        node.works().await;
        let greedy = connect(&database.url);
        let alone = greedy.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
        assert!(alone.unwrap_err().to_string().contains("database is locked"));
        drop(greedy);
        let other = connect(&database.url);
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        for _ in 0..3 {
            node.clock.advance(Duration::from_secs(1));
            for target in ["/v1/chats", "/v1/chats/total", "/readyz"] {
                assert_eq!(node.get(target).await.status, 200, "{target}");
            }
            assert!(node.create_key("lost").await.is_err());
        }
        other.execute_batch("ROLLBACK").unwrap();
        drop(other);
        node.works().await;
        assert_eq!(node.changes().await, ["key", "kept", "kept"]);
        node.app.context.store.close().await;
        database.remove().await;
    });
}

#[test]
fn a_file_that_another_process_keeps_to_itself_is_a_sentence_at_the_start() {
    let (_folder, url) = place();
    data(&url, &["migrate"]);
    let other = connect(&url);
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    for args in [&["serve", "--listen", "127.0.0.1:0"][..], &["key", "list"]] {
        let mut command = deskbell(&url, args);
        command.env("DESKBELL_SQLITE__BUSY_TIMEOUT_MS", "10");
        let talk = refused(command, 1);
        assert!(talk.contains("another process is writing to it: try again"), "{talk}");
    }
    drop(other);
    data(&url, &["key", "list"]);
}

#[test]
fn a_file_that_is_no_database_or_cannot_be_made_is_a_sentence_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let junk = folder.path().join("junk.db");
    std::fs::write(
        &junk,
        "this is not a database, but it is long enough to look like one".repeat(99),
    )
    .unwrap();
    let talk = fails(&file_url(&junk), 1, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(talk.contains("not a database") && talk.contains("restore a backup"), "{talk}");
    let folder_itself = file_url(folder.path());
    assert!(fails(&folder_itself, 1, &["migrate"]).contains("check that it is there"));
    // A folder in which not even root can create a file.
    let talk = fails("sqlite:/proc/deskbell.db", 1, &["migrate"]);
    assert!(talk.contains("you may write to it"), "{talk}");
}

#[test]
fn a_damaged_file_is_found_by_doctor_and_never_a_wrong_answer() {
    let (folder, url) = place();
    let path = folder.path().join("a.db");
    data(&url, &["seed", "--chats", "300"]);
    let key = data(&url, &["key", "create"]);
    let mut bytes = std::fs::read(&path).unwrap();
    let page = 4096;
    // Damages all pages but the first 100, which hold the schema, the keys and the heads.
    for at in (page * 100..bytes.len()).step_by(page) {
        bytes[at..at + 64].fill(0x5a);
    }
    std::fs::write(&path, bytes).unwrap();
    let output = crate::process::run(&url, &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let found = crate::process::text(&output.stdout);
    assert!(found.contains("problem  integrity") && found.contains("restore a backup"), "{found}");
    let server = Server::start(&url, &[]);
    let (status, body) = server.get(&key, "/v1/chats");
    assert_eq!((status, body["errors"][0]["code"].as_str()), (500, Some("internal_error")));
    assert_eq!(server.get(&key, "/healthz").0, 200);
}

#[test]
fn a_file_somebody_else_writes_to_is_waited_for_and_then_a_sentence() {
    let (_folder, url) = place();
    data(&url, &["migrate"]);
    block_on(async {
        let location = Location::parse(&url).unwrap();
        let store = Store::open(&location, &Options::default()).await.unwrap();
        // `Meanwhile` runs a command while this write transaction is open.
        store.exclusive(Meanwhile(url.clone())).await.unwrap();
        store.close().await;
    });
    data(&url, &["key", "create"]);
}

struct Meanwhile(String);

impl deskbell_storage::Read for Meanwhile {
    type Out = ();

    async fn run<C: deskbell_storage::Conn>(self, _: &mut C) -> deskbell_storage::Result<()> {
        let output = deskbell(&self.0, &["key", "create"])
            .env("DESKBELL_SQLITE__BUSY_TIMEOUT_MS", "10")
            .output()
            .unwrap();
        let talk = crate::process::text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{talk}");
        assert!(talk.contains("another process is writing to it"), "{talk}");
        Ok(())
    }
}

#[test]
fn a_disk_that_is_full_refuses_in_words_and_keeps_what_there_is() {
    let (_folder, url) = place();
    data(&url, &["seed", "--chats", "50"]);
    let key = data(&url, &["key", "create"]);
    // A limit on the file size simulates a full disk.
    let binary = env!("CARGO_BIN_EXE_deskbell");
    let command =
        format!("trap '' XFSZ; ulimit -f 700; exec {binary} --database {url} seed --chats 5000");
    let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
    let talk = crate::process::text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    assert!(talk.contains("deskbell: the database is unavailable"), "{talk}");
    let doctor = crate::process::run(&url, &["doctor", "--deep"]);
    assert!(doctor.status.success(), "{}", crate::process::text(&doctor.stdout));
    let server = Server::start(&url, &[]);
    assert_eq!(server.get(&key, "/v1/chats").0, 200);
}

#[test]
fn another_programs_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.db");
    let url = file_url(&path);
    // Without its table of migrations, a Deskbell database is not recognized.
    data(&url, &["migrate"]);
    let ours = std::fs::read(&path).unwrap();
    let at = ours.windows(17).position(|it| it == b"schema_migrations").unwrap();
    let mut theirs = ours;
    while let Some(at) = theirs.windows(17).position(|it| it == b"schema_migrations") {
        theirs[at..at + 17].copy_from_slice(b"schema_something_");
    }
    assert!(at > 0);
    std::fs::write(&path, &theirs).unwrap();
    let talk = fails(&url, 1, &["key", "list"]);
    assert!(talk.contains("another program's database"), "{talk}");
    assert_eq!(std::fs::read(&path).unwrap(), theirs);
}
