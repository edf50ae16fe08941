//! Pictures of agents that visitors see: next to every name, updated live, and without other data
//! about the agent.

use axum::http::Method;
use deskbell_model::Role;
use deskbell_testkit::browser::Browser;
use deskbell_testkit::engines;
use deskbell_testkit::objects::webp;
use serde_json::{Value, json};

use crate::desk::close;
use crate::served::{SELDOM_MS, Served};

async fn set(agent: &Browser, bytes: Vec<u8>) -> Value {
    let kind = ("content-type", "application/octet-stream");
    let answer = agent.call(Method::PUT, "/app/v1/me/picture", &[kind], bytes).await;
    answer.json()["picture"].clone()
}

async fn reply(agent: &Browser, chat: &Value, message: &Value) {
    let answer = agent.post(&format!("/app/v1/chats/{chat}/messages"), message).await;
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
}

engines! {
    async fn a_visitor_sees_the_agents_picture_beside_the_name_everywhere(t: &Test) {
        let (ann, visitor) = (t.agent("ann", Role::Agent, &[]).await, t.visitor().await);
        let served = Served::new(t.http.clone(), SELDOM_MS).await;
        let chat = visitor.say(None, "Hello").await["chatId"].clone();
        let seq = visitor.begin(&json!({})).await["seq"].as_i64().unwrap();
        let mut socket = served.socket(&visitor, Some(seq)).await;
        let none = json!({"name": "ann", "picture": null});
        reply(&ann, &chat, &json!({"text": "Hi"})).await;
        assert_eq!(socket.hear_of("message").await["message"]["agent"], none);

        let picture = set(&ann, webp(64, 64)).await;
        assert!(picture.is_string());
        let expected = json!({"name": "ann", "picture": picture});
        let file = ann.call(Method::POST, "/app/v1/files?name=a.txt",
            &[("content-type", "application/octet-stream")], "Hello").await.json();
        let messages = [json!({"text": "one"}), json!({"text": "two", "files": [file["id"]]})];
        for message in messages {
            reply(&ann, &chat, &message).await;
            let heard = socket.hear_of("message").await["message"].take();
            assert_eq!((&heard["agent"], &heard["text"]), (&expected, &message["text"]));
            let files = message.get("files").map_or(0, |it| it.as_array().unwrap().len());
            assert_eq!(heard["files"].as_array().unwrap().len(), files);
        }
        close(t, &chat).await;
        let closed = loop {
            let heard = socket.hear_of("chat").await["chat"].take();
            if heard["open"] == false {
                break heard;
            }
        };
        assert_eq!(closed["agent"], expected);
        let begun = visitor.begin(&json!({})).await;
        assert_eq!(begun["chats"][0]["agent"], expected);
        assert_eq!(begun["messages"][0]["agent"], expected);
        let page = visitor.get(&format!("messages?chat={chat}")).await.json();
        assert_eq!(page["messages"][0]["agent"], expected, "of earlier messages, too");
        assert_eq!(page["messages"][2]["agent"], expected);
        assert_eq!(page["messages"][3]["agent"], Value::Null, "it is the visitor's own");
        let link = picture.as_str().unwrap();
        assert_eq!(t.get_without_key(link).await.status, 200);

        assert_eq!(ann.delete("/app/v1/me/picture").await.status, 200);
        reply(&ann, &chat, &json!({"text": "three"})).await;
        assert_eq!(socket.hear_of("message").await["message"]["agent"], none);
        assert_eq!(visitor.begin(&json!({})).await["chats"][0]["agent"]["picture"], Value::Null);
        drop(socket);
        served.ended().await;
    }
}
