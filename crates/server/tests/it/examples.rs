//! The programs in `examples/`, run against a real server.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::json;

use crate::objects::{chat, customer, message, put};
use crate::process::{Server, deskbell, text};

const UNLIMITED: [(&str, &str); 1] = [("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")];
/// The interpreter and the file name of each program.
const PROGRAMS: [(&str, &str); 3] =
    [("bash", "curl.sh"), ("python3", "python.py"), ("node", "javascript.mjs")];

fn example((runner, name): (&str, &str), t: &Test, address: &str) -> Command {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../examples", name].iter().collect();
    let mut command = Command::new(runner);
    command.arg(path).env("URL", address).env("KEY", &t.key).stdin(Stdio::null());
    command
}

/// Runs a program to its end; returns its output.
fn run(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
    text(&output.stdout).trim_end().to_owned()
}

/// Creates 105 chats, more than a page; chat 4 has 230 messages, also more than a page.
async fn some_data(t: &Test) {
    let mut chats: Vec<_> = (1..=105).map(|id| chat(id, 5)).collect();
    chats[3].messages = 230;
    let messages = (1..=230).map(|seq| message(&chats[3], seq, i64::try_from(seq).unwrap()));
    let messages = messages.collect();
    put(t, Put { customers: vec![customer(1)], chats, messages, ..Put::default() }).await;
}

/// A program that follows the feed, and the lines that it prints.
struct Follower {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Follower {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn next(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }
}

engines! {
    async fn every_page_is_read_and_a_message_is_posted(t: &Test) {
        some_data(t).await;
        let server = Server::start(&t.database.url, &UNLIMITED);
        for (number, program) in PROGRAMS.into_iter().enumerate() {
            let mut pages = example(program, t, &server.address);
            pages.arg("pages");
            let expected = format!("105 chats, {} messages", 230 + number);
            assert_eq!(run(pages), expected, "{program:?}");
            let mut post = example(program, t, &server.address);
            post.args(["post", "7", "\"Grüße\" \\ 👋"]);
            let id = run(post);
            let last = t.get("/v1/chats/7/messages?limit=1").await.json()["data"][0].clone();
            assert_eq!(last["id"].to_string(), id, "{program:?}");
            assert_eq!(last["text"], "\"Grüße\" \\ 👋", "{program:?}");
        }
        drop(server);
    }

    async fn what_is_refused_is_told_and_ends_the_program(t: &Test) {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(&t.database.url, &UNLIMITED);
        for program in PROGRAMS {
            let file = folder.path().join(program.1);
            std::fs::write(&file, "1 1-1").unwrap();
            let mut nothing = example(program, t, &server.address);
            nothing.arg("pages");
            assert_eq!(run(nothing), "0 chats, 0 messages", "{program:?}");
            let followed = ["follow", file.to_str().unwrap()];
            let cases: [(&[&str], &str, &str); 5] = [
                (&["pages"], "wrong", "Invalid token"),
                (&["post", "7", "x"], "wrong", "Invalid token"),
                (&followed, "wrong", "Invalid token"),
                (&["post", "999", "x"], &t.key, "Chat is missing"),
                (&followed, &t.key, "This history is not the one you followed"),
            ];
            for (words, key, told) in cases {
                let mut command = example(program, t, &server.address);
                let output = command.args(words).env("KEY", key).output().unwrap();
                let said = text(&output.stderr);
                assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
                assert!(said.contains(told), "{command:?}: {said}");
                assert_eq!(text(&output.stdout), "", "{command:?}");
            }
        }
        drop(server);
    }

    async fn the_feed_is_followed_across_a_restart(t: &Test) {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Server::start(&t.database.url, &UNLIMITED);
        let address = server.address.clone();
        for program in PROGRAMS {
            let before = t.get("/v1/changes?limit=1000").await.json();
            let history = &before["meta"]["history"];
            let before = before["data"].as_array().unwrap().len();
            let mut follow = example(program, t, &address);
            let file = folder.path().join(program.1);
            follow.arg("follow").arg(&file).arg((before + 2).to_string());
            let mut follower = Follower::start(follow);
            for seq in 1..=before {
                assert!(follower.next().starts_with(&format!("{seq} ")), "{program:?}");
            }
            // Restarts the server, with a change made in between.
            drop(server);
            assert_eq!(t.post("/v1/customers", &json!({"name": "first"})).await.status, 201);
            let listen = address.strip_prefix("http://").unwrap();
            let mut serve = deskbell(&t.database.url, &["serve", "--listen", listen, "--json"]);
            serve.envs(UNLIMITED);
            server = Server::spawn(serve);
            assert_eq!(follower.next(), format!("{} customer.created", before + 1));
            assert_eq!(t.post("/v1/customers", &json!({"name": "second"})).await.status, 201);
            assert_eq!(follower.next(), format!("{} customer.created", before + 2));
            assert!(follower.child.wait().unwrap().success(), "{program:?}");
            let kept = std::fs::read_to_string(file).unwrap();
            let expected = format!("{} {}", before + 2, history.as_str().unwrap());
            assert_eq!(kept.trim(), expected, "{program:?}");
        }
    }
}
