//! Random actions of visitors and an agent, made both on the server and in a small model of their
//! chats. The server and the model must show both sides the same chats, files, drafts, names,
//! events and numbers of chats per view, also after a change was undone.
//!
//! `DESKBELL_SIDES_STEPS=5000` makes longer runs, and `DESKBELL_SIDES_SEED` repeats a run.

mod model;

use std::net::IpAddr;
use std::time::Duration;

use axum::http::Method;
use deskbell_lab::random::Random;
use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Answer, Browser, Test, random_day};
use serde_json::{Value, json};

use self::model::{Chat, Desk, Set};

/// The default number of random actions in a run.
const STEPS: u64 = 80;
/// The time by which each random action advances the clock.
const PACE: Duration = Duration::from_secs(20);
const VISITORS: usize = 3;
const CHATS_MAX: usize = 12;
/// The id of the agent's department.
const DEPARTMENT: i64 = 7;
/// The views whose counts are compared.
const VIEWS: [&str; 7] = ["mine", "unassigned", "all", "unread", "waiting", "snoozed", "closed"];
const STATUSES: [&str; 4] = ["opened", "pending", "on hold", "closed"];

/// A run of random actions, on the server and in the model.
struct Day<'t> {
    t: &'t Test,
    random: Random,
    ann: Browser,
    visitors: Vec<Visitor>,
    desk: Desk,
    /// The bulk edits that undo the last bulk edit, and the model before the last bulk edit.
    undo: Option<(Vec<Value>, Desk)>,
    said: u64,
}

