//! `deskbell restore`: a backup replaces the database, and followers of the feed notice the
//! replacement.

use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::Arc;

use deskbell_lab::postgres;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Reaction, Receiver, block_on};
use serde_json::json;
use tokio::sync::Notify;

use super::backup::{backed_up, names};
use crate::process::{Server, data, fails, file_url, migrated, place, text};

/// The settings that let webhooks call this machine.
const LOOPBACK: [(&str, &str); 1] = [("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8")];

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
fn a_key_counts_as_it_did() {
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

/// Creates a customer with this name, and with the name as Idempotency-Key; returns the answer's
/// body.
fn made_once(server: &Server, key: &str, name: &str) -> String {
    let lines = format!("Authorization: Bearer {key}\r\nIdempotency-Key: {name}\r\n");
    let body = json!({"name": name}).to_string();
    let answer = server.exchange_with("POST", "/v1/customers", &lines, &body);
    let body = text(&answer.body);
    assert_eq!(answer.status, 201, "{body}");
    body
}

#[test]
fn an_idempotent_request_since_the_backup_is_made_again_and_an_earlier_one_is_not() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let names = |server: &Server| {
        let (_, page) = server.get(&key, "/v1/customers");
        let all = page["data"].as_array().unwrap().iter();
        let mut names: Vec<_> = all.map(|it| it["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    let server = Server::start(&url, &[]);
    let early = made_once(&server, &key, "Early");
    let backup = backed_up(folder.path(), &url);
    let late = made_once(&server, &key, "Late");
    for (name, made) in [("Early", &early), ("Late", &late)] {
        assert_eq!(made_once(&server, &key, name), *made);
    }
    assert_eq!(names(&server), ["Early", "Late"], "each once");
    server.stops();
    data(&url, &["restore", "--replace", backup.strip_prefix("sqlite:").unwrap()]);
    let server = Server::start(&url, &[]);
    assert_eq!(made_once(&server, &key, "Early"), early);
    assert_eq!(names(&server), ["Early"]);
    let again = made_once(&server, &key, "Late");
    assert_eq!(names(&server), ["Early", "Late"]);
    assert_eq!(made_once(&server, &key, "Late"), again);
    assert_eq!(names(&server), ["Early", "Late"], "once in this history, too");
}

/// Waits for the delivery of an event about the customer with this name; returns its id.
async fn heard(receiver: &mut Receiver, name: &str) -> String {
    loop {
        let received = receiver.next().await;
        if text(&received.body).contains(name) {
            return received.header("webhook-id").unwrap().to_owned();
        }
    }
}

#[test]
fn a_webhook_hears_again_of_what_was_due_at_the_backup_and_of_what_is_made_again() {
    block_on(async {
        let (folder, url) = migrated();
        let key = data(&url, &["key", "create"]);
        let mut receiver = Receiver::start().await;
        let server = Server::start(&url, &LOOPBACK);
        let hook = json!({"url": receiver.url(), "events": ["customer.new"]}).to_string();
        let answer = server.exchange("POST", Some(&key), "/v1/webhooks", &hook);
        assert_eq!(answer.status, 201, "{}", text(&answer.body));
        // While the target does not answer, the delivery is due.
        let answering = Arc::new(Notify::new());
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        receiver.react_next([Reaction::Held(Arc::clone(&answering), answer)]);
        made_once(&server, &key, "Early");
        let early = heard(&mut receiver, "Early").await;
        let backup = backed_up(folder.path(), &url);
        answering.notify_one();
        made_once(&server, &key, "Late");
        heard(&mut receiver, "Late").await;
        server.stops();
        receiver.take();
        data(&url, &["restore", "--replace", backup.strip_prefix("sqlite:").unwrap()]);
        let server = Server::start(&url, &LOOPBACK);
        assert_eq!(heard(&mut receiver, "Early").await, early, "it is known by its id");
        made_once(&server, &key, "Late");
        heard(&mut receiver, "Late").await;
    });
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
    // What cannot be copied leaves nothing of the others.
    let strange = folder.path().join("backup.db.files/1/aa/socket");
    std::fs::create_dir_all(strange.parent().unwrap()).unwrap();
    let socket = UnixListener::bind(&strange).unwrap();
    let backup = folder.path().join("backup.db");
    assert!(fails(&new, 1, &["restore", backup.to_str().unwrap()]).contains("socket"));
    assert_eq!(names(elsewhere.path(), ""), [""; 0]);
    drop(socket);
    std::fs::remove_file(&strange).unwrap();
    data(&new, &["restore", backup.to_str().unwrap()]);
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
fn a_new_history_begins_only_where_a_database_is() {
    let folder = tempfile::tempdir().unwrap();
    let url = file_url(&folder.path().join("none.db"));
    let refused = |url: &str| {
        let said = fails(url, 1, &["restore", "--here"]);
        assert!(said.contains("there is no database of Deskbell at"), "{said}");
    };
    refused(&url);
    assert_eq!(names(folder.path(), ""), [""; 0]);
    let empty = folder.path().join("none.db");
    std::fs::write(&empty, "").unwrap();
    refused(&url);
    assert_eq!(std::fs::metadata(&empty).unwrap().len(), 0);
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        refused(&database.url);
        database.remove().await;
    });
}

#[test]
fn a_refused_backup_leaves_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let url = file_url(&folder.path().join("none.db"));
    let other = folder.path().join("other.txt");
    std::fs::write(&other, "not a database at all").unwrap();
    for backup in ["missing.db", other.to_str().unwrap()] {
        fails(&url, 1, &["restore", backup]);
        assert_eq!(names(folder.path(), ""), ["other.txt"]);
    }
    let place = folder.path().join("none.db");
    std::os::unix::fs::symlink(folder.path().join("far.db"), &place).unwrap();
    fails(&url, 1, &["restore", "missing.db"]);
    assert_eq!(names(folder.path(), ""), ["none.db", "other.txt"], "the link stays");
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
