//! Files of agents: only pages of this server can upload files, and agents see only the files of
//! visible chats.

use axum::http::Method;
use deskbell_model::{AgentId, ChatScope, DepartmentId, NewReply, Role};
use deskbell_testkit::browser::Browser;
use deskbell_testkit::socket_server::{LIMITS, SocketServer};
use deskbell_testkit::{Answer, engines};
use serde_json::json;

const BYTES: (&str, &str) = ("content-type", "application/octet-stream");

async fn upload(browser: &Browser, bytes: &'static str) -> Answer {
    browser.call(Method::POST, "/app/v1/files?name=a.txt", &[BYTES], bytes).await
}

engines! {
    async fn an_agent_uploads_a_file_and_gets_a_link_to_it(t: &Test) {
        let ann = t.agent("ann", Role::AgentChatOnly, &[]).await;
        let file = upload(&ann, "Hello").await;
        assert_eq!(file.status, 201, "{}", String::from_utf8_lossy(&file.body));
        assert_eq!(file.header("location"), Some("/app/v1/files/1"));
        let shown = ann.get("/app/v1/files/1").await;
        assert_eq!(shown.json(), file.json());
        let link = shown.json()["url"].as_str().unwrap().to_owned();
        assert_eq!(t.get_without_key(&link).await.body, b"Hello");
        let large = ann.call(Method::POST, "/app/v1/files", &[BYTES], vec![7; 2 << 20]).await;
        assert_eq!(large.status, 201, "more than other bodies may have");
    }

    async fn no_form_and_no_other_site_uploads_for_an_agent(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for (name, value, status) in [
            ("content-type", "multipart/form-data; boundary=x", 415),
            ("content-type", "text/plain", 415),
            ("content-type", "application/x-www-form-urlencoded", 415),
            ("sec-fetch-site", "cross-site", 403),
            ("sec-fetch-site", "same-site", 403),
        ] {
            let headers: &[_] =
                if name == "content-type" { &[(name, value)] } else { &[BYTES, (name, value)] };
            let answer = ann.call(Method::POST, "/app/v1/files", headers, "x").await;
            assert_eq!(answer.status, status, "{value}");
        }
        let nobody = t.browser().call(Method::POST, "/app/v1/files", &[BYTES], "x").await;
        assert_eq!(nobody.status, 401);
    }

    async fn a_file_is_seen_with_its_chat_and_before_by_its_uploader_alone(t: &Test) {
        let [sales, help] = [1, 2].map(|id| DepartmentId::new(id).unwrap());
        let ann = t.agent("ann", Role::AgentChatOnly, &[sales]).await;
        let bob = t.agent("bob", Role::AgentChatOnly, &[help]).await;
        let cat = t.agent("cat", Role::Admin, &[]).await;
        assert_eq!(upload(&ann, "Hello").await.status, 201);
        for (browser, status) in [(&ann, 200), (&bob, 404), (&cat, 404)] {
            assert_eq!(browser.get("/app/v1/files/1").await.status, status);
        }
        let customer = t.post("/v1/customers", &json!({"name": "a"})).await.json()["id"].clone();
        let chat = json!({"customer": customer, "application": 1});
        let chat = t.post("/v1/chats", &chat).await.json()["id"].as_i64().unwrap();
        let chat = deskbell_model::ChatId::new(chat).unwrap();
        let reply = |agent: &Browser, files: Vec<i64>| {
            let files = files.into_iter().filter_map(deskbell_model::FileId::new).collect();
            let (text, seen) = (String::new(), None);
            let mentions = Vec::new();
            let new =
                NewReply { chat, text, is_note: false, seen, anyway: true, files, mentions };
            let session = deskbell_model::SessionId::new(1).unwrap();
            let caller = deskbell_app::Caller::agent(t.org, agent.agent, Role::Agent, session);
            (caller, agent.agent, new)
        };
        let post = async |(caller, agent, new): (_, AgentId, _)| {
            t.app.actions.reply(caller, (agent, ChatScope::All), new, None).await
        };
        assert!(post(reply(&bob, vec![1])).await.is_err(), "it is not bob's");
        let posted = post(reply(&ann, vec![1])).await.unwrap().into_json();
        assert!(posted.contains("[a.txt](/v1/files/1)"), "{posted}");
        t.put(&format!("/v1/chats/{chat}/department"), &json!({"department": 1})).await;
        for (browser, status) in [(&ann, 200), (&bob, 404), (&cat, 200)] {
            assert_eq!(browser.get("/app/v1/files/1").await.status, status);
        }
    }

    async fn messages_have_their_files_and_their_texts_no_links(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let customer = t.post("/v1/customers", &json!({"name": "a"})).await.json()["id"].clone();
        let chat = json!({"customer": customer, "application": 1});
        let chat = t.post("/v1/chats", &chat).await.json()["id"].clone();
        let target = format!("/app/v1/chats/{chat}");
        t.post("/v1/messages", &json!({"chat": chat, "text": "Hello"})).await;
        let cookie = ann.cookie().unwrap_or_default();
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let mut page = served.open("/app/v1/ws", &headers).await.unwrap();
        let file = upload(&ann, "Hello").await.json();
        let messages = format!("{target}/messages");
        let reply = json!({"text": "See", "files": [file["id"]]}).to_string();
        let once = [("content-type", "application/json"), ("idempotency-key", "k")];
        let post = async || ann.call(Method::POST, &messages, &once, reply.clone()).await;
        let said = post().await;
        assert_eq!(said.status, 201, "{}", String::from_utf8_lossy(&said.body));
        let said = said.json();
        assert_eq!(said["text"], "See");
        let attachment = &said["files"][0];
        for key in ["id", "name", "type", "bytes", "width", "height", "url", "urlExpiresAt"] {
            assert_eq!(attachment[key], file[key], "{key}");
        }
        assert_eq!(post().await.json(), said, "and the same again");
        let without = json!({"text": "no files"});
        assert_eq!(ann.post(&messages, &without).await.json()["files"], json!([]));
        let opened = ann.get(&target).await.json();
        let of = |list: &serde_json::Value| {
            let texts = ["See", "no files", "Hello"];
            let all: Vec<_> = list.as_array().unwrap().iter().collect();
            texts.map(|text| all.iter().find(|it| it["text"] == text).unwrap()["files"].clone())
        };
        let expected = [said["files"].clone(), json!([]), json!([])];
        assert_eq!(of(&opened["messages"]), expected);
        let listed = ann.get(&messages).await.json();
        assert_eq!((of(&listed["messages"]), of(&listed["data"])), (expected.clone(), expected));
        let told = page.hear_kind("message.created", &mut Vec::new()).await;
        assert_eq!(told["object"], said);
        let of_program = t.get(&format!("/v1/chats/{chat}/messages")).await.json();
        let texts = of_program["data"].as_array().unwrap().iter().map(|it| &it["text"]);
        let texts: Vec<_> = texts.collect();
        assert!(texts.contains(&&json!("See\n\n[a.txt](/v1/files/1)")), "{texts:?}");
        drop(page);
        served.ended().await;
    }
}
