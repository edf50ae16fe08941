//! The move of a whole account to the other engine and back: the rows, the answers and the bytes of
//! files stay the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use axum::http::Method;
use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::databases::Database;
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Answer, Browser, Engine, Test, block_on, run};
use deskbell_transfer::Progress;
use deskbell_transfer::account::{self, ClaimedFolder, ExportedAccount, Failed};
use deskbell_transfer::seed::{Plan, furnish};
use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::answers::shown;
use crate::process::{Server, data, fails, file_url, place};

pub struct Unseen;

impl Progress for Unseen {
    fn at(&mut self, _: u64, _: u64, _: &str) {}

    fn warn(&mut self, _: &str) {}
}

/// The number of agents with a picture.
pub const PICTURES: u64 = 10;

/// The agents and visitors of an organization, with their credentials.
pub struct People {
    pub admin: Browser,
    pub agent: Browser,
    pub visitor: Visitor,
}

async fn ok(answer: Answer) -> Value {
    assert!(answer.status < 300, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

/// Fills an organization with at least one object of every kind.
pub async fn lived(t: &Test) -> People {
    let plan = Plan { chats: 60, messages_per_chat: 5, seed: 7 };
    furnish(&t.app, t.org, plan, &mut Unseen).await.unwrap();
    let sales = DepartmentId::new(1).unwrap();
    let admin = t.agent("ana", Role::Admin, &[sales]).await;
    let agent = t.agent("bo", Role::Agent, &[sales]).await;
    ok(admin.patch("/app/v1/settings", &json!({"agentsSeeAll": true})).await).await;
    let customer = json!({"name": "Una", "userId": "u-1", "tags": [{"name": "vip"}],
                          "customData": {"plan": "pro", "seats": 3}});
    let once = [("idempotency-key", "once")];
    let made = t.call_with(Method::POST, "/v1/customers", &once, customer.to_string()).await;
    let una = ok(made).await["id"].as_i64().unwrap();
    ok(t.post("/v1/events", &json!({"customer": una, "name": "paid", "data": {"sum": 5}})).await)
        .await;
    let hook = json!({"url": "https://hooks.example.com/x", "events": ["chat.closed"]});
    ok(t.post("/v1/webhooks", &hook).await).await;
    let file = t.call_with(Method::POST, "/v1/files?name=notes.txt", &[], "some bytes").await;
    let file = ok(file).await["id"].as_i64().unwrap();
    let message = json!({"chat": 1, "agent": admin.agent.get(), "text": "Here", "files": [file]});
    ok(t.post("/v1/messages", &message).await).await;
    ok(t.put("/v1/chats/status", &json!({"id": 2, "status": "closed"})).await).await;
    ok(t.put("/v1/chats/rate", &json!({"id": 2, "rating": "great"})).await).await;
    ok(t.send(Method::DELETE, "/v1/customers/3", &[]).await).await;
    let draft = json!({"text": "half a thought", "note": false});
    ok(admin.put("/app/v1/chats/1/draft", &draft).await).await;
    let visitor = t.visitor().await;
    visitor.say(None, "Is anybody there?").await;
    let unused = t.visitor().await;
    assert!(unused.token().is_some());
    t.app.reports.rebuild(t.caller).await.unwrap();
    People { admin, agent, visitor }
}

pub async fn exported(t: &Test, folder: &Path) -> ExportedAccount {
    let all = t.app.lists.organizations(None, 10).await.unwrap();
    let org = all.iter().find(|it| it.id == t.org).unwrap();
    let claimed = ClaimedFolder::new(folder).unwrap();
    account::export(&t.app, org, &claimed, Unseen).await.unwrap()
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The content of every table of an exported account.
pub fn tables(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder.join("account")).unwrap();
    let read = |path: &Path| String::from_utf8(unpacked(path)).unwrap();
    files
        .map(|it| it.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), read(&path)))
        .collect()
}

pub fn compare<T: PartialEq + std::fmt::Debug>(
    one: &BTreeMap<String, T>,
    other: &BTreeMap<String, T>,
    what: &str,
) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{what}");
    for (key, value) in one {
        assert_eq!(value, &other[key], "{what}: {key}");
    }
}