fn is(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// The names of a message's files.
fn names_of(message: &Value) -> Vec<String> {
    let files = message["files"].as_array().unwrap().iter();
    files.map(|file| file["name"].as_str().unwrap().to_owned()).collect()
}

impl<'t> Day<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        let department = DepartmentId::new(DEPARTMENT).unwrap();
        let ann = t.agent("ann", Role::Superviser, &[department]).await;
        let mut visitors = Vec::new();
        for number in 0..VISITORS {
            let part = u8::try_from(number).unwrap();
            let visitor = Visitor::new(t.http.clone(), IpAddr::from([10, 2, 0, part]));
            visitor.begin(&json!({})).await;
            visitors.push(visitor);
        }
        let (names, events) = (vec![None; VISITORS], vec![None; VISITORS]);
        let desk = Desk { me: ann.agent.get(), chats: Vec::new(), names, events };
        Self { t, random: Random::of(seed, 0), ann, visitors, desk, undo: None, said: 0 }
    }

    /// The index of a random chat; `None` before the first chat.
    fn any(&mut self) -> Option<usize> {
        let count = self.desk.chats.len();
        (count > 0).then(|| self.random.place(count))
    }

    async fn step(&mut self) {
        let chosen = self.random.below(100);
        let Some(place) = self.any().filter(|_| chosen >= 6) else { return self.begin().await };
        let before = self.desk.clone();
        match chosen {
            0..26 => self.say(place).await,
            26..42 => self.reply(place).await,
            42..46 => self.note(place).await,
            46..54 => self.read(place).await,
            54..59 => self.rate(place).await,
            59..64 => self.keep_draft(place).await,
            64..68 => self.tell(place).await,
            68..71 => self.rename(place).await,
            71..80 if self.undo.is_some() => return self.take_back().await,
            _ => return self.act(before).await,
        }
        // Undoing is compared right after the bulk edit alone.
        self.undo = None;
    }

    fn text(&mut self) -> String {
        self.said += 1;
        format!("text {}", self.said)
    }

    /// Lets a visitor begin a chat.
    async fn begin(&mut self) {
        if self.desk.chats.len() >= CHATS_MAX {
            return;
        }
        self.undo = None;
        let (visitor, text) = (self.random.place(VISITORS), self.text());
        let said = is(&self.visitors[visitor].try_say(&json!({"text": text})).await, 201);
        let id = said["chatId"].as_i64().unwrap();
        self.desk.chats.push(Chat::new(id, visitor));
        self.desk.chats.last_mut().unwrap().customer_says(text, Vec::new());
    }

    /// The names of the files for a new message; usually empty, since uploads are limited per hour.
    fn names_of_files(&mut self) -> Vec<String> {
        let many = if self.random.one_in(6) { self.random.place(3) } else { 0 };
        (0..many).map(|number| format!("{}-{number}.txt", self.said)).collect()
    }

    async fn say(&mut self, place: usize) {
        let (text, names) = (self.text(), self.names_of_files());
        let chat = &mut self.desk.chats[place];
        let visitor = &self.visitors[chat.visitor];
        let mut files = Vec::new();
        for name in &names {
            files.push(visitor.upload(name, text.clone()).await["id"].clone());
        }
        let body = json!({"text": text, "chatId": chat.id, "files": files});
        is(&visitor.try_say(&body).await, 201);
        chat.customer_says(text, names);
    }

    async fn reply(&mut self, place: usize) {
        let (text, names) = (self.text(), self.names_of_files());
        let me = self.desk.me;
        let chat = &mut self.desk.chats[place];
        let mut files = Vec::new();
        for name in &names {
            let kind = [("content-type", "application/octet-stream")];
            let target = format!("/app/v1/files?name={name}");
            let file = self.ann.call(Method::POST, &target, &kind, text.clone()).await;
            files.push(is(&file, 201)["id"].clone());
        }
        let target = format!("/app/v1/chats/{}/messages", chat.id);
        is(&self.ann.post(&target, &json!({"text": text, "files": files})).await, 201);
        chat.agent_says(text, me, names);
    }

    /// Begins, continues or discards a draft of the agent.
    async fn keep_draft(&mut self, place: usize) {
        let text = (!self.random.one_in(3)).then(|| self.text());
        let chat = &mut self.desk.chats[place];
        let target = format!("/app/v1/chats/{}/draft", chat.id);
        let kept = match &text {
            Some(text) => self.ann.put(&target, &json!({"text": text})).await,
            None => self.ann.delete(&target).await,
        };
        is(&kept, 200);
        chat.draft = text;
    }

    /// Lets a visitor's page report the visitor's name or an event.
    async fn tell(&mut self, place: usize) {
        let text = self.text();
        let visitor = self.desk.chats[place].visitor;
        if self.random.one_in(2) {
            is(&self.visitors[visitor].patch("me", &json!({"name": text})).await, 200);
            self.desk.names[visitor] = Some(text);
        } else {
            let events = json!({"events": [{"name": text}]});
            is(&self.visitors[visitor].post("events", &events).await, 200);
            self.desk.events[visitor] = Some(text);
        }
    }

    /// Lets the agent change a visitor's name.
    async fn rename(&mut self, place: usize) {
        let (text, chat) = (self.text(), &self.desk.chats[place]);
        let opened = is(&self.ann.get(&format!("/app/v1/chats/{}", chat.id)).await, 200);
        let target = format!("/app/v1/customers/{}", opened["customer"]["id"]);
        is(&self.ann.patch(&target, &json!({"name": text})).await, 200);
        self.desk.names[chat.visitor] = Some(text);
    }

    async fn note(&mut self, place: usize) {
        let text = self.text();
        let chat = &mut self.desk.chats[place];
        let target = format!("/app/v1/chats/{}/messages", chat.id);
        is(&self.ann.post(&target, &json!({"text": text, "note": true})).await, 201);
        chat.notes.push(text);
        chat.draft = None;
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

    /// Lets the agent change some chats at once.
    async fn act(&mut self, before: Desk) {
        let count = self.random.place(4) + 1;
        let mut places: Vec<_> = (0..count).filter_map(|_| self.any()).collect();
        places.sort_unstable();
        places.dedup();
        let until = self.t.app.context.now().get() + 1_000_000;
        let set = match self.random.below(8) {
            0..3 => Set::Status(STATUSES[self.random.place(STATUSES.len())]),
            7 => Set::Department(self.random.one_in(2).then_some(DEPARTMENT)),
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

    /// Lets the agent undo the last bulk edit.
    async fn take_back(&mut self) {
        let Some((undo, before)) = self.undo.take() else { return };
        for body in undo.iter().rev() {
            is(&self.ann.post("/app/v1/chats/act", body).await, 200);
        }
        self.desk = before;
    }

    /// Compares everything that the visitors and the agent are shown with the model.
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
                "department": row["department"], "draft": row["draft"],
            });
            assert_eq!(found, chat.row(), "step {step}, chat {}", chat.id);
            let name = &self.desk.names[chat.visitor];
            assert_eq!(row["customer"]["name"], json!(name), "step {step}, chat {}", chat.id);
            let events = format!("/app/v1/chats/{}/events", chat.id);
            let last = is(&self.ann.get(&events).await, 200)["data"][0]["name"].clone();
            assert_eq!(last, json!(self.desk.events[chat.visitor]), "step {step}");
            let target = format!("/app/v1/chats/{}/messages?limit=100", chat.id);
            let page = is(&self.ann.get(&target).await, 200);
            let texts = |kind: &str| -> Vec<String> {
                let all = page["data"].as_array().unwrap().iter().rev();
                let of_kind = all.filter(|message| message["type"] == kind);
                of_kind.map(|it| it["text"].as_str().unwrap().to_owned()).collect()
            };
            let said = page["data"].as_array().unwrap().iter().rev();
            let said = said.filter(|message| message["type"] == "message");
            let found: Vec<_> = said.map(names_of).collect();
            let all = chat.files();
            let newest = &all[all.len().saturating_sub(found.len())..];
            assert_eq!(found, newest, "step {step}, chat {}", chat.id);
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
                let (found, all) = (shown.clone().map(names_of).collect::<Vec<_>>(), chat.files());
                let newest = &all[all.len().saturating_sub(50)..];
                assert_eq!(found, newest, "step {step}, chat {}", chat.id);
                let shown: Vec<_> = shown.map(|it| it["text"].as_str().unwrap()).collect();
                let texts = chat.texts();
                let newest = &texts[texts.len().saturating_sub(50)..];
                assert_eq!(shown, newest, "step {step}, chat {}", chat.id);
            }
        }
    }
}

random_day! {
    both_sides_are_shown_what_happened_in_a_random_day:
    Day, "DESKBELL_SIDES", STEPS, PACE
}
