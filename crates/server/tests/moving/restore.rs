//! `deskbell restore`: a backup replaces the database, and followers of the feed notice the
//! replacement.

use std::process::Command;

use deskbell_lab::postgres;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use super::backup::{backed_up, names};
use crate::process::{Server, data, fails, file_url, migrated, place};

/// The number of the last change, and the history (sequence of changes) to which the number
/// belongs; a restored backup starts another history.
fn head(server: &Server, key: &str) -> (i64, String) {
    let (status, page) = server.get(key, "/v1/changes?limit=1");
    assert_eq!(status, 200, "{page}");
    let mut next = page["meta"]["next"].as_i64().unwrap();
    loop {
        let (_, page) = server.get(key, &format!("/v1/changes?after={next}&limit=100"));
        let meta = &page["meta"];
        if meta["next"] == next {
            return (next, meta["history"].as_str().unwrap().to_owned());
        }
        next = meta["next"].as_i64().unwrap();
    }
}

/// Requests the changes after a given change of a given history (sequence of changes); returns the
/// status and the error code of the answer.
fn followed(server: &Server, key: &str, (next, history): &(i64, String)) -> (u16, String) {
    let target = format!("/v1/changes?after={next}&history={history}");
    let (status, page) = server.get(key, &target);
    (status, page["errors"][0]["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn what_was_backed_up_is_served_again_and_followers_hear_of_another_history() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &[]);
    assert!(server.makes_a_customer(&key));
    let then = head(&server, &key);
    let backup = backed_up(folder.path(), &url);
    let backup = backup.strip_prefix("sqlite:").unwrap().to_owned();
    let shown = server.get(&key, "/v1/customers");
    assert!(server.makes_a_customer(&key), "it is lost by what follows");
    let lost = head(&server, &key);
    assert!(fails(&url, 1, &["restore", &backup]).contains("served by another process"));
    server.stops();
    assert!(fails(&url, 1, &["restore", &backup]).contains("with --replace it is kept"));
    data(&url, &["restore", "--replace", &backup]);
    assert_eq!(names(folder.path(), "a.db.r"), ["a.db.replaced-1"], "the old one is kept");

    let server = Server::start(&url, &[]);
    assert_eq!(server.get(&key, "/v1/customers"), shown);
    assert!(server.makes_a_customer(&key), "it gets the lost one's number and id");
    let now = head(&server, &key);
    assert_eq!((now.0, now.1 > then.1), (lost.0, true));
    for old in [&then, &lost] {
        assert_eq!(followed(&server, &key, old), (410, "history_replaced".into()));
    }
    assert_eq!(followed(&server, &key, &now), (200, String::new()));
    server.stops();
    data(&url, &["doctor", "--deep"]);
    // The old one can be served as it was, and be put away beside the next.
    let old = file_url(&folder.path().join("a.db.replaced-1"));
    let server = Server::start(&old, &[]);
    assert_eq!(head(&server, &key), lost);
    server.stops();
    data(&url, &["restore", "--replace", &backup]);
    assert_eq!(
        names(folder.path(), "a.db.r"),
        ["a.db.replaced-1", "a.db.replaced-1.index", "a.db.replaced-2"]
    );
}

#[test]
fn a_key_counts_as_it_did_and_an_idempotent_request_since_is_made_again() {
    let (folder, url) = migrated();
    let (early, late) = (data(&url, &["key", "create"]), data(&url, &["key", "create"]));
    let backup = backed_up(folder.path(), &url);
    data(&url, &["key", "revoke", "2"]);
    let server = Server::start(&url, &[]);
    assert_eq!(server.get(&late, "/v1/customers").0, 401);
    server.stops();
    let backup = backup.strip_prefix("sqlite:").unwrap();
    data(&url, &["restore", "--replace", backup]);
    let server = Server::start(&url, &[]);
    assert_eq!(server.get(&early, "/v1/customers").0, 200);
    assert_eq!(server.get(&late, "/v1/customers").0, 200, "as the command says");
}

#[test]
fn a_backup_is_put_back_where_nothing_was_with_its_files() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &[]);
    let answer = server.exchange("POST", Some(&key), "/v1/files?name=notes.txt", "some bytes");
    assert_eq!(answer.status, 201);
    backed_up(folder.path(), &url);
    let elsewhere = tempfile::tempdir().unwrap();
    let new = file_url(&elsewhere.path().join("new.db"));
    data(&new, &["restore", folder.path().join("backup.db").to_str().unwrap()]);
    assert_eq!(names(elsewhere.path(), ""), ["new.db", "new.db.files"]);
    data(&new, &["files", "check"]);
    let server = Server::start(&new, &[]);
    assert_eq!(server.get(&key, "/v1/files/1").1["name"], "notes.txt");
}

