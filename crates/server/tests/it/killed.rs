//! Many clients write at once while the server is killed (SIGKILL) again and again: whatever was
//! acknowledged is there once, as it was acknowledged, and nothing else is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, integrity};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on, dialogs};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::process::{Server, data};

const CLIENTS: usize = 64;
/// Clients from here on send what the first ones send, with the same keys, at the same time.
const WRITERS: usize = 48;
const MESSAGES: usize = 16;
const TWINS: usize = 100;
const CHATS: u64 = 9;
/// A server is killed each time so many more requests were acknowledged.
const KILL_EVERY: usize = 120;
const KILLS: usize = 7;
/// How often a client sends one request at the most.
const ATTEMPTS: usize = 50;
/// All of it.
const TAKES_MOST: Duration = Duration::from_secs(240);

/// Servers that count no requests.
pub const UNLIMITED: [(&str, &str); 1] = [("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")];

/// An answer that arrived whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    status: u16,
    body: String,
}

/// Sends a message over a socket of its own. None when it broke off: nobody knows what became of
/// it.
async fn post(address: &str, key: &str, once: &str, body: &str) -> Option<Whole> {
    let host = address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.ok()?;
    let length = body.len();
    let request = format!(
        "POST /v1/messages HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\
         Idempotency-Key: {once}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
    });
    let status = head.split(' ').nth(1)?.parse().unwrap();
    (length == Some(body.len())).then(|| Whole { status, body: body.to_owned() })
}

/// What all clients know.
struct Town {
    key: String,
    agents: Vec<i64>,
    chats: Vec<i64>,
    /// Where each server is now.
    addresses: watch::Receiver<Vec<String>>,
    acknowledged: mpsc::UnboundedSender<()>,
    /// Requests of which nobody knows what became.
    broken_off: AtomicUsize,
}

/// What a client sends as its message with this number: its key and its body.
fn message(town: &Town, writer: usize, number: usize) -> (String, Value) {
    // Every other one to the chat that everybody writes to.
    let chat = if number.is_multiple_of(2) { 0 } else { 1 + writer % (town.chats.len() - 1) };
    let mut body = json!({"chat": town.chats[chat], "text": format!("{number} of {writer}")});
    if (writer + number).is_multiple_of(3) {
        body["agent"] = json!(town.agents[writer % town.agents.len()]);
    }
    (format!("{writer}/{number}"), body)
}

/// Sends a request until it is acknowledged.
async fn until_acknowledged(town: &Town, server: usize, once: &str, body: &str) -> Whole {
    let mut addresses = town.addresses.clone();
    for _ in 0..ATTEMPTS {
        let address = addresses.borrow_and_update()[server].clone();
        match post(&address, &town.key, once, body).await {
            Some(Whole { status: 503, .. }) => {}
            Some(answer) => {
                town.acknowledged.send(()).unwrap();
                return answer;
            }
            // Only a killed server breaks off, and another takes its place.
            None => {
                town.broken_off.fetch_add(1, Ordering::Relaxed);
                addresses.wait_for(|now| now[server] != address).await.unwrap();
            }
        }
    }
    panic!("{once} was not acknowledged in {ATTEMPTS} attempts");
}

/// Sends a client's messages, one after the other; what each was answered with.
async fn client(town: Arc<Town>, number: usize, servers: usize) -> Vec<(String, Whole)> {
    let mut answers = Vec::new();
    for message_number in 0..MESSAGES {
        let (once, body) = message(&town, number % WRITERS, message_number);
        let server = number * servers / CLIENTS;
        let answer = until_acknowledged(&town, server, &once, &body.to_string()).await;
        answers.push((once, answer));
    }
    answers
}

