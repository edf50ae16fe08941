//! Imports of lines of the exchange format: the created objects, repeated imports, and the errors
//! of invalid lines.

use std::collections::BTreeMap;

use axum::http::Method;
use deskbell_model::CustomerId;
use deskbell_testkit::{Test, engines};
use deskbell_transfer::Progress;
use deskbell_transfer::format::{self, Failed, From, Report};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::account::{exported, tables};

/// The page that describes the format.
const PAGE: &str = include_str!("../../../../docs/format.md");
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/format.schema.json");

#[derive(Default)]
pub struct Told(pub Vec<String>);

impl Progress for Told {
    fn at(&mut self, _: u64, _: u64, _: &str) {}

    fn warn(&mut self, text: &str) {
        self.0.push(text.to_owned());
    }
}

/// The lines of the example in `docs/format.md`.
pub fn example() -> &'static str {
    PAGE.split_once("```json\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0
}

fn written(lines: &str) -> (TempDir, From) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.ndjson");
    std::fs::write(&path, lines).unwrap();
    (folder, From::Path(path))
}

async fn import(t: &Test, lines: &str) -> Result<Report, Failed> {
    let (_folder, from) = written(lines);
    format::import(&t.app, t.org, (&from, "test"), false, &mut Told::default()).await
}

pub async fn imported(t: &Test, lines: &[Value]) -> Report {
    let lines: Vec<_> = lines.iter().map(Value::to_string).collect();
    import(t, &lines.join("\n")).await.unwrap()
}

async fn data(t: &Test, target: &str) -> Vec<Value> {
    t.get(target).await.json()["data"].as_array().unwrap().clone()
}

/// Asserts that all redundantly stored data is consistent.
pub async fn sound(t: &Test) {
    let deep = t.app.lists.read_everything(t.org, |_| ()).await.unwrap();
    assert_eq!(deep.findings, [""; 0]);
}

/// The texts of a chat's messages, the oldest first.
async fn said(t: &Test, chat: &Value) -> Vec<String> {
    let target = format!("/v1/chats/{}/messages?limit=100", chat["id"]);
    let page = t.get(&target).await.json();
    let texts = page["messages"].as_array().unwrap().iter();
    let mut texts: Vec<_> = texts.map(|it| it["text"].as_str().unwrap().to_owned()).collect();
    texts.reverse();
    texts
}

pub fn message(id: u32, from: &str, text: &str, at: u32) -> Value {
    json!({"externalId": format!("m{id}"), "from": from, "text": text, "createdAt": at})
}

#[test]
fn the_schema_beside_the_page_is_the_declared_one_and_fits_the_pages_example() {
    let schema = deskbell_wire::exchange::schema();
    let shown = format!("{schema:#}\n");
    if std::env::var_os("DESKBELL_WRITE_DOCS").is_some() {
        std::fs::write(SCHEMA, &shown).unwrap();
    }
    assert_eq!(std::fs::read_to_string(SCHEMA).unwrap(), shown, "see CONTRIBUTING.md");
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in example().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let faults: Vec<_> = validator.iter_errors(&line).map(|it| it.to_string()).collect();
        assert_eq!(faults, [""; 0], "{line}");
    }
    assert!(!validator.is_valid(&json!({"kind": "ticket"})));
    assert!(!validator.is_valid(&json!({"kind": "chat", "externalId": "c"})));
}

