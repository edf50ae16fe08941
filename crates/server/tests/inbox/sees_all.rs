//! `agentsSeeAll` of `/app/v1/settings`: the organization's choice whether agents with the role
//! `agent` see the chats of all departments.

use deskbell_model::Role;
use deskbell_testkit::browser::Browser;
use deskbell_testkit::socket_server::{LIMITS, SocketClient, SocketServer};
use deskbell_testkit::{Engine, Test, engines, run};
use serde_json::{Value, json};

use crate::made::{asks, chat, customer, department, ids, limited, supervisor};

const NOTHING: [i64; 0] = [];

async fn set(boss: &Browser, sees_all: bool) {
    let set = boss.patch("/app/v1/settings", &json!({"agentsSeeAll": sees_all})).await;
    assert_eq!((set.status, &set.json()["agentsSeeAll"]), (200, &json!(sees_all)));
}

async fn open(served: &SocketServer, by: &Browser) -> SocketClient {
    let cookie = by.cookie().unwrap();
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    served.open("/app/v1/ws", &headers).await.unwrap()
}

/// Waits until a page has received the new settings and the server has closed the page's socket.
/// Returns the messages received before the settings.
async fn sent_away(mut page: SocketClient) -> Vec<Value> {
    let mut heard = Vec::new();
    page.hear_kind("setting.updated", &mut heard).await;
    assert_eq!(page.closed().await.0, 1013);
    heard
}

engines! {
    async fn agents_see_all_chats_at_once_when_the_organization_lets_them_and_no_longer(t: &Test) {
        let sales = department(7);
        let boss = t.agent("boss", Role::Admin, &[sales]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bob = limited(t, "bob", &[]).await;
        let mateus = customer(t, "mateus").await;
        let of_sales = json!({"assignee": boss.agent.get(), "department": sales.get()});
        let this = chat(t, mateus, of_sales).await;
        asks(t, this, "Is the shop open?").await;
        let target = format!("/app/v1/chats/{this}");
        // No time passes in this test, so what was known of a session a moment ago does not count.
        for sees_all in [false, true, false] {
            set(&boss, sees_all).await;
            let expected = if sees_all { vec![this] } else { NOTHING.to_vec() };
            assert_eq!(ids(&ann, json!("all")).await, expected);
            assert_eq!(ann.get(&target).await.status, if sees_all { 200 } else { 404 });
            let found = ann.get("/app/v1/search?q=mateus").await.json();
            assert_eq!(found["chats"]["total"], i64::from(sees_all));
            let me = ann.get("/app/v1/me").await.json();
            assert_eq!(me["seesAllChats"], json!(sees_all));
            assert_eq!(me["settings"]["agentsSeeAll"], json!(sees_all));
            // Agents who answer chats only see no more either way.
            assert_eq!(ids(&bob, json!("all")).await, NOTHING);
            assert_eq!(bob.get(&target).await.status, 404);
        }
    }

    async fn only_an_administrator_lets_agents_see_all_and_the_trail_says_who_did(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let yes = json!({"agentsSeeAll": true});
        for role in [Role::AgentChatOnly, Role::Agent, Role::Superviser] {
            let agent = t.agent(role.as_str(), role, &[]).await;
            assert_eq!(agent.patch("/app/v1/settings", &yes).await.status, 403);
        }
        let refused = boss.patch("/app/v1/settings", &json!({"agentsSeeAll": "often"})).await;
        let pointers = vec!["/agentsSeeAll".to_owned()];
        assert_eq!((refused.status, refused.pointers()), (400, pointers));
        assert_eq!(boss.get("/app/v1/settings").await.json()["agentsSeeAll"], false);
        set(&boss, true).await;
        // What another page sets leaves it as it is, and null is the default.
        let other = boss.patch("/app/v1/settings", &json!({"replyTargetSeconds": 60})).await;
        assert_eq!(other.json()["agentsSeeAll"], true);
        let none = boss.patch("/app/v1/settings", &json!({"agentsSeeAll": null})).await;
        assert_eq!(none.json()["agentsSeeAll"], false);
        let trail = boss.get("/app/v1/audit").await.json();
        let last = &trail["data"][0];
        assert_eq!((&last["kind"], &last["before"]["agentsSeeAll"]),
            (&json!("setting.updated"), &json!(true)));
        assert_eq!(last["actor"]["id"], boss.agent.get());
    }

    async fn an_open_page_hears_of_a_new_scope_and_comes_back_with_it(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (bob, eve) = (limited(t, "bob", &[]).await, supervisor(t, "eve").await);
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mateus = customer(t, "mateus").await;
        let foreign = chat(t, mateus, json!({"assignee": boss.agent.get()})).await;
        let own = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let (mut bobs, mut eves) = (open(&served, &bob).await, open(&served, &eve).await);
        let mut anns = open(&served, &ann).await;
        // Other settings of the organization send nobody away.
        let target = json!({"replyTargetSeconds": 60});
        assert_eq!(boss.patch("/app/v1/settings", &target).await.status, 200);
        asks(t, foreign, "secret one").await;
        asks(t, own, "for ann").await;
        let mut heard = Vec::new();
        let first = anns.hear_kind("message.created", &mut heard).await;
        assert_eq!(first["object"]["text"], "for ann");
        set(&boss, true).await;
        heard.extend(sent_away(anns).await);
        let mut anns = open(&served, &ann).await;
        asks(t, foreign, "now heard").await;
        let now = anns.hear_kind("message.created", &mut Vec::new()).await;
        assert_eq!(now["object"]["text"], "now heard");
        set(&boss, false).await;
        sent_away(anns).await;
        let mut anns = open(&served, &ann).await;
        asks(t, foreign, "secret two").await;
        asks(t, own, "the end").await;
        let last = anns.hear_kind("message.created", &mut heard).await;
        assert_eq!(last["object"]["text"], "the end");
        assert!(!format!("{heard:?}").contains("secret"), "{heard:?}");
        // Whose scope is the same hears of both changes, and of the chats as before.
        for page in [&mut bobs, &mut eves] {
            for _ in 0..3 {
                page.hear_kind("setting.updated", &mut Vec::new()).await;
            }
        }
        let told = eves.hear_kind("message.created", &mut Vec::new()).await;
        assert_eq!(told["object"]["text"], "secret two");
        drop((anns, bobs, eves));
        served.ended().await;
    }
}

#[test]
fn a_page_that_opens_just_after_the_change_has_the_new_scope_on_every_node() {
    run(Engine::Postgres, async |t: &Test| {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        set(&boss, true).await;
        let other = t.another_node().await;
        let http = deskbell_web::http(std::sync::Arc::clone(&other)).unwrap();
        let served = SocketServer::new(http.clone(), LIMITS).await;
        // The other node knows the session, with the scope of before the change.
        let there = ann.at_http(&http);
        assert_eq!(there.get("/app/v1/me").await.json()["seesAllChats"], true);
        set(&boss, false).await;
        let mut page = open(&served, &there).await;
        let mateus = customer(t, "mateus").await;
        let foreign = chat(t, mateus, json!({"assignee": boss.agent.get()})).await;
        asks(t, foreign, "secret").await;
        asks(t, chat(t, mateus, json!({})).await, "the end").await;
        let last = page.hear_kind("message.created", &mut Vec::new()).await;
        assert_eq!(last["object"]["text"], "the end");
        drop(page);
        served.ended().await;
        drop((there, http));
        other.close().await;
    });
}
