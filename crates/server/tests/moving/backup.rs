//! `deskbell backup`: a consistent copy of the database, made while a server is running.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

use serde_json::{Value, json};

use crate::process::{Server, UNLIMITED, data, fails, file_url, migrated, place, run, text};

/// Makes a backup named `backup.db` in `folder`; returns the backup's URL.
pub fn backed_up(folder: &Path, url: &str) -> String {
    let backup = folder.join("backup.db");
    data(url, &["backup", backup.to_str().unwrap()]);
    file_url(&backup)
}

/// The names in a folder that begin with this prefix.
pub fn names(folder: &Path, prefix: &str) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name());
    let mut names: Vec<String> = names.map(|it| it.into_string().unwrap()).collect();
    names.retain(|it| it.starts_with(prefix));
    names.sort();
    names
}

#[test]
fn a_backup_is_one_private_file_that_is_sound_and_served_like_the_database() {
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "300"]);
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &[]);
    let asked = "/v1/chats?limit=100&offset=100";
    let before = server.get(&key, asked);
    let backup = backed_up(folder.path(), &url);
    assert_eq!(names(folder.path(), "backup"), ["backup.db"], "no log, and nothing half done");
    let mode = std::fs::metadata(folder.path().join("backup.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    data(&backup, &["doctor", "--deep"]);
    let copy = Server::start(&backup, &[]);
    assert_eq!(copy.get(&key, asked), before);
}

#[test]
fn a_backup_overwrites_nothing_and_says_what_is_wrong() {
    let (folder, url) = place();
    let backup = folder.path().join("backup.db");
    let args = ["backup", backup.to_str().unwrap()];
    assert!(fails(&url, 1, &args).contains("check that it is there"));
    assert_eq!(names(folder.path(), "a.db"), [""; 0], "a backup makes no database");
    data(&url, &["migrate"]);
    std::fs::write(&backup, "mine").unwrap();
    assert!(fails(&url, 1, &args).contains("is there already: move it away"));
    assert_eq!(std::fs::read(&backup).unwrap(), b"mine");
    let nowhere = folder.path().join("none/b.db");
    assert!(fails(&url, 1, &["backup", nowhere.to_str().unwrap()]).contains("cannot be written"));
    let foreign = folder.path().join("other.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    std::fs::remove_file(&backup).unwrap();
    assert!(fails(&file_url(&foreign), 1, &args).contains("no tables of Deskbell"));
    assert_eq!(names(folder.path(), "backup"), [""; 0], "what failed leaves nothing");
    // What a killed process left is no hindrance.
    std::fs::write(folder.path().join("backup.db.partial"), "half").unwrap();
    backed_up(folder.path(), &url);
    assert_eq!(names(folder.path(), "backup"), ["backup.db"]);
}

#[test]
fn two_backups_to_one_file_at_once_do_not_mix() {
    let (folder, url) = migrated();
    data(&url, &["key", "create"]);
    let partial = std::fs::File::create(folder.path().join("backup.db.partial")).unwrap();
    partial.lock().unwrap();
    let backup = folder.path().join("backup.db");
    let talk = fails(&url, 1, &["backup", backup.to_str().unwrap()]);
    assert!(talk.contains("is being written by another process"), "{talk}");
}

/// The lines of an export with the ids of their objects, in the order of the ids.
fn exported(server: &Server, key: &str, what: &str) -> Vec<(i64, String)> {
    let answer = server.exchange("GET", Some(key), &format!("/v1/export/{what}"), "");
    assert_eq!(answer.status, 200, "{what}");
    let id = |line: &str| -> i64 {
        let object: Value = serde_json::from_str(line).unwrap();
        object["externalId"].as_str().unwrap().parse().unwrap()
    };
    let lines = text(&answer.body);
    let mut all: Vec<_> = lines.lines().map(|line| (id(line), line.to_owned())).collect();
    all.sort();
    all
}

/// All changes of the feed, in order.
fn changes(server: &Server, key: &str) -> Vec<String> {
    let (mut after, mut all) = (0, Vec::new());
    loop {
        let (status, page) = server.get(key, &format!("/v1/changes?after={after}&limit=1000"));
        assert_eq!(status, 200, "{page}");
        let next = page["meta"]["next"].as_i64().unwrap();
        if next == after {
            return all;
        }
        all.extend(page["data"].as_array().unwrap().iter().map(Value::to_string));
        after = next;
    }
}

/// Creates customers and posts messages in a chat until `is_over` is set; sends the id of each
/// message to `told`.
fn keep_writing(server: &Server, key: &str, chat: usize, told: &Sender<i64>, is_over: &AtomicBool) {
    let message = json!({"chat": chat, "text": "One more"}).to_string();
    while !is_over.load(Ordering::Relaxed) {
        assert!(server.makes_a_customer(key));
        let answer = server.exchange("POST", Some(key), "/v1/messages", &message);
        assert_eq!(answer.status, 201, "{}", text(&answer.body));
        let posted: Value = serde_json::from_slice(&answer.body).unwrap();
        // Nobody listens any more when the backup has begun.
        let _ = told.send(posted["id"].as_i64().unwrap());
    }
}

#[test]
fn a_backup_among_64_writers_is_restored_as_a_prefix_of_what_was_acknowledged() {
    const WRITERS: usize = 64;
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "1000"]);
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &UNLIMITED);
    let (file, is_over) = (folder.path().join("backup.db"), AtomicBool::new(false));
    let (output, before) = thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        for chat in 1..=WRITERS {
            let (server, key, told, is_over) = (&server, &key, tell.clone(), &is_over);
            scope.spawn(move || keep_writing(server, key, chat, &told, is_over));
        }
        drop(tell);
        let before: Vec<i64> = told.iter().take(5 * WRITERS).collect();
        let output = run(&url, &["backup", file.to_str().unwrap()]);
        is_over.store(true, Ordering::Relaxed);
        (output, before)
    });
    assert!(output.status.success(), "{}", text(&output.stderr));
    let restored = file_url(&folder.path().join("restored.db"));
    data(&restored, &["restore", file.to_str().unwrap()]);
    data(&restored, &["doctor", "--deep"]);
    let copy = Server::start(&restored, &UNLIMITED);
    let [all, copied] = [&server, &copy].map(|it| changes(it, &key));
    assert!(copied.len() < all.len(), "the writers went on meanwhile");
    assert!(all.starts_with(&copied), "{} of {} changes", copied.len(), all.len());
    for what in ["customers", "messages"] {
        let [all, copied] = [&server, &copy].map(|it| exported(it, &key, what));
        assert!(all.starts_with(&copied), "{} of {} {what}", copied.len(), all.len());
        if what == "messages" {
            let is_copied = |id: &i64| copied.binary_search_by_key(id, |it| it.0).is_ok();
            assert!(before.iter().all(is_copied), "what was answered before it began is in it");
        }
    }
}

#[test]
fn files_go_along_and_are_compared_with_the_copied_rows() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &[]);
    let answer = server.exchange("POST", Some(&key), "/v1/files?name=notes.txt", "some bytes");
    assert_eq!(answer.status, 201);
    let backup = backed_up(folder.path(), &url);
    assert_eq!(names(folder.path(), "backup"), ["backup.db", "backup.db.files"]);
    let checked: Value =
        serde_json::from_str(&data(&backup, &["--json", "files", "check"])).unwrap();
    assert_eq!(
        (&checked[0]["contents"], &checked[0]["missing"]),
        (&1.into(), &0.into()),
        "{checked}"
    );
    let without = folder.path().join("small.db");
    data(&url, &["backup", "--without-files", without.to_str().unwrap()]);
    assert_eq!(names(folder.path(), "small"), ["small.db"]);
    let output = run(&file_url(&without), &["files", "check"]);
    assert!(text(&output.stderr).contains("1 files have lost bytes"));
}

#[test]
fn a_backup_of_postgresql_is_left_to_its_own_tools() {
    let talk = fails("postgres://127.0.0.1/none", 2, &["backup", "b.db"]);
    assert!(talk.contains("pg_dump"), "{talk}");
}
