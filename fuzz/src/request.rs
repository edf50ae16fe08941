//! Any bytes that a client may send on one connection. All answers must have the contract's form,
//! and none may have the status 500. The bytes go through all layers of the server except the
//! socket, down to a small database.

use std::net::{Ipv4Addr, SocketAddr};

use deskbell_http::{Limits, serve_connection};
use deskbell_model::{
    ApplicationId, Chat, ChatId, CreatedWith, Customer, CustomerId, Message, MessageId,
    MessageKind, Origin, Seconds, Side, Timestamp,
};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Engine, Test};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::Runtime;

use crate::{Run, answers};

/// The placeholder of the key in an input, since no input can guess a key.
const KEY: &str = "{key}";
/// The size of the pipe's buffer in each direction.
const PIPE_BYTES: usize = 64 * 1024;
/// The number of connections after which the database is checked and replaced, to keep the database
/// small.
const CONNECTIONS_MAX: u32 = 20_000;
/// Time limits that no input reaches: the end of an input closes the connection.
const LIMITS: Limits = Limits {
    connections: 1,
    per_address: 0,
    share_percent: 75,
    header_read_ms: 60_000,
    body_read_ms: 60_000,
    write_stall_ms: 60_000,
    heartbeat_ms: 60_000,
    last_requests_ms: 250,
    drain_ms: 0,
};

pub fn start() -> Run {
    let mut server = Server::new();
    Box::new(move |input| {
        if server.connections == CONNECTIONS_MAX {
            server = Server::new();
        }
        server.answer(input);
    })
}

struct Server {
    runtime: Runtime,
    /// The fixture; `None` once dropped.
    test: Option<Test>,
    connections: u32,
}

impl Server {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let test = runtime.block_on(async {
            let test = Test::new(Engine::Sqlite).await;
            test.app.context.store.write(test.org, Origin::COMMAND, data()).await.unwrap();
            test
        });
        Self { runtime, test: Some(test), connections: 0 }
    }

    /// Sends the bytes on a new connection; returns the checked answers.
    fn answer(&mut self, input: &[u8]) -> Vec<u8> {
        let test = self.test.as_ref().expect("there until the end");
        // Each connection has its own address, since wrong keys are counted by address.
        self.connections += 1;
        let peer = SocketAddr::from((Ipv4Addr::from_bits(self.connections), 1));
        let sent = with_key(input, &test.key);
        let (here, there) = tokio::io::duplex(PIPE_BYTES);
        let (mut answers, mut requests) = tokio::io::split(here);
        let mut received = Vec::new();
        self.runtime.block_on(async {
            let send = async {
                // The server may close the connection before it has read everything.
                let _ = requests.write_all(&sent).await;
                let _ = requests.shutdown().await;
            };
            let receive = async {
                answers.read_to_end(&mut received).await.expect("the server hangs up in the end");
            };
            tokio::join!(serve_connection(test.http.clone(), there, peer, LIMITS), send, receive);
        });
        answers::check(&sent, &received);
        received
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a panic of the target, the final check would be meaningless.
        if let Some(test) = self.test.take().filter(|_| !std::thread::panicking()) {
            self.runtime.block_on(test.finish());
        }
    }
}

/// The input with the placeholder replaced by the key.
fn with_key(input: &[u8], key: &str) -> Vec<u8> {
    let (mut sent, mut rest) = (Vec::new(), input);
    while let Some(at) = rest.windows(KEY.len()).position(|part| part == KEY.as_bytes()) {
        sent.extend_from_slice(&rest[..at]);
        sent.extend_from_slice(key.as_bytes());
        rest = &rest[at + KEY.len()..];
    }
    sent.extend_from_slice(rest);
    sent
}

/// A chat with two messages, and a chat without messages.
fn data() -> Put {
    let customer = CustomerId::new(1).unwrap();
    let chat = |id| {
        let (id, application) = (ChatId::new(id).unwrap(), ApplicationId::new(1).unwrap());
        Chat::new(id, customer, application, CreatedWith::PublicApi, Seconds::new(1_600_000_000))
    };
    let mut talked = chat(1);
    let mut message = |id| {
        let (id, at) = (MessageId::new(id).unwrap(), Timestamp::from_millis(1_600_000_000_000));
        let kind = MessageKind::Message;
        let message = Message::new(id, &talked, Side::Customer, None, kind, at.unwrap());
        talked.messages += 1;
        message.saying("Good morning".to_owned())
    };
    let messages = vec![message(1), message(2)];
    Put {
        customers: vec![Customer::new(customer, Seconds::new(1_500_000_000))],
        chats: vec![talked, chat(2)],
        messages,
        ..Put::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_answered_as_if_it_came_from_a_socket() {
        let mut server = Server::new();
        for (request, status, body) in [
            ("GET /v1/chats/total", "200", r#"{"total":2}"#),
            ("GET /chats/2/messages", "404", "messages_not_found"),
            ("GET /v1/chats?limit=0", "400", "limit value is invalid"),
        ] {
            let input =
                format!("{request} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n");
            let answer = String::from_utf8(server.answer(input.as_bytes())).unwrap();
            assert_eq!(answer.get(9..12), Some(status), "{answer}");
            assert!(answer.contains(body), "{answer}");
        }
    }
}
