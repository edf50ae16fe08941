//! Files of visitors, which are shown only where the messages with the files are shown.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::jobs;
use deskbell_model::Role;
use deskbell_testkit::browser::Browser;
use deskbell_testkit::engines;
use deskbell_testkit::visitor::Visitor;
use serde_json::{Value, json};

use crate::desk::{SECRET, customers, lisa, with_secret};
use crate::proofs::signature;
use crate::served::{SELDOM_MS, Served};

/// A GIF of 5 by 6 pixels, truncated after its header.
const GIF: &[u8] = b"GIF89a\x05\0\x06\0\x80\0\0";

/// Sends a message with files; returns the visitor's JSON of the message.
async fn send(visitor: &Visitor, chat: &Value, text: &str, files: &[&Value]) -> Value {
    let ids: Vec<_> = files.iter().map(|file| &file["id"]).collect();
    let message = json!({"chatId": chat, "text": text, "files": ids});
    let answer = visitor.try_say(&message).await;
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Uploads a file as an agent, and posts it in a reply or a note; returns the file's id.
async fn attach(agent: &Browser, chat: &Value, name: &str, is_note: bool) -> i64 {
    let target = format!("/app/v1/files?name={name}");
    let kind = ("content-type", "application/octet-stream");
    let file = agent.call(Method::POST, &target, &[kind], name.to_owned()).await.json();
    let message = json!({"text": name, "note": is_note, "files": [file["id"]]});
    let posted = agent.post(&format!("/app/v1/chats/{chat}/messages"), &message).await;
    assert_eq!(posted.status, 201, "{}", String::from_utf8_lossy(&posted.body));
    file["id"].as_i64().unwrap()
}

/// Removes the fields that change with time, such as the link, from a file's JSON.
fn lasting(file: &Value) -> Value {
    let mut file = file.clone();
    let kept = file.as_object_mut().unwrap();
    for key in ["url", "urlExpiresAt"] {
        assert!(kept.remove(key).is_some());
    }
    file
}

engines! {
    async fn a_visitor_sees_files_with_each_message_and_its_text_has_no_links(t: &Test) {
        let visitor = t.visitor().await;
        let served = Served::new(t.http.clone(), SELDOM_MS).await;
        let first = visitor.say(None, "Hello").await;
        assert_eq!(first["files"], json!([]));
        let chat = first["chatId"].clone();
        let seq = visitor.begin(&json!({})).await["seq"].as_i64().unwrap();
        let mut socket = served.socket(&visitor, Some(seq)).await;
        let mut events = served.stream(&visitor, seq).await;
        let image = visitor.upload("a.gif", GIF).await;
        let expected = json!({
            "id": 1, "name": "a.gif", "type": "image/gif", "bytes": GIF.len(), "width": 5,
            "height": 6,
        });
        assert_eq!(lasting(&image), expected);
        let document = visitor.upload("b[1].pdf", "%PDF-1.7").await;
        let said = send(&visitor, &chat, "See these", &[&document, &image]).await;
        assert_eq!(said["text"], "See these");
        assert_eq!(said["files"][1]["id"], 1);
        let url = said["files"][0]["url"].as_str().unwrap();
        assert_eq!(t.get_without_key(url).await.body, b"%PDF-1.7");
        let page = visitor.get(&format!("messages?chat={chat}")).await.json();
        assert_eq!(page["messages"][0], said);
        let begun = visitor.begin(&json!({})).await;
        assert_eq!(begun["messages"][0], said);
        assert_eq!(begun["chats"][0]["preview"], "See these\n\nb[1].pdf\na.gif");
        assert_eq!(socket.hear_of("message").await["message"], said);
        loop {
            let heard = events.hear().await;
            if heard["kind"] == "message" {
                assert_eq!(heard["message"], said);
                break;
            }
        }
        let polled = visitor.get(&format!("changes?after={seq}")).await.json();
        let polled = polled["changes"].as_array().unwrap();
        assert_eq!(polled.iter().find(|it| it["kind"] == "message").unwrap()["message"], said);
        let of_program = t.get(&format!("/v1/chats/{chat}/messages")).await.json();
        let links = "[b\\[1\\].pdf](/v1/files/2)\n![a.gif](/v1/files/1)";
        assert_eq!(of_program["data"][0]["text"], format!("See these\n\n{links}"));
        served.ended().await;
    }

    async fn a_message_of_files_alone_begins_a_chat_and_is_sent_once(t: &Test) {
        let visitor = t.visitor().await;
        assert_eq!(customers(t).await, 0);
        let file = visitor.upload("a.gif", GIF).await;
        assert_eq!(customers(t).await, 1, "an upload is an act");
        let body = json!({"files": [file["id"]]});
        let (first, second) =
            (visitor.post_once("k", &body).await, visitor.post_once("k", &body).await);
        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!(first.json(), second.json());
        assert_eq!((&first.json()["text"], &first.json()["files"][0]["name"]),
            (&json!(""), &json!("a.gif")));
        let named = visitor.try_say(&json!({"text": "again", "files": [1]})).await;
        assert_eq!(named.status, 404, "another message names it");
        assert_eq!(named.json()["errors"][0]["pointer"], "/files");
        for (files, code) in [
            (json!([1, 1]), "invalid_files_value"),
            (json!([1, 2, 3, 4, 5, 6]), "invalid_files_value"),
            (json!([]), "invalid_text_value"),
        ] {
            let refused = visitor.try_say(&json!({"files": files})).await;
            assert_eq!((refused.status, refused.errors().1[0].0.as_str()), (400, code));
        }
        assert_eq!(customers(t).await, 1);
    }

    async fn a_file_is_seen_by_the_visitor_whose_message_has_it_and_no_note_has_one(t: &Test) {
        lisa(t).await;
        let agent = t.agent("ann", Role::Admin, &[]).await;
        let (visitor, other) = (t.visitor().await, t.visitor().await);
        let own = visitor.say(None, "Hello").await["chatId"].clone();
        other.say(None, "Hello").await;
        let unnamed = visitor.upload("unnamed.txt", "unnamed").await["id"].as_i64().unwrap();
        let shown = attach(&agent, &own, "shown.txt", false).await;
        let noted = attach(&agent, &own, "noted.txt", true).await;
        let file = async |by: &Visitor, id: i64| by.get(&format!("files/{id}")).await;
        for (id, status) in [(unnamed, 200), (shown, 200), (noted, 404), (99, 404)] {
            assert_eq!(file(&visitor, id).await.status, status, "{id}");
        }
        let nobody = t.visitor().await;
        for id in [unnamed, shown, noted] {
            assert_eq!(file(&other, id).await.body, file(&other, 99).await.body);
            assert_eq!(file(&nobody, id).await.status, 404);
        }
        let stolen = other.try_say(&json!({"text": "mine", "files": [unnamed]})).await;
        assert_eq!(stolen.status, 404);
        // Whoever writes the text of a link gets no file with it.
        let text = format!("look\n\n[noted.txt](/v1/files/{noted})");
        for by in [&visitor, &other] {
            let said = by.say(None, &text).await;
            assert_eq!((&said["text"], &said["files"]), (&json!(text), &json!([])));
        }
        let page = visitor.get(&format!("messages?chat={own}")).await;
        assert_eq!(page.json()["messages"][0]["files"][0]["id"], shown);
        assert!(!String::from_utf8(page.body).unwrap().contains("noted"));
    }

    async fn what_is_too_large_or_too_much_is_refused_with_the_time_to_wait(t: &Test) {
        let visitor = t.visitor().await;
        let large = visitor.try_upload("a", vec![1; 10 * 1024 * 1024 + 1]).await;
        assert_eq!(large.errors(), (413, vec![("payload_too_large".into(),
            "The file must not exceed 10 MiB".into())]));
        t.clock.advance(Duration::from_secs(60));
        for number in 0..20 {
            visitor.upload("a", vec![number + 1]).await;
            t.clock.advance(Duration::from_secs(1));
        }
        let more = visitor.try_upload("a", "more").await;
        assert_eq!((more.status, more.header("retry-after")), (429, Some("3580")));
        t.clock.advance(Duration::from_secs(3_601));
        for number in 0..10 {
            visitor.upload("a", vec![number + 30; 10 * 1024 * 1024]).await;
        }
        let more = visitor.try_upload("a", "more").await;
        let wait: u64 = more.header("retry-after").unwrap().parse().unwrap();
        assert_eq!(more.status, 429);
        assert!((3_600 * 22..=3_600 * 24).contains(&wait), "{wait}");
    }

    async fn a_blocked_visitor_uploads_nothing(t: &Test) {
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "Hello").await["chatId"].clone();
        let customer = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
        let customer = format!("/v1/customers/{customer}");
        let blocked = t.patch(&customer, &json!({"blocked": true})).await;
        assert_eq!(blocked.status, 200);
        assert_eq!(visitor.try_upload("a", "a").await.status, 403);
        assert_eq!(t.stranger().try_upload("a", "a").await.status, 401);
    }

    async fn what_a_visitor_uploaded_goes_over_to_the_user_who_it_is(t: &Test) {
        with_secret(t, false).await;
        let known = t.post("/v1/customers", &json!({"userId": "u1"})).await.json()["id"].clone();
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "Hello").await["chatId"].clone();
        let (sent, waiting) = (visitor.upload("a", "a").await, visitor.upload("b", "b").await);
        send(&visitor, &chat, "one", &[&sent]).await;
        let user = json!({"user": {"userId": "u1", "proof": signature(SECRET, "u1")}});
        let begun = visitor.begin(&user).await;
        assert_eq!(begun["messages"][0]["files"][0]["name"], "a");
        let said = send(&visitor, &chat, "two", &[&waiting]).await;
        assert_eq!(said["files"][0]["name"], "b");
        assert_eq!(visitor.get("files/1").await.status, 200);
        while jobs::run_due(&t.app).await.unwrap() {}
        assert_eq!(visitor.get("files/2").await.status, 200, "the merged one is erased");
        let url = visitor.get("files/2").await.json()["url"].as_str().unwrap().to_owned();
        let known = format!("/v1/customers/{known}");
        assert_eq!(t.send(Method::DELETE, &known, &[]).await.status, 200);
        while jobs::run_due(&t.app).await.unwrap() {}
        assert_eq!(t.get_without_key(&url).await.status, 404);
        for id in [1, 2] {
            assert_eq!(t.get(&format!("/v1/files/{id}")).await.status, 404);
        }
    }
}
