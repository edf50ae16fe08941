//! `deskbell backup`: a consistent copy of the database, made while a server is running.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::Value;

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

/// All customers as pairs of id and JSON, in the order of their ids.
fn customers(server: &Server, key: &str) -> Vec<(i64, String)> {
    let mut all = Vec::new();
    loop {
        let target = format!("/v1/customers?limit=100&offset={}", all.len());
        let (status, page) = server.get(key, &target);
        assert_eq!(status, 200, "{page}");
        let rows = page["data"].as_array().unwrap();
        let row = |it: &Value| (it["id"].as_i64().unwrap(), it.to_string());
        all.extend(rows.iter().map(row));
        if rows.len() < 100 {
            all.sort();
            return all;
        }
    }
}

#[test]
fn a_backup_among_writers_is_a_prefix_of_what_was_acknowledged() {
    const WRITERS: usize = 16;
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "1000"]);
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &UNLIMITED);
    let is_over = AtomicBool::new(false);
    let (backup, before) = thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    assert!(server.makes_a_customer(&key));
                }
            });
        }
        let total = || {
            let (status, page) = server.get(&key, "/v1/customers?limit=1");
            page["total"].as_u64().unwrap_or_else(|| panic!("{status}: {page}"))
        };
        let start = total();
        while total() < start + 100 {}
        let before = total();
        let backup = backed_up(folder.path(), &url);
        is_over.store(true, Ordering::Relaxed);
        (backup, before)
    });
    let all = customers(&server, &key);
    let copy = Server::start(&backup, &UNLIMITED);
    let copied = customers(&copy, &key);
    assert!(copied.len() as u64 >= before, "what was answered before it began is in it");
    assert!(copied.len() < all.len(), "the writers went on meanwhile");
    assert_eq!(copied[..], all[..copied.len()]);
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
