//! Clients that write changes. A client repeats a change until it is acknowledged, sometimes checks
//! that a server shows the change, and keeps a journal of the changes.
//!
//! This module must not know the faults of the servers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::ask::{Answer, Request, ask_within};
use crate::clients::{Clients, Settled, Tally};
use crate::journal::{Journal, id};

/// The time limit for a server to refuse a request while PostgreSQL does not answer. The limit is
/// long because the server reads the key, the counters and the rows, and each read has several
/// timeouts.
const REFUSES_WITHIN: Duration = Duration::from_secs(60);
/// The statuses that clients set.
const STATUSES: [&str; 4] = ["opened", "pending", "on hold", "closed"];

/// A client that writes changes, and keeps a journal of the acknowledged changes.
#[derive(Debug)]
pub struct Client {
    clients: Arc<Clients>,
    number: usize,
    seed: u64,
    random: Random,
    sent: u64,
    /// The ids of the chats that all clients write to.
    common: Arc<[i64]>,
    customer: i64,
    /// The id of the chat that only this client writes to.
    chat: i64,
    /// The id of the chat whose status only this client sets. No client posts messages to this
    /// chat.
    board: i64,
    journal: Journal,
}

impl Client {
    /// Creates a customer and two chats for a new client.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn arrive(
        clients: Arc<Clients>,
        common: Arc<[i64]>,
        seed: u64,
        number: usize,
    ) -> Result<Self> {
        let random = Random::of(seed, number as u64);
        let (sent, journal) = (0, Journal::default());
        let (customer, chat, board) = (0, 0, 0);
        let mut client =
            Self { clients, number, seed, random, sent, common, customer, chat, board, journal };
        client.customer = client.new_customer().await?;
        client.chat = client.new_chat(client.customer).await?;
        client.board = client.new_chat(client.customer).await?;
        Ok(client)
    }

    /// Writes until the stop signal; returns the journal.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn work(mut self, stop: watch::Receiver<bool>) -> Result<Journal> {
        while !*stop.borrow() {
            match self.random.below(100) {
                0..40 => self.speak(self.chat).await.map(drop),
                40..70 => {
                    let chat = *self.random.one(&Arc::clone(&self.common));
                    self.speak(chat).await.map(drop)
                }
                70..80 => self.change_status().await,
                80..86 => self.new_customer().await.map(drop),
                86..92 => self.note_event().await,
                92..95 => self.snooze().await,
                95..98 => self.come_and_go().await,
                _ => self.begin_another_chat().await,
            }?;
        }
        Ok(self.journal)
    }

    async fn new_customer(&mut self) -> Result<i64> {
        let name = format!("{} of {}", self.sent, self.number);
        let customer = self.create("/v1/customers", &json!({"name": name})).await?;
        let id = id(&customer);
        self.journal.customers.insert(id, customer);
        Ok(id)
    }

    async fn new_chat(&mut self, customer: i64) -> Result<i64> {
        let body = json!({"customer": customer, "application": 1});
        let chat = self.create("/v1/chats", &body).await?;
        let id = id(&chat);
        self.journal.chats.insert(id, chat);
        Ok(id)
    }

    /// Creates another chat of the client's customer and writes to it from now on.
    async fn begin_another_chat(&mut self) -> Result<()> {
        self.chat = self.new_chat(self.customer).await?;
        Ok(())
    }

    /// Posts a message to a chat, as its customer or as an agent; returns the message id.
    async fn speak(&mut self, chat: i64) -> Result<i64> {
        let text = format!("{} of {}", self.sent, self.number);
        let mut body = json!({"chat": chat, "text": text});
        if self.random.one_in(3) {
            body["agent"] = json!(self.random.one(&self.clients.agents));
            if self.random.one_in(4) {
                body["type"] = json!("private");
            }
        }
        let message = self.create("/v1/messages", &body).await?;
        let id = id(&message);
        self.journal.said.entry((self.number, chat)).or_default().push(id);
        let is_shown = message["type"] == "message";
        self.journal.messages.insert(id, message);
        if is_shown && chat == self.chat && self.random.one_in(4) {
            self.is_known(chat, id).await?;
        }
        Ok(id)
    }

    /// Posts a message to the client's own chat; returns the message id.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn say(&mut self) -> Result<i64> {
        self.speak(self.chat).await
    }

    /// Searches for the chats of the client's customer at a random server. If the server answers,
    /// the last message of `chat` must be `message`.
    async fn is_known(&mut self, chat: i64, message: i64) -> Result<()> {
        let filter = json!([{"field": "chats.customer", "operator": "=", "value": self.customer}]);
        let body = json!({"filter": filter, "sort": "chats.lastMessageAt"}).to_string();
        let target = "/v1/chats/search";
        let request = Request { method: "POST", target, once: None, body: &body };
        let Some(answer) = self.clients.ask(&mut self.random, &request).await else {
            return Ok(());
        };
        match answer.status {
            503 => return Ok(()),
            200 => {}
            _ => return Err(format!("{request:?} was answered with {answer:?}")),
        }
        let page = answer.json();
        let mut chats = page["data"].as_array().into_iter().flatten();
        let found = chats.find(|found| found["id"] == chat);
        if found.is_none_or(|found| found["lastMessageId"] != message) {
            return Err(format!(
                "stale: message {message} of chat {chat} was acknowledged, but a server says \
                 {found:?}"
            ));
        }
        Tally::count(&self.clients.tally.fresh);
        Ok(())
    }

    /// Posts a message through another server. Then requests lists from the server at `address`,
    /// which is cut off from the database and must refuse all requests. Returns each request's
    /// duration.
    ///
    /// # Errors
    /// When an answer has a status other than 503.
    pub async fn is_refused_by(&mut self, address: SocketAddr) -> Result<Vec<Duration>> {
        let message = self.speak(self.chat).await?;
        let chat = format!("/v1/chats/{}/messages", self.chat);
        let questions = ["/v1/chats", "/v1/chats/total", "/v1/customers", "/v1/changes", &chat];
        let mut asked = JoinSet::new();
        for target in questions.map(str::to_owned) {
            let clients = Arc::clone(&self.clients);
            asked.spawn(async move {
                let began = Instant::now();
                let question = Request::get(&target);
                let answer = ask_within(REFUSES_WITHIN, address, &clients.key, &question).await;
                (target, answer, began.elapsed())
            });
        }
        let mut took = Vec::new();
        for (target, answer, time) in asked.join_all().await {
            took.push(time);
            if answer.as_ref().is_none_or(|answer| answer.status != 503) {
                return Err(format!(
                    "a server that is cut off was asked for {target} after message {message} and \
                     answered {answer:?}"
                ));
            }
        }
        Ok(took)
    }

    /// Sets another status in the chat `board`.
    async fn change_status(&mut self) -> Result<()> {
        let given = self.journal.statuses.entry(self.board).or_default();
        let others: Vec<_> =
            STATUSES.iter().filter(|it| given.last().is_none_or(|last| last != **it)).collect();
        let status = (**self.random.one(&others)).to_owned();
        let body = json!({"id": self.board, "status": status});
        let settled = self.send("PUT", "/v1/chats/status", &body).await?;
        let chat = expect(&settled.answer, 200)?;
        if chat["status"] != status {
            return Err(format!("status {status} was answered with {chat}"));
        }
        let late = self.journal.late.entry(self.board).or_default();
        late.extend(std::iter::repeat_n(status.clone(), settled.unknown));
        self.journal.statuses.entry(self.board).or_default().push(status);
        Ok(())
    }

    /// Records an event of the client's customer.
    async fn note_event(&mut self) -> Result<()> {
        let body = json!({
            "customer": self.customer, "name": "visited", "data": {"page": self.sent}
        });
        let event = self.create("/v1/events", &body).await?;
        self.journal.events.insert(id(&event), event);
        Ok(())
    }

    /// Snoozes a new chat for a few seconds.
    async fn snooze(&mut self) -> Result<()> {
        let chat = self.new_chat(self.customer).await?;
        let created = self.journal.chats[&chat]["createdAt"].as_i64().unwrap_or_default();
        let until = created + 2 + i64::try_from(self.random.below(4)).unwrap_or_default();
        let body = json!({"id": chat, "snoozedUntil": until});
        let settled = self.send("PUT", "/v1/chats/snooze", &body).await?;
        // After slow attempts the end of the snooze may have passed; in this case the outcome is
        // unknown.
        if settled.answer.status != 400 {
            expect(&settled.answer, 200)?;
            self.journal.snoozed.insert(chat, settled.unknown);
        }
        Ok(())
    }

    /// Creates a customer with a chat and a message, then deletes the customer.
    async fn come_and_go(&mut self) -> Result<()> {
        let customer = self.new_customer().await?;
        let chat = self.new_chat(customer).await?;
        self.speak(chat).await?;
        let target = format!("/v1/customers/{customer}");
        let settled = self.send("DELETE", &target, &Value::Null).await?;
        // An earlier attempt with an unknown outcome may have deleted the customer.
        if !(settled.unknown > 0 && settled.answer.status == 404) {
            expect(&settled.answer, 200)?;
        }
        self.journal.deleted.insert(customer);
        Ok(())
    }

    /// Creates an object; sometimes sends the same request twice at the same time. Returns the
    /// answer.
    async fn create(&mut self, target: &str, body: &Value) -> Result<Value> {
        let once = format!("{}-{}-{}", self.seed, self.number, self.sent);
        self.sent += 1;
        let body = body.to_string();
        let request = Request { method: "POST", target, once: Some(&once), body: &body };
        let created = if target == "/v1/events" { 200 } else { 201 };
        if !self.random.one_in(10) {
            let settled = self.clients.settle(&mut self.random, &request).await?;
            return expect(&settled.answer, created);
        }
        let mut twin = self.random.fork();
        let (one, other) = tokio::join!(
            self.clients.settle(&mut self.random, &request),
            self.clients.settle(&mut twin, &request)
        );
        let (one, other) = (one?.answer, other?.answer);
        if one != other {
            return Err(format!("{request:?} was answered with {one:?} and with {other:?}"));
        }
        Tally::count(&self.clients.tally.twins);
        expect(&one, created)
    }

    async fn send(&mut self, method: &str, target: &str, body: &Value) -> Result<Settled> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request { method, target, once: None, body: &body };
        self.clients.settle(&mut self.random, &request).await
    }

    /// Creates chats of the client's customer for all clients to write to.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn open_chats(&mut self, count: usize) -> Result<Vec<i64>> {
        let mut chats = Vec::new();
        for _ in 0..count {
            chats.push(self.new_chat(self.customer).await?);
        }
        Ok(chats)
    }

    /// Returns the journal of the acknowledged changes.
    pub fn leave(self) -> Journal {
        self.journal
    }
}

/// Returns the JSON body of an answer; fails unless the answer has this status.
fn expect(answer: &Answer, status: u16) -> Result<Value> {
    if answer.status == status {
        return Ok(answer.json());
    }
    Err(format!("a change was answered with {} {}", answer.status, answer.body))
}
