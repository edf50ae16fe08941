//! Stops and starts of the real binary: a server starts with its saved index, unless it was killed
//! or the saved index is unusable.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::{Value, json};

use crate::process::{SERVE, Server, data, deskbell, first_line};

/// The log of a server, split at the moment when the server was ready.
struct Run {
    started: String,
    stopped: String,
}

/// Calls [`run_as`] with the default command.
fn run(url: &str, folder: &str, is_killed: bool, work: impl FnOnce(&Server)) -> Run {
    run_as(deskbell(url, SERVE), folder, is_killed, work)
}

/// Starts a server and waits until it is ready, calls `work`, and ends the server.
fn run_as(mut command: Command, folder: &str, is_killed: bool, work: impl FnOnce(&Server)) -> Run {
    command.env("DESKBELL_INDEX__IMAGES", folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let said = first_line(&mut child).unwrap();
    let server = Server::adopt(child, &said);
    let mut started = String::new();
    while !["the index is built", "the saved index is read"].iter().any(|it| started.contains(it)) {
        assert_ne!(log.read_line(&mut started).unwrap(), 0, "{started}");
    }
    while server.ask("GET", None, "/readyz").0 == 503 {}
    work(&server);
    server.signal(if is_killed { "-KILL" } else { "-TERM" });
    let mut stopped = String::new();
    log.read_to_string(&mut stopped).unwrap();
    assert_eq!(server.wait(), (!is_killed).then_some(0), "{stopped}");
    Run { started, stopped }
}

fn total(server: &Server, key: &str) -> Value {
    let (status, page) = server.get(key, "/v1/chats?limit=1");
    assert_eq!(status, 200);
    page["meta"]["total"].clone()
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

fn is_read(run: &Run) -> bool {
    run.started.contains("the saved index is read")
}

fn a_server_begins_with_what_it_saved(database: &Database, set: &str, folder: &Path) {
    let url = &database.url;
    data(url, &["seed", "--chats", "60"]);
    let key = data(url, &["key", "create"]);
    let first = run(url, set, false, |server| assert_eq!(total(server, &key), 60));
    assert!(!is_read(&first), "{}", first.started);
    assert!(first.stopped.contains("the index is saved"), "{}", first.stopped);
    assert_eq!(files(folder), 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    assert_eq!((mode(folder), mode(&file)), (0o700, 0o600));

    // Other processes write while no server runs.
    let dialogs = folder.with_extension("ndjson");
    let dialog = |number| {
        let turn = json!({"at": 1_700_000_000_000_i64, "text": "Hello", "from": "customer"});
        json!({"id": format!("dialog {number}"), "topic": null, "turns": [turn]}).to_string()
    };
    fs::write(&dialogs, (0..7).map(dialog).collect::<Vec<_>>().join("\n")).unwrap();
    data(url, &["import", "transcripts", dialogs.to_str().unwrap()]);
    let second = run(url, set, true, |server| {
        assert_eq!(total(server, &key), 67);
        assert_eq!(files(folder), 0);
        assert!(server.makes_a_customer(&key));
    });
    assert!(is_read(&second), "{}", second.started);

    // The server was killed: it saved nothing, and no older file is left.
    assert_eq!(files(folder), 0);
    let third = run(url, set, false, |server| assert_eq!(total(server, &key), 67));
    assert!(!is_read(&third), "{}", third.started);

    // An unusable file causes one warning.
    let damaged = fs::read(&file).unwrap();
    fs::write(&file, &damaged[..damaged.len() / 2]).unwrap();
    let fourth = run(url, set, false, |server| assert_eq!(total(server, &key), 67));
    assert!(fourth.started.contains("the saved index cannot be read"), "{}", fourth.started);

    // An unusable folder causes a warning when the server stops.
    fs::remove_dir_all(folder).unwrap();
    fs::write(folder, "in the way").unwrap();
    let fifth = run(url, set, false, |server| assert_eq!(total(server, &key), 67));
    assert!(!is_read(&fifth), "{}", fifth.started);
    assert!(fifth.stopped.contains("the indexes cannot be saved"), "{}", fifth.stopped);
    fs::remove_file(folder).unwrap();
    let off = run(url, "off", false, |_| {});
    assert!(!off.stopped.contains("saved"), "{}", off.stopped);
}

#[test]
fn a_server_on_sqlite_begins_with_the_index_beside_its_file() {
    block_on(async {
        let database = Database::empty(Engine::Sqlite).await;
        let path = database.url.strip_prefix("sqlite:").unwrap();
        let folder = format!("{path}.index");
        a_server_begins_with_what_it_saved(&database, "", Path::new(&folder));
        database.remove().await;
    });
}

#[test]
fn a_server_on_postgres_begins_with_the_index_in_the_folder_that_is_set() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        data(&database.url, &["migrate"]);
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("indexes");
        a_server_begins_with_what_it_saved(&database, folder.to_str().unwrap(), &folder);
        let none = run(&database.url, "", false, |_| {});
        assert!(!none.stopped.contains("saved"), "{}", none.stopped);
        database.remove().await;
    });
}

/// Limits each file that a command writes to 1 KiB.
fn on_a_small_disk(command: &Command) -> Command {
    let mut small = Command::new("sh");
    small.args(["-c", "ulimit -f 1; exec \"$0\" \"$@\""]);
    small.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    for (name, _) in command.get_envs() {
        small.env_remove(name);
    }
    small
}

#[test]
fn a_server_whose_disk_is_full_stops_without_an_index_and_begins_from_rows() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        let url = &database.url;
        data(url, &["seed", "--chats", "60"]);
        let folder = tempfile::tempdir().unwrap();
        let set = folder.path().to_str().unwrap();
        let full = run_as(on_a_small_disk(&deskbell(url, SERVE)), set, false, |_| {});
        assert!(full.stopped.contains("the index cannot be saved"), "{}", full.stopped);
        assert_eq!(files(folder.path()), 0, "no part of it is left");
        let roomy = run(url, set, false, |_| {});
        assert!(!is_read(&roomy) && roomy.stopped.contains("the index is saved"), "{set}");
        assert!(is_read(&run(url, set, true, |_| {})));
        database.remove().await;
    });
}
