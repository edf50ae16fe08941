//! The command `deskbell import helpcrunch`, over HTTP, killed at random times.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use deskbell_courier::{ApiClient, NoAnswer};
use deskbell_testkit::{Reaction, Receiver, block_on};
use serde_json::{Value, json};

use super::files::PNG;
use crate::process::{
    Server, UNLIMITED, data, deskbell, fails, file_url, place, run, signal, text,
};

/// The number of times that the command is killed.
const KILLS: u32 = 5;

/// Reads all lists of a server, page by page.
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
    assert!(!folder.path().join("b.db").exists(), "a dry run makes no database");
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
    // A server of the same database hears of what comes in.
    let own = data(&here, &["key", "create"]);
    let copy = Server::start(&here, &UNLIMITED);
    assert_eq!(copy.get(&own, "/v1/chats?limit=1").0, 200);
    let told = data(&here, &args);
    assert!(told.contains("gone in the account") && told.contains("messages: "), "{told}");
    let again = data(&here, &[&args[..], &["--json"]].concat());
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!((&again["chats"]["same"], &again["messages"]), (&400.into(), &0.into()), "{again}");
    assert_eq!(lists(&copy, &own), lists(&source, &key));
    copy.stops();
    data(&here, &["doctor", "--deep"]);
}

#[test]
fn an_address_that_is_no_api_leaves_no_database() {
    block_on(async {
        let receiver = Receiver::start().await;
        let page = b"<!doctype html><title>Welcome</title>".to_vec();
        receiver.react(Reaction::With(200, ("content-type", "text/html".into()), page));
        let (folder, here) = place();
        let url = format!("http://127.0.0.1:{}/v1", receiver.port());
        let args = ["import", "helpcrunch", "--url", &url, "--key", "k"];
        let said = fails(&here, 1, &args);
        assert!(said.contains("is this the URL of its API?"), "{said}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    });
}

#[test]
fn a_signal_ends_the_command_while_the_source_is_silent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let (_folder, here) = place();
    let args = ["import", "helpcrunch", "--url", &url, "--key", "k", "--dry-run"];
    let child = deskbell(&here, &args).stderr(Stdio::piped()).spawn().unwrap();
    // A request waits a minute for its answer.
    let soon = Duration::from_secs(40);
    let (sender, came) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(listener.accept().unwrap()));
    let connection = came.recv_timeout(soon).unwrap();
    // The request has come, and gets no answer.
    signal(child.id(), "-INT");
    let (sender, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output().unwrap()));
    let output = ended.recv_timeout(soon).unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(1), "deskbell: stopped\n".into())
    );
    drop(connection);
}

#[test]
fn the_command_fetches_files_of_the_sources_host_where_webhooks_may_call() {
    block_on(async {
        let receiver = Receiver::start().await;
        receiver.react(Reaction::With(200, ("content-type", "image/png".into()), PNG.to_vec()));
        let (folder, there) = place();
        data(&there, &["seed", "--chats", "3"]);
        let key = data(&there, &["key", "create"]);
        let source = Server::start(&there, &UNLIMITED);
        let text = format!("See http://127.0.0.1:{}/a.png", receiver.port());
        let message = json!({"chat": 1, "text": text}).to_string();
        assert_eq!(source.exchange("POST", Some(&key), "/v1/messages", &message).status, 201);
        let here = file_url(&folder.path().join("b.db"));
        let args = ["--json", "import", "helpcrunch", "--url", &source.address, "--key", &key];
        let args = [&args[..], &["--rate", "60000", "--files"]].concat();
        let imported = |environment: &[(&str, &str)]| -> Value {
            let output = deskbell(&here, &args).envs(environment.iter().copied()).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            serde_json::from_slice(&output.stdout).unwrap()
        };
        let closed = imported(&[]);
        assert_eq!((&closed["chats"]["new"], &closed["files"]), (&3.into(), &0.into()), "{closed}");
        assert!(closed["odd"].to_string().contains("not of a public address"), "{closed}");
        assert_eq!(receiver.connections(), 0);
        let open = imported(&[("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8")]);
        assert_eq!((&open["chats"]["same"], &open["files"]), (&2.into(), &1.into()), "{open}");
        let checked = data(&here, &["--json", "files", "check"]);
        let checked: Value = serde_json::from_str(&checked).unwrap();
        let counts = (&checked[0]["contents"], &checked[0]["missing"]);
        assert_eq!(counts, (&1.into(), &0.into()), "{checked}");
    });
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

#[test]
fn an_answer_over_the_network_is_whole_or_none() {
    block_on(async {
        let receiver = Receiver::start().await;
        let bytes = |head: &str, body: &str| {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{head}\r\n");
            Reaction::Bytes(format!("{head}\r\n{body}").into_bytes())
        };
        let url = format!("http://127.0.0.1:{}/v1", receiver.port());
        let mut api = ApiClient::new(&url, "secret", None).unwrap();
        receiver.react(bytes("content-length: 2", "{}"));
        for _ in 0..3 {
            assert_eq!(api.call("chats?limit=1", None).await.unwrap().body, b"{}");
        }
        receiver.react(bytes("content-length: 20", "{\"data\":"));
        let cut = api.call("chats/search", Some("{}")).await;
        assert!(matches!(cut, Err(NoAnswer::Cut(_))), "{cut:?}");
        for reaction in [Reaction::Close, Reaction::Reset] {
            receiver.react(reaction);
            assert!(api.call("chats", None).await.is_err());
        }
        receiver.react(Reaction::With(429, ("retry-after", "7".into()), Vec::new()));
        let limited = api.call("chats", None).await.unwrap();
        assert_eq!((limited.status, limited.retry_after.as_deref()), (429, Some("7")));
        let mut receiver = receiver;
        let asked = receiver.take();
        assert!(asked.iter().all(|it| it.header("authorization") == Some("Bearer secret")));
        let post = asked.iter().find(|it| it.method == "POST").unwrap();
        assert!(post.path.ends_with("/chats/search") && post.body == b"{}", "{}", post.path);
        let secure = url.replace("http://", "https://");
        let mut api = ApiClient::new(&secure, "secret", None).unwrap();
        let none = api.call("chats", None).await;
        assert!(matches!(none, Err(NoAnswer::NoConnection(_))), "{none:?}");
    });
}
