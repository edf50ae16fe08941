//! Clients: each writes one thing after the other, sends it until it is acknowledged, asks now and
//! then whether a server still knows it, and keeps a journal.
//!
//! It must not know what is done to the servers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::ask::{Answer, Request, ask_within};
use crate::journal::{Journal, id};
use crate::town::{Settled, Tally, Town};

/// How long a server may take to find out that PostgreSQL is silent: for its key, for the head, for
/// the rows it waits for a connection, for a new one and for an answer.
const REFUSES_WITHIN: Duration = Duration::from_secs(60);
/// Statuses a chat is given.
const STATUSES: [&str; 4] = ["opened", "pending", "on hold", "closed"];

/// Somebody who writes.
#[derive(Debug)]
pub struct Client {
    town: Arc<Town>,
    number: usize,
    seed: u64,
    random: Random,
    sent: u64,
    /// Chats that everybody writes to.
    common: Arc<[i64]>,
    customer: i64,
    /// The chat in which only this client writes.
    chat: i64,
    /// The chat whose status only this client changes, and in which nobody writes.
    board: i64,
    journal: Journal,
}

impl Client {
    /// Makes a customer and two chats for a new client.
    ///
    /// # Errors
    /// When a server answers what it must not.
    pub async fn arrive(
        town: Arc<Town>,
        common: Arc<[i64]>,
        seed: u64,
        number: usize,
    ) -> Result<Self> {
        let random = Random::of(seed, number as u64);
        let (sent, journal) = (0, Journal::default());
        let (customer, chat, board) = (0, 0, 0);
        let mut client =
            Self { town, number, seed, random, sent, common, customer, chat, board, journal };
        client.customer = client.new_customer().await?;
        client.chat = client.new_chat(client.customer).await?;
        client.board = client.new_chat(client.customer).await?;
        Ok(client)
    }

    /// Writes until it is told to stop; its journal.
    ///
    /// # Errors
    /// When a server answers what it must not.
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

    /// A customer.
    async fn new_customer(&mut self) -> Result<i64> {
        let name = format!("{} of {}", self.sent, self.number);
        let customer = self.create("/v1/customers", &json!({"name": name})).await?;
        let id = id(&customer);
        self.journal.customers.insert(id, customer);
        Ok(id)
    }

    /// A chat of a customer.
    async fn new_chat(&mut self, customer: i64) -> Result<i64> {
        let body = json!({"customer": customer, "application": 1});
        let chat = self.create("/v1/chats", &body).await?;
        let id = id(&chat);
        self.journal.chats.insert(id, chat);
        Ok(id)
    }

    /// The client's customer gets another chat, in which it goes on.
    async fn begin_another_chat(&mut self) -> Result<()> {
        self.chat = self.new_chat(self.customer).await?;
        Ok(())
    }

    /// Says something in a chat, as its customer or as an agent.
    async fn speak(&mut self, chat: i64) -> Result<i64> {
        let text = format!("{} of {}", self.sent, self.number);
        let mut body = json!({"chat": chat, "text": text});
        if self.random.one_in(3) {
            body["agent"] = json!(self.random.one(&self.town.agents));
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

    /// Says something in the client's own chat; the message's number.
    ///
    /// # Errors
    /// When a server answers what it must not.
    pub async fn say(&mut self) -> Result<i64> {
        self.speak(self.chat).await
    }

    /// Asks any server for the customer's chats: an answer must know what was acknowledged.
    async fn is_known(&mut self, chat: i64, message: i64) -> Result<()> {
        let filter = json!([{"field": "chats.customer", "operator": "=", "value": self.customer}]);
        let body = json!({"filter": filter, "sort": "chats.lastMessageAt"}).to_string();
        let target = "/v1/chats/search";
        let request = Request { method: "POST", target, once: None, body: &body };
        let Some(answer) = self.town.ask(&mut self.random, &request).await else { return Ok(()) };
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
        Tally::count(&self.town.tally.fresh);
        Ok(())
    }

    /// Says something, which is acknowledged by another server, and asks one that is cut off from
    /// the database: it refuses, since it cannot know. How long it took for each question.
    ///
    /// # Errors
    /// When it answers anything else.
    pub async fn is_refused_by(&mut self, address: SocketAddr) -> Result<Vec<Duration>> {
        let message = self.speak(self.chat).await?;
        let chat = format!("/v1/chats/{}/messages", self.chat);
        let questions = ["/v1/chats", "/v1/chats/total", "/v1/customers", "/v1/changes", &chat];
        let mut asked = JoinSet::new();
        for target in questions.map(str::to_owned) {
            let town = Arc::clone(&self.town);
            asked.spawn(async move {
                let began = Instant::now();
                let question = Request::get(&target);
                let answer = ask_within(REFUSES_WITHIN, address, &town.key, &question).await;
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

    /// Gives the board another status.
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

    /// Notes an event of the customer.
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
        // It may have taken so long to be told that the time is past: then nobody knows.
        if settled.answer.status != 400 {
            expect(&settled.answer, 200)?;
            self.journal.snoozed.insert(chat, settled.unknown);
        }
        Ok(())
    }

    /// A customer who comes, says something, and is deleted.
    async fn come_and_go(&mut self) -> Result<()> {
        let customer = self.new_customer().await?;
        let chat = self.new_chat(customer).await?;
        self.speak(chat).await?;
        let target = format!("/v1/customers/{customer}");
        let settled = self.send("DELETE", &target, &Value::Null).await?;
        // An attempt of which nobody heard may have done it.
        if !(settled.unknown > 0 && settled.answer.status == 404) {
            expect(&settled.answer, 200)?;
        }
        self.journal.deleted.insert(customer);
        Ok(())
    }

    /// Makes something, now and then by two requests at the same time; the answer.
    async fn create(&mut self, target: &str, body: &Value) -> Result<Value> {
        let once = format!("{}-{}-{}", self.seed, self.number, self.sent);
        self.sent += 1;
        let body = body.to_string();
        let request = Request { method: "POST", target, once: Some(&once), body: &body };
        let created = if target == "/v1/events" { 200 } else { 201 };
        if !self.random.one_in(10) {
            let settled = self.town.settle(&mut self.random, &request).await?;
            return expect(&settled.answer, created);
        }
        let mut twin = self.random.fork();
        let (one, other) = tokio::join!(
            self.town.settle(&mut self.random, &request),
            self.town.settle(&mut twin, &request)
        );
        let (one, other) = (one?.answer, other?.answer);
        if one != other {
            return Err(format!("{request:?} was answered with {one:?} and with {other:?}"));
        }
        Tally::count(&self.town.tally.twins);
        expect(&one, created)
    }

    async fn send(&mut self, method: &str, target: &str, body: &Value) -> Result<Settled> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = Request { method, target, once: None, body: &body };
        self.town.settle(&mut self.random, &request).await
    }

    /// A chat of the client's customer for everybody to write to.
    ///
    /// # Errors
    /// When a server answers what it must not.
    pub async fn open_chat(&mut self) -> Result<i64> {
        self.new_chat(self.customer).await
    }

    /// What this client knows to have been done.
    pub fn leave(self) -> Journal {
        self.journal
    }
}

/// The body of an answer with this status.
fn expect(answer: &Answer, status: u16) -> Result<Value> {
    if answer.status == status {
        return Ok(answer.json());
    }
    Err(format!("a change was answered with {} {}", answer.status, answer.body))
}
