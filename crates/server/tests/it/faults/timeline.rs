//! A failover of PostgreSQL to a standby that lacks the last changes. The lost changes are no
//! longer shown or delivered, and followers receive a reset, even if new changes have the same
//! numbers.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::Method;
use deskbell_app::index::IndexSettings;
use deskbell_app::outbox::{RoundOutcome, WebhookOf};
use deskbell_app::{App, Caller, Settings, jobs};
use deskbell_courier::{Courier, SystemResolver};
use deskbell_http::Http;
use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_lab::postgres::standby::{Server, Servers};
use deskbell_model::network::Range;
use deskbell_model::{OrgId, Scope, WebhookId};
use deskbell_storage::{Location, Options, Store};
use deskbell_testkit::world::{TestClock, TestEntropy};
use deskbell_testkit::{Answer, Receiver, block_on, client};
use serde_json::{Value, json};

use crate::sockets::{Client, LIMITS, Served, Stream, bearer};

/// The number of lost chats, each with one message.
const LOST: usize = 3;
/// Lists that show the lost chats.
const LISTS: [&str; 4] = [
    "/v1/chats?limit=100",
    "/v1/chats?sort=chats.lastMessageAt&order=asc",
    "/v1/customers?limit=100",
    "/v1/chats?cursor=&limit=2",
];

/// A node that runs during all failovers.
struct Node {
    app: Arc<App>,
    http: Http,
}

impl Node {
    async fn on(url: &str, enabled: bool) -> Self {
        Self::with(url, IndexSettings { enabled, ..IndexSettings::default() }).await
    }

    async fn with(url: &str, index: IndexSettings) -> Self {
        let mut options = Options::default();
        options.postgres.readers = 2;
        let store = Store::open(&Location::parse(url).unwrap(), &options).await.unwrap();
        store.migrate(0).await.unwrap();
        let webhooks_allow = Range::parse_many("127.0.0.0/8").unwrap();
        let settings = Settings { index, webhooks_allow, ..Settings::default() };
        let (clock, entropy) = (Arc::new(TestClock::default()), Arc::new(TestEntropy::default()));
        let app = Arc::new(App::new(store, clock, entropy, settings));
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        Self { app, http }
    }

    async fn call(&self, key: &str, method: Method, target: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        client::send(&self.http, client::request_as(key, method, target, &[], body)).await
    }

    async fn get(&self, key: &str, target: &str) -> Answer {
        self.call(key, Method::GET, target, &Value::Null).await
    }

    /// The answer to a request, once the database is available again.
    async fn get_at_last(&self, key: &str, target: &str) -> Answer {
        loop {
            let answer = self.get(key, target).await;
            if answer.status != 503 {
                return answer;
            }
        }
    }

    async fn make(&self, key: &str, target: &str, body: &Value) -> i64 {
        let made = self.call(key, Method::POST, target, body).await;
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        made.json()["id"].as_i64().unwrap()
    }

    /// Creates chats with one message each.
    async fn talk(&self, key: &str, chats: usize, text: &str) {
        for number in 0..chats {
            let chat = json!({"customer": 1, "application": 1});
            let chat = self.make(key, "/v1/chats", &chat).await;
            let message = json!({"chat": chat, "text": format!("{text} {number}")});
            self.make(key, "/v1/messages", &message).await;
        }
    }

    /// The number of the last change, and the history (sequence of changes) to which the number
    /// belongs; a failover starts another history.
    async fn head(&self, key: &str) -> (i64, String) {
        let page = self.get_at_last(key, "/v1/changes?limit=1000").await.json();
        let history = page["meta"]["history"].as_str().unwrap().to_owned();
        (page["meta"]["next"].as_i64().unwrap(), history)
    }
}

/// A primary, and a node that is connected to it.
struct Desk {
    servers: Servers,
    line: Outage,
    node: Node,
    org: OrgId,
    key: String,
    served: Served,
    receiver: Receiver,
}

