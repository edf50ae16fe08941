//! Failovers of PostgreSQL to standbys that lack the last changes, while the servers keep running.
//! Changes that the standby has must remain, lost changes must disappear from the feed, and every
//! follower must receive a reset. After each failover new changes are made: in turn fewer than, as
//! many as, and more than the lost changes.
//!
//! This module must not know how the servers detect a failover.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::postgres::standby::Servers;
use deskbell_lab::random::Random;
use deskbell_lab::target::{Reaction, Target};
use deskbell_lab::{Result, While as _, say};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::ask::{Answer, Request, ask};
use crate::checks::{self, Lists};
use crate::fleet::Fleet;
use crate::journal::id;
use crate::pause;
use crate::program::Program;

/// The number of servers that run during every failover.
const NODES: usize = 2;
/// The maximal number of changes lost in a failover.
const LOST_MAX: u64 = 12;
/// The time limit until all effects of a failover are visible.
const SEEN_WITHIN: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// The kind of the change that tells followers to begin anew, also recorded as the received text.
const RESET: &str = "reset";

/// The texts that a follower or a target received, in order.
type Heard = Arc<Mutex<Vec<String>>>;

fn heard(heard: &Heard) -> Vec<String> {
    heard.lock().clone()
}

fn note(heard: &Heard, what: String) {
    heard.lock().push(what);
}

/// The servers, followers and target that run during all failovers.
struct Desk<'a> {
    program: &'a Program,
    servers: Servers,
    fleet: Fleet,
    key: String,
    chat: i64,
    /// Acknowledged messages that must still exist, in order.
    kept: Vec<String>,
    /// Messages lost in failovers.
    lost: Vec<String>,
    followers: Vec<Heard>,
    told: Heard,
    _target: Target,
    _following: JoinSet<()>,
}

/// Carries out a number of failovers; returns the total number of lost changes.
///
/// # Errors
/// When a lost change is shown, or when a remaining change is missing or was not emitted.
pub async fn carry_out(program: &Program, seed: u64, who: u64, failovers: u32) -> Result<usize> {
    let mut random = Random::of(seed, who);
    let mut desk = Desk::open(program).await?;
    for number in 0..failovers {
        let lost = 1 + random.below(LOST_MAX);
        let instead = match number % 3 {
            0 => random.below(lost),
            1 => lost,
            _ => lost + 1 + random.below(LOST_MAX),
        };
        let what = format!("failover {number}, {lost} changes lost, {instead} made instead");
        desk.fail_over(number, lost, instead).await.while_at(what)?;
    }
    let url = desk.servers.primary().url("desk");
    let Desk { fleet, lost, .. } = desk;
    fleet.leave().await?;
    program.data(&url, &["doctor", "--deep"]).await?;
    say::talk(format!("{failovers} failovers lost {} changes", lost.len()));
    Ok(lost.len())
}

impl<'a> Desk<'a> {
    async fn open(program: &'a Program) -> Result<Self> {
        let servers = Servers::start().await;
        let url = servers.primary().url(&servers.create_database().await);
        program.data(&url, &["migrate"]).await?;
        let key = program.data(&url, &["key", "create"]).await?;
        let fleet = Fleet::start(program.clone(), &url, NODES).await?;
        let told = Heard::default();
        let ears = Arc::clone(&told);
        let target = Target::start(move |received| {
            let text = received.json()["eventData"]["message"]["text"].clone();
            note(&ears, text.as_str().unwrap_or_default().to_owned());
            Reaction::Status(200)
        });
        let target = target.await;
        let (kept, lost, followers) = (Vec::new(), Vec::new(), Vec::new());
        let (chat, following) = (0, JoinSet::new());
        let mut desk = Self {
            program,
            servers,
            fleet,
            key,
            chat,
            kept,
            lost,
            followers,
            told,
            _target: target,
            _following: following,
        };
        let hook = json!({"url": desk._target.url(), "events": ["message.chat.customer"]});
        desk.make(0, "/v1/webhooks", &hook).await?;
        let customer = desk.make(0, "/v1/customers", &json!({"name": "Una"})).await?;
        let chat = json!({"customer": id(&customer), "application": 1});
        desk.chat = id(&desk.make(0, "/v1/chats", &chat).await?);
        // From now on each message is exactly one change.
        desk.say(0, "first").await?;
        desk.kept.push("first".to_owned());
        for node in 0..NODES {
            let following = Heard::default();
            let (address, key) = (desk.address(node)?, desk.key.clone());
            let stream = follow(address, &key).await?;
            desk._following.spawn(listen(stream, Arc::clone(&following)));
            desk.followers.push(following);
        }
        Ok(desk)
    }

    fn address(&self, node: usize) -> Result<SocketAddr> {
        Ok(self.fleet.server(node)?.address)
    }

    /// Sends a request to a server until the status is not 503.
    async fn ask(&self, node: usize, request: &Request<'_>) -> Result<Answer> {
        let began = Instant::now();
        while began.elapsed() < SEEN_WITHIN {
            match ask(self.address(node)?, &self.key, request).await {
                Some(answer) if answer.status != 503 => return Ok(answer),
                _ => pause(LOOK_EVERY).await,
            }
        }
        Err(format!("server {node} does not recover"))
    }

    async fn make(&self, node: usize, target: &str, body: &Value) -> Result<Value> {
        let (once, body) = (format!("{target} {body}"), body.to_string());
        let once = once.replace(|it: char| !it.is_ascii_graphic(), "_");
        let request = Request { method: "POST", target, once: Some(&once), body: &body };
        let answer = self.ask(node, &request).await?;
        if answer.status == 201 { Ok(answer.json()) } else { Err(format!("{body}: {answer:?}")) }
    }