/// Runs the clients, and kills a server each time [`KILL_EVERY`] requests were acknowledged. What
/// each key was answered with, and a town that stands. Before the first request `begin` is told
/// where each server is, now and later.
pub async fn storm(
    url: &str,
    key: &str,
    servers: usize,
    begin: impl FnOnce(watch::Receiver<Vec<String>>),
) -> (BTreeMap<String, Whole>, Vec<Server>) {
    let start = || Server::start(url, &UNLIMITED);
    let mut running: Vec<_> = (0..servers).map(|_| start()).collect();
    let addresses = |running: &[Server]| running.iter().map(|it| it.address.clone()).collect();
    let (moved, receiver) = watch::channel(addresses(&running));
    begin(receiver.clone());
    let (acknowledged, mut acknowledgements) = mpsc::unbounded_channel();
    let agents: Value = serde_json::from_str(&data(url, &["agent", "list", "--json"])).unwrap();
    let agents = agents.as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap()).collect();
    let chats = (1..=CHATS).map(|id| i64::try_from(id).unwrap()).collect();
    let town = Arc::new(Town {
        key: key.to_owned(),
        agents,
        chats,
        addresses: receiver,
        acknowledged,
        broken_off: AtomicUsize::new(0),
    });
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(client(Arc::clone(&town), number, servers));
    }
    for kill in 0..KILLS {
        for _ in 0..KILL_EVERY {
            acknowledgements.recv().await.unwrap();
        }
        let victim = kill % servers;
        // SIGKILL, and the end of the process: two may not serve one SQLite file.
        drop(running.remove(victim));
        running.insert(victim, start());
        moved.send_replace(addresses(&running));
    }
    let mut answers: BTreeMap<String, Whole> = BTreeMap::new();
    while let Some(client) = clients.join_next().await {
        for (once, answer) in client.unwrap() {
            assert_eq!(answer.status, 201, "{once}: {}", answer.body);
            let first = answers.entry(once).or_insert_with(|| answer.clone());
            assert_eq!(*first, answer, "twins are answered alike");
        }
    }
    let broken_off = town.broken_off.load(Ordering::Relaxed);
    assert!(broken_off >= KILLS, "{broken_off} requests met a kill");
    (answers, running)
}

/// One key, a hundred requests at once, over every server there is: one answer.
async fn twins(key: &str, servers: &[Server]) -> Whole {
    let body = json!({"chat": 2, "text": "only one"}).to_string();
    let one = |number: usize| {
        let address = &servers[number % servers.len()].address;
        post(address, key, "twin", &body)
    };
    let answers = join_all((0..TWINS).map(one)).await;
    let first = answers[0].clone().unwrap();
    assert_eq!(first.status, 201, "{}", first.body);
    assert!(answers.iter().all(|answer| answer.as_ref() == Some(&first)));
    first
}

/// Every message of every chat, from the oldest to the newest, and the chats.
async fn all(t: &Test, key: &str) -> Vec<(Value, Vec<Value>)> {
    let page = t.get_as(key, "/v1/chats?order=asc").await.json();
    assert_eq!(page["meta"]["total"], CHATS);
    let mut chats = Vec::new();
    for chat in page["data"].as_array().unwrap() {
        let (id, mut messages) = (&chat["id"], Vec::new());
        loop {
            let target = format!("/v1/chats/{id}/messages?offset={}", messages.len());
            let page = t.get_as(key, &target).await.json();
            messages.extend(page["data"].as_array().unwrap().iter().cloned());
            if messages.len() as u64 == page["total"].as_u64().unwrap() {
                break;
            }
        }
        messages.reverse();
        chats.push((chat.clone(), messages));
    }
    chats
}

/// What a chat says of its messages is what its messages say.
fn check_chat(chat: &Value, messages: &[Value]) {
    let at = |message: &Value| {
        message["createdAt"].as_str().unwrap().replace('.', "").parse::<u64>().unwrap()
    };
    assert!(messages.is_sorted_by_key(at), "{chat}");
    let last = messages.last().unwrap();
    assert_eq!(chat["lastMessageId"], last["id"]);
    assert_eq!(chat["lastMessageText"], last["text"]);
    assert_eq!(chat["lastMessageAt"], at(last) / 1_000);
    let is_customers = |it: &&&Value| it["from"] == "customer";
    let of_customer = messages.iter().rfind(|it| is_customers(&it)).unwrap();
    assert_eq!(chat["lastCustomerMessageAt"], at(of_customer) / 1_000);
    let of_agent = messages.iter().rfind(|it| !is_customers(&it)).unwrap();
    assert_eq!(chat["lastCommunicatedAgentId"], of_agent["agent"]["id"]);
    assert_eq!(chat["readByAgent"], last["from"] == "agent");
    let wrote = messages.iter().filter_map(|it| it["agent"]["id"].as_i64());
    let shown = chat["agents"].as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap());
    assert_eq!(shown.collect::<BTreeSet<_>>(), wrote.collect::<BTreeSet<_>>());
    assert_eq!(chat["status"], "opened", "customers wrote to all of them");
}