impl Desk {
    async fn open() -> Self {
        let servers = Servers::start().await;
        let database = servers.create_database().await;
        let line = Outage::before(&servers.primary().url(&database)).await;
        let node = Node::on(&line.url, true).await;
        let org = node.app.actions.create_organization("timeline.example").await.unwrap();
        let key =
            node.app.access.create_key(Caller::command(org), "key", Scope::Full).await.unwrap();
        let receiver = Receiver::start().await;
        let hook = json!({"url": receiver.url(), "events": ["message.chat.customer"]});
        node.make(&key, "/v1/webhooks", &hook).await;
        node.make(&key, "/v1/customers", &json!({"name": "Una"})).await;
        node.app.indexes.build_indexes().await.unwrap();
        let served = Served::new(node.http.clone(), LIMITS).await;
        Self { servers, line, node, org, key, served, receiver }
    }

    async fn close(self) {
        self.served.ended().await;
        self.node.app.close().await;
    }

    fn webhook(&self) -> WebhookOf {
        WebhookOf { org: self.org, webhook: WebhookId::new(1).unwrap() }
    }

    /// Attempts all due webhook deliveries; returns the event ids and message texts that the target
    /// received.
    async fn told(&mut self) -> (BTreeSet<String>, Vec<String>) {
        let courier = Courier::new(Arc::clone(&self.node.app.outbox), Arc::new(SystemResolver));
        courier.unwrap().pass().await.unwrap();
        let received: Vec<_> = self.receiver.take().iter().map(|it| it.json()).collect();
        let ids = received.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
        let text = |it: &Value| it["eventData"]["message"]["text"].as_str().unwrap().to_owned();
        (ids, received.iter().map(text).collect())
    }

    /// Fails over to a standby that lacks the last commits. Another node then creates chats; the
    /// tested node is not notified of these chats.
    async fn fail_over(&mut self, standby: Server, chats: usize) {
        let former = self.servers.promote(standby).await;
        self.line.lead_to(&self.servers.primary().url("desk"), Line::Down);
        self.servers.end(&former).await;
        let other = Node::on(&self.servers.primary().url("desk"), false).await;
        other.talk(&self.key, chats, "kept").await;
        other.app.close().await;
    }

    /// Asserts that this node's lists equal the lists of a node without an index.
    async fn lists_are_right(&self, when: &str) {
        let plain = Node::on(&self.servers.primary().url("desk"), false).await;
        for list in LISTS {
            let found = self.node.get_at_last(&self.key, list).await;
            let expected = plain.get(&self.key, list).await;
            assert_eq!((found.status, expected.status), (200, 200), "{when}: {list}");
            assert_eq!(found.json(), expected.json(), "{when}: {list}");
        }
        plain.app.close().await;
    }
}

/// Reads the next event of a stream; returns its name and JSON.
async fn next(stream: &mut Stream) -> (String, Value) {
    let event = stream.event().await.expect("the stream goes on");
    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let told: Value = serde_json::from_str(field("data: ")).unwrap();
    assert_eq!(told["seq"].to_string(), field("id: "), "{event}");
    (field("event: ").to_owned(), told)
}

/// Reads the stream and the socket up to the change `last`.
async fn read_to(stream: &mut Stream, socket: &mut Client, last: i64) {
    while next(stream).await.1["seq"] != last {}
    while socket.hear().await["seq"] != last {}
}

/// Checks the `reset` event that follows a failover. Returns the number of the change from which a
/// follower continues in the new sequence of changes.
fn goes_on_from(reset: &Value, history: &str, (from, head): (i64, i64)) -> i64 {
    assert_eq!((&reset["kind"], &reset["history"]), (&json!("reset"), &json!(history)), "{reset}");
    let seq = reset["seq"].as_i64().unwrap();
    assert!((from..=head + 3).contains(&seq), "{reset}");
    seq
}