    async fn say(&self, node: usize, text: &str) -> Result<Value> {
        self.make(node, "/v1/messages", &json!({"chat": self.chat, "text": text})).await
    }

    async fn fail_over(&mut self, number: u32, lost: u64, instead: u64) -> Result<()> {
        let standby = self.servers.follow().await;
        for node in 0..NODES {
            let text = format!("{number} common {node}");
            self.say(node, &text).await?;
            self.kept.push(text);
        }
        self.servers.cut_off(&standby).await;
        for message in 0..lost {
            let text = format!("{number} lost {message}");
            self.say(usize::try_from(message).unwrap_or_default() % NODES, &text).await?;
            self.lost.push(text);
        }
        let last = self.lost.last().cloned().unwrap_or_default();
        for follower in self.followers.clone() {
            seen(&follower, &[&last]).await?;
        }
        // The servers' indexes must include the changes that will be lost.
        self.lists_agree().await.while_at("before")?;
        let former = self.servers.promote(standby).await;
        self.fleet.lead_to(&self.servers.primary().url("desk"));
        self.servers.end(&former).await;
        for message in 0..instead {
            let text = format!("{number} instead {message}");
            self.say(NODES - 1, &text).await?;
            self.kept.push(text);
        }
        self.lists_agree().await.while_at("at once")?;
        self.is_told(number).await
    }

    /// Compares each server's lists and searches with the answers of a server without an index.
    async fn lists_agree(&self) -> Result<()> {
        let mut found = Vec::new();
        for node in 0..NODES {
            found.push(Lists::of(self.address(node)?, &self.key, 1).await?);
            checks::ready(self.address(node)?, &self.key).await?;
            found.push(Lists::of(self.address(node)?, &self.key, 1).await?);
        }
        let url = self.servers.primary().url("desk");
        let settings = [("DESKBELL_INDEX__ENABLED", "false")];
        let plain = self.program.serve(&url, "plain-failover", &settings).await?;
        let expected = Lists::of(plain.address, &self.key, 1).await?;
        plain.leave().await?;
        found.iter().try_for_each(|found| checks::compare(found, &expected))
    }

    /// Checks that the feed has exactly the remaining messages, in order. Each follower must have
    /// received every reset and then a new message. The target must have received all remaining
    /// messages.
    async fn is_told(&mut self, number: u32) -> Result<()> {
        for (node, follower) in self.followers.clone().iter().enumerate() {
            let resets = || heard(follower).iter().filter(|it| *it == RESET).count();
            let (began, expected) = (Instant::now(), number as usize + 1);
            while resets() < expected && began.elapsed() < SEEN_WITHIN {
                pause(LOOK_EVERY).await;
            }
            if resets() != expected {
                return Err(format!(
                    "the follower of server {node} was told {:?}",
                    heard(follower)
                ));
            }
        }
        let after = format!("{number} after");
        self.say(0, &after).await?;
        self.kept.push(after.clone());
        for follower in &self.followers {
            seen(follower, &[RESET, &after]).await?;
        }
        for node in 0..NODES {
            let request = Request::get("/v1/changes?kind=message.created&limit=1000");
            let page = self.ask(node, &request).await?.json();
            let told = page["data"].as_array().into_iter().flatten();
            let told: Vec<_> = told.filter_map(|it| it["object"]["text"].as_str()).collect();
            if told != self.kept {
                return Err(format!("where {:?} was kept the feed says {told:?}", self.kept));
            }
        }
        let kept: Vec<_> = self.kept.iter().map(String::as_str).collect();
        for text in &kept {
            seen(&self.told, &[text]).await.while_at("the webhook")?;
        }
        Ok(())
    }
}

/// Waits until the texts `wanted` were received in this order, possibly with other texts in
/// between.
async fn seen(by: &Heard, wanted: &[&str]) -> Result<()> {
    let is_seen = || {
        let heard = heard(by);
        let mut heard = heard.iter().rev();
        wanted.iter().rev().all(|wanted| heard.any(|it| it == wanted))
    };
    let began = Instant::now();
    while !is_seen() {
        if began.elapsed() > SEEN_WITHIN {
            return Err(format!("{wanted:?} is not told: {:?}", heard(by)));
        }
        pause(LOOK_EVERY).await;
    }
    Ok(())
}

/// Opens a stream of new changes; reads the head of the answer.
async fn follow(address: SocketAddr, key: &str) -> Result<BufReader<TcpStream>> {
    let mut stream = TcpStream::connect(address).await.while_at("a stream")?;
    let request =
        format!("GET /v1/stream HTTP/1.1\r\nHost: torture\r\nAuthorization: Bearer {key}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.while_at("a stream")?;
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        if stream.read_line(&mut line).await.while_at("a stream")? == 0 {
            return Err("a stream ended with its head".to_owned());
        }
    }
    Ok(stream)
}

/// Records the texts of messages, and the resets, of a stream.
async fn listen(stream: BufReader<TcpStream>, notes: Heard) {
    let mut lines = stream.lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let Some(data) = line.strip_prefix("data: ") else { continue };
        let change: Value = serde_json::from_str(data).unwrap_or_default();
        if change["kind"] == RESET {
            note(&notes, RESET.to_owned());
        } else if let Some(text) = change["object"]["text"].as_str() {
            note(&notes, text.to_owned());
        }
    }
}