struct Told(OrgId);

impl Body for Told {
    type Out = (Vec<ChangeRow>, Vec<String>);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let rows = changes::after(self.0, conn, 0, 100_000).await?;
        Ok((rows, integrity::check(self.0, conn).await?))
    }
}

/// The feed is dense and tells of every message once, as it was acknowledged.
async fn check_feed(t: &Test, acknowledged: &BTreeMap<i64, &str>) {
    let organizations = t.app.organizations(None, 10).await.unwrap();
    let org = organizations.iter().find(|it| it.domain == "default").unwrap().id;
    let (rows, findings) = t.app.store.snapshot(Class::Scan, Told(org)).await.unwrap();
    assert_eq!(findings, Vec::<String>::new());
    assert!((1..).zip(&rows).all(|(seq, row)| row.seq.get() == seq), "the feed has a gap");
    let mut told: HashMap<i64, Vec<&str>> = HashMap::new();
    for row in rows.iter().filter(|row| row.kind.as_str() == "message.created") {
        told.entry(row.subject).or_default().extend(row.payload.as_deref());
    }
    for (id, body) in acknowledged {
        assert_eq!(told[id], [*body]);
    }
}

/// Some chats as an import leaves them, and how many messages they have.
pub fn import(url: &str) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dialogs.ndjson");
    let lines: Vec<_> = (0..CHATS).map(|number| dialogs::dialog(number).to_string()).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let report = data(url, &["import", "transcripts", file.to_str().unwrap(), "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["imported"], CHATS);
    report["messages"].as_u64().unwrap()
}

/// Everything that is there was imported or acknowledged, and is there once.
async fn check_messages(t: &Test, key: &str, imported: u64, acknowledged: &BTreeMap<i64, &str>) {
    let mut found = BTreeMap::new();
    let mut others = 0;
    for (chat, messages) in all(t, key).await {
        check_chat(&chat, &messages);
        for message in messages {
            let id = message["id"].as_i64().unwrap();
            if let Some(body) = acknowledged.get(&id) {
                assert_eq!(message, serde_json::from_str::<Value>(body).unwrap());
                assert_eq!(found.insert(id, message), None);
            } else {
                others += 1;
            }
        }
    }
    assert_eq!((found.len(), others), (acknowledged.len(), imported));
}

async fn killed(engine: Engine, servers: usize) {
    let database = Database::migrated(engine).await;
    let url = database.url.clone();
    let imported = import(&url);
    let key = data(&url, &["key", "create"]);
    let (mut answers, running) = storm(&url, &key, servers, drop).await;
    answers.insert("twin".to_owned(), twins(&key, &running).await);
    drop(running);
    data(&url, &["doctor", "--deep"]);
    let t = Test::over(database).await;
    let mut acknowledged = BTreeMap::new();
    for answer in answers.values() {
        let message: Value = serde_json::from_str(&answer.body).unwrap();
        acknowledged.insert(message["id"].as_i64().unwrap(), answer.body.as_str());
    }
    assert_eq!(acknowledged.len(), WRITERS * MESSAGES + 1, "each has an id of its own");
    check_messages(&t, &key, imported, &acknowledged).await;
    check_feed(&t, &acknowledged).await;
    t.finish().await;
}

fn bounded(engine: Engine, servers: usize) {
    block_on(async {
        timeout(TAKES_MOST, killed(engine, servers)).await.expect("an end");
    });
}

#[test]
fn what_was_acknowledged_outlives_every_kill_on_sqlite() {
    bounded(Engine::Sqlite, 1);
}

#[test]
fn what_was_acknowledged_outlives_every_kill_on_postgres() {
    bounded(Engine::Postgres, 1);
}

#[test]
fn what_was_acknowledged_outlives_every_kill_of_two_servers_on_one_database() {
    bounded(Engine::Postgres, 2);
}
