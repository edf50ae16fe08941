//! `deskbell doctor`: findings, hints, and the exit code.

use std::path::{Path, PathBuf};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::Value;

use crate::process::{Server, data, deskbell, place, run, text};

/// Runs `deskbell doctor`; returns the findings and the exit code.
fn doctor(url: &str, args: &[&str], environment: &[(&str, &str)]) -> (Vec<Value>, i32) {
    let args: Vec<_> = ["doctor", "--json"].iter().chain(args).copied().collect();
    let output = deskbell(url, &args).envs(environment.iter().copied()).output().unwrap();
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    for finding in &findings {
        // Every finding that is not ok has a hint.
        assert_eq!(finding["level"] != "ok", finding["hint"].is_string(), "{finding}");
    }
    (findings, output.status.code().unwrap())
}

fn level(findings: &[Value], check: &str) -> String {
    let found = findings.iter().find(|it| it["check"] == check);
    found.unwrap_or_else(|| panic!("no {check}: {findings:?}"))["level"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_healthy_database_is_well_and_a_deep_look_reads_its_rows() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::migrated(engine).await;
            data(&database.url, &["seed", "--chats", "100"]);
            data(&database.url, &["key", "create"]);
            let (findings, code) = doctor(&database.url, &["--deep"], &[]);
            assert_eq!(code, 0, "{findings:?}");
            for check in
                ["settings", "clock", "database", "schema", "keys", "rows", "index", "answers"]
            {
                assert_eq!(level(&findings, check), "ok", "{findings:?}");
            }
            let answers = findings.iter().find(|it| it["check"] == "answers").unwrap();
            let told = answers["found"].as_str().unwrap();
            let made = told.split(' ').next().unwrap().parse::<u32>().unwrap();
            // Seven sorts in both orders, at least three pages each, for lists and searches: 84.
            assert!(made > 80 && told.ends_with("MiB") && !told.contains("could not"), "{told}");
            let off = [("DESKBELL_INDEX__ENABLED", "false")];
            let (findings, code) = doctor(&database.url, &["--deep"], &off);
            assert_eq!(code, 0, "{findings:?}");
            assert!(findings.iter().all(|it| it["check"] != "answers"), "{findings:?}");
            database.remove().await;
        }
    });
}

#[test]
fn a_schema_that_is_missing_or_newer_and_counts_that_are_wrong_are_told() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        let (findings, code) = doctor(&database.url, &[], &[]);
        assert_eq!((level(&findings, "schema").as_str(), code), ("warning", 0));
        data(&database.url, &["seed", "--chats", "10"]);
        let (client, connection) =
            tokio_postgres::connect(&database.url, tokio_postgres::NoTls).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(connection);
        client.batch_execute("DELETE FROM messages WHERE chat_id = 1").await.unwrap();
        let (findings, code) = doctor(&database.url, &["--deep"], &[]);
        assert_eq!((level(&findings, "rows").as_str(), code), ("problem", 1), "{findings:?}");
        let later = "INSERT INTO schema_migrations VALUES (99, 'later', 'x', 0)";
        client.batch_execute(later).await.unwrap();
        let (findings, code) = doctor(&database.url, &[], &[]);
        assert_eq!((level(&findings, "schema").as_str(), code), ("problem", 1), "{findings:?}");
        drop(client);
        tasks.join_next().await.unwrap().unwrap().unwrap();
        database.remove().await;
    });
}

#[test]
fn an_index_that_answers_otherwise_than_the_database_or_does_not_fit_is_told() {
    let (folder, url) = place();
    let path = folder.path().join("a.db");
    data(&url, &["seed", "--chats", "12000"]);
    data(&url, &["key", "create"]);
    let little = [("DESKBELL_INDEX__MEMORY_MIB", "1")];
    let (findings, code) = doctor(&url, &["--deep"], &little);
    assert_eq!((level(&findings, "index").as_str(), code), ("warning", 0), "{findings:?}");
    assert_eq!(level(&findings, "answers"), "warning", "{findings:?}");
    let (findings, code) = doctor(&url, &["--deep"], &[]);
    assert_eq!((level(&findings, "answers").as_str(), code), ("ok", 0), "{findings:?}");
    // The folded columns no longer match the shown ones.
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute("UPDATE customers SET name_folded = 'q'", ()).unwrap();
    file.close().unwrap();
    let (findings, code) = doctor(&url, &["--deep"], &[]);
    assert_eq!((level(&findings, "answers").as_str(), code), ("problem", 1), "{findings:?}");
    assert_eq!(level(&findings, "rows"), "ok", "{findings:?}");
}