/// Moves an account from one engine to another engine and back.
fn moves(from: Engine, over: Engine) {
    run(from, async |t: &Test| {
        let people = lived(t).await;
        let place = tempfile::tempdir().unwrap();
        let (first, second) = (place.path().join("first"), place.path().join("second"));
        let amounts = exported(t, &first).await;
        assert_eq!((amounts.files, amounts.missing), (1 + PICTURES, 0));
        let rows = tables(&first);
        // The first line of each file has the names of the columns.
        let lines: usize = rows.values().map(|it| it.lines().count() - 1).sum();
        assert_eq!(lines as u64, amounts.rows);
        for table in [
            "settings",
            "logins",
            "sessions",
            "drafts",
            "files",
            "ratings",
            "timers",
            "report_sums",
            "idempotency",
            "webhooks",
            "visitor_sessions",
            "changes",
        ] {
            assert!(rows[&format!("{table}.ndjson.gz")].lines().count() > 1, "{table} is empty");
        }
        let before = shown(t, &people).await;
        before.check_filled(amounts.files);

        let other = t.moved_to(over).await;
        let imported = account::import(&other.app, &first, &mut Unseen).await.unwrap();
        assert_eq!((imported.rows, imported.files), (amounts.rows, amounts.files));
        other.app.indexes.build_indexes().await.unwrap();
        exported(&other, &second).await;
        compare(&rows, &tables(&second), "the rows on the other engine");
        before.check_same(&shown(&other, &people).await, "what the other engine shows");

        let back = t.moved_to(from).await;
        account::import(&back.app, &second, &mut Unseen).await.unwrap();
        back.app.indexes.build_indexes().await.unwrap();
        let third = place.path().join("third");
        exported(&back, &third).await;
        compare(&rows, &tables(&third), "the rows on the first engine again");
        before.check_same(&shown(&back, &people).await, "what the first engine shows again");

        // What was done once is not done again, and what is new gets the next id.
        let una = json!({"name": "Una", "userId": "u-1", "tags": [{"name": "vip"}],
                         "customData": {"plan": "pro", "seats": 3}});
        let mut made = Vec::new();
        for t in [t, &other, &back] {
            let once = [("idempotency-key", "once")];
            let again = t.call_with(Method::POST, "/v1/customers", &once, una.to_string()).await;
            let new = t.post("/v1/customers", &json!({"name": "New"})).await;
            assert_eq!((again.status, new.status), (201, 201));
            let signed_in = people.admin.at_server(t).sign_in().await;
            assert_eq!(signed_in.status, 200);
            let me = people.agent.at_server(t).get("/app/v1/me").await.json();
            assert_eq!(me["seesAllChats"], true, "what the organization lets agents see moves too");
            made.push((again.body, new.json()["id"].clone()));
        }
        assert!(made.iter().all(|it| *it == made[0]), "{made:?}");
        other.finish().await;
        back.finish().await;
    });
}

#[test]
fn an_account_moves_from_sqlite_to_postgresql_and_back_with_all_its_rows_and_answers() {
    moves(Engine::Sqlite, Engine::Postgres);
}

#[test]
fn an_account_moves_from_postgresql_to_sqlite_and_back_with_all_its_rows_and_answers() {
    moves(Engine::Postgres, Engine::Sqlite);
}

