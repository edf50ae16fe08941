//! `deskbell import helpcrunch`: imports from a source that is in use, with each object exactly
//! once.

mod changing;
mod command;
mod faults;
mod files;
mod kept;
mod order;
mod source;

use deskbell_model::Role;
use deskbell_testkit::{Engine, Test, engines};
use deskbell_transfer::Progress;
use deskbell_transfer::helpcrunch::{Failed, ImportOptions, Report, import};
use deskbell_transfer::seed::{Plan, seed};
use serde_json::json;

use source::{Line, Told, Waits, everything, same};

struct Silent;

impl Progress for Silent {
    fn at(&mut self, _: u64, _: u64, _: &str) {}

    fn warn(&mut self, text: &str) {
        assert_eq!(text, "", "nothing was to be warned of");
    }
}

/// Creates a source with this number of chats.
async fn source(chats: u64) -> Test {
    let source = Test::new(Engine::Sqlite).await;
    let plan = Plan { chats, messages_per_chat: 6, seed: 7 };
    seed(&source.app, source.org, plan, &mut Silent).await.unwrap();
    source
}

fn options() -> ImportOptions {
    ImportOptions { rate: 600, ..ImportOptions::new("https://source.example/v1".into()) }
}

/// Runs an import over the connection `line`, with these options.
async fn imported(t: &Test, line: Line<'_>, options: &ImportOptions) -> Result<Report, Failed> {
    let (mut waits, mut told) = (Waits::default(), Told::default());
    import(&t.app, t.org, options, line, &mut waits, &mut told).await
}

/// The kinds of the feed's changes with numbers above `after`, and the last number.
async fn kinds(t: &Test, mut after: u64) -> (Vec<String>, u64) {
    let mut kinds = Vec::new();
    loop {
        let page = t.get(&format!("/v1/changes?limit=1000&after={after}")).await.json();
        let rows = page["data"].as_array().unwrap();
        kinds.extend(rows.iter().map(|it| it["kind"].as_str().unwrap().to_owned()));
        after = page["meta"]["next"].as_u64().unwrap();
        if rows.is_empty() {
            return (kinds, after);
        }
    }
}

engines! {
    async fn a_quiet_source_is_taken_over_whole_and_a_second_run_finds_nothing_new(t: &Test) {
        let source = source(320).await;
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        same(&source, t).await;
        assert_eq!((report.chats.new, report.chats.changed), (320, 0));
        assert_eq!(report.customers.new, 107);
        assert!(report.odd.is_empty() && report.kept.is_empty(), "{report:?}");
        let (told, last) = kinds(t, 0).await;
        assert_eq!(told.iter().filter(|kind| *kind == "reset").count(), 1);
        assert!(!told.iter().any(|kind| kind.starts_with("message.")), "messages are not told");
        let again = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!((again.chats.new, again.chats.changed, again.messages), (0, 0, 0));
        assert_eq!((again.chats.same, again.customers.same), (320, 107));
        assert_eq!((again.agents.same, again.agents.changed), (12, 0));
        assert_eq!((again.departments.same, again.applications.same), (4, 1));
        assert!(again.requests < 30, "it walks the windows alone: {}", again.requests);
        assert_eq!(kinds(t, last).await.0, ["reset"]);
        source.finish().await;
    }

    async fn new_objects_get_ids_above_those_of_the_source_which_goes_on_giving_its_own(t: &Test) {
        let source = source(30).await;
        imported(t, Line::new(&source), &options()).await.unwrap();
        let customer = t.post("/v1/customers", &json!({"name": "Mine"})).await.json();
        assert!(customer["id"].as_i64().unwrap() > 1_000_000, "{customer}");
        let body = json!({"customer": customer["id"], "application": 1});
        let chat = t.post("/v1/chats", &body).await.json();
        assert!(chat["id"].as_i64().unwrap() > 1_000_000, "{chat}");
        let theirs = source.post("/v1/customers", &json!({"name": "Theirs"})).await.json();
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!((report.customers.new, report.kept.len()), (1, 0));
        let taken = t.get(&format!("/v1/customers/{}", theirs["id"])).await.json();
        assert_eq!(taken["name"], "Theirs");
        assert_eq!(t.get(&format!("/v1/chats/{}", chat["id"])).await.status, 200);
        source.finish().await;
    }

    async fn a_row_of_a_taken_chat_names_the_agent_of_its_last_message_and_no_bot(t: &Test) {
        let source = source(5).await;
        for chat in [1, 2] {
            let said = json!({"chat": chat, "text": "Good-bye", "agent": 1});
            assert_eq!(source.post("/v1/messages", &said).await.status, 201);
        }
        // In the second chat a bot wrote last.
        let line = Line::new(&source).shape(|request, answer| {
            if request.path.starts_with("chats/2/messages") {
                // An answer has its messages twice, in both shapes.
                for list in ["messages", "data"] {
                    let messages = answer[list].as_array_mut().unwrap().iter_mut();
                    messages.filter(|it| it["text"] == "Good-bye").for_each(|it| {
                        it["agent"] = json!(null);
                    });
                }
            }
        });
        imported(t, line, &options()).await.unwrap();
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let shown = ann.post("/app/v1/list", &json!({"view": "everything"})).await.json();
        let author = |chat: i64| {
            let rows = shown["rows"].as_array().unwrap();
            let row = rows.iter().find(|row| row["id"] == chat).unwrap();
            (row["preview"].clone(), row["lastMessageAgent"].clone())
        };
        assert_eq!(author(1), (json!("Good-bye"), json!(1)));
        assert_eq!(author(2), (json!("Good-bye"), json!(null)));
        source.finish().await;
    }

    async fn a_long_chat_is_taken_a_page_at_a_time(t: &Test) {
        let source = source(1).await;
        let messages = source.get("/v1/chats/1/messages").await.json();
        let mut total = messages["total"].as_u64().unwrap_or(0);
        while total < 350 {
            let body = json!({"chat": 1, "text": format!("message {total}")});
            assert_eq!(source.post("/v1/messages", &body).await.status, 201);
            total += 1;
        }
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!(report.messages, 350);
        same(&source, t).await;
        // One more makes only the last page be read again.
        source.post("/v1/messages", &json!({"chat": 1, "text": "and on"})).await;
        let report = imported(t, Line::new(&source), &options()).await.unwrap();
        assert_eq!((report.chats.changed, report.messages), (1, 101));
        same(&source, t).await;
        source.finish().await;
    }
}

#[test]
fn both_engines_are_filled_with_the_same() {
    deskbell_testkit::run_both(async |first, second| {
        let source = source(60).await;
        for t in [first, second] {
            imported(t, Line::new(&source), &options()).await.unwrap();
        }
        assert_eq!(everything(first).await, everything(second).await);
        source.finish().await;
    });
}
