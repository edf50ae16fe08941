//! The simulated visitors of `deskbell serve --demo`, who write while an agent is present.

use std::time::Duration;

use deskbell_model::{ApplicationId, Role};
use deskbell_testkit::engines;
use deskbell_testkit::socket_server::{LIMITS, SocketServer};
use deskbell_transfer::play::{PLAY_S, Play};
use serde_json::{Value, json};

engines! {
    async fn visitors_write_while_an_agent_is_there_answer_and_stop_by_themselves(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let application = ApplicationId::new(1).unwrap();
        let mut play = Play::new(&t.app, t.org, (application, ann.agent)).unwrap();
        assert!(play.step(&t.app).await.unwrap());
        let total = async || t.get("/v1/chats/total").await.json()["total"].as_i64().unwrap();
        assert_eq!(total().await, 0, "nobody looks");
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let cookie = ann.cookie().unwrap_or_default();
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let page = served.open("/app/v1/ws", &headers).await.unwrap();
        let chats = async || -> Vec<Value> {
            let view = json!({"view": "everything", "limit": 100});
            let shown = ann.post("/app/v1/list", &view).await.json();
            shown["rows"].as_array().unwrap().clone()
        };
        let mut seconds = 0;
        let mut answered = 0;
        while play.step(&t.app).await.unwrap() {
            t.clock.advance(Duration::from_secs(1));
            seconds += 1;
            assert!(seconds <= PLAY_S, "it stops by itself");
            if seconds == 60 {
                let begun = chats().await;
                let is_said = begun.iter().any(|it| it["preview"] != json!(null));
                assert!(is_said, "it breathes: {begun:?}");
            }
            if seconds % 10 == 0 && answered < 40 {
                assert_eq!(ann.sign_in().await.status, 200);
                for chat in chats().await.iter().filter(|it| it["waitingSince"] != json!(null)) {
                    let target = format!("/app/v1/chats/{}/messages", chat["id"]);
                    assert_eq!(ann.post(&target, &json!({"text": "One moment"})).await.status, 201);
                    answered += 1;
                }
            }
        }
        assert_eq!(total().await, 9);
        assert!(answered > 15, "they answered: {answered}");
        assert!(!play.step(&t.app).await.unwrap(), "it does not begin again");
        drop(page);
        served.ended().await;
    }
}