#[test]
fn a_tag_that_is_not_found_by_its_name_is_told() {
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "20"]);
    let file = rusqlite::Connection::open(folder.path().join("a.db")).unwrap();
    file.execute("UPDATE tags SET name_folded = 'q' WHERE id = 2", ()).unwrap();
    file.close().unwrap();
    let (findings, code) = doctor(&url, &["--deep"], &[]);
    assert_eq!(code, 1, "{findings:?}");
    let rows = findings.iter().find(|it| it.to_string().contains("tag 2 is not searched by its"));
    assert_eq!(rows.map(|it| it["check"].as_str()), Some(Some("contents")), "{findings:?}");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries.flat_map(below).collect()
}

#[test]
fn contents_that_lost_their_bytes_and_bytes_that_no_file_has_are_told() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let (database, folder) =
                (Database::migrated(engine).await, tempfile::tempdir().unwrap());
            let (url, place) = (&database.url, folder.path().join("files"));
            let settings = [("DESKBELL_FILES__FOLDER", place.to_str().unwrap())];
            let key = data(url, &["key", "create"]);
            let server = Server::start(url, &settings);
            let target = "/v1/files?name=notes.txt";
            let uploaded = server.exchange("POST", Some(&key), target, "some bytes");
            assert_eq!(uploaded.status, 201);
            server.stops();
            let told = || {
                let (findings, code) = doctor(url, &["--deep"], &settings);
                let found = findings.iter().rfind(|it| it["check"] == "files").unwrap();
                let text = found["found"].as_str().unwrap().to_owned();
                (found["level"].as_str().unwrap().to_owned(), text, code)
            };
            let (level, text, code) = told();
            assert_eq!((level.as_str(), code), ("ok", 0), "{text}");
            assert!(text.starts_with("1 contents of "), "{text}");
            let blob = files_below(&place).pop().unwrap();
            let bytes = std::fs::read(&blob).unwrap();
            std::fs::write(&blob, &bytes[1..]).unwrap();
            let (level, text, code) = told();
            assert_eq!((level.as_str(), code), ("problem", 1), "some are gone: {text}");
            std::fs::remove_file(&blob).unwrap();
            let (level, text, code) = told();
            assert_eq!((level.as_str(), code), ("problem", 1), "all are gone: {text}");
            assert!(text.contains("1 contents of ") && text.ends_with("lost bytes"), "{text}");
            std::fs::write(&blob, &bytes).unwrap();
            let stray = place.join("1").join("01").join("0123456789abcdef0123456789abcdef");
            std::fs::create_dir_all(stray.parent().unwrap()).unwrap();
            std::fs::write(&stray, "from elsewhere").unwrap();
            let (level, text, code) = told();
            assert_eq!((level.as_str(), code), ("warning", 0), "{text}");
            assert!(text.starts_with("1 stored blobs of "), "{text}");
            // What the hint says helps.
            let cleared = deskbell(url, &["files", "clear"]).envs(settings).output().unwrap();
            assert!(cleared.status.success() && !stray.exists() && blob.exists());
            assert_eq!(told().0, "ok");
            database.remove().await;
        }
    });
}

#[test]
fn changes_of_the_future_are_told() {
    let (folder, url) = place();
    let path = folder.path().join("a.db");
    data(&url, &["seed", "--chats", "10"]);
    let (findings, code) = doctor(&url, &[], &[]);
    assert_eq!((level(&findings, "newest").as_str(), code), ("ok", 0), "{findings:?}");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute("UPDATE changes SET at = at + 31536000", ()).unwrap();
    file.close().unwrap();
    let (findings, code) = doctor(&url, &[], &[("DESKBELL_DATABASE_URL", "x")]);
    assert_eq!((level(&findings, "newest").as_str(), code), ("warning", 0), "{findings:?}");
    let told = findings.iter().find(|it| it["check"] == "settings" && it["level"] == "warning");
    assert!(told.unwrap()["hint"].as_str().unwrap().contains("database.url"), "{findings:?}");
}

