//! Random actions of persons in several browsers: they write, are identified by the site, log out,
//! are merged by agents and erased by programs. A small model says which person and chats each
//! browser shows, and which tokens are no longer valid.
//!
//! `DESKBELL_PERSONS_STEPS=3000` makes longer runs, and `DESKBELL_PERSONS_SEED` repeats a run.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use axum::http::Method;
use deskbell_lab::random::Random;
use deskbell_model::Role;
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Browser, Test, random_day};
use serde_json::{Value, json};

use crate::desk::{SECRET, customers, with_secret};
use crate::proofs::signature;

/// The default number of random actions in a run.
const STEPS: u64 = 100;
/// The time by which each random action advances the clock, so that every limit of requests per
/// minute begins anew.
const PACE: Duration = Duration::from_secs(60);
const TABS: usize = 4;
const USERS: usize = 3;
/// The maximal number of chats of a person.
const CHATS_MAX: usize = 6;
/// The number of ended tokens that are tried after each random action, beginning with the latest.
const DEAD_TRIED: usize = 3;

/// The state of a customer in the model.
struct Person {
    user: Option<usize>,
    chats: BTreeSet<i64>,
}

/// A browser. `person` is `None` while nothing is stored about the visitor.
struct Tab {
    visitor: Visitor,
    person: Option<usize>,
}

struct Day<'t> {
    t: &'t Test,
    random: Random,
    boss: Browser,
    tabs: Vec<Tab>,
    /// The persons by number; `None` once a person was merged or erased.
    persons: Vec<Option<Person>>,
    /// The tokens of visitors that are no longer valid.
    dead: Vec<String>,
    /// The number of used IP addresses. An address is used only a few times, since requests per
    /// address are limited.
    addresses: u32,
}

fn claim(user: usize) -> Value {
    let id = format!("user-{user}");
    json!({"user": {"userId": id, "proof": signature(SECRET, &id)}})
}

