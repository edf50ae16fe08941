//! A second organization, whose agents and visitors use the pages and the widget of the same
//! servers during the faults. Agents begin and end sessions, change passwords, and store drafts
//! and files. Visitors write, are identified and leave.
//!
//! This module must not know the faults of the servers, nor the clients of `act`.

mod agent;
mod kept;
mod visitor;

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use parking_lot::Mutex;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::ask::{Answer, Asker, Request};
use crate::clients::{Clients, Settled, Tally};
use crate::program::Program;

use agent::Agent;
pub use kept::{Kept, Kind, Person, Said};
use visitor::Guest;

/// The domain of the second organization.
pub const DOMAIN: &str = "people.example";
/// The media type of JSON bodies.
pub const JSON: &str = "application/json";
/// The time for which a server may still accept a session that another server has ended.
const KNOWN_FOR: Duration = Duration::from_millis(600);
/// One agent is started for this number of clients of the main organization.
const CLIENTS_AN_AGENT: u16 = 8;
const CLIENTS_A_GUEST: u16 = 6;

/// A time later than the end of any run, in Unix seconds.
const NEVER: u32 = 4_000_000_000;

/// The state that agents and visitors of the organization share.
#[derive(Debug)]
pub struct Desk {
    /// The servers' addresses and the organization's key.
    pub clients: Clients,
    /// The secret with which the site signs the identity of its visitors.
    secret: String,
    /// The time for which a session may still be accepted after its acknowledged end.
    pub known_for: Duration,
    pub seed: u64,
    /// The chats that visitors began.
    chats: Mutex<Vec<i64>>,
}

/// The running agents and visitors.
#[derive(Debug)]
pub struct People {
    pub desk: Arc<Desk>,
    pub tasks: JoinSet<Result<Kept>>,
}

impl People {
    /// Creates the organization on the servers of `like`, and starts its agents and visitors, who
    /// work until the stop signal.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn arrive(
        program: &Program,
        url: &str,
        like: &Clients,
        (seed, count): (u64, u16),
        stop: &watch::Sender<bool>,
    ) -> Result<Self> {
        program.data(url, &["org", "create", DOMAIN]).await?;
        let key = program.data(url, &["key", "create", "--org", DOMAIN]).await?;
        let addresses = like.addresses.clone();
        let is_alone = addresses.borrow().len() == 1;
        let clients = Clients { key, addresses, agents: Vec::new(), tally: Tally::default() };
        let known_for = if is_alone { Duration::ZERO } else { KNOWN_FOR };
        let (secret, chats) = (String::new(), Mutex::default());
        let mut desk = Desk { clients, secret, known_for, seed, chats };
        let mut agents = Vec::new();
        for number in 0..(count / CLIENTS_AN_AGENT).max(1) {
            let name = format!("agent-{number}");
            let add = ["agent", "add", "--role", "admin", "--name", &name, "--org", DOMAIN];
            let id = program.data(url, &add).await?;
            let link = program.data(url, &["agent", "invite", &id, "--org", DOMAIN]).await?;
            let token = link.rsplit_once('#').map(|(_, token)| token.to_owned());
            let token = token.ok_or_else(|| format!("this is no link: {link}"))?;
            agents.push((usize::from(number), name, token));
        }
        let mut random = Random::of(seed, agent::NUMBER);
        for (_, name, token) in &agents {
            agent::accept(&desk, &mut random, name, token).await?;
        }
        if let Some((_, name, _)) = agents.first() {
            desk.secret = agent::identity_secret(&desk, &mut random, name).await?;
        }
        let desk = Arc::new(desk);
        let mut tasks = JoinSet::new();
        for (number, name, _) in agents {
            tasks.spawn(Agent::new(Arc::clone(&desk), number, name).work(stop.subscribe()));
        }
        for number in 0..usize::from((count / CLIENTS_A_GUEST).max(1)) {
            tasks.spawn(Guest::new(Arc::clone(&desk), number).work(stop.subscribe()));
        }
        Ok(Self { desk, tasks })
    }

    /// Waits for all agents and visitors after the stop signal; returns the state that they share,
    /// and all acknowledged changes.
    ///
    /// # Errors
    /// When an answer broke the contract.
    pub async fn leave(mut self) -> Result<(Arc<Desk>, Kept)> {
        let mut kept = Kept::default();
        while let Some(ended) = self.tasks.join_next().await {
            kept.add(ended.while_at("an agent or a visitor")??)?;
        }
        Ok((self.desk, kept))
    }
}

