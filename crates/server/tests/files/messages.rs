//! Files in messages: the text contains links to the files, and each file belongs to one message.

use axum::http::Method;
use deskbell_app::Caller;
use deskbell_model::{AgentId, CustomerId, Role, SessionId};
use deskbell_testkit::{Answer, Test, engines};
use futures_util::stream;
use serde_json::{Value, json};

use crate::uploads::{GIF, uploaded};

/// Creates a customer with a chat; returns the chat's id.
pub async fn chat(t: &Test) -> i64 {
    let customer = t.post("/v1/customers", &json!({"name": "a"})).await.json()["id"].clone();
    let chat = json!({"customer": customer, "application": 1});
    t.post("/v1/chats", &chat).await.json()["id"].as_i64().unwrap()
}

async fn post(t: &Test, message: Value) -> Answer {
    t.post("/v1/messages", &message).await
}

engines! {
    async fn a_message_with_files_has_links_in_its_text_and_keeps_its_shape(t: &Test) {
        let chat = chat(t).await;
        uploaded(t, "a.gif", GIF).await;
        uploaded(t, "b[1].pdf", "%PDF-1.7").await;
        let message = json!({"chat": chat, "text": "See these", "files": [2, "1"]});
        let answer = post(t, message).await;
        let posted = answer.json();
        let links = "[b\\[1\\].pdf](/v1/files/2)\n![a.gif](/v1/files/1)";
        assert_eq!(posted["text"], format!("See these\n\n{links}"));
        let page = t.get(&format!("/v1/chats/{chat}/messages")).await.json();
        assert_eq!(page["data"][0], posted);
        let shown = t.get(&format!("/v1/chats/{chat}")).await.json();
        assert_eq!(shown["lastMessageText"], posted["text"]);
        let told = t.get("/v1/changes?kind=message.created").await.json();
        assert_eq!(told["data"][0]["object"], posted);
        for id in [1, 2] {
            assert_eq!(t.get(&format!("/v1/files/{id}")).await.json()["chat"], chat);
        }
        uploaded(t, "c.gif", GIF).await;
        let alone = post(t, json!({"chat": chat, "files": [3]})).await.json();
        assert_eq!(alone["text"], "![c.gif](/v1/files/3)");
    }

    async fn a_file_is_named_once_and_by_whom_it_belongs_to(t: &Test) {
        let chat = chat(t).await;
        uploaded(t, "a.gif", GIF).await;
        let named = post(t, json!({"chat": chat, "text": "a", "files": [1]})).await;
        assert_eq!(named.status, 201);
        let own = async |caller| {
            let body = stream::iter([Ok::<_, String>(GIF.into())]);
            let file = t.app.files.upload(caller, "own", None, body).await;
            file.unwrap_or_else(|error| panic!("{error:?}")).file.id.get()
        };
        let visitor = Caller::visitor(t.org, CustomerId::new(1).unwrap());
        let session = SessionId::new(1).unwrap();
        let agent = Caller::agent(t.org, AgentId::new(1).unwrap(), Role::Agent, session);
        let (of_visitor, of_agent) = (own(visitor).await, own(agent).await);
        for id in [1, of_visitor, of_agent, 99] {
            let answer = post(t, json!({"chat": chat, "text": "a", "files": [id]})).await;
            let errors = answer.json();
            assert_eq!(answer.status, 404, "{id}");
            assert_eq!(errors["errors"][0]["message"], "File not found");
            assert_eq!(errors["errors"][0]["pointer"], "/files");
        }
        let (_, key) = t.another_organization().await;
        t.call_as(&key, Method::POST, "/v1/files", GIF).await;
        uploaded(t, "mine.gif", GIF).await;
        let customer = t.call_as(&key, Method::POST, "/v1/customers", "{\"name\":\"b\"}").await;
        let theirs = json!({"customer": customer.json()["id"], "application": 1}).to_string();
        let theirs = t.call_as(&key, Method::POST, "/v1/chats", theirs).await;
        let theirs = json!({"chat": theirs.json()["id"], "text": "a", "files": [4]}).to_string();
        assert_eq!(t.call_as(&key, Method::POST, "/v1/messages", theirs).await.status, 404);
        let page = t.get(&format!("/v1/chats/{chat}/messages")).await.json();
        assert_eq!(page["total"], 1, "a refusal leaves nothing");
        assert_eq!(t.get("/v1/files/4").await.json()["chat"], Value::Null);
    }

    async fn what_is_no_list_of_files_is_refused(t: &Test) {
        let chat = chat(t).await;
        let many: Vec<_> = (1..=11).collect();
        for bad in [json!(1), json!({}), json!([0]), json!(["x"]), json!([1, 1]), json!(many)] {
            let answer = post(t, json!({"chat": chat, "text": "a", "files": bad})).await;
            assert_eq!(answer.errors(), (400, vec![("invalid_files_value".into(),
                "files value is invalid".into())]), "{bad}");
        }
        for nothing in [json!([]), json!(null)] {
            let answer = post(t, json!({"chat": chat, "text": "a", "files": nothing})).await;
            assert_eq!(answer.status, 201);
            let answer = post(t, json!({"chat": chat, "files": nothing})).await;
            assert_eq!(answer.errors().1[0].0, "invalid_text_value");
        }
    }

    async fn a_message_that_is_sent_again_names_its_files_once(t: &Test) {
        let chat = chat(t).await;
        uploaded(t, "a.gif", GIF).await;
        let body = json!({"chat": chat, "files": [1]}).to_string();
        let key = [("idempotency-key", "k")];
        let send = async || t.call_with(Method::POST, "/v1/messages", &key, body.clone()).await;
        let (first, second) = (send().await, send().await);
        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!(first.body, second.body);
    }
}
