//! An SQLite file with several names: the file is refused if a second name would lead to a second
//! WAL.

use std::path::Path;
use std::process::Command;

use crate::process::{BINARY, Server, fails, file_url, run, text};

const SERVE: &[&str] = &["serve", "--listen", "127.0.0.1:0"];

fn log_of(path: &Path) -> std::path::PathBuf {
    format!("{}-wal", path.display()).into()
}

/// Creates a ticket, as an example of a change; returns the status.
fn change(server: &Server, key: &str) -> u16 {
    server.ask("POST", Some(key), "/v1/stream/ticket").0
}

#[test]
fn a_file_with_a_second_name_is_refused_under_both_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("a.db"), folder.path().join("b.db"));
    let server = Server::start(&file_url(&one), &[]);
    let key = server.key.clone().unwrap();
    std::fs::hard_link(&one, &two).unwrap();
    for (name, args) in [(&two, SERVE), (&two, &["key", "list"]), (&one, &["key", "create"])] {
        let talk = fails(&file_url(name), 1, args);
        let is_served = args == SERVE;
        let told = if is_served { "served by another process" } else { "hard links" };
        assert!(talk.contains(told), "{talk}");
    }
    let doctor = run(&file_url(&two), &["doctor"]);
    assert_eq!(doctor.status.code(), Some(1));
    assert!(text(&doctor.stdout).contains("leave it one name"), "{}", text(&doctor.stdout));
    // A second name does not affect a running server.
    assert_eq!(change(&server, &key), 201);
    assert!(!log_of(&two).exists(), "nobody made a second log");
    server.stops();
    assert!(fails(&file_url(&one), 1, SERVE).contains("hard links"));
    std::fs::remove_file(&two).unwrap();
    drop(Server::start(&file_url(&one), &[]));
}

/// Runs the binary with `from` also mounted at `to`; returns whether the binary succeeded, and its
/// standard error. `None` if mounts are not allowed on this machine.
fn mounted(from: &Path, to: &Path, url: &str, args: &[&str]) -> Option<(bool, String)> {
    let call = format!(
        "mount --bind '{}' '{}' || exit 77; exec {BINARY} --database {url} {}",
        from.display(),
        to.display(),
        args.join(" ")
    );
    let output = Command::new("unshare").args(["-rm", "sh", "-c", &call]).output().ok()?;
    let talk = text(&output.stderr);
    let is_refused = output.status.code() == Some(77) || talk.starts_with("unshare:");
    (!is_refused).then_some((output.status.success(), talk))
}

#[test]
fn a_file_or_its_folder_mounted_elsewhere_too_is_served_once() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here"), folder.path().join("there"));
    std::fs::create_dir(&here).unwrap();
    std::fs::create_dir(&there).unwrap();
    let one = here.join("a.db");
    let server = Server::start(&file_url(&one), &[]);
    // Through a mount of the folder, the file has the same WAL.
    let two = file_url(&there.join("a.db"));
    let Some((_, talk)) = mounted(&here, &there, &two, SERVE) else { return };
    assert!(talk.contains("served by another process"), "{talk}");
    let (is_well, talk) = mounted(&here, &there, &two, &["key", "create"]).unwrap();
    assert!(is_well, "{talk}");
    // Through a mount of the file alone, the file would have another WAL.
    let alone = folder.path().join("b.db");
    std::fs::write(&alone, "").unwrap();
    for (args, told) in
        [(SERVE, "served by another process"), (&["key", "create"], "mount its folder")]
    {
        let (is_well, talk) = mounted(&one, &alone, &file_url(&alone), args).unwrap();
        assert!(!is_well && talk.contains(told), "{talk}");
    }
    drop(server);
    let (is_well, talk) = mounted(&one, &alone, &file_url(&alone), SERVE).unwrap();
    assert!(!is_well && talk.contains("mount its folder"), "{talk}");
}

#[test]
fn a_file_that_is_replaced_under_a_running_server_is_neither_read_nor_written() {
    let folder = tempfile::tempdir().unwrap();
    let (one, away) = (folder.path().join("a.db"), folder.path().join("away.db"));
    let server = Server::start(&file_url(&one), &[]);
    let key = server.key.clone().unwrap();
    assert_eq!(change(&server, &key), 201);
    std::fs::rename(&one, &away).unwrap();
    assert_eq!(
        (change(&server, &key), server.get(&key, "/v1/changes").0),
        (503, 503),
        "it is gone"
    );
    std::fs::write(&one, "").unwrap();
    assert_eq!((change(&server, &key), server.get(&key, "/v1/changes").0), (503, 503), "another");
    std::fs::rename(&away, &one).unwrap();
    assert_eq!(
        (change(&server, &key), server.get(&key, "/v1/changes").0),
        (201, 200),
        "it is back"
    );
}

#[test]
fn nothing_is_written_to_a_log_that_was_removed_and_a_stop_saves_what_is_held() {
    for suffix in ["-wal", "-shm"] {
        let folder = tempfile::tempdir().unwrap();
        let one = folder.path().join("a.db");
        let server = Server::start(&file_url(&one), &[]);
        let key = server.key.clone().unwrap();
        assert_eq!(change(&server, &key), 201);
        std::fs::remove_file(format!("{}{suffix}", one.display())).unwrap();
        assert_eq!(change(&server, &key), 503, "{suffix}");
        server.stops();
        let server = Server::start(&file_url(&one), &[]);
        assert_eq!(server.get(&key, "/v1/chats").0, 200, "{suffix}: the key is there");
        assert_eq!(change(&server, &key), 201);
    }
}

#[test]
fn a_file_that_was_renamed_without_its_log_is_refused_until_the_log_has_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("a.db"), folder.path().join("b.db"));
    let server = Server::start(&file_url(&one), &[]);
    let key = server.key.clone().unwrap();
    server.signal("-KILL");
    server.wait();
    assert!(log_of(&one).metadata().unwrap().len() > 0, "the key is in the log");
    std::fs::rename(&one, &two).unwrap();
    for args in [SERVE, &["key", "list"]] {
        let talk = fails(&file_url(&two), 1, args);
        assert!(talk.contains("rename the log to") && talk.contains("a.db-wal"), "{talk}");
    }
    // With the old name, SQLite would create a new file and discard the WAL.
    for args in [SERVE, &["key", "list"]] {
        let talk = fails(&file_url(&one), 1, args);
        assert!(talk.contains("the log of a database that is not there"), "{talk}");
        assert!(!one.exists(), "nothing was made");
    }
    std::fs::rename(log_of(&one), log_of(&two)).unwrap();
    let server = Server::start(&file_url(&two), &[]);
    assert_eq!(server.get(&key, "/v1/chats").0, 200, "nothing is lost");
}
