//! The logs of a server, which contain no secrets, even at the finest level.

use std::io::Read as _;
use std::process::Stdio;

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Reaction, Receiver, block_on};

use crate::process::{Server, data, deskbell, first_line};
use crate::webhooks::nodes::ENVIRONMENT;

const PASSWORD: &str = "hunter2secret";
const IN_URL: &str = "in-the-url-and-secret";

/// Adds a password to a URL. The URL still works, since a PostgreSQL with trust authentication
/// ignores passwords.
fn with_password(url: &str) -> String {
    url.replacen('@', &format!(":{PASSWORD}@"), 1)
}

/// Creates a webhook with a secret in its URL; returns the signing secret.
fn webhook(url: &str, receiver: &Receiver) -> String {
    let target = format!("http://127.0.0.1:{}/{IN_URL}?token={IN_URL}", receiver.port());
    let mut create = deskbell(url, &["webhook", "create", "--url", &target]);
    let made = create.envs(ENVIRONMENT.iter().copied()).output().unwrap();
    data(url, &["webhook", "test", "1"]);
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn ticket(server: &Server, key: &str) -> String {
    let (status, made) = server.ask("POST", Some(key), "/v1/stream/ticket");
    assert_eq!(status, 201);
    made["ticket"].as_str().unwrap().to_owned()
}

#[test]
fn a_run_that_logs_everything_says_no_key_no_ticket_no_hash_and_no_password() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::migrated(engine).await;
            let url = with_password(&database.url);
            let key = data(&url, &["key", "create"]);
            let mut receiver = Receiver::start().await;
            // The target's answer repeats the secret of its URL.
            receiver.react(Reaction::With(500, ("x", IN_URL.into()), IN_URL.into()));
            let signing = webhook(&url, &receiver);
            let mut child = deskbell(&url, &["serve", "--listen", "127.0.0.1:0", "--json", "-vv"])
                .envs(ENVIRONMENT.iter().copied())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut log = child.stderr.take().unwrap();
            let reading = std::thread::spawn(move || {
                let mut text = String::new();
                log.read_to_string(&mut text).unwrap();
                text
            });
            let said = first_line(&mut child).unwrap();
            let server = Server::adopt(child, &said);
            let wrong = "dbk_wrong_but_secret_all_the_same";
            for (key, target) in [
                (key.as_str(), "/v1/chats"),
                (&key, "/v1/chats?limit=x"),
                (&key, "/v1/chats/7/messages"),
                (wrong, "/v1/chats"),
                (&key, "/v1/nothing"),
            ] {
                server.get(key, target);
            }
            let ticket = ticket(&server, &key);
            for target in ["/v1/stream?after=x&ticket", "/v1/ws?ticket", "/v1/nothing?ticket"] {
                let (status, _) = server.ask("GET", None, &format!("{target}={ticket}"));
                assert!([400, 426, 404].contains(&status), "{target}: {status}");
            }
            assert_eq!(receiver.next().await.event(), "webhook.test");
            server.stops();
            let log = reading.join().unwrap();
            assert!(log.contains("answered"), "nothing was logged: {log}");
            let hash = deskbell_app::access::secrets::hash(&key);
            let tickets_hash = deskbell_app::access::secrets::hash(&ticket);
            assert_eq!(signing.len(), 50, "{signing}");
            for secret in [
                &key[4..],
                wrong,
                &hash,
                &ticket[4..],
                &tickets_hash,
                PASSWORD,
                &signing[6..],
                IN_URL,
            ] {
                assert!(!log.contains(secret), "the log holds {secret}");
            }
            database.remove().await;
        }
    });
}
