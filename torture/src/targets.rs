//! Webhook targets that are slow, fail or send invalid answers, and the received events.
//!
//! This module must not know the expected events.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::target::{Reaction, Received, Target};
use parking_lot::{Mutex, MutexGuard};
use serde_json::Value;

use deskbell_lab::random::Random;

/// The limits of the delays that targets cause.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The maximal number of failures of a target per chat, since each failure delays the chat's
    /// later deliveries.
    pub failures_a_chat: u32,
    /// The maximal number of deliveries that take nearly as long as the timeout.
    pub slowest: u32,
}

/// A duration just below the delivery timeout.
const SLOWEST: Duration = Duration::from_secs(13);

/// The behaviour of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Answers slowly.
    Slow,
    /// Sometimes fails at the first attempt to deliver an event.
    Failing,
    /// Sends invalid answers: false lengths, redirects, bytes that are not HTTP, endless answers.
    Lying,
}

impl Nature {
    /// Every behaviour of a target.
    pub const ALL: [Self; 3] = [Self::Slow, Self::Failing, Self::Lying];
}

/// An event that a target received.
#[derive(Clone, Debug)]
pub struct Told {
    pub event: String,
    /// The id of the event's object: a chat, a message or a customer.
    pub about: i64,
    /// The id of the event's chat; 0 for an event without a chat.
    pub chat: i64,
    /// The status of the chat in the event.
    pub status: Option<String>,
    /// The number of requests that delivered the event, accepted or not.
    pub attempts: u64,
    /// The position among the accepted events, in the order of their first acceptance; `None` until
    /// accepted.
    pub taken: Option<usize>,
}

/// All requests that a target received.
#[derive(Debug, Default)]
pub struct Heard {
    pub events: HashMap<String, Told>,
    /// The number of accepted events by name and object.
    pub counts: BTreeMap<(String, i64), u64>,
    /// The ids of the messages in accepted events.
    pub messages: BTreeSet<i64>,
    /// The number of accepted events.
    pub taken: usize,
    /// The number of requests that the target received.
    pub attempts: u64,
    /// Descriptions of requests that broke the contract.
    pub faults: Vec<String>,
    /// The time of the last request.
    pub last: Option<Instant>,
}

/// A target on loopback that records the events it receives, until it is dropped.
#[derive(Debug)]
pub struct Listening {
    pub nature: Nature,
    target: Target,
    heard: Arc<Mutex<Heard>>,
}

impl Listening {
    /// Starts a target that behaves according to `nature`; `random` decides how it answers each
    /// delivery.
    pub async fn start(nature: Nature, random: Random, patience: Patience) -> Self {
        let heard = Arc::new(Mutex::new(Heard::default()));
        let ears = Arc::clone(&heard);
        let failures = BTreeMap::new();
        let mood = Mood { nature, random, patience, failures };
        let mood = Mutex::new(mood);
        let target = Target::start(move |received| {
            let mut mood = mood.lock();
            ears.lock().hear(&received, &mut mood)
        });
        Self { nature, target: target.await, heard }
    }

    pub fn url(&self) -> String {
        self.target.url()
    }

    /// The requests received so far.
    pub fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock()
    }
}

impl Heard {
    fn hear(&mut self, received: &Received, mood: &mut Mood) -> Reaction {
        self.attempts += 1;
        self.last = Some(Instant::now());
        let (told, text) = (received.json(), |value: &Value| value.as_str().map(str::to_owned));
        let id = text(&told["id"]).unwrap_or_default();
        let event = text(&told["event"]).unwrap_or_default();
        let data = &told["eventData"];
        let number = |value: &Value| value.as_i64();
        let chat = number(&data["chat_id"]).unwrap_or_default();
        let about = number(&data["message"]["id"]).or(number(&data["id"])).unwrap_or(chat);
        if received.header("webhook-id") != Some(&id) {
            self.faults.push(format!("{id} came with another webhook-id"));
        }
        let may_fail = !self.events.contains_key(&id) && mood.may_fail(chat);
        let (reaction, is_taken) = mood.react(may_fail);
        if !is_taken {
            mood.fails(chat);
        }
        let (status, event_again) = (text(&data["status"]), event.clone());
        let first = Told { event, about, chat, status, attempts: 0, taken: None };
        let known = self.events.entry(id.clone()).or_insert(first);
        if (&known.event, known.about) != (&event_again, about) {
            self.faults.push(format!("{id} told of {known:?} and of {event_again} {about}"));
        }
        known.attempts += 1;
        if is_taken && known.taken.is_none() {
            known.taken = Some(self.taken);
            self.taken += 1;
            *self.counts.entry((event_again, about)).or_default() += 1;
            if known.event.starts_with("message.") {
                self.messages.insert(about);
            }
        }
        reaction
    }

