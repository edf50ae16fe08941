//! The author of the last message in each row of the agents' list of chats, after an import.

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::{Value, json};

use crate::lines::{imported, message, sound};

engines! {
    async fn a_row_names_who_wrote_last_and_nobody_after_a_message_without_an_agent(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let author = async || {
            let asked = json!({"view": "everything"});
            ann.post("/app/v1/list", &asked).await.json()["rows"][0]["lastMessageAgent"].clone()
        };
        let said = |mut line: Value, agent: Option<&str>| {
            (line["kind"], line["chat"]) = (json!("message"), json!("c"));
            if let Some(agent) = agent {
                line["agent"] = json!(agent);
            }
            line
        };
        let ada = json!({"kind": "agent", "externalId": "a", "name": "Ada", "role": "agent"});
        let chat = json!({"kind": "chat", "externalId": "c", "customer": {"externalId": "u"},
            "messages": [message(1, "customer", "Anybody there?", 100)]});
        imported(t, &[ada, chat, said(message(2, "agent", "Yes.", 200), Some("a"))]).await;
        let agents = t.get("/v1/agents").await.json();
        let agents = agents["data"].as_array().unwrap();
        let ada = agents.iter().find(|it| it["name"] == "Ada").unwrap();
        assert_eq!(author().await, ada["id"]);
        imported(t, &[said(message(3, "agent", "A bot says good-bye.", 300), None)]).await;
        assert_eq!(author().await, json!(null));
        let chat = t.get("/v1/chats").await.json()["data"][0].clone();
        assert_eq!(chat["lastCommunicatedAgentId"], ada["id"]);
        sound(t).await;
    }
}
