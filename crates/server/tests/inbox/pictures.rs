//! Pictures of agents: the rights to set and remove them, the valid formats, and where they are
//! shown.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::jobs;
use deskbell_model::Role;
use deskbell_testkit::browser::Browser;
use deskbell_testkit::objects::webp;
use deskbell_testkit::{Answer, Test, engines};
use serde_json::{Value, json};

const BYTES: (&str, &str) = ("content-type", "application/octet-stream");
const OWN: &str = "/app/v1/me/picture";

/// Tries to set an agent's picture; returns the server's answer.
async fn try_set(by: &Browser, target: &str, bytes: impl Into<axum::body::Body>) -> Answer {
    by.call(Method::PUT, target, &[BYTES], bytes).await
}

/// Sets an agent's picture; returns the link to the picture.
async fn set(by: &Browser, target: &str, bytes: Vec<u8>) -> String {
    let answer = try_set(by, target, bytes).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()["picture"].as_str().unwrap().to_owned()
}

fn of_agent(agent: &Browser) -> String {
    format!("/app/v1/agents/{}/picture", agent.agent)
}

/// Returns the picture of the signed-in agent, and the name and picture of each agent of the team.
async fn shown(to: &Browser) -> (Value, Vec<(String, Value)>) {
    let me = to.get("/app/v1/me").await.json();
    let team = me["team"]["agents"].as_array().unwrap().iter();
    let of = |it: &Value| (it["name"].as_str().unwrap().to_owned(), it["picture"].clone());
    (me["agent"]["picture"].clone(), team.map(of).collect())
}

async fn sweep(t: &Test) {
    // The clock is trusted after an hour.
    for _ in 0..26 {
        t.clock.advance(Duration::from_secs(3_600));
        while jobs::run_due(&t.app).await.unwrap() {}
    }
}

