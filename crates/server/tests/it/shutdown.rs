//! The graceful shutdown: requests on open connections are answered, new connections are refused,
//! and no WAL file remains.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use deskbell_http::Limits;
use deskbell_storage::Location;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_postgres::NoTls;

use crate::process::{Server, data, fails};
use crate::sockets::{LIMITS, Served};

/// Starts a server that reads requests on open connections for up to a minute after it was stopped.
async fn serving(t: &Test) -> Served {
    let limits = Limits { connections: 100, last_requests_ms: 60_000, ..LIMITS };
    Served::new(t.http.clone(), limits).await
}

async fn ask(address: SocketAddr, key: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request =
        format!("GET /v1/chats/total HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Counts the locks for which sessions of this database wait. Sessions of other databases belong to
/// other tests.
const UNGRANTED: &str = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN
    (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";

/// Returns when a transaction is waiting for a lock.
async fn until_waiting(client: &tokio_postgres::Client) {
    loop {
        let waiting = client.query_one(UNGRANTED, &[]).await.unwrap();
        if waiting.get::<_, i64>(0) > 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
}

/// A request waits for a locked table while the server stops, and is still answered.
#[test]
fn a_running_request_is_finished_and_no_other_begins() {
    block_on(async {
        let t = Test::new(Engine::Postgres).await;
        let mut served = serving(&t).await;
        let address = served.address;
        // This caches the key, so that the next request waits only for the total.
        assert_eq!(t.get("/v1/chats/total").await.status, 200);
        let (client, connection) = tokio_postgres::connect(&t.database.url, NoTls).await.unwrap();
        let mut connections = JoinSet::new();
        connections.spawn(connection);
        client.batch_execute("BEGIN; LOCK TABLE heads IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let mut running = ask(address, &t.key).await;
        until_waiting(&client).await;
        served.stop();
        // The listener closes before the running request finishes.
        while TcpStream::connect(address).await.is_ok() {}
        client.batch_execute("COMMIT").await.unwrap();
        let mut answer = String::new();
        running.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.ends_with("{\"total\":0}"), "{answer}");
        served.ended().await;
        drop(client);
        connections.join_next().await.unwrap().unwrap().unwrap();
        t.finish().await;
    });
}

#[test]
fn sigterm_leaves_no_log_behind_and_a_lock_keeps_a_second_server_away() {
    block_on(async {
        let database = Database::empty(Engine::Sqlite).await;
        let server = Server::start(&database.url, &[]);
        data(&database.url, &["seed", "--chats", "50"]);
        let Location::Sqlite(path) = &database.location else { panic!("a file") };
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other.db");
        std::os::unix::fs::symlink(path, &other).unwrap();
        for url in [&database.url, &format!("sqlite:{}", other.display())] {
            let talk = fails(url, 1, &["serve", "--listen", "127.0.0.1:0"]);
            assert!(talk.contains("served by another process"), "{talk}");
        }
        let taken = server.address.strip_prefix("http://").unwrap().to_owned();
        let talk = fails(&database.url, 1, &["serve", "--listen", &taken]);
        assert!(talk.contains("--listen"), "{talk}");
        server.stops();
        // Fails if a WAL file is left.
        database.remove().await;
    });
}

/// Clients send requests continuously while the server stops: every request is answered, and the
/// last answer on each connection announces the close.
#[test]
fn no_request_is_lost_when_the_server_stops() {
    block_on(async {
        let t = Test::new(Engine::Sqlite).await;
        let mut served = serving(&t).await;
        let address = served.address;
        let (told, mut busy) = mpsc::channel(64);
        let mut clients = JoinSet::new();
        for number in 0..16 {
            clients.spawn(until_closed(number, address, t.key.clone(), told.clone()));
        }
        drop(told);
        let mut connected = BTreeSet::new();
        while connected.len() < 16 {
            connected.insert(busy.recv().await.unwrap());
        }
        served.stop();
        while busy.recv().await.is_some() {}
        clients.join_all().await;
        served.ended().await;
        t.finish().await;
    });
}

/// Sends requests on one connection until an answer announces the close.
async fn until_closed(number: u32, address: SocketAddr, key: String, told: mpsc::Sender<u32>) {
    let mut stream = ask(address, &key).await;
    loop {
        let mut answer = Vec::new();
        while !answer.ends_with(b"{\"total\":0}") {
            let byte = stream.read_u8().await.expect("every request is answered");
            answer.push(byte);
        }
        let _ = told.send(number).await;
        if String::from_utf8_lossy(&answer).contains("connection: close") {
            return;
        }
        let request = format!(
            "GET /v1/chats/total HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
    }
}