/// Fails over to a standby that lacks the last chats, then creates `chats` chats in their place.
async fn lives_through(desk: &mut Desk, chats: usize) {
    let key = desk.key.clone();
    let standby = desk.servers.follow().await;
    desk.node.talk(&key, 1, "common").await;
    let from = desk.node.head(&key).await.0;
    let mut stream = desk.served.stream(&format!("after={from}"), &bearer(&key)).await;
    let mut socket = desk.served.ask(Some(&key), &format!("after={from}")).await.unwrap();
    desk.told().await;
    desk.servers.cut_off(&standby).await;
    desk.node.talk(&key, LOST, "lost").await;
    let (last, history) = desk.node.head(&key).await;
    read_to(&mut stream, &mut socket, last).await;
    let (lost_ids, texts) = desk.told().await;
    assert_eq!(texts.len(), LOST);
    desk.lists_are_right("before").await;

    desk.fail_over(standby, chats).await;
    desk.lists_are_right("at once").await;
    desk.node.app.indexes.build_indexes().await.unwrap();
    desk.lists_are_right("from an index that was built anew").await;

    let (head, instead) = desk.node.head(&key).await;
    assert_eq!(head - from, i64::try_from(3 * chats).unwrap());
    assert_ne!(instead, history);
    let known = format!("history={history}");
    for asked in [known.clone(), format!("after={last}&{known}"), format!("after=1&{known}")] {
        for path in ["changes", "stream"] {
            let answer = desk.node.get(&key, &format!("/v1/{path}?{asked}")).await;
            let (status, errors) = answer.errors();
            assert_eq!((status, errors[0].0.as_str()), (410, "history_replaced"), "{path} {asked}");
        }
    }
    // Reconnects like a browser: with the last event's number, and the original URL.
    let lines = format!("{}Last-Event-ID: {last}\r\n", bearer(&key));
    let back = desk.served.stream(&known, &lines).await;
    assert!(back.head.starts_with("HTTP/1.1 410 "), "{}", back.head);

    jobs::look::step(&desk.node.app).await.unwrap();
    desk.node.talk(&key, 1, "later").await;
    let (kind, reset) = next(&mut stream).await;
    assert_eq!((kind.as_str(), &reset["object"]), ("reset", &Value::Null), "{reset}");
    // A notification may have announced the new history early: then later changes follow the reset.
    let mut seq = goes_on_from(&reset, &instead, (from, head));
    while seq < head + 3 {
        seq += 1;
        assert_eq!(next(&mut stream).await.1["seq"], seq);
    }
    let mut seq = goes_on_from(&socket.hear().await, &instead, (from, head));
    while seq < head + 3 {
        seq += 1;
        assert_eq!(socket.hear().await["seq"], seq);
    }

    let (ids, texts) = desk.told().await;
    let expected = (0..chats).map(|number| format!("kept {number}"));
    let expected: BTreeSet<_> = expected.chain(["later 0".to_owned()]).collect();
    assert_eq!(texts.into_iter().collect::<BTreeSet<_>>(), expected);
    assert!(ids.is_disjoint(&lost_ids), "another event has another id");
}

#[test]
fn what_a_failover_lost_is_shown_no_more_and_who_followed_it_is_told() {
    block_on(async {
        let mut desk = Desk::open().await;
        for chats in [LOST - 2, LOST, LOST + 2] {
            lives_through(&mut desk, chats).await;
        }
        desk.close().await;
    });
}

/// A webhook's target answers only after a failover. The answer about a lost change must not affect
/// the new change with the same number.
#[test]
fn what_was_on_its_way_to_a_webhook_does_not_count_for_other_changes() {
    block_on(async {
        let mut desk = Desk::open().await;
        let (key, of) = (desk.key.clone(), desk.webhook());
        let standby = desk.servers.follow().await;
        desk.servers.cut_off(&standby).await;
        desk.node.talk(&key, LOST, "lost").await;
        assert!(desk.node.app.outbox.take_lease(desk.org).await.unwrap());
        let round = desk.node.app.outbox.round(of).await.unwrap().unwrap();
        assert_eq!(round.fresh.len(), LOST);
        desk.fail_over(standby, LOST + 1).await;
        let (url, history, cursor_seq) = (round.row.webhook.url, round.history, round.cursor_seq);
        let outcome = RoundOutcome { url, history, cursor_seq, ..RoundOutcome::default() };
        while desk.node.app.outbox.keep(of, outcome.clone()).await.is_err() {}
        let (_, texts) = desk.told().await;
        assert_eq!(texts.len(), LOST + 1, "{texts:?}");
        desk.close().await;
    });
}