engines! {
    async fn an_agents_picture_is_shown_to_the_team_and_stays(t: &Test) {
        let ann = t.agent("ann", Role::AgentChatOnly, &[]).await;
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let none = (Value::Null, vec![("ann".to_owned(), Value::Null),
            ("boss".to_owned(), Value::Null)]);
        assert_eq!(shown(&ann).await, none);
        let link = set(&ann, OWN, webp(64, 64)).await;
        assert!(link.ends_with("/picture"), "{link}");
        let served = t.get_without_key(&link).await;
        assert_eq!((served.status, &served.body), (200, &webp(64, 64)));
        assert_eq!(served.header("content-type"), Some("image/webp"));
        assert_eq!(served.header("cache-control"), Some("private, max-age=86400, immutable"));
        assert_eq!(served.header("content-disposition"),
            Some("inline; filename*=UTF-8''picture"));
        let team = vec![("ann".to_owned(), json!(link)), ("boss".to_owned(), Value::Null)];
        assert_eq!(shown(&ann).await, (json!(link), team.clone()));
        assert_eq!(shown(&boss).await, (Value::Null, team));
        let staff = boss.get("/app/v1/agents").await.json();
        assert_eq!(staff["data"][0]["picture"], json!(link));
        let renamed = ann.patch("/app/v1/me", &json!({"name": "Ann"})).await;
        assert_eq!(renamed.json()["picture"], json!(link));

        sweep(t).await;
        assert_eq!(ann.sign_in().await.status, 200);
        let (later, _) = shown(&ann).await;
        assert_ne!(later, json!(link), "each day has a link of its own");
        assert_eq!(t.get_without_key(later.as_str().unwrap()).await.status, 200);
        assert_eq!(t.get_without_key(&link).await.status, 200, "and each is valid for a week");
        t.clock.advance(Duration::from_secs(8 * 86_400));
        assert_eq!(t.get_without_key(&link).await.status, 404);
    }

    async fn a_picture_is_replaced_and_removed_with_its_bytes(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let first = set(&ann, OWN, webp(64, 64)).await;
        let again = set(&ann, OWN, webp(64, 64)).await;
        assert_ne!(first, again, "another file with the same bytes");
        assert_eq!(t.get_without_key(&first).await.status, 404);
        let second = set(&ann, OWN, webp(32, 32)).await;
        assert_eq!(t.get_without_key(&again).await.status, 404);
        assert_eq!(t.get_without_key(&second).await.body, webp(32, 32));
        for _ in 0..2 {
            assert_eq!(ann.delete(OWN).await.status, 200, "also if there is none");
        }
        assert_eq!(shown(&ann).await.0, Value::Null);
        assert_eq!(t.get_without_key(&second).await.status, 404);
        while jobs::run_due(&t.app).await.unwrap() {}
        let compared = t.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.blobs, compared.missing, compared.unknown.len()), (0, 0, 0));
        let told = t.get("/v1/changes?limit=1000").await.json();
        let told = told["data"].as_array().unwrap().iter();
        let updates = told.filter(|it| it["kind"] == "agent.updated").count();
        assert_eq!(updates, 4, "three pictures, and one removal that removed something");
    }

    async fn a_picture_is_a_small_image_and_nothing_else(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let no_picture = (400, vec![("invalid_request".to_owned(),
            "The picture must be a PNG, JPEG or WebP image of at most 1024 by 1024 pixels"
                .to_owned())]);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec();
        let page = b"<html><script>alert(1)</script>".to_vec();
        let gif = b"GIF89a\x05\0\x06\0\x80\0\0".to_vec();
        let png = b"\x89PNG\r\n\x1a\n".to_vec();
        for bytes in [svg, page, gif, png, webp(1_025, 8), webp(8, 1_025)] {
            assert_eq!(try_set(&ann, OWN, bytes).await.errors(), no_picture);
        }
        assert_eq!(try_set(&ann, OWN, "").await.status, 400);
        let mut large = webp(64, 64);
        large.resize(1024 * 1024 + 1, 0);
        let too_large = (413, vec![("payload_too_large".to_owned(),
            "The file must not exceed 1 MiB".to_owned())]);
        assert_eq!(try_set(&ann, OWN, large.clone()).await.errors(), too_large);
        for form in ["text/plain", "multipart/form-data"] {
            let headers = [("content-type", form)];
            let answer = ann.call(Method::PUT, OWN, &headers, webp(64, 64)).await;
            assert_eq!(answer.status, 415, "{form}");
        }
        assert_eq!(shown(&ann).await.0, Value::Null);
        large.pop();
        set(&ann, OWN, large).await;
        t.app.files.remove_loose().await.unwrap();
        let compared = t.app.files.compare(t.org).await.unwrap();
        assert_eq!((compared.blobs, compared.unknown.len()), (1, 0), "no refused bytes are left");
    }

    async fn others_pictures_are_for_administrators(t: &Test) {
        let ann = t.agent("ann", Role::Superviser, &[]).await;
        let bob = t.agent("bob", Role::Agent, &[]).await;
        let boss = t.agent("boss", Role::Admin, &[]).await;
        assert_eq!(try_set(&ann, &of_agent(&bob), webp(64, 64)).await.status, 403);
        let link = set(&boss, &of_agent(&bob), webp(64, 64)).await;
        assert_eq!(shown(&bob).await.0, json!(link));
        assert_eq!(ann.delete(&of_agent(&bob)).await.status, 403);
        let nobody = "/app/v1/agents/999/picture";
        assert_eq!(try_set(&boss, nobody, webp(64, 64)).await.status, 404);
        assert_eq!(boss.delete(nobody).await.status, 404);
        let (other, _) = t.another_organization().await;
        let stranger = t.agent_of(other, "eve", Role::Admin, &[]).await;
        let missing = format!("/app/v1/agents/{}/picture", boss.agent);
        assert_eq!(stranger.delete(&missing).await.status, 404);
        // Whoever left is shown as before, until an administrator removes the picture.
        let gone = json!({"active": false});
        let path = format!("/app/v1/agents/{}", bob.agent);
        assert_eq!(boss.patch(&path, &gone).await.json()["picture"], json!(link));
        assert_eq!(t.get_without_key(&link).await.status, 200);
        assert_eq!(boss.delete(&of_agent(&bob)).await.status, 200);
        assert_eq!(t.get_without_key(&link).await.status, 404);
    }

    async fn no_message_takes_a_picture_away(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let link = set(&ann, OWN, webp(64, 64)).await;
        let customer = t.post("/v1/customers", &json!({"name": "a"})).await.json()["id"].clone();
        let chat = json!({"customer": customer, "application": 1});
        let chat = t.post("/v1/chats", &chat).await.json()["id"].clone();
        let target = format!("/app/v1/chats/{chat}/messages");
        let answer = ann.post(&target, &json!({"text": "See", "files": [1]})).await;
        assert_eq!(answer.status, 404, "{}", String::from_utf8_lossy(&answer.body));
        assert_eq!(t.get_without_key(&link).await.status, 200);
    }
}
