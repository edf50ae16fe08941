//! Customers as comma-separated values: imported from other tools, exported for spreadsheets, and
//! moved from one engine to the other.

use std::path::{Path, PathBuf};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::{Value, json};

use crate::process::{Server, UNLIMITED, data, fails, migrated, run, text};

fn file(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn import(url: &str, path: &Path, more: &[&str]) -> Value {
    let path = path.to_str().unwrap();
    let args = [&["--json", "customer", "import", path], more].concat();
    serde_json::from_str(&data(url, &args)).unwrap()
}

fn customers(url: &str, key: &str) -> Vec<Value> {
    let server = Server::start(url, &UNLIMITED);
    let mut all = Vec::new();
    for offset in [0, 100] {
        let page = server.get(key, &format!("/v1/customers?limit=100&offset={offset}")).1;
        all.extend(page["data"].as_array().unwrap().clone());
    }
    all.sort_by_key(|it| it["id"].as_i64());
    all
}

#[test]
fn a_table_is_taken_once_and_again_with_what_changed() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let table = "\u{feff}\"E-mail\";First name;Last name;User ID;Tags;Plan;Last seen (UTC);\
        Phone\r\n\
        ann@example.org;Ann;\"Lee; jr.\";u1;vip, trial;pro;2026-03-01 09:00;'+49301\r\n\
        bob@example.org;Bob;;;;;;\r\n";
    let path = file(folder.path(), "a.csv", table.as_bytes());
    let report = import(&url, &path, &["--map", "customData.plan=Plan"]);
    assert_eq!(report, json!({"created": 2, "changed": 0, "same": 0, "bad": 0}));
    let all = customers(&url, &key);
    let ann = &all[0];
    assert_eq!((&ann["name"], &ann["userId"]), (&json!("Ann Lee; jr."), &json!("u1")));
    assert_eq!((&ann["phone"], &ann["lastSeen"]), (&json!("+49301"), &json!(1_772_355_600)));
    assert_eq!(ann["customData"], json!({"plan": "pro"}));
    assert_eq!(ann["tags"][1]["name"], "trial");

    let again = table.replace("Bob;;;;;;", "Bob;;u2;;;;").replace("Ann;", "Anna;");
    let path = file(folder.path(), "b.csv", again.as_bytes());
    assert_eq!(import(&url, &path, &[]), json!({"created": 0, "changed": 2, "same": 0, "bad": 0}));
    assert_eq!(import(&url, &path, &[]), json!({"created": 0, "changed": 0, "same": 2, "bad": 0}));
    let all = customers(&url, &key);
    assert_eq!((all.len(), &all[1]["userId"]), (2, &json!("u2")), "it is the same Bob");
    assert_eq!(all[0]["customData"], json!({"plan": "pro"}), "what is not in the table stays");
}

#[test]
fn every_row_of_a_table_with_returns_alone_is_taken() {
    let (folder, url) = migrated();
    let rows: Vec<_> = (1..=100).map(|id| format!("u{id},Ann {id}")).collect();
    let table = format!("userId,name\r{}", rows.join("\r"));
    let path = file(folder.path(), "a.csv", table.as_bytes());
    let taken = json!({"created": 100, "changed": 0, "same": 0, "bad": 0});
    assert_eq!(import(&url, &path, &[]), taken);
}

#[test]
fn of_rows_that_are_left_out_a_hundred_are_told_and_all_counted() {
    let (folder, url) = migrated();
    let table = format!("userId,name\n{}", ",nobody\n".repeat(150));
    let path = file(folder.path(), "a.csv", table.as_bytes());
    let trial = run(&url, &["customer", "import", path.to_str().unwrap()]);
    let said = text(&trial.stderr);
    assert_eq!(said.matches("was left out").count(), 100, "{said}");
    assert!(said.contains("only counted") && text(&trial.stdout).contains("150 left out"));
}

#[test]
fn rows_that_cannot_be_taken_are_told_by_line_and_the_others_are_taken() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let mut table = b"name,email,blocked\nAnn,ann@example.org,no\nNobody,,\n".to_vec();
    table.extend_from_slice(b"J\xfcrgen,j@example.org,\nBob,bob@example.org,perhaps\n");
    table.extend_from_slice(b"\"two\nlines\",two@example.org,yes,more\n");
    table.extend_from_slice(format!("{},c@example.org\n", "x".repeat(256)).as_bytes());
    table.extend_from_slice(b"=1+1,\"last@example.org\"\n");
    let path = file(folder.path(), "a.csv", &table);
    let path = path.to_str().unwrap();
    let trial = run(&url, &["customer", "import", "--dry-run", path]);
    assert_eq!(trial.status.code(), Some(1));
    assert!(text(&trial.stdout).contains("2 rows can be taken, 5 cannot"), "{trial:?}");
    assert_eq!(customers(&url, &key), [] as [Value; 0]);
    let done = run(&url, &["customer", "import", path]);
    let told = text(&done.stderr);
    for expected in [
        "line 3 was left out: it has neither a userId nor an e-mail address",
        "line 4 was left out: it is not UTF-8",
        "line 5 was left out: `blocked` is not yes or no (perhaps)",
        "line 6 was left out: it has 4 values for 3 columns",
        "line 8 was left out: `name` is too long",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(text(&done.stdout).contains("2 created, 0 changed, 0 as before, 5 left out"));
    let names: Vec<_> = customers(&url, &key).iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["Ann", "=1+1"]);
    let utf16 = file(folder.path(), "utf16.csv", b"\xff\xfee\0m\0");
    let told = fails(&url, 1, &["customer", "import", utf16.to_str().unwrap()]);
    assert!(told.contains("iconv -f UTF-16"), "{told}");
}

#[test]
fn an_address_that_several_share_needs_a_user_id() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let shared = "email,userId,name\nAll@example.org,u1,Ann\nall@example.org,u2,Bob\n";
    let path = file(folder.path(), "a.csv", shared.as_bytes());
    assert_eq!(import(&url, &path, &[])["created"], 2);
    let path = file(folder.path(), "b.csv", b"email,name\nall@example.org,Who\n");
    let done = run(&url, &["customer", "import", path.to_str().unwrap()]);
    assert!(text(&done.stderr).contains("several customers have this e-mail address"));
    let names: Vec<_> = customers(&url, &key).iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["Ann", "Bob"]);
}

#[test]
fn a_table_of_all_is_read_back_on_the_other_engine_and_holds_no_formula() {
    let (folder, url) = migrated();
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &UNLIMITED);
    for number in 0..120 {
        let customer = json!({"name": format!("=cmd|{number}"), "userId": format!("u{number}"),
            "email": format!("{number}@example.org"), "notes": "a \"b\",\n+c", "phone": "+49 30",
            "tags": [{"name": "vip"}, {"name": "two words"}], "lastSeen": 1_772_355_600 + number,
            "location": {"countryCode": "DE", "city": "-Bonn"}, "unsubscribed": number % 2 == 0,
            "customData": {"seats": number, "plan": "@pro", "is": true}});
        let made = server.exchange("POST", Some(&key), "/v1/customers", &customer.to_string());
        assert_eq!(made.status, 201);
    }
    server.stops();
    let table = data(&url, &["customer", "list"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    let path = file(folder.path(), "all.csv", table.as_bytes());
    block_on(async {
        let other = Database::migrated(Engine::Postgres).await;
        let other_key = data(&other.url, &["key", "create"]);
        assert_eq!(import(&other.url, &path, &[])["created"], 120);
        // Properties are taken in the order of the columns.
        assert_eq!(customers(&other.url, &other_key), customers(&url, &key));
        other.remove().await;
    });
}
