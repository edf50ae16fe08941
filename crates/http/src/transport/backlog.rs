//! The backlog of accepted connections without a slot. Clients that have sent bytes get slots
//! first. When the backlog is full, its oldest silent client is dropped.

use std::collections::VecDeque;

use deskbell_model::limits::CONNECTIONS_COME_MAX;

use super::listener::Accepted;

/// The connections without a slot, oldest first.
#[derive(Debug, Default)]
pub(super) struct Backlog(VecDeque<Accepted>);

impl Backlog {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, accepted: Accepted) {
        self.0.push_back(accepted);
    }

    /// Tells whether one more connection fits. If the backlog is full, its oldest silent connection
    /// is dropped to make room.
    pub(super) fn has_room(&mut self) -> bool {
        if self.0.len() < CONNECTIONS_COME_MAX {
            return true;
        }
        let silent = self.0.iter().position(|(stream, _)| !stream.has_sent());
        silent.and_then(|silent| self.0.remove(silent)).is_some()
    }

    /// Removes and returns the next connection to serve: the oldest connection whose client has
    /// sent bytes, or else the oldest connection.
    pub(super) fn next(&mut self) -> Option<Accepted> {
        let next = self.0.iter().position(|(stream, _)| stream.has_sent());
        self.0.remove(next.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::AsyncWriteExt as _;
    use tokio::net::{TcpListener, TcpStream};

    use super::super::listener::{Listener, Stream};
    use super::*;

    #[tokio::test]
    async fn who_asks_is_before_who_says_nothing_and_of_too_many_silent_the_first_leaves() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let listener = Listener::from(listener);
        let (mut backlog, mut clients) = (Backlog::default(), Vec::new());
        for number in 0..CONNECTIONS_COME_MAX {
            let mut client = TcpStream::connect(address).await.unwrap();
            let accepted = poll_fn(|context| listener.poll_accept(context)).await.unwrap();
            if [1, 5].contains(&number) {
                client.write_all(b"GET").await.unwrap();
                let Stream::Tcp(stream) = &accepted.0 else { panic!("a port") };
                stream.readable().await.unwrap();
            }
            assert!(backlog.has_room());
            backlog.push(accepted);
            clients.push(client.local_addr().unwrap());
            // A closed socket would count as a client that has sent bytes.
            std::mem::forget(client);
        }
        assert!(backlog.has_room(), "the first has left");
        for expected in [1, 5, 2, 3, 4, 6] {
            assert_eq!(backlog.next().unwrap().1, clients[expected]);
        }
        assert!(!backlog.is_empty());
    }
}
