//! A full disk in the storage of uploaded files.

use std::process::Command;

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::Value;

use crate::process::{BINARY, SERVE, Server, data, place, run};

/// The largest file on the simulated full disk, in bytes: more than the database needs.
const ROOM: u64 = 3 << 20;

/// Limits the size of every file that a server writes, to simulate a full disk.
fn limit(server: &Server, bytes: Option<u64>) {
    let id = Pid::from_raw(server.id().cast_signed());
    let wanted = Rlimit { current: bytes, maximum: None };
    prlimit(id, Resource::Fsize, wanted).unwrap();
}

fn upload(server: &Server, key: &str, bytes: usize) -> (u16, Value) {
    let answer = server.exchange("POST", Some(key), "/v1/files?name=a.txt", &"x".repeat(bytes));
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

#[test]
fn an_upload_to_a_full_disk_is_refused_in_words_leaves_nothing_and_works_with_room() {
    let (_folder, url) = place();
    data(&url, &["migrate"]);
    let key = data(&url, &["key", "create"]);
    // Without the trap the first byte too many would end the process.
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; exec \"$0\" --database \"$@\"";
    command.args(["-c", script, BINARY, &url]).args(SERVE);
    let server = Server::spawn(command);
    limit(&server, Some(ROOM));
    let (status, body) = upload(&server, &key, 4 << 20);
    assert_eq!(status, 503, "{body}");
    assert_eq!(body["errors"][0]["code"], "service_unavailable");
    assert_eq!(body["errors"][0]["message"], "Please try again shortly");
    assert_eq!(server.get(&key, "/v1/files/1").0, 404);
    assert!(server.makes_a_customer(&key), "what has room goes on");
    assert_eq!(upload(&server, &key, 10).0, 201);
    limit(&server, None);
    let (status, file) = upload(&server, &key, 4 << 20);
    assert_eq!((status, &file["bytes"]), (201, &Value::from(4 << 20)));
    server.stops();
    let compared: Value = serde_json::from_str(&data(&url, &["files", "check", "--json"])).unwrap();
    let compared = compared.get(0).unwrap_or(&compared);
    for (name, expected) in [("contents", 2), ("missing", 0), ("unknown", 0)] {
        assert_eq!(compared[name], expected, "{compared}");
    }
    assert!(run(&url, &["doctor", "--deep"]).status.success());
}