#[test]
fn what_is_no_sound_backup_is_refused_and_the_database_stays() {
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "300"]);
    let backup = backed_up(folder.path(), &url);
    let backup = backup.strip_prefix("sqlite:").unwrap();
    let whole = std::fs::read(backup).unwrap();
    let before = std::fs::read(folder.path().join("a.db")).unwrap();
    let mut torn = whole.clone();
    for at in (4096 * 40..torn.len()).step_by(4096) {
        torn[at..at + 64].fill(0x5a);
    }
    let newer = folder.path().join("newer.db");
    std::fs::write(&newer, &whole).unwrap();
    let later = "INSERT INTO schema_migrations SELECT version + 1000, name, checksum, applied_at \
                 FROM schema_migrations ORDER BY version DESC LIMIT 1";
    rusqlite::Connection::open(&newer).unwrap().execute_batch(later).unwrap();
    let newer = std::fs::read(&newer).unwrap();
    let foreign = folder.path().join("other.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let foreign = std::fs::read(&foreign).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    for (bytes, told) in [
        (torn, "damaged"),
        (half, "damaged"),
        (b"not a database at all".to_vec(), "damaged"),
        (Vec::new(), "no tables of Deskbell"),
        (foreign, "no tables of Deskbell"),
        (newer, "use the newer program"),
    ] {
        std::fs::write(backup, bytes).unwrap();
        let talk = fails(&url, 1, &["restore", "--replace", backup]);
        assert!(talk.contains(told), "{told}: {talk}");
        assert_eq!(std::fs::read(folder.path().join("a.db")).unwrap(), before);
        assert_eq!(names(folder.path(), "a.db."), [""; 0]);
    }
    let own = folder.path().join("a.db");
    let talk = fails(&url, 2, &["restore", "--replace", own.to_str().unwrap()]);
    assert!(talk.contains("the same file"), "{talk}");
    assert!(fails(&url, 1, &["restore", "none.db", "--replace"]).contains("none.db"));
}

#[test]
fn a_dump_of_postgresql_is_put_back_and_begins_another_history() {
    if std::env::var_os(postgres::URL).is_none() {
        return;
    }
    let programs = postgres::programs::find().unwrap().unwrap();
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let key = data(&database.url, &["key", "create"]);
        let server = Server::start(&database.url, &[]);
        assert!(server.makes_a_customer(&key));
        let then = head(&server, &key);
        let shown = server.get(&key, "/v1/customers");
        let folder = tempfile::tempdir().unwrap();
        let dump = folder.path().join("deskbell.dump");
        let tool = |name: &str, args: &[&str]| {
            let done = Command::new(programs.join(name)).args(args).status().unwrap();
            assert!(done.success(), "{name} {args:?}");
        };
        let file = format!("--file={}", dump.display());
        tool("pg_dump", &["--format=custom", &file, &database.url]);
        drop(server);
        let other = Database::empty(Engine::Postgres).await;
        let to = format!("--dbname={}", other.url);
        tool("pg_restore", &["--no-owner", &to, dump.to_str().unwrap()]);
        data(&other.url, &["restore", "--here"]);
        let server = Server::start(&other.url, &[]);
        assert_eq!(server.get(&key, "/v1/customers"), shown);
        assert_eq!(followed(&server, &key, &then), (410, "history_replaced".into()));
        drop(server);
        data(&other.url, &["doctor", "--deep"]);
        other.remove().await;
        database.remove().await;
    });
}
