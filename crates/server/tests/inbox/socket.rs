//! `/app/v1/ws`: the messages that an agent's page receives, and the messages that the page must
//! never receive.

use std::time::Duration;

use deskbell_http::Limits;
use deskbell_model::Role;
use deskbell_testkit::browser::Browser;
use deskbell_testkit::socket_server::{LIMITS, SocketClient, SocketServer};
use deskbell_testkit::{Engine, Test, engines, run};
use serde_json::{Value, json};

use crate::made::{asks, chat, customer, department, limited, supervisor, window};

/// The number of agents' pages that are connected while the test counts the round trips to the
/// database.
const PAGES: u64 = 30;
const EVENTS: u64 = 30;

/// Opens the socket of an agent's page.
async fn ask(
    served: &SocketServer,
    by: &Browser,
    query: &str,
) -> Result<SocketClient, (u16, Value)> {
    let cookie = by.cookie().unwrap_or_default();
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    served.open(&format!("/app/v1/ws{query}"), &headers).await
}

async fn open(served: &SocketServer, by: &Browser, query: &str) -> SocketClient {
    ask(served, by, query).await.unwrap()
}

/// Returns the ids of the chats whose rows a message contains.
fn rows(heard: &Value) -> Vec<i64> {
    let rows = heard["window"]["rows"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// Returns all messages that a page receives up to a message with this text.
async fn until(client: &mut SocketClient, text: &str) -> Vec<Value> {
    let mut heard = Vec::new();
    loop {
        heard.push(client.hear().await);
        if heard.last().is_some_and(|it| it["object"]["text"] == text) {
            return heard;
        }
    }
}

engines! {
    async fn a_page_hears_messages_whole_and_chats_as_rows(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let seq = window(&ann, json!({"view": "all"})).await["seq"].clone();
        let mut page = open(&served, &ann, &format!("?after={seq}")).await;
        asks(t, this, "Hello").await;
        let message = page.hear_kind("message.created", &mut Vec::new()).await;
        let object = &message["object"];
        assert_eq!((&object["text"], &object["chat"]), (&json!("Hello"), &json!(this)));
        let changed = page.hear_kind("chats", &mut Vec::new()).await;
        assert_eq!(rows(&changed), [this]);
        let row = &changed["window"]["rows"][0];
        assert_eq!((&row["unread"], &row["preview"]), (&json!(true), &json!("Hello")));
        let shown = window(&ann, json!({"view": "all"})).await;
        assert_eq!(*row, shown["rows"][0]);
        drop(page);
        served.ended().await;
    }

    async fn nothing_of_a_chat_outside_of_the_scope_is_heard_and_one_that_leaves_is_gone(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[department(7)]).await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mateus = customer(t, "mateus").await;
        let own = chat(t, mateus, json!({"assignee": bob.agent.get()})).await;
        let of_department =
            chat(t, mateus, json!({"assignee": ann.agent.get(), "department": 7})).await;
        let foreign = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let mut page = open(&served, &bob, "").await;
        let mut witness = open(&served, &ann, "").await;
        asks(t, foreign, "secret one").await;
        t.put("/v1/chats/status", &json!({"id": foreign, "status": "pending"})).await;
        ann.put(&format!("/app/v1/chats/{foreign}/draft"), &json!({"text": "secret two"})).await;
        asks(t, own, "for bob").await;
        let mut heard = until(&mut page, "for bob").await;
        // The chat leaves the scope, and its next message is not heard.
        let away = json!({"id": own, "assignee": ann.agent.get()});
        t.put("/v1/chats/assignee", &away).await;
        asks(t, own, "secret three").await;
        asks(t, of_department, "for the department").await;
        heard.extend(until(&mut page, "for the department").await);
        let gone: Vec<_> = heard.iter().filter(|it| it["kind"] == "gone").collect();
        assert_eq!(gone.len(), 1, "{heard:?}");
        assert_eq!(gone[0]["chat"], json!(own));
        // It comes back with its row.
        t.put("/v1/chats/assignee", &json!({"id": own, "assignee": null})).await;
        while rows(&page.hear_kind("chats", &mut heard).await) != [own] {}
        for it in &heard {
            let text = it.to_string();
            assert!(!text.contains("secret"), "{text}");
            assert!(!it["kind"].as_str().unwrap().starts_with("customer."), "{text}");
            if it["kind"] == "chats" {
                assert!(!rows(it).contains(&foreign), "{text}");
            }
            assert_ne!(it["chat"], json!(foreign), "{text}");
        }
        until(&mut witness, "secret one").await;
        drop((page, witness));
        served.ended().await;
    }

    async fn who_types_looks_and_is_there_is_heard_within_the_scope(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, limited(t, "bob", &[]).await);
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mateus = customer(t, "mateus").await;
        let own = chat(t, mateus, json!({"assignee": bob.agent.get()})).await;
        let foreign = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let mut anns = open(&served, &ann, "").await;
        let mut bobs = open(&served, &bob, "").await;
        let (a, b) = (ann.agent.get(), bob.agent.get());
        let there = |agent: i64, chat: Option<i64>, is_online: bool| json!({
            "kind": "presence", "chat": chat, "agent": agent, "customer": false,
            "online": is_online,
        });
        assert_eq!(bobs.hear().await, there(a, None, true));
        assert_eq!(anns.hear().await, there(b, None, true));
        for target in [foreign, own] {
            anns.say(&json!({"type": "viewing", "chat": target})).await;
            anns.say(&json!({"type": "typing", "chat": target})).await;
        }
        assert_eq!(bobs.hear().await, there(a, Some(own), true));
        let typing = json!({"kind": "typing", "chat": own, "agent": a, "customer": false});
        assert_eq!(bobs.hear().await, typing);
        anns.say(&json!({"type": "viewing", "chat": null})).await;
        assert_eq!(bobs.hear().await, there(a, Some(own), false));
        anns.say(&json!({"type": "idle", "idle": true})).await;
        assert_eq!(bobs.hear().await, there(a, None, false));
        // What an agent may not know of cannot be looked at either.
        for kind in ["typing", "viewing"] {
            bobs.say(&json!({"type": kind, "chat": foreign})).await;
            assert_eq!(bobs.hear().await["errors"][0]["code"], "chat_not_found");
        }
        bobs.say(&json!({"type": "shouting"})).await;
        assert_eq!(bobs.hear().await["errors"][0]["code"], "invalid_type_value");
        drop((anns, bobs));
        served.ended().await;
    }

    async fn who_looks_at_a_chat_is_heard_once_the_chat_enters_the_scope(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, limited(t, "bob", &[]).await);
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mateus = customer(t, "mateus").await;
        let this = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let mut anns = open(&served, &ann, "").await;
        let mut bobs = open(&served, &bob, "").await;
        anns.say(&json!({"type": "viewing", "chat": this})).await;
        // The refusal says that the server has heard of the viewing.
        anns.say(&json!({"type": "shouting"})).await;
        while anns.hear().await["errors"].is_null() {}
        t.put("/v1/chats/assignee", &json!({"id": this, "assignee": bob.agent.get()})).await;
        let mut heard = Vec::new();
        assert_eq!(rows(&bobs.hear_kind("chats", &mut heard).await), [this]);
        assert_eq!(bobs.hear().await, json!({
            "kind": "presence", "chat": this, "agent": ann.agent.get(), "customer": false,
            "online": true,
        }));
        assert!(heard.iter().all(|it| it["chat"] != json!(this)), "{heard:?}");
        // A further change of the chat does not repeat it.
        asks(t, this, "Hello").await;
        until(&mut bobs, "Hello").await;
        assert_eq!(bobs.hear().await["kind"], "chats");
        anns.say(&json!({"type": "viewing", "chat": null})).await;
        assert_eq!(bobs.hear().await["online"], false);
        drop((anns, bobs));
        served.ended().await;
    }

    async fn a_chat_that_comes_back_is_told_with_those_who_look_at_it_now(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, limited(t, "bob", &[]).await);
        let eve = supervisor(t, "eve").await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mateus = customer(t, "mateus").await;
        let this = chat(t, mateus, json!({"assignee": bob.agent.get()})).await;
        let mut anns = open(&served, &ann, "").await;
        let mut eves = open(&served, &eve, "").await;
        let mut bobs = open(&served, &bob, "").await;
        let there = |by: &Browser, chat: Option<i64>, is_online: bool| json!({
            "kind": "presence", "chat": chat, "agent": by.agent.get(), "customer": false,
            "online": is_online,
        });
        anns.say(&json!({"type": "viewing", "chat": this})).await;
        while bobs.hear().await != there(&ann, Some(this), true) {}
        t.put("/v1/chats/assignee", &json!({"id": this, "assignee": ann.agent.get()})).await;
        bobs.hear_kind("gone", &mut Vec::new()).await;
        eves.say(&json!({"type": "viewing", "chat": this})).await;
        // The refusal says that the server has heard of the viewing.
        eves.say(&json!({"type": "shouting"})).await;
        while eves.hear().await["errors"].is_null() {}
        anns.say(&json!({"type": "viewing", "chat": null})).await;
        anns.say(&json!({"type": "idle", "idle": true})).await;
        assert_eq!(bobs.hear().await, there(&ann, None, false));
        t.put("/v1/chats/assignee", &json!({"id": this, "assignee": bob.agent.get()})).await;
        let mut heard = Vec::new();
        assert_eq!(rows(&bobs.hear_kind("chats", &mut heard).await), [this]);
        assert!(heard.iter().all(|it| it["kind"] != "presence"), "{heard:?}");
        assert_eq!(bobs.hear().await, there(&eve, Some(this), true));
        drop((anns, eves, bobs));
        served.ended().await;
    }

    async fn a_page_that_opens_late_hears_which_customers_are_there(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let visitor = t.visitor().await;
        let this = visitor.say(None, "Hello?").await["chatId"].clone();
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mut widget = served.open("/widget/v1/ws", &[]).await.unwrap();
        widget.say(&json!({"token": visitor.token()})).await;
        assert_eq!(widget.hear().await["kind"], "online");
        let mut page = open(&served, &ann, "").await;
        let there = |is_online: bool| json!({
            "kind": "presence", "chat": this, "agent": null, "customer": true,
            "online": is_online,
        });
        assert_eq!(page.hear().await, there(true));
        drop(widget);
        assert_eq!(page.hear().await, there(false));
        drop(page);
        served.ended().await;
    }

    async fn a_page_that_comes_back_misses_nothing(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let mut page = open(&served, &ann, "").await;
        asks(t, this, "one").await;
        let first = until(&mut page, "one").await;
        let seq = first.last().unwrap()["seq"].clone();
        drop(page);
        asks(t, this, "two").await;
        asks(t, this, "three").await;
        let mut page = open(&served, &ann, &format!("?after={seq}")).await;
        let heard = until(&mut page, "three").await;
        assert!(heard.iter().any(|it| it["object"]["text"] == "two"), "{heard:?}");
        let (status, _) = ask(&served, &ann, "?after=999999").await.err().unwrap();
        assert_eq!(status, 410);
        drop(page);
        served.ended().await;
    }

    async fn a_socket_ends_with_its_session_and_opens_for_nobody_without_one(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let limits = Limits { heartbeat_ms: 20, ..LIMITS };
        let served = SocketServer::new(t.http.clone(), limits).await;
        let mut page = open(&served, &ann, "").await;
        let stranger = t.browser();
        assert_eq!(ask(&served, &stranger, "").await.err().unwrap().0, 401);
        let cookie = ann.cookie().unwrap();
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(served.open("/app/v1/ws", &headers).await.err().unwrap().0, 403);
        assert_eq!(ann.delete("/app/v1/session").await.status, 200);
        t.clock.advance(Duration::from_secs(1));
        let (code, reason, texts) = page.closed().await;
        assert_eq!(code, 1008, "{reason}");
        let last = texts.last().unwrap();
        assert_eq!(last["errors"][0]["code"], "invalid_session", "{texts:?}");
        served.ended().await;
    }

    async fn events_are_told_to_whoever_may_look_at_the_customer(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[department(7)]).await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let (mateus, other) = (customer(t, "mateus").await, customer(t, "other").await);
        let own = chat(t, mateus, json!({"assignee": bob.agent.get()})).await;
        let (mut anns, mut bobs) = (open(&served, &ann, "").await, open(&served, &bob, "").await);
        let event = async |customer: i64, name: &str| {
            let body = json!({"customer": customer, "name": name, "data": {"a": 1}});
            assert_eq!(t.post("/v1/events", &body).await.status, 200);
        };
        event(mateus, "unseen").await;
        asks(t, own, "Is that so?").await;
        let heard = until(&mut bobs, "Is that so?").await;
        assert!(heard.iter().all(|it| it["kind"] != "event.created"), "{heard:?}");
        bobs.say(&json!({"type": "viewing", "chat": own})).await;
        // The page hears who else looks at the chat once the server has heard of its own looking.
        anns.say(&json!({"type": "viewing", "chat": own})).await;
        while bobs.hear().await["agent"] != json!(ann.agent.get()) {}
        event(other, "of somebody else").await;
        event(mateus, "seen").await;
        let told = |seq: &Value, id: i64, customer: i64| {
            json!({"kind": "event.created", "seq": seq, "id": id, "customer": customer})
        };
        for (id, of) in [(1, mateus), (2, other), (3, mateus)] {
            let heard = anns.hear_kind("event.created", &mut Vec::new()).await;
            assert_eq!(heard, told(&heard["seq"], id, of));
        }
        let heard = bobs.hear_kind("event.created", &mut Vec::new()).await;
        assert_eq!(heard, told(&heard["seq"], 3, mateus));
        // A chat that leaves the scope takes its customer with it.
        let away = json!({"id": own, "assignee": ann.agent.get()});
        assert_eq!(t.put("/v1/chats/assignee", &away).await.status, 200);
        event(mateus, "out of sight").await;
        asks(t, chat(t, other, json!({})).await, "the end").await;
        let rest = until(&mut bobs, "the end").await;
        assert!(rest.iter().all(|it| it["kind"] != "event.created"), "{rest:?}");
        drop((anns, bobs));
        served.ended().await;
    }

    async fn an_agent_of_another_organization_hears_nothing(t: &Test) {
        let (other, key) = t.another_organization().await;
        let eve = t.agent_of(other, "eve", Role::Admin, &[]).await;
        let ann = supervisor(t, "ann").await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mut theirs = open(&served, &eve, "").await;
        let mut ours = open(&served, &ann, "").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        asks(t, this, "ours alone").await;
        until(&mut ours, "ours alone").await;
        ours.say(&json!({"type": "typing", "chat": this})).await;
        let body = json!({"name": "theirs"}).to_string();
        let made = t.call_as(&key, axum::http::Method::POST, "/v1/customers", body).await;
        assert_eq!(made.status, 201);
        assert_eq!(theirs.hear().await["kind"], "customer.created");
        drop((theirs, ours));
        served.ended().await;
    }
}

