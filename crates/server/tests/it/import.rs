//! The import of dialogs: texts are unchanged, and each dialog is imported exactly once, despite
//! interruptions.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on, dialogs};
use serde_json::{Value, json};

use crate::process::{data, deskbell, fails, run, text};

/// The number of times that the import is killed.
const KILLS: u64 = 25;

/// A pseudo-random generator of times with a fixed seed.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Starts an import and kills the process (SIGKILL) after `moment`, unless the import is done
/// earlier.
fn import_and_kill(url: &str, file: &str, moment: Duration) {
    let mut child = deskbell(url, &["import", "transcripts", file])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let talk = BufReader::new(child.stderr.take().unwrap());
    let reader = std::thread::spawn(move || {
        for line in talk.lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let until = Instant::now() + moment;
    // Reads until the import ends or the time is over.
    while let Ok(line) = lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
        assert!(!line.contains("deskbell:"), "{line}");
    }
    let _ = child.kill();
    child.wait().unwrap();
    reader.join().unwrap();
}

/// Reads all chats and messages through the interface, as dialogs.
async fn told(t: &Test, key: &str) -> Vec<Value> {
    let mut told = Vec::new();
    loop {
        let target = format!("/v1/chats?order=asc&offset={}", told.len());
        let page = t.get_as(key, &target).await.json();
        let chats = page["data"].as_array().unwrap();
        if chats.is_empty() {
            assert_eq!(page["meta"]["total"], told.len());
            return told;
        }
        for chat in chats {
            told.push(dialog(t, key, chat).await);
        }
    }
}

async fn dialog(t: &Test, key: &str, chat: &Value) -> Value {
    assert_eq!((&chat["status"], &chat["closedBy"]), (&json!("closed"), &json!("agent")));
    let mut turns: Vec<Value> = Vec::new();
    loop {
        let id = &chat["id"];
        let target = format!("/v1/chats/{id}/messages?offset={}", turns.len());
        let page = t.get_as(key, &target).await.json();
        for message in page["messages"].as_array().unwrap() {
            let at: u64 = message["createdAt"].as_str().unwrap().replace('.', "").parse().unwrap();
            assert_eq!((&message["type"], &message["edited"]), (&json!("message"), &json!(false)));
            if message["from"] == "agent" {
                assert_eq!(message["agent"]["id"], chat["assignee"]["id"]);
            }
            turns.push(json!({"from": message["from"], "text": message["text"], "at": at}));
        }
        if turns.len() as u64 == page["total"].as_u64().unwrap() {
            break;
        }
    }
    turns.reverse();
    assert_eq!(chat["createdAt"], turns[0]["at"].as_u64().unwrap() / 1000);
    assert_eq!(chat["closedAt"], turns[turns.len() - 1]["at"].as_u64().unwrap() / 1000);
    json!({"topic": chat["notes"], "turns": turns})
}

/// Removes the ids from dialogs, and sorts the dialogs by their texts.
fn comparable(dialogs: Vec<Value>) -> Vec<String> {
    let bare = |it: Value| json!({"topic": it["topic"], "turns": it["turns"]}).to_string();
    let mut all: Vec<_> = dialogs.into_iter().map(bare).collect();
    all.sort_unstable();
    all
}

async fn compare(database: Database, file: &Path) {
    let key = data(&database.url, &["key", "create", "--org", "default"]);
    let t = Test::over(database).await;
    let found = comparable(told(&t, &key).await);
    let expected = comparable(dialogs::read(file));
    assert_eq!(found.len(), expected.len());
    assert!(found == expected, "a dialog did not come back text for text");
    t.finish().await;
}

async fn interrupted(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let file = dialogs::file(folder.path());
    let path = file.to_str().unwrap();
    // Measures the time of an uninterrupted import.
    let whole = Database::migrated(engine).await;
    let began = Instant::now();
    data(&whole.url, &["import", "transcripts", path]);
    let takes = u64::try_from(began.elapsed().as_micros()).unwrap();
    whole.remove().await;
    let database = Database::migrated(engine).await;
    let mut moments = Moments(0x5eed_0002);
    for _ in 0..KILLS {
        let micros = moments.next() % (takes / 4).max(1);
        import_and_kill(&database.url, path, Duration::from_micros(micros));
    }
    let args = ["import", "transcripts", path, "--json"];
    let report: Value = serde_json::from_str(&data(&database.url, &args)).unwrap();
    let dialogs = dialogs::read(&file).len() as u64;
    assert_eq!(report["imported"].as_u64().unwrap() + report["known"].as_u64().unwrap(), dialogs);
    let again: Value = serde_json::from_str(&data(&database.url, &args)).unwrap();
    let expected = json!({"imported": 0, "messages": 0, "known": dialogs, "bad": 0});
    assert_eq!(again, expected);
    compare(database, &file).await;
}

#[test]
fn an_import_killed_25_times_is_there_exactly_once_on_sqlite() {
    block_on(interrupted(Engine::Sqlite));
}

#[test]
fn an_import_killed_25_times_is_there_exactly_once_on_postgres() {
    block_on(interrupted(Engine::Postgres));
}

async fn reported(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.ndjson");
    let mut file = std::fs::File::create(&path).unwrap();
    let (first, last) = (dialogs::dialog(1), dialogs::dialog(2));
    writeln!(file, "{first}\nnot json\n\n{{\"id\":\"x\",\"turns\":[]}}\n{first}").unwrap();
    file.write_all(b"\xff\xfe\n").unwrap();
    // The last line has no line end.
    write!(file, "{last}").unwrap();
    drop(file);
    let path = path.to_str().unwrap();
    let database = Database::migrated(engine).await;
    let output = run(&database.url, &["import", "transcripts", path, "--json"]);
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let messages =
        first["turns"].as_array().unwrap().len() + last["turns"].as_array().unwrap().len();
    assert_eq!(report, json!({"imported": 2, "messages": messages, "known": 1, "bad": 3}));
    let talk = text(&output.stderr);
    for line in [
        "line 2 was left out: it is not a dialog",
        "line 4 was left out: it has no turns",
        "line 6 was left out: it is not a dialog",
    ] {
        assert!(talk.contains(line), "{line}: {talk}");
    }
    let agents: Value =
        serde_json::from_str(&data(&database.url, &["agent", "list", "--json"])).unwrap();
    assert_eq!(agents.as_array().unwrap().len(), 3);
    database.remove().await;
}

#[test]
fn a_bad_line_is_reported_with_its_number_and_left_out() {
    block_on(reported(Engine::Sqlite));
    block_on(reported(Engine::Postgres));
}

/// Reads the whole audit trail of a database, or the changes of one author.
fn trail(url: &str, actor: Option<&str>) -> Vec<Value> {
    let mut args = vec!["changes", "--limit", "1000", "--json"];
    if let Some(actor) = actor {
        args.extend(["--actor", actor]);
    }
    serde_json::from_str(&data(url, &args)).unwrap()
}

async fn authored(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let dialogs = [dialogs::dialog(1), dialogs::dialog(2)].map(|it| it.to_string()).join("\n");
    let line = r#"{"kind":"customer","externalId":"u1","name":"Una"}"#;
    let of_dialogs = file("dialogs.ndjson", &dialogs);
    let of_lines = file("lines.ndjson", line);
    let of_customers = file("customers.csv", "userId,name\nu2,Udo\nu3,Ugo\n");
    let database = Database::migrated(engine).await;
    let url = database.url.as_str();
    let runs = [
        (&["import", "transcripts", &of_dialogs][..], "import:1", ("chat.created", 2)),
        (&["import", &of_lines], "import:2", ("customer.created", 1)),
        (&["customer", "import", &of_customers], "import:3", ("customer.created", 2)),
    ];
    for (args, import, (kind, count)) in runs {
        data(url, args);
        let rows = trail(url, Some(import));
        let of_kind = rows.iter().filter(|row| row["kind"] == kind).count();
        assert_eq!(of_kind, count, "{import}: {rows:?}");
        for row in &rows {
            assert_eq!((&row["actor"], &row["via"]), (&json!(import), &json!("import")), "{row}");
        }
    }
    // Nothing that an import brings has another author.
    let brought = ["chat.", "message.", "customer."];
    for row in trail(url, None) {
        let is_brought = brought.iter().any(|it| row["kind"].as_str().unwrap().starts_with(it));
        let is_of_import = row["actor"].as_str().unwrap().starts_with("import:");
        assert!(is_of_import || !is_brought, "{row}");
    }
    assert!(trail(url, Some("import:4")).is_empty());
    database.remove().await;
}

#[test]
fn the_audit_trail_names_the_import_that_brought_an_object() {
    block_on(authored(Engine::Sqlite));
    block_on(authored(Engine::Postgres));
}

async fn in_turn(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.ndjson");
    let lines: Vec<_> = (0..9).map(|number| dialogs::dialog(number).to_string()).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let database = Database::migrated(engine).await;
    for (id, name) in [("40", "Ana"), ("41", "Bo")] {
        data(&database.url, &["agent", "add", "--name", name, "--id", id]);
    }
    data(&database.url, &["import", "transcripts", path.to_str().unwrap()]);
    let key = data(&database.url, &["key", "create"]);
    let t = Test::over(database).await;
    let page = t.get_as(&key, "/v1/chats?order=asc").await.json();
    let chats = page["data"].as_array().unwrap();
    let mut by_id: Vec<_> =
        chats.iter().map(|it| (it["id"].as_i64(), &it["assignee"]["id"])).collect();
    by_id.sort_unstable_by_key(|(id, _)| *id);
    let assignees: Vec<_> = by_id.into_iter().map(|(_, agent)| agent.as_i64().unwrap()).collect();
    assert_eq!(assignees, [40, 41, 40, 41, 40, 41, 40, 41, 40]);
    t.finish().await;
}

#[test]
fn the_agents_there_are_take_turns() {
    block_on(in_turn(Engine::Sqlite));
    block_on(in_turn(Engine::Postgres));
}

#[test]
fn a_file_that_cannot_be_imported_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    let missing = folder.path().join("missing").display().to_string();
    assert!(fails(&url, 1, &["import", "transcripts", &missing]).contains("cannot be opened"));
    let broken = folder.path().join("broken.gz");
    std::fs::write(&broken, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]).unwrap();
    let talk = fails(&url, 1, &["import", "transcripts", broken.to_str().unwrap()]);
    assert!(talk.contains("line 1 of the file cannot be read"), "{talk}");
    // The readable part of a damaged file is imported.
    use std::io::Read as _;
    let lines: Vec<_> = (0..50).map(|number| dialogs::dialog(number).to_string()).collect();
    let plain = lines.join("\n");
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(plain.as_bytes(), flate2::Compression::fast())
        .read_to_end(&mut packed)
        .unwrap();
    std::fs::write(&broken, &packed[..packed.len() - 20]).unwrap();
    let talk = fails(&url, 1, &["import", "transcripts", broken.to_str().unwrap()]);
    assert!(talk.contains("what stands before it was imported"), "{talk}");
    let whole = folder.path().join("whole");
    std::fs::write(&whole, format!("\u{feff}{plain}")).unwrap();
    let report = data(&url, &["import", "transcripts", whole.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert!(report["known"].as_u64().unwrap() > 10, "{report}");
    assert_eq!(report["bad"], 0);
    let other = folder.path().join("other");
    std::fs::write(&other, "{}\n[]\n").unwrap();
    let output = run(&url, &["import", "transcripts", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no line is a dialog"));
}
