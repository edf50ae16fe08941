//! Servers that are killed while many write: their lists are the database's, before and after.

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::nodes::{Asked, Node, every_list};
use crate::killed::{UNLIMITED, import, storm};
use crate::process::{Server, data};

/// The body of a GET over a socket of its own, byte for byte.
async fn get(server: &Server, key: &str, target: &str) -> Vec<u8> {
    let host = server.address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}

async fn died(engine: Engine, servers: usize) {
    let database = Database::migrated(engine).await;
    let url = database.url.clone();
    import(&url);
    let key = data(&url, &["key", "create"]);
    let (_, mut running) = storm(&url, &key, servers, drop).await;
    // Once more, while nobody writes.
    drop(running.pop());
    running.push(Server::start(&url, &UNLIMITED));
    let t = Test::over(database).await;
    let plain = Node::over(&t, None).await;
    for server in &running {
        // Until it is ready the database answers; both must be right, and the second is asked too.
        for asked in ["before", "after"] {
            for list in every_list(&plain, &key).await {
                let expected = plain.ask(&key, &list).await;
                let Asked { target, .. } = &list;
                let found = get(server, &key, target).await;
                let is_same = found == expected;
                assert!(is_same, "{asked} it was ready: {target}");
            }
            while server.get(&key, "/readyz").0 == 503 {}
        }
    }
    drop(running);
    plain.close().await;
    t.finish().await;
}

#[test]
fn the_lists_of_a_killed_server_are_the_databases_again_on_sqlite() {
    block_on(died(Engine::Sqlite, 1));
}

#[test]
fn the_lists_of_killed_servers_are_the_databases_again_on_postgres() {
    block_on(died(Engine::Postgres, 2));
}
