//! Tickets: short-lived credentials for the URL of a stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use deskbell_app::{App, Settings, jobs};
use deskbell_http::{Http, Limits};
use deskbell_model::limits::{SWEEP_LEAD_SECONDS_MAX, TICKET_SECONDS};
use deskbell_model::{KeyId, Origin, Scope, Seconds};
use deskbell_storage::{Conn, Options, Result, Stop, Store, Tx, Write, tickets};
use deskbell_testkit::client::request;
use deskbell_testkit::world::{Jump, TestEntropy};
use deskbell_testkit::{Test, engines};
use serde_json::json;
use tokio::task::JoinSet;

use crate::sockets::{LIMITS, Served};

async fn ticket(t: &Test, key: &str) -> String {
    let answer = t.call_as(key, Method::POST, "/v1/stream/ticket", "").await;
    assert_eq!((answer.status, answer.header("cache-control")), (201, Some("no-store")));
    let ticket = answer.json();
    assert_eq!(ticket["expiresAt"], i64::from(t.app.context.now().get()) + 60);
    ticket["ticket"].as_str().unwrap().to_owned()
}

/// Another node on the same database.
async fn node(t: &Test) -> (Arc<App>, Http) {
    let store = Store::open(&t.database.location, &Options::default()).await.unwrap();
    let entropy = Arc::new(TestEntropy::default());
    let other = Arc::new(App::new(store, t.clock.clone(), entropy, Settings::default()));
    let http = deskbell_web::http(Arc::clone(&other)).unwrap();
    (other, http)
}

/// A write that deletes all tickets; returns their number.
struct Left;

impl Write for Left {
    type Out = u64;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<u64, Stop<Infallible>> {
        Ok(tickets::forget(tx.org, tx.conn, (Seconds::MAX, Seconds::MAX), 100).await?)
    }
}