impl<'t> Day<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        with_secret(t, false).await;
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let (random, addresses) = (Random::of(seed, 0), 0);
        let (tabs, persons, dead) = Default::default();
        let mut day = Self { t, random, boss, tabs, persons, dead, addresses };
        for _ in 0..TABS {
            let visitor = Visitor::new(t.http.clone(), day.address());
            visitor.begin(&json!({})).await;
            day.tabs.push(Tab { visitor, person: None });
        }
        day
    }

    fn address(&mut self) -> IpAddr {
        self.addresses += 1;
        let [_, a, b, c] = self.addresses.to_be_bytes();
        IpAddr::from([10, a, b, c])
    }

    fn person(&mut self, number: usize) -> &mut Person {
        self.persons[number].as_mut().unwrap()
    }

    /// Chooses a random person with a chat.
    fn someone(&mut self) -> Option<usize> {
        let with_chat = |it: &Option<Person>| it.as_ref().is_some_and(|it| !it.chats.is_empty());
        let all: Vec<_> =
            (0..self.persons.len()).filter(|at| with_chat(&self.persons[*at])).collect();
        (!all.is_empty()).then(|| *self.random.one(&all))
    }

    /// Returns the id of a person's customer on the server; the person must have a chat.
    async fn customer(&mut self, number: usize) -> Value {
        let chat = *self.person(number).chats.first().unwrap();
        self.t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone()
    }

    async fn step(&mut self) {
        // The rate windows of PostgreSQL use the clock of the database.
        self.t.database.let_a_minute_pass().await;
        let tab = self.random.place(TABS);
        self.tabs[tab].visitor.from = self.address();
        match self.random.below(100) {
            0..30 => self.say(tab).await,
            30..65 => self.identify(tab).await,
            65..75 => self.log_out(tab).await,
            75..87 => self.merge().await,
            _ => self.erase().await,
        }
    }

    async fn say(&mut self, tab: usize) {
        let number = match self.tabs[tab].person {
            Some(number) => number,
            None => {
                self.persons.push(Some(Person { user: None, chats: BTreeSet::new() }));
                self.persons.len() - 1
            }
        };
        self.tabs[tab].person = Some(number);
        let chats: Vec<_> = self.person(number).chats.iter().copied().collect();
        let chat = (chats.len() >= CHATS_MAX).then(|| *self.random.one(&chats));
        let said = self.tabs[tab].visitor.say(chat, "hello").await;
        self.person(number).chats.insert(said["chatId"].as_i64().unwrap());
    }

    async fn identify(&mut self, tab: usize) {
        let user = self.random.place(USERS);
        let is_user = |it: &Option<Person>| it.as_ref().is_some_and(|it| it.user == Some(user));
        let owner = self.persons.iter().position(is_user);
        let own = self.tabs[tab].person;
        let anonymous = own.filter(|own| self.person(*own).user.is_none());
        let now = match (owner, anonymous) {
            (Some(owner), Some(anonymous)) => {
                let gone = self.persons[anonymous].take().unwrap();
                self.person(owner).chats.extend(gone.chats);
                owner
            }
            (Some(owner), None) => owner,
            (None, Some(anonymous)) => {
                self.person(anonymous).user = Some(user);
                anonymous
            }
            (None, None) => {
                self.persons.push(Some(Person { user: Some(user), chats: BTreeSet::new() }));
                self.persons.len() - 1
            }
        };
        let before = self.tabs[tab].visitor.token().unwrap();
        let begun = self.tabs[tab].visitor.begin(&claim(user)).await;
        assert_eq!(begun["identity"], "verified", "{begun}");
        let is_same = own == owner && own.is_some();
        let after = self.tabs[tab].visitor.token().unwrap();
        assert_eq!(before == after, is_same, "user {user}");
        if !is_same {
            self.dead.push(before);
        }
        self.tabs[tab].person = Some(now);
    }

    async fn log_out(&mut self, tab: usize) {
        let Tab { visitor, person } = &mut self.tabs[tab];
        assert_eq!(visitor.delete("session").await.status, 200);
        self.dead.extend(visitor.token());
        visitor.begin(&json!({})).await;
        *person = None;
    }

    /// Resets the browsers of a customer who was merged or erased.
    async fn leave(&mut self, number: usize) {
        for tab in 0..TABS {
            if self.tabs[tab].person == Some(number) {
                self.dead.extend(self.tabs[tab].visitor.token());
                self.tabs[tab].visitor.from = self.address();
                self.tabs[tab].visitor.begin(&json!({})).await;
                self.tabs[tab].person = None;
            }
        }
    }

    /// Merges an anonymous person into another person, as an agent.
    async fn merge(&mut self) {
        let (Some(from), Some(into)) = (self.someone(), self.someone()) else { return };
        if from == into || self.person(from).user.is_some() {
            return;
        }
        let (gone, stays) = (self.customer(from).await, self.customer(into).await);
        let target = format!("/app/v1/customers/{stays}/merge");
        assert_eq!(self.boss.post(&target, &json!({"from": gone})).await.status, 200);
        let gone = self.persons[from].take().unwrap();
        self.person(into).chats.extend(gone.chats);
        self.leave(from).await;
    }

    /// Erases a customer, as a program.
    async fn erase(&mut self) {
        let Some(number) = self.someone() else { return };
        let target = format!("/v1/customers/{}", self.customer(number).await);
        assert_eq!(self.t.send(Method::DELETE, &target, &[]).await.status, 200);
        self.persons[number] = None;
        self.leave(number).await;
    }

    async fn compare(&mut self, step: u64) {
        for tab in 0..TABS {
            let from = self.address();
            let Tab { visitor, person } = &mut self.tabs[tab];
            visitor.from = from;
            assert_eq!(visitor.get("unread").await.status, 200, "step {step}, tab {tab}");
            let begun = visitor.begin(&json!({})).await;
            let chats = begun["chats"].as_array().unwrap();
            let shown: BTreeSet<_> = chats.iter().map(|it| it["id"].as_i64().unwrap()).collect();
            let person = person.map(|number| self.persons[number].as_ref().unwrap());
            let (user, own) =
                person.map_or((None, BTreeSet::new()), |it| (it.user, it.chats.clone()));
            assert_eq!(shown, own, "step {step}, tab {tab}");
            let identity = if user.is_some() { "verified" } else { "anonymous" };
            assert_eq!(begun["identity"], identity, "step {step}, tab {tab}");
        }
        let stranger = Visitor::new(self.t.http.clone(), self.address());
        for token in self.dead.iter().rev().take(DEAD_TRIED) {
            stranger.use_token(Some(token.clone()));
            assert_eq!(stranger.get("unread").await.status, 401, "step {step}: {token}");
        }
        let there = self.persons.iter().flatten().count() as u64;
        assert_eq!(customers(self.t).await, there, "step {step}");
    }
}

random_day! {
    each_browser_shows_its_person_in_a_random_day:
    Day, "DESKBELL_PERSONS", STEPS, PACE
}
