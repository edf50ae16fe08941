//! Random actions of an administrator on a webhook, while chats begin. The administrator sends test
//! events, replays one delivery or all events after a change, makes new secrets, and switches the
//! webhook off and on. The target sometimes fails once. A small model says which events the target
//! receives, which secrets sign the events, and what the log shows.
//!
//! `DESKBELL_WEBHOOKS_STEPS=2000` makes longer runs, and `DESKBELL_WEBHOOKS_SEED` repeats a run.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use deskbell_lab::random::Random;
use deskbell_model::Role;
use deskbell_model::limits::{DELIVERIES_LOGGED_MAX, WEBHOOK_OLD_SECRET_S};
use deskbell_testkit::{Answer, Browser, Reaction, Received, Receiver, Test, random_day};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::made::{chat, customer};

/// The default number of random actions in a run.
const STEPS: u64 = 80;
/// The time by which each random action advances the clock.
const PACE: Duration = Duration::from_secs(60);
/// The additional time by which some random actions advance the clock.
const PAUSE: Duration = Duration::from_secs(7 * 60 * 60);
/// The longest time until a delivery that failed once is tried again.
const RETRIED: Duration = Duration::from_secs(6);
const WEBHOOK: &str = "/app/v1/webhooks/1";

#[derive(Clone, Debug, PartialEq, Eq)]
struct Logged {
    /// The chat whose beginning is reported; `None` for a test delivery.
    chat: Option<i64>,
    state: &'static str,
    attempts: u64,
}

struct Day<'t> {
    t: &'t Test,
    random: Random,
    boss: Browser,
    target: Receiver,
    customer: i64,
    is_enabled: bool,
    secret: String,
    /// The previous secret, and the time until which every event is signed with both secrets.
    old_secret: Option<(String, u32)>,
    /// The chats that began, each with the number of the change that reports the beginning.
    begun: Vec<(i64, u64)>,
    /// The expected deliveries in the log, oldest first.
    log: Vec<Logged>,
}