engines! {
    async fn a_ticket_opens_one_stream_within_a_minute_on_any_process(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let (other, http) = node(t).await;
        let elsewhere = Served::new(http, LIMITS).await;
        let used = ticket(t, &t.key).await;
        let query = format!("after=0&ticket={used}");
        // A refused stream does not use up the ticket.
        let stream = format!("/v1/stream?after=x&ticket={used}");
        assert_eq!(t.get_without_key(&stream).await.status, 400, "it is let in");
        assert_eq!(t.get_without_key(&format!("/v1/ws?ticket={used}")).await.status, 426);
        assert_eq!(t.get_without_key(&format!("/v1/chats?ticket={used}")).await.status, 401);
        assert_eq!(t.get_as(&used, "/v1/chats").await.status, 401, "it is no key");
        let mut client = served.ask(None, &query).await.unwrap();
        assert_eq!(client.hear().await["kind"], "application.created");
        for process in [&served, &elsewhere] {
            assert_eq!(process.ask(None, &query).await.err().unwrap().0, 401);
            let stream = process.stream(&query, "").await;
            assert!(stream.head.starts_with("HTTP/1.1 401"), "{}", stream.head);
        }
        let elsewheres = ticket(t, &t.key).await;
        drop(elsewhere.ask(None, &format!("ticket={elsewheres}")).await.unwrap());
        assert_eq!(served.ask(None, &format!("ticket={elsewheres}")).await.err().unwrap().0, 401);
        let [last, late] = [ticket(t, &t.key).await, ticket(t, &t.key).await];
        t.clock.advance(Duration::from_secs(59));
        drop(served.ask(None, &format!("ticket={last}")).await.unwrap());
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(served.ask(None, &format!("ticket={late}")).await.err().unwrap().0, 401);
        drop(client);
        served.ended().await;
        elsewhere.ended().await;
        other.context.store.close().await;
    }

    async fn of_many_who_use_a_ticket_at_once_on_two_processes_one_is_let_in(t: &Test) {
        let (other, http) = node(t).await;
        for _ in 0..5 {
            let path = format!("/v1/stream?ticket={}", ticket(t, &t.key).await);
            let mut asking = JoinSet::new();
            for number in 0..8 {
                let http = if number % 2 == 0 { t.http.clone() } else { http.clone() };
                let request = request(Method::GET, &path, &[]);
                let peer = std::net::Ipv4Addr::LOCALHOST.into();
                asking.spawn(async move { http.answer(request, peer).await.status().as_u16() });
            }
            let mut statuses = asking.join_all().await;
            statuses.sort_unstable();
            assert_eq!(statuses, [&[200][..], &[401; 7]].concat());
        }
        other.context.store.close().await;
    }

    async fn a_ticket_is_as_good_as_its_key(t: &Test) {
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        let [ticket, second] = [ticket(t, &reader).await, ticket(t, &reader).await];
        let limits = Limits { heartbeat_ms: 5_000, ..LIMITS };
        let served = Served::new(t.http.clone(), limits).await;
        let query = format!("ticket={ticket}");
        let mut client = served.ask(None, &query).await.unwrap();
        client.say(&json!({"type": "typing", "chat": 1})).await;
        assert_eq!(client.hear().await["errors"][0]["code"], "forbidden");
        t.app.access.revoke_key(t.caller, KeyId::new(2).unwrap()).await.unwrap();
        t.clock.advance(Duration::from_secs(1));
        let query = format!("ticket={second}");
        assert_eq!(served.ask(None, &query).await.err().unwrap().0, 401);
        let (code, reason, texts) = client.closed().await;
        assert_eq!((code, &texts[0]["errors"][0]["code"]), (1008, &json!("invalid_token")));
        assert!(reason.starts_with("the key was revoked"), "{reason}");
        served.ended().await;
    }

    async fn a_wrong_ticket_counts_as_a_wrong_key(t: &Test) {
        let wrong = "/v1/stream?ticket=dbt_wrong";
        for _ in 0..60 {
            assert_eq!(t.get_without_key(wrong).await.status, 401);
        }
        assert_eq!(t.get_without_key(wrong).await.status, 429);
        assert_eq!(t.get_without_key("/v1/ws?ticket=dbt_wrong").await.status, 429);
        let right = format!("/v1/ws?ticket={}", ticket(t, &t.key).await);
        let answer = t.get_without_key(&right).await;
        assert_eq!((answer.status, answer.header("upgrade")), (426, Some("websocket")));
        let twice = format!("{right}&ticket=x");
        assert_eq!(t.get_without_key(&twice).await.status, 429, "one of two is none");
    }

    async fn a_ticket_that_a_wrong_clock_made_is_good_for_no_longer(t: &Test) {
        let year = Duration::from_secs(365 * 86_400);
        t.clock.jump(Jump::Ahead(year));
        let ticket = ticket(t, &t.key).await;
        let stream = format!("/v1/stream?after=x&ticket={ticket}");
        assert_eq!(t.get_without_key(&stream).await.status, 400, "it is let in");
        t.clock.jump(Jump::Back(year));
        assert_eq!(t.get_without_key(&stream).await.status, 401);
        t.clock.advance(Duration::from_secs(u64::from(SWEEP_LEAD_SECONDS_MAX)));
        while jobs::run_due(&t.app).await.unwrap() {}
        assert_eq!(t.app.context.store.write(t.org, Origin::COMMAND, Left).await.unwrap(), 0);
    }

    async fn expired_tickets_are_forgotten(t: &Test) {
        for _ in 0..3 {
            ticket(t, &t.key).await;
        }
        t.clock.advance(Duration::from_secs(u64::from(TICKET_SECONDS)));
        ticket(t, &t.key).await;
        while jobs::run_due(&t.app).await.unwrap() {}
        assert_eq!(t.app.context.store.write(t.org, Origin::COMMAND, Left).await.unwrap(), 1);
    }
}
