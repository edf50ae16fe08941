//! The programs in `examples/import`, which convert the exports of other tools to the exchange
//! format.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use deskbell_testkit::{Test, engines};
use deskbell_transfer::format::{self, From, Report};
use serde_json::Value;

use crate::lines::{Told, sound};
use crate::process::text;

/// The names of the programs, each with the files that it reads.
const CONVERTERS: [(&str, &[&str]); 7] = [
    ("intercom", &["intercom.json", "intercom-contacts.json"]),
    ("zendesk", &["zendesk.json", "zendesk-users.json"]),
    ("chatwoot", &["chatwoot.json"]),
    ("crisp", &["crisp.json"]),
    ("tawk", &["tawk.json"]),
    ("livechat", &["livechat.json"]),
    ("live_helper_chat", &["live_helper_chat.json"]),
];

/// Runs a converter on these files; returns the lines of its output.
fn converted(name: &str, files: &[&str]) -> Vec<Value> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../examples/import"].iter().collect();
    let mut command = Command::new("python3");
    command.arg(folder.join(format!("{name}.py"))).env("PYTHONDONTWRITEBYTECODE", "1");
    command.args(files.iter().map(|file| folder.join("fixtures").join(file)));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Checks that every object that a chat names is in `known`; returns the chat's messages.
fn check(line: &Value, known: &BTreeSet<(String, String)>) -> Vec<Value> {
    let is_known = |kind: &str, id: &Value| {
        id.is_null() || known.contains(&(kind.to_owned(), id.as_str().unwrap().to_owned()))
    };
    assert!(line["customer"].is_string() && is_known("customer", &line["customer"]), "{line}");
    assert!(is_known("agent", &line["assignee"]), "{line}");
    assert!(is_known("department", &line["department"]), "{line}");
    let said = line["messages"].as_array().cloned().unwrap_or_default();
    for message in &said {
        assert!(message["from"] == "customer" || message["from"] == "agent", "{message}");
        assert!(is_known("agent", &message["agent"]), "{message}");
        assert!(!message["createdAt"].is_null(), "{message}");
        let content = ["text", "html", "attachments"].map(|key| &message[key]);
        assert!(content.iter().any(|it| !it.is_null()), "{message}");
    }
    said
}

#[test]
fn each_converter_writes_people_before_the_chats_that_name_them() {
    for (name, files) in CONVERTERS {
        let (mut known, mut chats, mut said) = (BTreeSet::new(), Vec::new(), Vec::new());
        for line in converted(name, files) {
            let (kind, id) = (line["kind"].as_str().unwrap(), line["externalId"].as_str().unwrap());
            if kind == "chat" {
                said.extend(check(&line, &known));
                chats.push(line.clone());
            }
            assert!(known.insert((kind.to_owned(), id.to_owned())), "{name}: {line} comes twice");
        }
        assert_eq!(chats.len(), 2, "{name}");
        let first = &chats[0];
        assert_eq!(first["status"], "closed", "{name}");
        let files = said.iter().filter(|it| it["attachments"].is_array()).count();
        assert_eq!(files, usize::from(name != "live_helper_chat"), "{name}");
        let notes = said.iter().filter(|it| it["type"] == "private").count();
        assert_eq!(notes, usize::from(!name.starts_with("live_") && name != "tawk"), "{name}");
    }
}

/// Imports the output of a converter.
async fn imported(t: &Test, name: &str, files: &[&str]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.ndjson");
    let lines = converted(name, files).iter().map(|line| format!("{line}\n")).collect::<String>();
    std::fs::write(&path, lines).unwrap();
    let from = From::Path(path);
    format::import(&t.app, t.org, (&from, name), false, &mut Told::default()).await.unwrap()
}

engines! {
    async fn what_each_converter_writes_is_imported_and_imported_once(t: &Test) {
        for (name, files) in CONVERTERS {
            let first = imported(t, name, files).await;
            assert!(first.new > 3 && first.messages > 1, "{name}: {first}");
            assert_eq!(first.ignored.len(), 0, "{name}: {first:?}");
            let again = imported(t, name, files).await;
            assert_eq!((again.new, again.messages), (0, 0), "{name}: {again}");
        }
        let chats = t.get("/v1/chats?limit=100").await.json();
        assert_eq!(chats["data"].as_array().unwrap().len(), 2 * CONVERTERS.len());
        sound(t).await;
    }
}
