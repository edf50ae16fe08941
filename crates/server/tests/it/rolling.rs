//! Rolling restarts of several servers on one database while clients write: no request fails if
//! clients try the next address after a refused connection.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::process::{Server, UNLIMITED, data};

const NODES: usize = 3;
const CLIENTS: usize = 24;
/// The number of restarts of each node.
const ROUNDS: usize = 4;
/// The idle time after which a client opens a new connection. A stopping server closes connections
/// that are idle for 250 ms, so the limit must be shorter.
const IDLE_MAX: Duration = Duration::from_millis(100);
/// The number of acknowledged messages between two restarts.
const EVERY: usize = 60;

fn addresses(servers: &[Server]) -> Vec<SocketAddr> {
    let address = |it: &Server| it.address.strip_prefix("http://").unwrap().parse().unwrap();
    servers.iter().map(address).collect()
}

/// Connects to the first node that accepts a connection; only refused connections are retried.
async fn connect(now: &watch::Receiver<Vec<SocketAddr>>, first: usize) -> TcpStream {
    let mut place = first;
    loop {
        let address = now.borrow()[place % NODES];
        match TcpStream::connect(address).await {
            Ok(stream) => return stream,
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused),
        }
        place += 1;
        tokio::task::yield_now().await;
    }
}

/// Posts a message; returns its id, and whether the server closes the connection.
async fn post(stream: &mut TcpStream, key: &str, more: &str, text: &str) -> (i64, bool) {
    let body = json!({"chat": 1, "text": text}).to_string();
    let length = body.len();
    let request = format!(
        "POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n{more}\
         Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.expect("the request is taken");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("the request is answered"));
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    assert!(head.starts_with("http/1.1 201 "), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await.expect("the answer is whole");
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["text"], text);
    (message["id"].as_i64().unwrap(), head.contains("connection: close"))
}

/// Posts messages until signalled to stop, on persistent connections or on one connection per
/// request; returns the messages' ids.
async fn client(
    number: usize,
    key: String,
    now: watch::Receiver<Vec<SocketAddr>>,
    stop: watch::Receiver<bool>,
    told: mpsc::UnboundedSender<()>,
) -> Vec<i64> {
    let more = if number.is_multiple_of(2) { "" } else { "Connection: close\r\n" };
    let mut kept: Option<(TcpStream, Instant)> = None;
    let mut written = Vec::new();
    while !*stop.borrow() {
        let place = number + written.len();
        let mut stream = match kept.take() {
            Some((stream, since)) if since.elapsed() < IDLE_MAX => stream,
            _ => connect(&now, place).await,
        };
        let text = format!("rolling {number} {}", written.len());
        let (id, is_last) = post(&mut stream, &key, more, &text).await;
        written.push(id);
        kept = (!is_last).then(|| (stream, Instant::now()));
        let _ = told.send(());
    }
    written
}

#[test]
fn no_request_fails_while_three_nodes_are_restarted_one_after_the_other() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let url = database.url.clone();
        data(&url, &["seed", "--chats", "1"]);
        let key = data(&url, &["key", "create"]);
        let mut servers: Vec<_> = (0..NODES).map(|_| Server::start(&url, &UNLIMITED)).collect();
        let (moved, now) = watch::channel(addresses(&servers));
        let (stop, stopping) = watch::channel(false);
        let (told, mut acknowledged) = mpsc::unbounded_channel();
        let mut clients = JoinSet::new();
        for number in 0..CLIENTS {
            let (now, stopping) = (now.clone(), stopping.clone());
            clients.spawn(client(number, key.clone(), now, stopping, told.clone()));
        }
        drop(told);
        for _ in 0..ROUNDS {
            for place in 0..NODES {
                for _ in 0..EVERY {
                    acknowledged.recv().await.expect("somebody writes");
                }
                servers[place].signal("-TERM");
                let leaving = servers.remove(place);
                let left = tokio::task::spawn_blocking(|| leaving.wait());
                let mut left = std::pin::pin!(left);
                let code = loop {
                    tokio::select! {
                        code = &mut left => break code.unwrap(),
                        told = acknowledged.recv() => told.expect("somebody writes"),
                    }
                };
                assert_eq!(code, Some(0));
                servers.insert(place, Server::start(&url, &UNLIMITED));
                moved.send_replace(addresses(&servers));
                // Earlier acknowledgements do not count for the restarted server.
                while acknowledged.try_recv().is_ok() {}
            }
        }
        stop.send_replace(true);
        while acknowledged.recv().await.is_some() {}
        let mut written = clients.join_all().await.concat();
        written.sort_unstable();
        let count = written.len();
        written.dedup();
        assert_eq!(written.len(), count, "each has a number of its own");
        let mut told = Vec::new();
        let mut after = 0;
        loop {
            let target = format!("/v1/changes?kind=message.created&limit=1000&after={after}");
            let (status, page) = servers[0].get(&key, &target);
            assert_eq!(status, 200);
            told.extend(page["data"].as_array().unwrap().iter().filter_map(|change| {
                let object = &change["object"];
                let is_ours = object["text"].as_str().is_some_and(|it| it.starts_with("rolling "));
                is_ours.then(|| object["id"].as_i64().unwrap())
            }));
            if page["meta"]["next"] == after {
                break;
            }
            after = page["meta"]["next"].as_i64().unwrap();
        }
        told.sort_unstable();
        assert_eq!(told, written, "each is there once");
        drop(servers);
        database.remove().await;
    });
}