/// The former primary still runs, with open connections, and accepts changes. Once a connection has
/// reached the new primary, answers on connections to the former primary are rejected.
#[test]
fn a_former_primary_that_still_answers_is_not_listened_to() {
    block_on(async {
        let mut desk = Desk::open().await;
        let key = desk.key.clone();
        let standby = desk.servers.follow().await;
        desk.servers.cut_off(&standby).await;
        desk.node.talk(&key, LOST, "lost").await;
        let history = desk.node.head(&key).await.1;
        let former = desk.servers.promote(standby).await;
        desk.line.lead_to(&desk.servers.primary().url("desk"), Line::Up);
        let other = Node::on(&desk.servers.primary().url("desk"), false).await;
        other.talk(&key, 1, "kept").await;
        other.app.close().await;
        // Ends connections one by one, until a request reaches the new primary.
        let one = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE application_name LIKE 'deskbell %' AND query = 'ROLLBACK' LIMIT 1";
        while desk.node.head(&key).await.1 == history {
            super::postgres::execute(&former.url("desk"), one).await;
        }
        // A chat that is missing from the list must not be readable by id either, through new
        // connections to the former primary, which still has it.
        desk.line.lead_to(&former.url("desk"), Line::Down);
        for _ in 0..8 {
            assert_eq!(desk.node.get(&key, &format!("/v1/chats/{LOST}")).await.status, 503);
        }
        desk.line.lead_to(&desk.servers.primary().url("desk"), Line::Down);
        assert_eq!(desk.node.get_at_last(&key, "/v1/chats/1").await.status, 200);
        for _ in 0..8 {
            desk.lists_are_right("while the former one answers").await;
        }
        desk.node.talk(&key, 1, "at the new one").await;
        desk.lists_are_right("after a change").await;
        desk.servers.end(&former).await;
        desk.close().await;
    });
}

/// The standby that takes over has every change, so only PostgreSQL's timeline id shows that the
/// saved index is invalid.
#[test]
fn an_index_that_was_saved_before_a_failover_is_not_read_after_it() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let mut servers = Servers::start().await;
        let database = servers.create_database().await;
        let start = async |servers: &Servers| {
            let images = Some(folder.path().to_owned());
            let index = IndexSettings { images, ..IndexSettings::default() };
            let node = Node::with(&servers.primary().url(&database), index).await;
            node.app.indexes.build_indexes().await.unwrap();
            node
        };
        let node = start(&servers).await;
        let org = node.app.actions.create_organization("timeline.example").await.unwrap();
        let command = Caller::command(org);
        let key = node.app.access.create_key(command, "key", Scope::Full).await.unwrap();
        node.make(&key, "/v1/customers", &json!({"name": "Una"})).await;
        node.app.indexes.build_indexes().await.unwrap();
        node.app.close().await;

        // The name is set without a change in the feed: an index made from rows has it, a saved one
        // not.
        let sql = "UPDATE customers SET name = 'eve', name_folded = NULL";
        super::postgres::execute(&servers.primary().url(&database), sql).await;
        let is_from_rows = async |node: &Node| {
            let named = json!({"field": "customers.name", "operator": "=", "value": "eve"});
            let (target, body) = ("/v1/customers/search", json!({"filter": [named]}));
            let page = node.call(&key, Method::POST, target, &body).await.json();
            page["total"] == 1
        };
        let node = start(&servers).await;
        assert!(!is_from_rows(&node).await, "the same server");
        node.app.close().await;
        let standby = servers.follow().await;
        servers.cut_off(&standby).await;
        let former = servers.promote(standby).await;
        servers.end(&former).await;
        let node = start(&servers).await;
        assert!(is_from_rows(&node).await, "another timeline");
        node.app.close().await;
    });
}
