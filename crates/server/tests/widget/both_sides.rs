//! Random days of visitors and an agent on the server and on a small model of their chats: what
//! both sides are shown, the counts of the agent's views, and what undoing gives back must be
//! equal.
//!
//! `DESKBELL_SIDES_STEPS=5000` plays longer days, and `DESKBELL_SIDES_SEED` one again.

mod model;

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use deskbell_lab::random::Random;
use deskbell_model::Role;
use deskbell_testkit::variables::{any, number};
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Answer, Browser, Engine, Test};
use futures_util::FutureExt as _;
use serde_json::{Value, json};

use self::model::{Chat, Desk, Set};

/// The number of steps, unless [`STEPS_VARIABLE`] sets another.
const STEPS: u64 = 80;
const STEPS_VARIABLE: &str = "DESKBELL_SIDES_STEPS";
/// The environment variable with the seed of a failed day to play again.
const SEED_VARIABLE: &str = "DESKBELL_SIDES_SEED";
/// The time that passes with each step.
const PACE: Duration = Duration::from_secs(20);
const VISITORS: usize = 3;
const CHATS_MAX: usize = 12;
/// The views whose counts are compared.
const VIEWS: [&str; 7] = ["mine", "unassigned", "all", "unread", "waiting", "snoozed", "closed"];
const STATUSES: [&str; 4] = ["opened", "pending", "on hold", "closed"];

/// A day on the server and in the model.
struct Day<'t> {
    t: &'t Test,
    random: Random,
    ann: Browser,
    visitors: Vec<Visitor>,
    desk: Desk,
    /// The bulk edits that undo the last one, with the state before it.
    undo: Option<(Vec<Value>, Desk)>,
    said: u64,
}

