//! Mentions of agents in notes: the chats in which an agent still has an open mention, and the
//! agents who may be mentioned.

use deskbell_model::Role;
use deskbell_model::limits::{MENTIONS_OF_AGENT_MAX, MENTIONS_OF_NOTE_MAX};
use deskbell_testkit::browser::Browser;
use deskbell_testkit::engines;
use deskbell_testkit::socket_server::{LIMITS, SocketServer};
use serde_json::{Value, json};

use crate::made::{chat, customer, department, ids, limited, supervisor, window};

/// The body of a note that mentions agents.
fn note(mentions: &[&Browser]) -> Value {
    let mentions: Vec<_> = mentions.iter().map(|it| it.agent.get()).collect();
    json!({"text": "@[You] look", "note": true, "mentions": mentions})
}

fn messages(chat: i64) -> String {
    format!("/app/v1/chats/{chat}/messages")
}

async fn mentioned(by: &Browser) -> Vec<i64> {
    ids(by, json!("mentions")).await
}

engines! {
    async fn a_note_puts_the_chat_into_the_view_of_whom_it_mentions_until_they_answer(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, supervisor(t, "bob").await);
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let posted = ann.post(&messages(this), &note(&[&bob, &ann])).await;
        assert_eq!(posted.status, 201);
        assert_eq!(mentioned(&bob).await, [this]);
        assert_eq!(mentioned(&ann).await, Vec::<i64>::new(), "nobody mentions oneself");
        let opened = bob.get(&format!("/app/v1/chats/{this}")).await.json();
        let now = t.app.context.now().get();
        assert_eq!(opened["mention"], json!({
            "agent": ann.agent.get(), "message": posted.json()["id"], "createdAt": now,
        }));
        let anns = ann.get(&format!("/app/v1/chats/{this}")).await.json();
        assert_eq!(anns["mention"], json!(null));
        let feed = t.get("/v1/changes?limit=1000").await;
        assert!(!String::from_utf8_lossy(&feed.body).contains("mention."), "programs hear nothing");
        assert_eq!(bob.post(&messages(this), &json!({"text": "Yes?"})).await.status, 201);
        assert_eq!(mentioned(&bob).await, Vec::<i64>::new());
        // A newer note takes the place of an older one, and one may be done without an answer.
        ann.post(&messages(this), &note(&[&bob])).await;
        let newer = ann.post(&messages(this), &note(&[&bob])).await.json();
        let opened = bob.get(&format!("/app/v1/chats/{this}")).await.json();
        assert_eq!(opened["mention"]["message"], newer["id"]);
        for _ in 0..2 {
            let ended = bob.delete(&format!("/app/v1/chats/{this}/mention")).await;
            assert_eq!(ended.status, 200);
        }
        assert_eq!(mentioned(&bob).await, Vec::<i64>::new());
    }

    async fn the_mentioned_agent_hears_of_it_at_once(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, supervisor(t, "bob").await);
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let cookie = bob.cookie().unwrap_or_default();
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let mut page = served.open("/app/v1/ws", &headers).await.unwrap();
        let posted = ann.post(&messages(this), &note(&[&bob])).await.json();
        let mut told = json!({
            "chat": this, "agent": bob.agent.get(), "by": ann.agent.get(),
            "message": posted["id"], "mentioned": true,
        });
        let heard = page.hear_kind("mention.updated", &mut Vec::new()).await;
        assert_eq!(heard["object"], told);
        bob.delete(&format!("/app/v1/chats/{this}/mention")).await;
        told["mentioned"] = json!(false);
        assert_eq!(page.hear_kind("mention.updated", &mut Vec::new()).await["object"], told);
        drop(page);
        served.ended().await;
    }

    async fn a_note_does_not_mention_who_may_not_see_the_chat_and_a_reply_nobody(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let bob = limited(t, "bob", &[department(7)]).await;
        let mateus = customer(t, "mateus").await;
        let foreign = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let refused = ann.post(&messages(foreign), &note(&[&bob])).await;
        assert_eq!(refused.errors().1[0].0, "mention_unseen");
        let own = json!({"assignee": ann.agent.get(), "department": 7});
        let of_department = chat(t, mateus, own).await;
        assert_eq!(ann.post(&messages(of_department), &note(&[&bob])).await.status, 201);
        assert_eq!(mentioned(&bob).await, [of_department]);
        // The chat leaves the scope, and with it the view.
        let away = json!({"id": of_department, "department": null});
        assert_eq!(t.put("/v1/chats/department", &away).await.status, 200);
        assert_eq!(mentioned(&bob).await, Vec::<i64>::new());
        assert_eq!(bob.delete(&format!("/app/v1/chats/{foreign}/mention")).await.errors().0, 404);
        let count = || async { window(&ann, json!({"view": "everything"})).await["total"].clone() };
        let before = ann.get(&messages(foreign)).await.errors().0;
        assert_eq!((before, count().await), (404, json!(2)), "refusals left no note");
        let many = vec![json!(1); MENTIONS_OF_NOTE_MAX + 1];
        for mentions in [json!(many), json!([0]), json!(["x"]), json!("x")] {
            let body = json!({"text": "x", "note": true, "mentions": mentions});
            assert_eq!(ann.post(&messages(foreign), &body).await.errors().0, 400, "{body}");
        }
        let reply = json!({"text": "x", "mentions": [ann.agent.get()]});
        assert_eq!(ann.post(&messages(foreign), &reply).await.errors().0, 400);
        let gone = json!({"text": "x", "note": true, "mentions": [99]});
        assert_eq!(ann.post(&messages(foreign), &gone).await.errors().0, 404);
        let bobs = format!("/app/v1/agents/{}", bob.agent);
        assert_eq!(ann.patch(&bobs, &json!({"active": false})).await.status, 200);
        assert_eq!(ann.post(&messages(of_department), &note(&[&bob])).await.errors().0, 404);
    }

    async fn of_too_many_mentions_the_oldest_ends_and_a_mention_goes_with_its_chat(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let bob = supervisor(t, "bob").await;
        let mateus = customer(t, "mateus").await;
        let first = chat(t, mateus, json!({})).await;
        ann.post(&messages(first), &note(&[&bob])).await;
        for _ in 0..MENTIONS_OF_AGENT_MAX {
            t.clock.advance(std::time::Duration::from_secs(1));
            let next = chat(t, mateus, json!({})).await;
            assert_eq!(ann.post(&messages(next), &note(&[&bob])).await.status, 201);
        }
        let asked = json!({"view": "mentions", "at": {"around": first}});
        let shown = window(&bob, asked).await;
        assert_eq!(shown["total"], json!(MENTIONS_OF_AGENT_MAX));
        assert!(shown["rows"].as_array().unwrap().iter().all(|row| row["id"] != json!(first)));
        assert_eq!(ann.delete(&format!("/app/v1/customers/{mateus}")).await.status, 200);
        assert_eq!(mentioned(&bob).await, Vec::<i64>::new());
    }
}
