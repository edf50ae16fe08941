//! The author that the feed shows for each change, which depends on the caller's credential
//! (contract §8).

use axum::http::Method;
use deskbell_app::access::Caller;
use deskbell_app::{Expected, jobs};
use deskbell_model::{Actor, AgentId, ChatSet, Kind, Scope, Status};
use deskbell_storage::changes::AuditRow;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::objects::{self, chat_id};

async fn desk(t: &Test) {
    let agents = vec![objects::agent(4, "Frodo")];
    let customers = vec![objects::customer(1)];
    Put { agents, customers, ..Put::default() }.into(&t.app, t.org).await;
    let new = json!({"customer": 1, "application": 1});
    assert_eq!(t.post("/v1/chats", &new).await.status, 201);
}

/// Reads the kinds and authors of all changes from the feed.
async fn authors(t: &Test) -> Vec<(String, Value)> {
    let feed = t.get("/v1/changes?limit=1000").await.json();
    let rows = feed["data"].as_array().unwrap().iter();
    rows.map(|row| (row["kind"].as_str().unwrap().to_owned(), row["actor"].clone())).collect()
}

async fn trail(t: &Test) -> Vec<AuditRow> {
    t.app.feed.audit(t.org, None, i64::MAX, 100).await.unwrap()
}

fn old(row: &AuditRow) -> Value {
    serde_json::from_str(row.before.as_ref().unwrap()).unwrap()
}

engines! {
    async fn a_keys_changes_name_the_key_and_the_servers_own_name_the_system(t: &Test) {
        desk(t).await;
        let until = t.app.context.now().get() + 5;
        let snoozed = json!({"id": 1, "snoozedUntil": until});
        assert_eq!(t.put("/v1/chats/snooze", &snoozed).await.status, 200);
        t.clock.advance(std::time::Duration::from_secs(6));
        jobs::timers::step(&t.app).await.unwrap();
        let key = json!({"type": "key", "id": 1});
        let system = json!({"type": "system", "id": null});
        let authors = authors(t).await;
        let named = |kind: &str, actor: &Value| (kind.to_owned(), actor.clone());
        assert_eq!(authors[authors.len() - 3..], [
            named("chat.created", &key),
            named("chat.updated", &key),
            named("chat.updated", &system),
        ]);
        assert_eq!(authors[0], named("application.created", &system), "the operator's");
    }

    async fn what_the_system_notes_in_a_chat_follows_the_author(t: &Test) {
        desk(t).await;
        let closed = json!({"id": 1, "status": "closed"});
        assert_eq!(t.put("/v1/chats/status", &closed).await.status, 200);
        let agent = Actor::Agent(AgentId::new(4).unwrap());
        let by_agent = Caller { actor: agent, ..t.caller };
        let (set, chat) = (ChatSet::Status(Status::Pending), chat_id(1));
        let changed = t.app.actions.change_chat(by_agent, chat, set, Expected::Anything).await;
        assert_eq!(changed.unwrap().value.chat.status, Status::Pending);
        let messages = t.get("/v1/chats/1/messages").await.json();
        let texts: Vec<_> = messages["messages"].as_array().unwrap().iter().rev()
            .map(|message| message["text"].as_str().unwrap().to_owned()).collect();
        assert_eq!(texts, ["chat_status_changed_by_public_api", "chat_status_changed"]);
        assert_eq!(trail(t).await[0].actor, Some(agent));
    }

    async fn the_trail_keeps_the_old_values_until_the_object_is_erased(t: &Test) {
        desk(t).await;
        let closed = json!({"id": 1, "status": "closed"});
        assert_eq!(t.put("/v1/chats/status", &closed).await.status, 200);
        let renamed = t.patch("/v1/customers/1", &json!({"name": "Ana"})).await;
        assert_eq!(renamed.status, 200);
        let rows = trail(t).await;
        assert_eq!((rows[0].kind, old(&rows[0])), (Kind::CustomerUpdated, json!({"name": null})));
        let was = json!({"status": "empty", "closedBy": null, "closedAt": null});
        assert_eq!((rows[1].kind, old(&rows[1])), (Kind::ChatUpdated, was));
        assert_eq!(t.send(Method::DELETE, "/v1/customers/1", &[]).await.status, 200);
        while jobs::erase::step(&t.app).await.unwrap() {}
        assert!(trail(t).await.iter().all(|row| row.before.is_none()));
    }

    async fn the_trail_is_read_by_author_from_the_newest_on(t: &Test) {
        desk(t).await;
        let second = t.app.access.create_key(t.caller, "second", Scope::Full).await.unwrap();
        for name in ["one", "two", "three"] {
            let body = json!({"id": 1, "name": name}).to_string();
            let changed = t.call_as(&second, Method::PATCH, "/v1/customers/1", body).await;
            assert_eq!(changed.status, 200);
        }
        let actor = Actor::parse("key:2").unwrap();
        let page = async |before, limit| {
            let rows = t.app.feed.audit(t.org, Some(actor), before, limit).await.unwrap();
            rows.iter().map(|row| row.seq.get()).collect::<Vec<_>>()
        };
        let all = page(i64::MAX, 100).await;
        assert_eq!(all.len(), 3);
        assert!(all.is_sorted_by(|one, next| one > next), "{all:?}");
        assert_eq!(page(i64::MAX, 2).await, all[..2]);
        assert_eq!(page(all[0], 100).await, all[1..]);
        let agent = Actor::parse("agent:9");
        assert_eq!(t.app.feed.audit(t.org, agent, i64::MAX, 9).await.unwrap(), []);
    }

    async fn a_reader_is_refused_by_every_action_whoever_asks(t: &Test) {
        desk(t).await;
        let reader = Caller { rights: Scope::Read.rights(), ..t.caller };
        let set = ChatSet::Status(Status::Closed);
        let refused = t.app.actions.change_chat(reader, chat_id(1), set, Expected::Anything).await;
        assert!(refused.unwrap_err().to_string().contains("right"));
        assert!(t.app.access.create_key(reader, "more", Scope::Full).await.is_err());
        assert_eq!(t.get("/v1/chats/1").await.json()["status"], "empty");
    }
}
