//! Exports in the exchange format to files and over HTTP, and their import into another database.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use axum::http::Method;
use deskbell_app::exports::{ExportPlace, Exported};
use deskbell_model::limits::MESSAGE_TEXT_CHARS_MAX;
use deskbell_testkit::{Engine, Test, engines, run};
use deskbell_transfer::format::{self, From};
use deskbell_transfer::seed::{Plan, furnish};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::lines::{Told, example, imported, message, sound};
use crate::process::{deskbell, fails, file_url, place, text};

/// The lines of a gzip file.
fn unpacked(path: &Path) -> Vec<Value> {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Removes the ids of chats, customers, agents and messages from lines of the exchange format.
fn without_ids(mut lines: Vec<Value>) -> Vec<Value> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for key in ["externalId", "customer", "assignee", "department", "agent", "chat"] {
                    if let Some(id) = fields.get_mut(key).filter(|id| id.is_string()) {
                        *id = "id".into();
                    }
                }
                if let Some(agents) = fields.get_mut("agents") {
                    *agents = agents.as_array().unwrap().len().into();
                }
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    lines.iter_mut().for_each(strip);
    lines
}

async fn exported(t: &Test, folder: &Path) -> Vec<Vec<Value>> {
    let lines = format::export_lines(&t.app, t.org, folder, &mut Told::default()).await.unwrap();
    let files = format::FILES.map(|(name, _)| unpacked(&folder.join(name)));
    assert_eq!(lines.lines, files.iter().map(|it| it.len() as u64).sum::<u64>());
    files.into()
}

/// The lines of the exchange format for a chat with more messages than one line may have, and with
/// a message of the maximal length.
fn long_chat() -> Vec<Value> {
    let mut messages: Vec<_> =
        (0..1_500).map(|number| message(number, "customer", "more", 1_000 + number)).collect();
    messages[3]["text"] = "x".repeat(MESSAGE_TEXT_CHARS_MAX).into();
    vec![
        json!({"kind": "customer", "externalId": "u", "name": "Una"}),
        json!({"kind": "chat", "externalId": "long", "customer": "u", "messages": messages}),
    ]
}

#[test]
fn what_was_exported_is_imported_into_the_other_engine_and_exported_the_same() {
    let schema = jsonschema::validator_for(&deskbell_wire::exchange::schema()).unwrap();
    for (one, other) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite)] {
        run(one, async |t: &Test| {
            let plan = Plan { chats: 150, messages_per_chat: 4, seed: 3 };
            furnish(&t.app, t.org, plan, &mut Told::default()).await.unwrap();
            imported(t, &long_chat()).await;
            for gone in ["2", "9"] {
                t.send(Method::DELETE, &format!("/v1/customers/{gone}"), &[]).await;
            }
            let place = tempfile::tempdir().unwrap();
            let first = place.path().join("first");
            let lines = exported(t, &first).await;
            for line in lines.iter().flatten() {
                let faults: Vec<_> = schema.iter_errors(line).map(|it| it.to_string()).collect();
                assert_eq!(faults, [""; 0], "{line}");
            }
            let more = lines[2].iter().filter(|line| line["kind"] == "message").count();
            assert!((500..1_000).contains(&more), "{more} messages follow their chat");

            let t = Test::new(other).await;
            let from = From::Path(first.clone());
            let told = &mut Told::default();
            let report = format::import(&t.app, t.org, (&from, "test"), false, told).await;
            let report = report.unwrap();
            assert_eq!(report.ignored.len(), 0, "{report:?}");
            let again = exported(&t, &place.path().join("second")).await;
            for (before, after) in lines.iter().zip(again) {
                let (before, after) = (without_ids(before.clone()), without_ids(after));
                assert_eq!(before.len(), after.len());
                for (before, after) in before.iter().zip(&after) {
                    assert_eq!(before, after);
                }
            }
            sound(&t).await;
            t.finish().await;
        });
    }
}

