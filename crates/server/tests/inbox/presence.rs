//! Presence over several nodes. These tests run on PostgreSQL only, since an SQLite file has only
//! one server.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::App;
use deskbell_model::Role;
use deskbell_testkit::socket_server::{LIMITS, SocketServer};
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Engine, Test, run};
use serde_json::{Value, json};

/// The time after which a node asks the other nodes again whether an agent is present.
const ANSWER_KEPT: Duration = Duration::from_secs(1);

/// Returns whether the widget of a node shows that an agent is online.
async fn is_online(t: &Test, node: &Arc<App>) -> Value {
    t.clock.advance(ANSWER_KEPT);
    let http = deskbell_web::http(Arc::clone(node)).unwrap();
    let visitor = Visitor::new(http, Ipv4Addr::LOCALHOST.into());
    visitor.begin(&json!({})).await["online"].clone()
}

#[test]
fn somebody_answers_while_it_is_open_and_an_agent_is_present_at_another_node() {
    run(Engine::Postgres, async |t: &Test| {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let other = t.another_node().await;
        assert_eq!(is_online(t, &other).await, false);
        let mut heard = other.feed.listen(t.org, None).unwrap();
        let cookie = ann.cookie().unwrap();
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let mut page = served.open("/app/v1/ws", &headers).await.unwrap();
        heard.next().await.unwrap();
        assert_eq!(is_online(t, &other).await, true);
        // It is closed on every day of the week.
        let closed = json!({"hours": {"zone": "UTC", "week": {}}});
        assert_eq!(ann.patch("/app/v1/settings", &closed).await.status, 200);
        assert_eq!(is_online(t, &other).await, false);
        assert_eq!(ann.patch("/app/v1/settings", &json!({"hours": null})).await.status, 200);
        assert_eq!(is_online(t, &other).await, true);
        page.say(&json!({"type": "idle", "idle": true})).await;
        heard.next().await.unwrap();
        assert_eq!(is_online(t, &other).await, false);
        page.say(&json!({"type": "idle", "idle": false})).await;
        heard.next().await.unwrap();
        assert_eq!(is_online(t, &other).await, true);
        drop(page);
        heard.next().await.unwrap();
        assert_eq!(is_online(t, &other).await, false);
        served.ended().await;
        drop(heard);
        other.close().await;
    });
}
