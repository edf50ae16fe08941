//! The command itself, over HTTP, killed at any time.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::process::{Server, UNLIMITED, data, deskbell, fails, file_url, place, run, text};

/// The number of times that the command is killed.
const KILLS: u32 = 5;

/// The lists of a server, page by page.
fn lists(server: &Server, key: &str) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["agents", "departments", "applications", "customers", "chats"] {
        for page in 0.. {
            let target = format!("/v1/{path}?limit=100&offset={}", page * 100);
            let (status, found) = server.get(key, &target);
            assert_eq!(status, 200, "{found}");
            let rows = found["data"].as_array().unwrap();
            all.extend(rows.iter().map(Value::to_string));
            if rows.len() < 100 {
                break;
            }
        }
    }
    all.sort();
    all
}

#[test]
fn the_command_goes_on_after_each_kill_and_its_copy_is_whole() {
    let (folder, there) = place();
    let here = file_url(&folder.path().join("b.db"));
    data(&there, &["seed", "--chats", "400"]);
    let key = data(&there, &["key", "create"]);
    let source = Server::start(&there, &UNLIMITED);
    let key_file = folder.path().join("key.txt");
    std::fs::write(&key_file, format!("{key}\n")).unwrap();
    let url = source.address.clone();
    let key_path = key_file.to_str().unwrap();
    let args = ["import", "helpcrunch", "--url", &url, "--key-file", key_path, "--rate", "60000"];
    let dry = data(&here, &[&args[..], &["--dry-run", "--json"]].concat());
    let dry: Value = serde_json::from_str(&dry).unwrap();
    assert_eq!(dry["chats"], 400, "{dry}");
    for kill in 1..=KILLS {
        let mut child =
            deskbell(&here, &args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // It is killed at its end, or before.
        let moment = Duration::from_millis(u64::from(kill * 150));
        let (sender, ended) = std::sync::mpsc::channel::<()>();
        assert!(ended.recv_timeout(moment).is_err());
        drop(sender);
        let _ = child.kill();
        child.wait().unwrap();
    }
    let told = data(&here, &args);
    assert!(told.contains("gone in the account") && told.contains("messages: "), "{told}");
    let again = data(&here, &[&args[..], &["--json"]].concat());
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!((&again["chats"]["same"], &again["messages"]), (&400.into(), &0.into()), "{again}");
    let own = data(&here, &["key", "create"]);
    let copy = Server::start(&here, &UNLIMITED);
    assert_eq!(lists(&copy, &own), lists(&source, &key));
    copy.stops();
    data(&here, &["doctor", "--deep"]);
}

#[test]
fn a_wrong_call_says_what_to_do() {
    let (folder, url) = place();
    let args = ["import", "helpcrunch", "--url", "http://127.0.0.1:1/v1"];
    assert!(fails(&url, 2, &args).contains("--key-file FILE"));
    let missing = folder.path().join("none.txt");
    let args = [&args[..], &["--key-file", missing.to_str().unwrap()]].concat();
    assert!(fails(&url, 2, &args).contains("cannot be read"));
    let args = ["import", "helpcrunch", "--url", "ftp://a.example", "--key", "k"];
    assert!(fails(&url, 2, &args).contains("does not begin with http"));
    let (_other, there) = place();
    let server = Server::start(&there, &UNLIMITED);
    let source = server.address.clone();
    let output = run(&url, &["import", "helpcrunch", "--url", &source, "--key", "wrong"]);
    assert!(text(&output.stderr).contains("refuses the key"), "{}", text(&output.stderr));
}