#[test]
fn an_account_goes_nowhere_where_its_organization_is_and_bad_folders_are_told() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(engine, async |t: &Test| {
            let (place, plan) =
                (tempfile::tempdir().unwrap(), Plan { chats: 3, messages_per_chat: 2, seed: 1 });
            furnish(&t.app, t.org, plan, &mut Unseen).await.unwrap();
            let folder = place.path().join("account");
            exported(t, &folder).await;
            let again = account::import(&t.app, &folder, &mut Unseen).await;
            assert!(matches!(again, Err(Failed::Taken(_))), "{again:?}");
            let all = t.app.lists.organizations(None, 10).await.unwrap();
            let claimed = ClaimedFolder::new(&folder).unwrap();
            let full = account::export(&t.app, &all[0], &claimed, Unseen).await;
            assert!(matches!(full, Err(Failed::NotEmpty(_))), "{full:?}");

            let other = t.moved_to(engine).await;
            let manifest = folder.join("manifest.json");
            let whole = std::fs::read_to_string(&manifest).unwrap();
            let schema = deskbell_storage::schema_version();
            for (from, to, why) in [
                (format!("\"schema\": {schema}"), "\"schema\": 1".to_owned(), "schema 1"),
                ("\"version\": 1".to_owned(), "\"version\": 7".to_owned(), "version 7"),
                ("\"chats\": 3".to_owned(), "\"chats\": 2".to_owned(), "more rows"),
                ("\"chats\": 3".to_owned(), "\"chats\": 4".to_owned(), "1 rows are missing"),
            ] {
                assert!(whole.contains(&from), "{from}: {whole}");
                std::fs::write(&manifest, whole.replace(&from, &to)).unwrap();
                let failed = account::import(&other.app, &folder, &mut Unseen).await.unwrap_err();
                assert!(failed.to_string().contains(why), "{why}: {failed}");
                assert_eq!(other.app.lists.organizations(None, 10).await.unwrap(), []);
            }
            std::fs::write(&manifest, &whole).unwrap();
            let file = folder.join("account/chats.ndjson.gz");
            let good = String::from_utf8(unpacked(&file)).unwrap();
            let second = good.lines().nth(2).unwrap().to_owned();
            for (bad, why) in [
                ("[1]", "line 3: it has more or fewer values"),
                ("{}", "line 3: "),
                ("[1.5]", "line 3: "),
                (good.lines().nth(1).unwrap(), "refused"),
                (&*second.replacen("\"", "5,\"", 1), "line 3: "),
            ] {
                std::fs::write(&file, good.replace(&second, bad)).unwrap();
                let failed = account::import(&other.app, &folder, &mut Unseen).await.unwrap_err();
                assert!(failed.to_string().contains(why), "{why}: {failed}");
            }
            // What the failed ones left is removed before the next begins.
            std::fs::write(&file, good).unwrap();
            account::import(&other.app, &folder, &mut Unseen).await.unwrap();
            other.finish().await;
        });
    }
}

#[test]
fn the_commands_export_beside_a_running_server_and_import_into_a_new_database() {
    let (folder, url) = place();
    data(&url, &["seed", "--chats", "50"]);
    let key = data(&url, &["key", "create"]);
    let server = Server::start(&url, &[]);
    let answer = server.exchange("POST", Some(&key), "/v1/files?name=notes.txt", "some bytes");
    assert_eq!(answer.status, 201);
    let to = folder.path().join("out");
    let to = to.to_str().unwrap();
    let told = data(&url, &["export", to, "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["folder"], &told["files"]), (&json!(to), &json!(1)));
    assert!(fails(&url, 1, &["export", to]).contains("is not empty"));
    let shown = server.get(&key, "/v1/chats?limit=50");
    assert!(fails(&url, 1, &["import", to]).contains("served by another process"));
    server.stops();
    assert!(fails(&url, 1, &["import", to]).contains("goes into a new database"));
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::empty(engine).await;
            let files = folder.path().join(format!("{engine:?}"));
            let place = [("DESKBELL_FILES__FOLDER", files.to_str().unwrap())];
            let mut import = crate::process::deskbell(&database.url, &["import", to]);
            let output = import.envs(place).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let server = Server::start(&database.url, &place);
            assert_eq!(server.get(&key, "/v1/chats?limit=50"), shown);
            assert_eq!(server.get(&key, "/v1/files/1").1["name"], "notes.txt");
            server.stops();
            let mut doctor = crate::process::deskbell(&database.url, &["doctor", "--deep"]);
            let output = doctor.envs(place).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
            database.remove().await;
        }
    });
    let empty = file_url(&folder.path().join("b.db"));
    let nowhere = folder.path().join("nowhere");
    let talk = fails(&empty, 1, &["import", nowhere.to_str().unwrap()]);
    assert!(talk.contains("nowhere: No such file"), "{talk}");
    assert!(!folder.path().join("b.db").exists(), "a refused import makes no database");
}