/// A random loopback address, since requests per address and minute are limited.
pub fn anywhere(random: &mut Random) -> Ipv4Addr {
    let mut part = || u8::try_from(random.below(254)).unwrap_or_default().saturating_add(1);
    Ipv4Addr::new(127, part(), part(), part())
}

impl Desk {
    /// The site's signature of a text.
    fn signature(&self, text: &str) -> Vec<u8> {
        let mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes());
        mac.map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec()).unwrap_or_default()
    }

    /// A proof with which the site identifies a user: the signature of the user's id.
    fn proof(&self, user: &str) -> String {
        self.signature(user).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Another proof with which the site identifies a user: a token (JWT) that does not expire
    /// during a run.
    fn token(&self, user: &str) -> String {
        let part = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let (header, says) = (json!({"alg": "HS256"}), json!({"sub": user, "exp": NEVER}));
        let signed = format!("{}.{}", part(header), part(says));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.signature(&signed)))
    }

    /// Sends a change from random addresses until it is acknowledged or rejected.
    ///
    /// # Errors
    /// When no server answers within minutes.
    pub async fn settle(
        &self,
        random: &mut Random,
        asker: Asker,
        request: &Request<'_>,
    ) -> Result<Settled> {
        let asker = asker.at(anywhere(random));
        self.clients.settle_as(&asker, random, request).await
    }

    /// Sends a read request to a random server once; returns `None` without an answer, or after a
    /// 429 or 503.
    pub async fn look(&self, random: &mut Random, asker: Asker, target: &str) -> Option<Answer> {
        let asker = asker.at(anywhere(random));
        let answer = self.clients.ask_as(random, &asker, &Request::get(target)).await?;
        (!matches!(answer.status, 429 | 503)).then_some(answer)
    }

    /// Sends a read request to random servers until a server answers.
    ///
    /// # Errors
    /// When no server answers within minutes.
    pub async fn see(&self, random: &mut Random, asker: Asker, target: &str) -> Result<Answer> {
        self.settle(random, asker, &Request::get(target)).await.map(|settled| settled.answer)
    }

    /// Tries to sign in; returns the answer.
    ///
    /// # Errors
    /// When no server answers within minutes.
    pub async fn sign_in(
        &self,
        random: &mut Random,
        login: &str,
        password: &str,
    ) -> Result<Settled> {
        let body = json!({"login": login, "password": password}).to_string();
        let request =
            Request { method: "POST", target: "/app/v1/session", once: None, body: &body };
        self.settle(random, Asker::page(None, JSON), &request).await
    }

    /// A random chat that a visitor began; `None` before the first chat.
    fn any_chat(&self, random: &mut Random) -> Option<i64> {
        let chats = self.chats.lock();
        (!chats.is_empty()).then(|| *random.one(&chats))
    }

    /// Begins or continues a visitor's session, as the user `user`, if any; returns the token for
    /// further requests.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    async fn visit(
        &self,
        random: &mut Random,
        token: Option<&str>,
        user: Option<&str>,
    ) -> Result<String> {
        let mut body = json!({"app": 1, "organization": DOMAIN});
        if let Some(user) = user {
            let proof = if random.one_in(2) { self.token(user) } else { self.proof(user) };
            body["user"] = json!({"userId": user, "proof": proof});
        }
        let body = body.to_string();
        let target = "/widget/v1/session";
        let request = Request { method: "POST", target, once: None, body: &body };
        let asker = token.map_or_else(Asker::nobody, Asker::bearer);
        let session = expect(&self.settle(random, asker, &request).await?.answer, 200)?;
        let is_proved = user.is_none() || session["identity"] == "verified";
        match session["token"].as_str().or(token) {
            Some(token) if is_proved => Ok(token.to_owned()),
            _ => Err(format!("{request:?} was answered with {session}")),
        }
    }
}

/// Returns whether a session or token ended so long ago that every server must refuse it.
fn is_over(desk: &Desk, ended: Instant) -> bool {
    ended.elapsed() > desk.known_for
}

/// Returns the JSON body of an answer; fails unless the answer has this status.
pub fn expect(answer: &Answer, status: u16) -> Result<Value> {
    if answer.status == status {
        return Ok(answer.json());
    }
    Err(format!("somebody was answered with {} {}", answer.status, answer.body))
}