    /// The accepted events, by the time of their first acceptance.
    pub fn in_order(&self) -> Vec<&Told> {
        let by_place: BTreeMap<_, _> =
            self.events.values().filter_map(|told| Some((told.taken?, told))).collect();
        by_place.into_values().collect()
    }
}

/// The state from which a target chooses its reactions.
#[derive(Debug)]
struct Mood {
    nature: Nature,
    random: Random,
    /// The allowed failures per chat, and the remaining slow answers.
    patience: Patience,
    /// The number of failures so far in each chat.
    failures: BTreeMap<i64, u32>,
}

impl Mood {
    /// Returns whether the target may fail once more for an event of this chat. Each failure delays
    /// the chat's later events. An event without a chat delays no other events and may always fail.
    fn may_fail(&self, chat: i64) -> bool {
        let most = self.patience.failures_a_chat;
        chat == 0 || self.failures.get(&chat).is_none_or(|count| *count < most)
    }

    fn fails(&mut self, chat: i64) {
        *self.failures.entry(chat).or_default() += 1;
    }

    /// Chooses a reaction; returns whether the server must treat the reaction as acceptance of the
    /// event.
    fn react(&mut self, may_fail: bool) -> (Reaction, bool) {
        let raw = |text: &str| Reaction::Bytes(text.as_bytes().to_vec());
        match (self.nature, self.random.below(100)) {
            (Nature::Slow, 0) if self.patience.slowest > 0 && self.random.one_in(20) => {
                self.patience.slowest -= 1;
                (Reaction::Late(SLOWEST, 200), true)
            }
            (Nature::Slow, 0..3) => {
                (Reaction::Late(Duration::from_millis(self.random.below(200)), 204), true)
            }
            (Nature::Failing, choice @ 0..6) if may_fail => (failure(choice), false),
            (Nature::Lying, choice @ 0..5) if may_fail => (lie(choice), false),
            (Nature::Lying, 5) => (endless(), true),
            (Nature::Lying, 6) => {
                (raw("HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\nshort"), true)
            }
            (Nature::Lying, 7) => (raw("HTTP/1.1 202 OK\r\ncontent-length: 2\r\n\r\nlonger"), true),
            (Nature::Lying, 8) => (raw("HTTP/1.1 299 Fine\r\n\r\n"), true),
            _ => (Reaction::Status(200), true),
        }
    }
}

fn failure(choice: u64) -> Reaction {
    match choice {
        0 => Reaction::Status(500),
        1 => Reaction::Status(503),
        2 => Reaction::With(429, ("retry-after", "1".to_owned()), vec![]),
        3 => Reaction::Status(404),
        4 => Reaction::Close,
        _ => Reaction::Reset,
    }
}

/// A reaction that sends an endless answer.
fn endless() -> Reaction {
    let chunk = [b"400\r\n".to_vec(), vec![b'x'; 0x400], b"\r\n".to_vec()].concat();
    Reaction::Flood(b"HTTP/1.1 200 Told\r\ntransfer-encoding: chunked\r\n\r\n", chunk)
}

/// A reaction that sends an answer that breaks HTTP, or a redirect.
fn lie(choice: u64) -> Reaction {
    let raw = |text: &str| Reaction::Bytes(text.as_bytes().to_vec());
    match choice {
        0 => raw("SSH-2.0-target\r\n\r\n"),
        1 => raw("HTTP/1.1 2"),
        2 => raw("HTTP/9.7 999 \0\r\n\r\n"),
        3 => Reaction::With(307, ("location", "http://127.0.0.1:1/".to_owned()), vec![]),
        _ => raw(""),
    }
}