engines! {
    async fn long_messages_are_exported_a_few_at_a_time(t: &Test) {
        let long = "x".repeat(60_000);
        let messages: Vec<_> =
            (0..40).map(|it| message(it, "customer", &long, 1_000 + it)).collect();
        let lines = [
            json!({"kind": "customer", "externalId": "u"}),
            json!({"kind": "chat", "externalId": "c", "customer": "u", "messages": messages}),
        ];
        assert_eq!(imported(t, &lines).await.messages, 40);
        for what in [Exported::Chats, Exported::Messages] {
            let (mut next, mut all) = (Some(ExportPlace::default()), Vec::new());
            while let Some(after) = next {
                let page = t.app.exports.page(t.org, what, after).await.unwrap();
                assert!(page.lines.len() < 512 * 1024, "{what:?}: {} bytes", page.lines.len());
                all.extend(page.lines);
                next = page.next;
            }
            let texts = String::from_utf8(all).unwrap().matches(&long).count();
            assert_eq!(texts, 40, "{what:?}");
        }
    }

    async fn an_export_over_http_has_every_line_goes_on_after_an_id_and_can_be_packed(t: &Test) {
        let plan = Plan { chats: 150, messages_per_chat: 4, seed: 3 };
        furnish(&t.app, t.org, plan, &mut Told::default()).await.unwrap();
        imported(t, &long_chat()).await;
        let place = tempfile::tempdir().unwrap();
        let files = exported(t, &place.path().join("out")).await;
        let lines = |body: &[u8]| -> Vec<Value> {
            let text = std::str::from_utf8(body).unwrap();
            assert!(text.is_empty() || text.ends_with('\n'));
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        for (what, file) in [("customers", &files[1]), ("chats", &files[2])] {
            let target = format!("/v1/export/{what}");
            let answer = t.get(&target).await;
            assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
            assert_eq!(lines(&answer.body), *file);
            let rest = t.get(&format!("{target}?after=20")).await;
            let is_behind = |line: &&Value| {
                let is_message = line["kind"] == "message";
                let id = &line[if is_message { "chat" } else { "externalId" }];
                id.as_str().unwrap().parse::<i64>().unwrap() > 20
            };
            let behind: Vec<_> = file.iter().filter(is_behind).cloned().collect();
            assert_eq!(lines(&rest.body), behind);
            assert_eq!(t.get(&format!("{target}?after=999999999")).await.body, b"");
            assert_eq!(t.get(&format!("{target}?after=-1")).await.status, 400);
        }
        // Every message, those within chats and those after them, in the same order.
        let mut all = Vec::new();
        for line in &files[2] {
            match line["messages"].as_array() {
                Some(messages) => all.extend(messages.iter().map(|it| it["externalId"].clone())),
                None => all.push(line["externalId"].clone()),
            }
        }
        let messages = lines(&t.get("/v1/export/messages").await.body);
        let ids: Vec<_> = messages.iter().map(|it| it["externalId"].clone()).collect();
        assert_eq!(ids, all);
        let rest = lines(&t.get("/v1/export/messages?after=20").await.body);
        let is_behind = |line: &&Value| line["chat"].as_str().unwrap().parse::<i64>().unwrap() > 20;
        let behind: Vec<_> = messages.iter().filter(is_behind).cloned().collect();
        assert!(!rest.is_empty() && rest.len() < messages.len());
        assert_eq!(rest, behind);
        assert_eq!(t.get("/v1/export/messages?after=999999999").await.body, b"");
        assert_eq!(t.get("/v1/export/messages?after=x").await.status, 400);
        // Only packed answers are accepted, so this is packed on the same machine, too.
        let headers = [("accept-encoding", "gzip, identity;q=0")];
        let packed = t.send(Method::GET, "/v1/export/chats", &headers).await;
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        let mut whole = Vec::new();
        GzDecoder::new(&packed.body[..]).read_to_end(&mut whole).unwrap();
        assert_eq!(lines(&whole), files[2]);
        assert!(packed.body.len() * 3 < whole.len());
    }
}

#[test]
fn the_command_reads_standard_input_gzip_and_folders_and_tells_how_it_ended() {
    let (folder, url) = place();
    let lines = folder.path().join("in");
    std::fs::create_dir(&lines).unwrap();
    let file = |name: &str| -> PathBuf { lines.join(name) };
    let mut packed =
        GzEncoder::new(std::fs::File::create(file("b.ndjson.gz")).unwrap(), Compression::fast());
    packed.write_all(example().as_bytes()).unwrap();
    packed.finish().unwrap();
    std::fs::write(file("a.ndjson"), r#"{"kind":"customer","externalId":"u1","x":1}"#).unwrap();
    std::fs::write(file("notes.txt"), "no lines").unwrap();
    let run = |args: &[&str], input: &str| {
        let mut command = deskbell(&url, args);
        command.stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = run(&["--json", "import", lines.to_str().unwrap()], "");
    let talk = text(&output.stderr);
    assert!(output.status.success(), "{talk}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["new"], &report["messages"]), (&json!(5), &json!(3)), "{report}");
    assert!(talk.contains("\"x\" is none of the format, and was ignored 1 times"), "{talk}");
    let output = run(&["--json", "import", "-"], &format!("\u{feff}{}", example()));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["new"], &report["known"]), (&json!(0), &json!(5)), "{report}");
    let bad = "{}\n{\"kind\":\"customer\",\"externalId\":\"u2\"}\n";
    let output = run(&["import", "-"], bad);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("line 1: `kind` is missing"));
    let output = run(&["import", "-", "--keep-going"], bad);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("1 objects are new"), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("1 lines were left out"));
    let none = file_url(&folder.path().join("none.db"));
    assert!(fails(&none, 1, &["import", "nothing.ndjson"]).contains("nothing.ndjson"));
    assert!(!folder.path().join("none.db").exists(), "a missing file makes no database");
    let out = folder.path().join("out");
    let told = crate::process::data(&url, &["export", "--lines", out.to_str().unwrap()]);
    assert!(told.ends_with("6 lines"), "{told}");
    assert_eq!(unpacked(&out.join("3-chats.ndjson.gz")).len(), 1);
}