engines! {
    async fn the_pages_example_makes_what_it_says_and_makes_it_once(t: &Test) {
        let before = data(t, "/v1/agents").await.len();
        let report = import(t, example()).await.unwrap();
        assert_eq!((report.new, report.known, report.messages), (4, 1, 3), "{report}");
        for _ in 0..2 {
            assert_eq!(data(t, "/v1/agents").await.len(), before + 1);
            let customers = data(t, "/v1/customers").await;
            assert_eq!(customers.len(), 1);
            let una = &customers[0];
            assert_eq!(una["name"], "Una Bell");
            assert_eq!(una["email"], "una@example.com");
            assert_eq!(una["tags"][0]["name"], "vip");
            assert_eq!(una["customData"], json!({"plan": "pro"}));
            let chats = data(t, "/v1/chats").await;
            assert_eq!(chats.len(), 1);
            let chat = &chats[0];
            assert_eq!((&chat["status"], &chat["closedBy"]), (&json!("closed"), &json!("agent")));
            assert_eq!(chat["assignee"]["name"], "Ada Lund");
            assert_eq!(chat["department"]["name"], "Sales");
            assert_eq!(chat["createdAt"], 1_772_355_600);
            assert_eq!(chat["lastMessageText"], "Thanks");
            assert_eq!(said(t, chat).await, ["Hello", "Hello Una", "Thanks"]);
            let again = import(t, example()).await.unwrap();
            assert_eq!((again.new, again.known, again.messages), (0, 5, 0));
        }
        sound(t).await;
    }

    async fn a_later_line_changes_what_it_names_and_leaves_the_rest(t: &Test) {
        let chat = json!({"kind": "chat", "externalId": "c", "customer": {"externalId": "u",
            "name": "Una", "phone": "1"}, "messages": [message(1, "customer", "one", 100),
            message(3, "customer", "three", 300)]});
        assert_eq!(imported(t, &[chat]).await.new, 1);
        let chats = data(t, "/v1/chats").await;
        assert_eq!((&chats[0]["status"], &chats[0]["readByAgent"]), (&json!("new"), &json!(false)));
        // What is new is added at the end; what is there stays as it is.
        let more = json!({"kind": "chat", "externalId": "c", "customer": "u", "status": "closed",
            "closedAt": 400, "rating": "great", "messages": [message(1, "customer", "other", 100),
            message(2, "agent", "two", 200)]});
        let una = json!({"kind": "customer", "externalId": "u", "phone": null, "company": "C"});
        let report = imported(t, &[more, una]).await;
        assert_eq!((report.new, report.known, report.messages), (0, 2, 1));
        let chat = &data(t, "/v1/chats").await[0];
        assert_eq!(said(t, chat).await, ["one", "three", "two"]);
        let shown = (&chat["status"], &chat["closedAt"], &chat["rating"]);
        assert_eq!(shown, (&json!("closed"), &json!(400), &json!("great")));
        let una = &data(t, "/v1/customers").await[0];
        assert_eq!((&una["name"], &una["phone"], &una["company"]),
                   (&json!("Una"), &Value::Null, &json!("C")));
        // Further messages of a closed chat are history: they do not reopen it.
        let mut last = message(4, "customer", "four", 500);
        (last["kind"], last["chat"]) = (json!("message"), json!("c"));
        assert_eq!(imported(t, &[last]).await.messages, 1);
        assert_eq!(data(t, "/v1/chats").await[0]["status"], "closed");
        sound(t).await;
    }

    async fn messages_without_ids_are_known_again_whatever_was_written_here_meanwhile(t: &Test) {
        let chat = |said: &[(&str, u32)]| {
            let message = |(text, at): &(&str, u32)| {
                json!({"from": "customer", "text": text, "createdAt": at})
            };
            json!({"kind": "chat", "externalId": "c", "customer": {"externalId": "u"},
                   "messages": said.iter().map(message).collect::<Vec<_>>()})
        };
        let there = [("one", 100), ("ok", 200), ("ok", 200)];
        assert_eq!(imported(t, &[chat(&there)]).await.messages, 3);
        let here = data(t, "/v1/chats").await[0].clone();
        let from_here = json!({"chat": here["id"], "text": "from here"});
        assert_eq!(t.post("/v1/messages", &from_here).await.status, 201);
        let more = [&there[..], &[("ok", 200), ("four", 400)]].concat();
        assert_eq!(imported(t, &[chat(&more)]).await.messages, 2);
        assert_eq!(imported(t, &[chat(&more)]).await.messages, 0);
        let texts = ["one", "ok", "ok", "from here", "ok", "four"];
        assert_eq!(said(t, &here).await, texts);
        sound(t).await;
    }

    async fn consecutive_lines_of_a_chat_add_each_message_once(t: &Test) {
        let of_chat = |mut line: Value| {
            (line["kind"], line["chat"]) = (json!("message"), json!("c"));
            line
        };
        let lines = [
            json!({"kind": "customer", "externalId": "u"}),
            json!({"kind": "chat", "externalId": "c", "customer": "u"}),
            of_chat(message(1, "customer", "one", 400)),
            of_chat(message(2, "agent", "two", 200)),
            of_chat(message(1, "customer", "one", 400)),
            of_chat(message(3, "agent", "three", 500)),
        ];
        assert_eq!(imported(t, &lines).await.messages, 3);
        assert_eq!(imported(t, &lines).await.messages, 0);
        let chat = &data(t, "/v1/chats").await[0];
        assert_eq!(said(t, chat).await, ["one", "two", "three"]);
        sound(t).await;
    }

    async fn a_chat_of_many_lines_gets_each_message_once(t: &Test) {
        let customer = json!({"externalId": "u"});
        let mut lines =
            vec![json!({"kind": "chat", "externalId": "c", "customer": customer})];
        for id in 1..=400 {
            let mut line = message(id, "customer", &format!("t{id}"), 100 + id);
            (line["kind"], line["chat"]) = (json!("message"), json!("c"));
            lines.push(line);
        }
        assert_eq!(imported(t, &lines).await.messages, 400);
        assert_eq!(imported(t, &lines).await.messages, 0);
        assert_eq!(t.get("/v1/chats/1/messages?limit=1").await.json()["total"], 400);
        sound(t).await;
    }

    async fn the_feed_tells_a_new_chat_before_what_later_lines_change_of_it(t: &Test) {
        let una = |name: &str| json!({"kind": "customer", "externalId": "u", "name": name});
        let chat = |id: &str, status: &str| {
            json!({"kind": "chat", "externalId": id, "customer": "u", "status": status,
                   "messages": [message(1, "customer", "one", 100)]})
        };
        let (new, other) = (chat("c", "new"), chat("d", "new"));
        let lines = [una("Una"), new, una("Ann"), chat("c", "closed"), other];
        let report = imported(t, &lines).await;
        assert_eq!((report.new, report.known, report.messages), (3, 2, 2));
        let changes = data(t, "/v1/changes?limit=100").await;
        let told: Vec<_> = changes
            .iter()
            .map(|it| (it["kind"].as_str().unwrap(), &it["object"]["status"]))
            .collect();
        let of_lines = told.len().checked_sub(6).unwrap();
        assert_eq!(told[of_lines..], [
            ("customer.created", &Value::Null),
            ("customer.updated", &Value::Null),
            ("chat.created", &json!("new")),
            ("chat.updated", &json!("closed")),
            ("chat.created", &json!("new")),
            ("reset", &Value::Null),
        ]);
        sound(t).await;
    }

    async fn new_chats_are_looked_up_and_told_many_at_a_time(t: &Test) {
        let lines: Vec<_> = (0..200)
            .map(|id| {
                json!({"kind": "chat", "externalId": id, "customer": {"externalId": id % 9},
                       "messages": [message(1, "customer", "one", 100)]})
            })
            .collect();
        assert_eq!(imported(t, &lines).await.new, 200);
        let statements = t.app.context.store.meters().statements();
        let runs = |name: &str| -> u64 {
            let of = statements.iter().filter(|(it, _)| it.ends_with(name));
            of.map(|(_, times)| times.total()).sum()
        };
        // Twelve rows a line make three jobs; each looks for chats and for customers.
        assert_eq!(runs("::external_ids::FIND"), 6, "{statements:?}");
        assert_eq!(runs("::chats::list::FOUND"), 3, "{statements:?}");
        assert_eq!(runs("::chats::FIND"), 0);
    }

    async fn a_line_may_name_more_objects_than_one_statement_looks_up(t: &Test) {
        let ids: Vec<u32> = (0..120).collect();
        let agent = |id: &u32| {
            json!({"kind": "agent", "externalId": id, "name": format!("Agent {id}")})
        };
        let mut lines: Vec<_> = ids.iter().map(agent).collect();
        lines.push(json!({"kind": "department", "externalId": 1, "name": "All", "agents": ids}));
        assert_eq!(imported(t, &lines).await.new, 121);
        assert_eq!(imported(t, &lines).await.known, 121);
    }

    async fn lines_that_are_imported_again_write_nothing_but_their_reset(t: &Test) {
        let place = tempfile::tempdir().unwrap();
        let rows = async |name: &str| {
            let folder = place.path().join(name);
            exported(t, &folder).await;
            tables(&folder)
        };
        import(t, example()).await.unwrap();
        let before = rows("before").await;
        import(t, example()).await.unwrap();
        let after = rows("after").await;
        let differs = |(name, rows): &(&String, &String)| after[*name] != **rows;
        let differ: Vec<_> = before.iter().filter(differs).map(|(name, _)| name.as_str()).collect();
        assert_eq!(differ, ["changes.ndjson.gz", "heads.ndjson.gz"]);
        let changes = |of: &BTreeMap<String, String>| of["changes.ndjson.gz"].lines().count();
        assert_eq!(changes(&after), changes(&before) + 1);
    }

    async fn a_merge_of_customers_whom_no_import_took_leaves_no_id_behind(t: &Test) {
        let place = tempfile::tempdir().unwrap();
        let mut ids = Vec::new();
        for name in ["One", "Two"] {
            let made = t.post("/v1/customers", &json!({"name": name})).await.json();
            ids.push(CustomerId::new(made["id"].as_i64().unwrap()).unwrap());
        }
        t.app.actions.merge_customers(t.caller, ids[0], ids[1]).await.unwrap();
        exported(t, place.path()).await;
        let rows = &tables(place.path())["external_ids.ndjson.gz"];
        assert_eq!(rows.lines().count(), 1, "only the names of the columns: {rows}");
    }

    async fn people_who_are_here_are_found_by_address_name_and_user_id(t: &Test) {
        let made = t.post("/v1/customers", &json!({"userId": "x", "name": "Old"})).await.json();
        let lines = [
            json!({"kind": "customer", "externalId": "u", "userId": "x", "name": "New"}),
            json!({"kind": "customer", "externalId": "v", "name": "Other"}),
        ];
        let report = imported(t, &lines).await;
        assert_eq!((report.new, report.known), (1, 1));
        let found = t.get(&format!("/v1/customers/{}", made["id"])).await.json();
        assert_eq!(found["name"], "New");
        // Nobody takes another's userId.
        let line = json!({"kind": "customer", "externalId": "v", "userId": "x"}).to_string();
        let refused = import(t, &line).await.unwrap_err().to_string();
        assert_eq!(refused, "line 1: another customer has this `userId`");
        // Another source has ids of its own.
        let (_folder, from) = written(&lines[1].to_string());
        let told = &mut Told::default();
        let other = format::import(&t.app, t.org, (&from, "other"), false, told).await.unwrap();
        assert_eq!(other.new, 1);
    }

    async fn a_deleted_customer_and_a_deleted_chat_leave_no_id_of_theirs(t: &Test) {
        let lines = [
            json!({"kind": "customer", "externalId": "una@example.com", "name": "Una"}),
            json!({"kind": "chat", "externalId": "c", "customer": "una@example.com",
                   "messages": [message(1, "customer", "one", 100)]}),
        ];
        imported(t, &lines).await;
        let una = data(t, "/v1/customers").await[0]["id"].clone();
        let gone = t.send(Method::DELETE, &format!("/v1/customers/{una}"), &[]).await;
        assert_eq!(gone.status, 200);
        // The fixture's check finds ids that are left. The file brings both again.
        assert_eq!(imported(t, &lines).await.new, 2);
    }

    async fn no_webhook_hears_of_lines_and_followers_hear_of_a_reset(t: &Test) {
        let hook = json!({"url": "https://hooks.example.com/x", "events": ["chat.new"]});
        assert_eq!(t.post("/v1/webhooks", &hook).await.status, 201);
        import(t, example()).await.unwrap();
        t.courier().pass().await.unwrap();
        assert_eq!(data(t, "/v1/webhooks/1/deliveries").await, [Value::Null; 0]);
        let changes = data(t, "/v1/changes?limit=100").await;
        assert_eq!(changes.last().unwrap()["kind"], "reset");
    }

    async fn a_bad_line_stops_the_import_or_is_left_out_with_its_number_and_reason(t: &Test) {
        let una = r#"{"kind":"customer","externalId":"u1","name":"Una"}"#;
        let long = format!(
            r#"{{"kind":"customer","externalId":"u9","name":"{}"}}"#, "x".repeat(70_000));
        let bad = [
            ("{", "it is no JSON"),
            ("[1]", "it is no JSON object"),
            (r#"{"kind":"ticket"}"#, "`kind` is none of"),
            (r#"{"kind":"agent","externalId":"a"}"#, "`name` is missing"),
            (r#"{"kind":"chat","externalId":"c","customer":"u7"}"#, "the customer u7 is not known"),
            (r#"{"kind":"customer","externalId":"u","lastSeen":"soon"}"#, "`lastSeen` is no time"),
            (&long, "`name` is no such value, or too long"),
            ("\u{0}\u{0}", "it is no JSON"),
        ];
        for (line, why) in bad {
            let behind = r#"{"kind":"customer","externalId":"behind"}"#;
            let lines = format!("{una}\n\n{line}\n{behind}");
            let told = import(t, &lines).await.unwrap_err().to_string();
            assert!(told.starts_with("line 3: ") && told.contains(why), "{told}");
        }
        let customers = data(t, "/v1/customers").await.len();
        assert_eq!(customers, 1, "what stands before is imported, and nothing behind");
        let all: String = bad.map(|(line, _)| format!("{line}\n")).concat();
        let last = r#"{"kind":"customer","externalId":"u2","name":"Last","color":"red"}"#;
        let (_folder, from) = written(&format!("{una}\n{all}{last}"));
        let mut told = Told::default();
        let report = format::import(&t.app, t.org, (&from, "test"), true, &mut told).await.unwrap();
        assert_eq!((report.new, report.known, report.bad), (1, 1, 8), "{report}");
        assert_eq!(report.ignored.get("color"), Some(&1));
        for (number, (told, (_, why))) in (2..).zip(told.0.iter().zip(bad)) {
            assert!(told.starts_with(&format!("line {number}: ")) && told.contains(why), "{told}");
        }
        assert_eq!(data(t, "/v1/customers").await.len(), 2);
    }
}