#[test]
fn rows_beside_the_objects_that_cannot_be_or_cannot_be_read_are_told() {
    let (folder, url) = place();
    let path = folder.path().join("a.db");
    data(&url, &["seed", "--chats", "10"]);
    data(&url, &["key", "create"]);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "INSERT INTO webhooks (org_id, id, url, events, enabled, created_at, secret, cursor_seq)
             VALUES (1, 1, 'https://a.example', 'chat.new', 1, 1, 's', 0);
         INSERT INTO deliveries (org_id, webhook_id, id, event, event_id, seq, lane, created_at,
                 attempts, ended_at, channel)
             VALUES (1, 1, 1, 'chat.new', 'e', 1, 'l', 1, 1, 1, 'webhook');
         INSERT INTO idempotency VALUES (1, 'POST /v1/chats', 'k', replace(hex(zeroblob(32)),
                 'A', 'a'), 1, 1);
         INSERT INTO imports VALUES (1, 'dialogs', 'd', 1);
         INSERT INTO logins (org_id, agent_id, created_at, login, password, password_at, recovery)
             VALUES (1, 1, 1, 'ana', '$argon2id$v=19$m=8,t=1,p=1$a$b', 1, '');
         INSERT INTO sessions (org_id, id, hash, agent_id, created_at, last_used_at, expires_at,
                 awaits_code, tries, device, address)
             VALUES (1, 1, 'h', 1, 1, 1, 2, 0, 0, 'd', 'a');
         UPDATE heads SET webhooks = 1 WHERE org_id = 1;",
    )
    .unwrap();
    let contents = || {
        let (findings, code) = doctor(&url, &["--deep"], &[]);
        let found = findings.iter().find(|it| it["check"] == "contents").unwrap();
        (found["level"] == "problem", code, found["found"].as_str().unwrap().to_owned())
    };
    let (is_problem, code, found) = contents();
    assert_eq!((is_problem, code), (false, 0), "{found}");
    for (row, column, value, told) in [
        ("webhooks", "url", "'https//a.example'", "webhook 1 has a URL that is none"),
        ("webhooks", "events", "'chat.nev'", "a webhook cannot be read"),
        ("webhooks", "cursor_seq", "1 << 40", "webhook 1 was told of change"),
        ("deliveries", "event", "'chat.nev'", "a delivery of webhook 1 cannot be read"),
        ("deliveries", "channel", "'pigeon'", "a delivery of webhook 1 cannot be read"),
        ("deliveries", "seq", "1 << 40", "delivery 1 of webhook 1 tells of no change"),
        ("api_keys", "scope", "'reed'", "an API key cannot be read"),
        ("idempotency", "body_hash", "'0g'", "Idempotency-Key \"k\" of POST /v1/chats knows no"),
        ("idempotency", "seq", "1 << 40", "Idempotency-Key \"k\" of POST /v1/chats made no"),
        ("imports", "chat_id", "-7", "what was imported cannot be read"),
        ("logins", "login", "'Ana'", "agent 1 has a sign-in name that is none"),
        ("logins", "password", "'plain'", "agent 1 has a password that is no hash"),
        ("sessions", "awaits_code", "7", "a session cannot be read"),
    ] {
        let at = |value: &str| format!("UPDATE {row} SET {column} = {value}");
        let was = format!("SELECT quote({column}) FROM {row}");
        let was: String = file.query_row(&was, (), |row| row.get(0)).unwrap();
        file.execute(&at(value), ()).unwrap();
        let (is_problem, code, found) = contents();
        assert_eq!((is_problem, code), (true, 1), "{row}.{column}");
        assert!(found.contains(told), "{row}.{column}: {found}");
        file.execute(&at(&was), ()).unwrap();
    }
    assert!(!contents().0);
}