#[test]
fn an_event_is_not_read_once_more_for_each_page_that_views_the_chat() {
    run(Engine::Postgres, async |t: &Test| {
        let bob = limited(t, "bob", &[]).await;
        let limits = Limits { connections: 100, ..LIMITS };
        let served = SocketServer::new(t.http.clone(), limits).await;
        let mateus = customer(t, "mateus").await;
        let own = chat(t, mateus, json!({"assignee": bob.agent.get()})).await;
        let mut pages = Vec::new();
        for _ in 0..PAGES {
            let mut page = open(&served, &bob, "").await;
            page.say(&json!({"type": "viewing", "chat": own})).await;
            // The refusal says that the server has heard of the viewing.
            page.say(&json!({"type": "shouting"})).await;
            while page.hear().await["errors"].is_null() {}
            pages.push(page);
        }
        let before = t.app.context.store.read_round_trips();
        for number in 0..EVENTS {
            let name = format!("event {number}");
            let body = json!({"customer": mateus, "name": name, "data": {"number": number}});
            assert_eq!(t.post("/v1/events", &body).await.status, 200);
        }
        for page in &mut pages {
            for _ in 0..EVENTS {
                page.hear_kind("event.created", &mut Vec::new()).await;
            }
        }
        let reads = t.app.context.store.read_round_trips() - before;
        assert!(reads < EVENTS, "{reads} round trips");
        drop(pages);
        served.ended().await;
    });
}