fn is(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

fn signature(secret: &str, received: &Received) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let [id, at] = ["webhook-id", "webhook-timestamp"].map(|name| received.header(name).unwrap());
    let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    let mac = mac.chain_update(format!("{id}.{at}.")).chain_update(&received.body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Returns the chat of an event; `None` for a test event.
fn chat_of(request: &Value) -> Option<i64> {
    (request["event"] == "chat.new").then(|| request["eventData"]["chat_id"].as_i64().unwrap())
}

impl<'t> Day<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let target = Receiver::start().await;
        let customer = customer(t, "mateus").await;
        let body = json!({"url": target.url(), "events": ["chat.new"]});
        let made = is(&boss.post("/app/v1/webhooks", &body).await, 201);
        let secret = made["secret"].as_str().unwrap().to_owned();
        let random = Random::of(seed, 0);
        let (old_secret, begun, log) = Default::default();
        let is_enabled = true;
        Self { t, random, boss, target, customer, is_enabled, secret, old_secret, begun, log }
    }

    async fn step(&mut self) {
        if self.random.one_in(8) {
            self.t.clock.advance(PAUSE);
        }
        // The administrator has entered the password lately.
        assert_eq!(self.boss.sign_in().await.status, 200);
        match self.random.below(100) {
            0..30 => self.begin_chat().await,
            30..40 => self.begin_chat_that_fails_once().await,
            40..52 => self.test().await,
            52..70 => self.replay_one().await,
            70..80 => self.replay_after().await,
            80..90 => self.rotate().await,
            _ => self.switch().await,
        }
    }

    /// Creates a chat; returns the chat's id.
    async fn add_chat(&mut self) -> i64 {
        let id = chat(self.t, self.customer, json!({})).await;
        let after = self.begun.last().map_or(0, |(_, seq)| *seq);
        let target = format!("/v1/changes?kind=chat.created&limit=1000&after={after}");
        let last = self.t.get(&target).await.json();
        let last = last["data"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["object"]["id"], json!(id));
        self.begun.push((id, last["seq"].as_u64().unwrap()));
        id
    }

    /// Sends all due deliveries, and checks the signatures. Returns the chats of the received
    /// events.
    async fn pass(&mut self) -> Vec<Option<i64>> {
        self.t.courier().pass().await.unwrap();
        let now = self.t.app.context.now().get();
        let old = self.old_secret.as_ref().filter(|(_, until)| now < *until);
        let secrets: Vec<&String> =
            std::iter::once(&self.secret).chain(old.map(|(secret, _)| secret)).collect();
        let mut chats = Vec::new();
        for received in self.target.take() {
            let found: BTreeSet<_> = received
                .header("webhook-signature")
                .unwrap()
                .split(' ')
                .map(str::to_owned)
                .collect();
            let expected = secrets.iter().map(|secret| signature(secret, &received)).collect();
            assert_eq!(found, expected);
            chats.push(chat_of(&received.json()));
        }
        chats
    }

    /// Sends all waiting deliveries, and checks that the target receives exactly the events of
    /// these chats, in any order.
    async fn delivers(&mut self, mut expected: Vec<Option<i64>>) {
        let mut received = Vec::new();
        loop {
            let more = self.pass().await;
            if more.is_empty() {
                break;
            }
            received.extend(more);
        }
        received.sort_unstable();
        expected.sort_unstable();
        assert_eq!(received, expected);
        let logged = |chat| Logged { chat, state: "delivered", attempts: 1 };
        self.log.extend(expected.into_iter().map(logged));
    }

    async fn begin_chat(&mut self) {
        let chat = self.add_chat().await;
        let expected = if self.is_enabled { vec![Some(chat)] } else { Vec::new() };
        self.delivers(expected).await;
    }

    async fn begin_chat_that_fails_once(&mut self) {
        if !self.is_enabled {
            return;
        }
        let chat = self.add_chat().await;
        self.target.react_next([Reaction::Status(503)]);
        assert_eq!(self.pass().await, [Some(chat)]);
        let shown = self.shown().await;
        let waiting = Logged { chat: Some(chat), state: "waiting", attempts: 1 };
        assert_eq!(shown.first(), Some(&waiting));
        self.t.clock.advance(RETRIED);
        assert_eq!(self.pass().await, [Some(chat)]);
        self.log.push(Logged { chat: Some(chat), state: "delivered", attempts: 2 });
    }

    async fn test(&mut self) {
        let fails = self.random.one_in(3);
        is(&self.boss.post(&format!("{WEBHOOK}/test"), &json!({})).await, 200);
        if fails {
            self.target.react_next([Reaction::Status(500)]);
            assert_eq!(self.pass().await, [None]);
            // A test is tried once.
            self.log.push(Logged { chat: None, state: "failed", attempts: 1 });
        } else {
            self.delivers(vec![None]).await;
        }
    }

    async fn replay_one(&mut self) {
        let rows = self.rows().await;
        if rows.is_empty() {
            return;
        }
        let row = self.random.one(&rows);
        let (id, chat) = (row["id"].clone(), chat_of(&row["request"]));
        let replay = json!({"delivery": id});
        is(&self.boss.post(&format!("{WEBHOOK}/replay"), &replay).await, 200);
        self.delivers(vec![chat]).await;
    }

    async fn replay_after(&mut self) {
        if !self.is_enabled || self.begun.is_empty() {
            return;
        }
        let after = self.random.one(&self.begun).1;
        let replay = json!({"since": after});
        is(&self.boss.post(&format!("{WEBHOOK}/replay"), &replay).await, 200);
        let later = self.begun.iter().filter(|(_, seq)| *seq > after);
        let later = later.map(|(chat, _)| Some(*chat)).collect();
        self.delivers(later).await;
    }

    async fn rotate(&mut self) {
        let answer = self.boss.post(&format!("{WEBHOOK}/rotate"), &json!({})).await;
        let secret = is(&answer, 200)["secret"].as_str().unwrap().to_owned();
        assert_ne!(secret, self.secret);
        let until = self.t.app.context.now().get() + WEBHOOK_OLD_SECRET_S;
        self.old_secret = Some((std::mem::replace(&mut self.secret, secret), until));
    }

    async fn switch(&mut self) {
        self.is_enabled = !self.is_enabled;
        let edit = json!({"enabled": self.is_enabled});
        assert_eq!(is(&self.boss.patch(WEBHOOK, &edit).await, 200)["enabled"], edit["enabled"]);
        // What happened while it was off is not sent by itself.
        self.delivers(Vec::new()).await;
    }

    /// Returns the rows of the delivery log, newest first.
    async fn rows(&self) -> Vec<Value> {
        let target = format!("{WEBHOOK}/deliveries?limit=100");
        is(&self.boss.get(&target).await, 200)["data"].as_array().unwrap().clone()
    }

    async fn shown(&self) -> Vec<Logged> {
        let state = |row: &Value| {
            let states = ["waiting", "delivered", "failed"];
            states.into_iter().find(|state| row["state"] == *state).unwrap()
        };
        let rows = self.rows().await;
        let logged = |row: &Value| Logged {
            chat: chat_of(&row["request"]),
            state: state(row),
            attempts: row["attempts"].as_u64().unwrap(),
        };
        rows.iter().map(logged).collect()
    }

    async fn compare(&mut self, step: u64) {
        let kept = usize::try_from(DELIVERIES_LOGGED_MAX).unwrap();
        let gone = self.log.len().saturating_sub(kept);
        self.log.drain(..gone);
        let shown = self.shown().await;
        let newest: Vec<_> = self.log.iter().rev().take(100).cloned().collect();
        assert_eq!(shown, newest, "step {step}");
        let webhooks = self.boss.get("/app/v1/webhooks").await;
        assert!(!String::from_utf8_lossy(&webhooks.body).contains("whsec_"), "step {step}");
        assert_eq!(webhooks.json()["data"][0]["enabled"], json!(self.is_enabled), "step {step}");
    }
}

random_day! {
    a_target_receives_what_was_asked_for_signed_as_said_in_a_random_day:
    Day, "DESKBELL_WEBHOOKS", STEPS, PACE
}