fn is(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

impl<'t> Day<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        let ann = t.agent("ann", Role::Superviser, &[]).await;
        let mut visitors = Vec::new();
        for number in 0..VISITORS {
            let part = u8::try_from(number).unwrap();
            let visitor = Visitor::new(t.http.clone(), IpAddr::from([10, 2, 0, part]));
            visitor.begin(&json!({})).await;
            visitors.push(visitor);
        }
        let desk = Desk { me: ann.agent.get(), chats: Vec::new() };
        Self { t, random: Random::of(seed, 0), ann, visitors, desk, undo: None, said: 0 }
    }

    /// The place of any chat; `None` while there is none.
    fn any(&mut self) -> Option<usize> {
        let count = self.desk.chats.len();
        (count > 0).then(|| self.random.place(count))
    }

    async fn step(&mut self) {
        let chosen = self.random.below(100);
        let Some(place) = self.any().filter(|_| chosen >= 6) else { return self.begin().await };
        let before = self.desk.clone();
        match chosen {
            0..30 => self.say(place).await,
            30..50 => self.reply(place).await,
            50..56 => self.note(place).await,
            56..64 => self.read(place).await,
            64..70 => self.rate(place).await,
            70..80 if self.undo.is_some() => return self.take_back().await,
            _ => return self.act(before).await,
        }
        // Undoing is compared right after the bulk edit alone.
        self.undo = None;
    }

    fn text(&mut self) -> String {
        self.said += 1;
        format!("text {}", self.said)
    }

    /// A visitor begins a chat.
    async fn begin(&mut self) {
        if self.desk.chats.len() >= CHATS_MAX {
            return;
        }
        self.undo = None;
        let (visitor, text) = (self.random.place(VISITORS), self.text());
        let said = is(&self.visitors[visitor].try_say(&json!({"text": text})).await, 201);
        let id = said["chatId"].as_i64().unwrap();
        self.desk.chats.push(Chat::new(id, visitor));
        self.desk.chats.last_mut().unwrap().customer_says(text);
    }

    async fn say(&mut self, place: usize) {
        let text = self.text();
        let chat = &mut self.desk.chats[place];
        let body = json!({"text": text, "chatId": chat.id});
        is(&self.visitors[chat.visitor].try_say(&body).await, 201);
        chat.customer_says(text);
    }

    async fn reply(&mut self, place: usize) {
        let text = self.text();
        let me = self.desk.me;
        let chat = &mut self.desk.chats[place];
        let target = format!("/app/v1/chats/{}/messages", chat.id);
        is(&self.ann.post(&target, &json!({"text": text})).await, 201);
        chat.agent_says(text, me);
    }

    async fn note(&mut self, place: usize) {
        let text = self.text();
        let chat = &mut self.desk.chats[place];
        let target = format!("/app/v1/chats/{}/messages", chat.id);
        is(&self.ann.post(&target, &json!({"text": text, "note": true})).await, 201);
        chat.notes.push(text);
    }

    async fn read(&mut self, place: usize) {
        let chat = &mut self.desk.chats[place];
        let body = json!({"chatId": chat.id});
        is(&self.visitors[chat.visitor].post("read", &body).await, 200);
        chat.customer_reads();
    }

    async fn rate(&mut self, place: usize) {
        let chat = &mut self.desk.chats[place];
        let body = json!({"chatId": chat.id, "rating": "great"});
        let rated = self.visitors[chat.visitor].post("rating", &body).await;
        assert_eq!(rated.status == 200, chat.is_ratable(), "{chat:?}: {}", rated.status);
        if chat.is_ratable() {
            chat.rating = Some("great");
        }
    }

    /// The agent changes some chats at once.
    async fn act(&mut self, before: Desk) {
        let count = self.random.place(4) + 1;
        let mut places: Vec<_> = (0..count).filter_map(|_| self.any()).collect();
        places.sort_unstable();
        places.dedup();
        let until = self.t.app.context.now().get() + 1_000_000;
        let set = match self.random.below(7) {
            0..3 => Set::Status(STATUSES[self.random.place(STATUSES.len())]),
            3 => Set::Assignee(self.random.one_in(2).then_some(self.desk.me)),
            4 => Set::Snooze(self.random.one_in(2).then_some(until)),
            _ => Set::Read(self.random.one_in(2)),
        };
        let ids: Vec<_> = places.iter().map(|place| self.desk.chats[*place].id).collect();
        let body = json!({"ids": ids, "set": set.json()});
        let acted = is(&self.ann.post("/app/v1/chats/act", &body).await, 200);
        assert_eq!((&acted["done"], &acted["missing"]), (&json!(ids), &json!([])));
        for place in places {
            self.desk.chats[place].set(&set);
        }
        self.undo = Some((acted["undo"].as_array().unwrap().clone(), before));
    }

    /// The agent undoes the last bulk edit.
    async fn take_back(&mut self) {
        let Some((undo, before)) = self.undo.take() else { return };
        for body in undo.iter().rev() {
            is(&self.ann.post("/app/v1/chats/act", body).await, 200);
        }
        self.desk = before;
    }

    /// Compares everything that both sides are shown.
    async fn compare(&self, step: u64) {
        let asked = json!({"view": "everything", "limit": 100, "counts": VIEWS});
        let window = is(&self.ann.post("/app/v1/list", &asked).await, 200);
        assert_eq!(window["counts"], json!(self.desk.counts(&VIEWS)), "step {step}");
        assert_eq!(window["total"], json!(self.desk.chats.len()), "step {step}");
        for chat in &self.desk.chats {
            let rows = window["rows"].as_array().unwrap();
            let row = rows.iter().find(|row| row["id"] == chat.id).unwrap();
            let found = json!({
                "status": row["status"], "assignee": row["assignee"],
                "unread": row["unread"], "waits": !row["waitingSince"].is_null(),
                "snoozedUntil": row["snoozedUntil"], "rating": row["rating"],
            });
            assert_eq!(found, chat.row(), "step {step}, chat {}", chat.id);
            let target = format!("/app/v1/chats/{}/messages?limit=100", chat.id);
            let page = is(&self.ann.get(&target).await, 200);
            let texts = |kind: &str| -> Vec<String> {
                let all = page["data"].as_array().unwrap().iter().rev();
                let of_kind = all.filter(|message| message["type"] == kind);
                of_kind.map(|it| it["text"].as_str().unwrap().to_owned()).collect()
            };
            let is_whole = page["total"].as_u64() <= Some(100);
            for (kind, all) in [("message", chat.texts()), ("private", chat.notes.clone())] {
                let found = texts(kind);
                let newest = &all[all.len().saturating_sub(found.len())..];
                assert_eq!(found, newest, "step {step}, chat {}", chat.id);
                assert!(!is_whole || found.len() == all.len(), "step {step}, chat {}", chat.id);
            }
        }
        for (number, visitor) in self.visitors.iter().enumerate() {
            let own = || self.desk.chats.iter().filter(move |chat| chat.visitor == number);
            let unread = is(&visitor.get("unread").await, 200);
            let counts: Vec<_> = own().map(Chat::unread).filter(|count| *count > 0).collect();
            let expected = json!({"messages": counts.iter().sum::<u64>(), "chats": counts.len()});
            assert_eq!(unread, expected, "step {step}, visitor {number}");
            for chat in own() {
                let target = format!("messages?chat={}&limit=50", chat.id);
                let page = is(&visitor.get(&target).await, 200);
                let shown = page["messages"].as_array().unwrap().iter().rev();
                let shown: Vec<_> = shown.map(|it| it["text"].as_str().unwrap()).collect();
                let texts = chat.texts();
                let newest = &texts[texts.len().saturating_sub(50)..];
                assert_eq!(shown, newest, "step {step}, chat {}", chat.id);
            }
        }
    }
}

fn play(engine: Engine) {
    let steps = number(STEPS_VARIABLE).unwrap_or(STEPS);
    any(engine, SEED_VARIABLE, async |t, seed| {
        let day = AssertUnwindSafe(async {
            let mut day = Day::new(t, seed).await;
            for step in 0..steps {
                t.clock.advance(PACE);
                day.step().await;
                day.compare(step).await;
            }
        });
        assert!(day.catch_unwind().await.is_ok(), "{SEED_VARIABLE}={seed} plays it again");
    });
}

#[test]
fn both_sides_are_shown_what_happened_in_a_random_day_on_sqlite() {
    play(Engine::Sqlite);
}

#[test]
fn both_sides_are_shown_what_happened_in_a_random_day_on_postgres() {
    play(Engine::Postgres);
}