#[test]
fn settings_a_port_and_limits_that_do_not_fit_are_told() {
    let (folder, url) = place();
    let (findings, code) = doctor(&url, &[], &[]);
    assert_eq!((level(&findings, "database").as_str(), code), ("warning", 0), "{findings:?}");
    let (findings, code) = doctor(&url, &[], &[("DESKBELL_LOG__FORMAT", "xml")]);
    assert_eq!((level(&findings, "settings").as_str(), code), ("problem", 1));
    assert!(findings[0]["found"].as_str().unwrap().contains("DESKBELL_LOG__FORMAT"));
    // Passwords go over the network in clear, unless a proxy is named that ends TLS.
    assert!(findings.iter().all(|it| it["check"] != "sign-in"), "{findings:?}");
    let open = ("DESKBELL_SERVER__LISTEN", "0.0.0.0:0");
    let (findings, code) = doctor(&url, &[], &[open]);
    assert_eq!((level(&findings, "sign-in").as_str(), code), ("warning", 0), "{findings:?}");
    let proxy = ("DESKBELL_SERVER__TRUSTED_PROXIES", "10.0.0.0/8");
    let (findings, _) = doctor(&url, &[], &[open, proxy]);
    assert_eq!(level(&findings, "sign-in"), "ok", "{findings:?}");
    let many = [("DESKBELL_SERVER__CONNECTIONS", "1000000")];
    let (findings, _) = doctor(&url, &[], &many);
    assert_eq!(level(&findings, "files"), "warning", "{findings:?}");
    let server = Server::start(&url, &[]);
    let taken = server.address.strip_prefix("http://").unwrap().to_owned();
    let (findings, code) = doctor(&url, &[], &[("DESKBELL_SERVER__LISTEN", &taken)]);
    assert_eq!((level(&findings, "port").as_str(), code), ("ok", 0), "{findings:?}");
    let other = format!("sqlite:{}", folder.path().join("b.db").display());
    let (findings, _) = doctor(&other, &[], &[("DESKBELL_SERVER__LISTEN", &taken)]);
    assert_eq!(level(&findings, "port"), "warning", "{findings:?}");
}

#[test]
fn doctor_changes_nothing_and_speaks_plainly() {
    let (folder, url) = place();
    let path = folder.path().join("a.db");
    let output = run(&url, &["doctor"]);
    assert!(output.status.success());
    assert!(!path.exists(), "doctor made a database");
    let said = text(&output.stdout);
    assert!(said.contains("warning  database:") && said.contains("→ `deskbell serve` makes it"));
}

#[test]
fn work_that_is_due_and_not_done_is_told() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::migrated(engine).await;
            data(&database.url, &["key", "create"]);
            let (findings, code) = doctor(&database.url, &[], &[]);
            assert_eq!((level(&findings, "due").as_str(), code), ("ok", 0), "{findings:?}");
            let late = "UPDATE heads SET sweep_at = 1";
            match engine {
                Engine::Sqlite => crate::faults::sqlite::execute(&database.url, late),
                Engine::Postgres => crate::faults::postgres::execute(&database.url, late).await,
            }
            let (findings, _) = doctor(&database.url, &[], &[]);
            assert_eq!(level(&findings, "due"), "warning", "{findings:?}");
            database.remove().await;
        }
    });
}

#[test]
fn an_address_for_notifications_that_cannot_be_reached_is_a_warning() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let name = "DESKBELL_POSTGRES__LISTEN_URL";
        let (findings, code) = doctor(&database.url, &[], &[(name, &database.url)]);
        assert_eq!((code, level(&findings, "postgres.listen_url").as_str()), (0, "ok"));
        // Port 1 belongs to a service that no machine runs.
        let nowhere = "postgres://nobody@127.0.0.1:1/nothing";
        let (findings, code) = doctor(&database.url, &[], &[(name, nowhere)]);
        assert_eq!((code, level(&findings, "postgres.listen_url").as_str()), (0, "warning"));
        assert_eq!(level(&findings, "database"), "ok");
        database.remove().await;
    });
}

#[test]
fn doctor_leaves_saved_indexes_for_the_next_start() {
    block_on(async {
        let (folder, url) = place();
        data(&url, &["seed", "--chats", "50"]);
        let server = Server::start(&url, &[]);
        while server.ask("GET", None, "/readyz").0 == 503 {}
        server.stops();
        let saved = folder.path().join("a.db.index/1.index");
        assert!(saved.exists());
        let (findings, code) = doctor(&url, &["--deep"], &[]);
        assert_eq!((code, level(&findings, "answers").as_str()), (0, "ok"), "{findings:?}");
        assert!(saved.exists(), "it was used up");
        // A server that does not save indexes removes saved ones.
        let server = Server::start(&url, &[("DESKBELL_INDEX__IMAGES", "off")]);
        assert!(!saved.exists());
        server.stops();
        assert!(!saved.exists());
    });
}
