//! Random sequences of actions in two organizations whose objects have the same names. Agents and
//! programs call every operation, with a mark in every text that visitors must not see. Meanwhile
//! visitors of every kind listen and send requests. All bytes that a visitor gets are searched for
//! marks that this visitor must not see.
//!
//! `DESKBELL_LEAKS_ROUNDS=100` makes longer sequences, and `DESKBELL_LEAKS_SEED` repeats a
//! sequence.

mod acts;
mod marks;
mod office;
mod watched;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use deskbell_lab::random::Random;
use deskbell_testkit::variables::{any, number};
use deskbell_testkit::{Engine, Test};
use futures_util::FutureExt as _;

use self::acts::Act;
use self::marks::Marks;
use self::office::Office;
use self::watched::{Kind, Watched};
use crate::served::Served;

/// The default number of rounds. Each round does every action once, in random order.
const ROUNDS: u64 = 2;
const ROUNDS_VARIABLE: &str = "DESKBELL_LEAKS_ROUNDS";
/// The environment variable with the seed of a failed run to repeat.
const SEED_VARIABLE: &str = "DESKBELL_LEAKS_SEED";
/// The maximal number of attempts at an action.
const TRIES: u32 = 3;
/// The number of actions between two checks of all visitors.
const ACTS_A_CHECK: u64 = 6;
/// The time by which each action advances the clock, so that no limit per minute is reached.
const PACE: Duration = Duration::from_secs(11);
/// The period of heartbeats, in milliseconds.
const HEARTBEAT_MS: u64 = 5_000;
/// The maximal number of visitors who listen at the same time, since an address may have only 20
/// sockets and streams.
const WATCHED_MAX: usize = 6;

/// A run of random actions in two organizations.
struct History<'t> {
    t: &'t Test,
    served: Served,
    random: Random,
    marks: Marks,
    offices: [Office; 2],
    watched: Vec<Watched>,
    /// The number of successful actions of each kind.
    done: BTreeMap<String, u64>,
    step: u64,
}

impl<'t> History<'t> {
    async fn new(t: &'t Test, seed: u64) -> Self {
        let mut marks = Marks::default();
        let (other, key) = t.another_organization().await;
        let ours = Office::new(t, t.org, &t.key, &mut marks).await;
        let theirs = Office::new(t, other, &key, &mut marks).await;
        let served = Served::new(t.http.clone(), HEARTBEAT_MS).await;
        let (random, offices) = (Random::of(seed, 0), [ours, theirs]);
        let (watched, done) = Default::default();
        let mut history = Self { t, served, random, marks, offices, watched, done, step: 0 };
        for kind in Kind::ALL {
            history.arrive(kind, 0).await;
            history.arrive(Kind::Anonymous, 1).await;
        }
        history
    }

    /// Adds a visitor of this kind to an organization's site. At [`WATCHED_MAX`] visitors, replaces
    /// a visitor.
    async fn arrive(&mut self, kind: Kind, office: usize) {
        while self.watched.len() >= WATCHED_MAX {
            let place = self.random.place(self.watched.len());
            self.check(place).await;
            self.watched.swap_remove(place);
        }
        let known = self.watched.iter().filter(|it| it.office == office && !it.has_left);
        let verified = known.filter_map(|it| it.verified.clone()).next_back();
        let office_of = &self.offices[office];
        let place = (office_of, office);
        let watched =
            Watched::new(self.t, &self.served, place, kind, &mut self.marks, verified).await;
        self.watched.push(watched);
    }

    async fn check(&mut self, place: usize) {
        let chats: Vec<i64> = self.watched.iter().flat_map(|it| it.chats.clone()).collect();
        let watched = &mut self.watched[place];
        let office = &self.offices[watched.office];
        let fence = (&mut self.marks, self.step);
        watched.check(self.t, office, &chats, fence).await;
    }

    async fn check_all(&mut self) {
        for place in 0..self.watched.len() {
            self.check(place).await;
        }
    }

    async fn play(mut self, rounds: u64) {
        for _ in 0..rounds {
            let mut acts = Act::ALL.to_vec();
            while !acts.is_empty() {
                let act = acts.swap_remove(self.random.place(acts.len()));
                self.t.clock.advance(PACE);
                self.step += 1;
                // Not everybody may do everything: somebody else tries, too.
                for _ in 0..TRIES {
                    if self.act(act).await {
                        *self.done.entry(format!("{act:?}")).or_default() += 1;
                        break;
                    }
                }
                if self.step.is_multiple_of(ACTS_A_CHECK) {
                    self.check_all().await;
                }
            }
        }
        self.check_all().await;
        let is_done = |act: &Act| self.done.contains_key(&format!("{act:?}"));
        let never: Vec<_> = Act::ALL.iter().filter(|act| !is_done(act)).collect();
        assert!(never.is_empty(), "these acts never succeeded: {never:?}");
        drop(self.watched);
        self.served.ended().await;
    }
}

fn play(engine: Engine) {
    let rounds = number(ROUNDS_VARIABLE).unwrap_or(ROUNDS);
    any(engine, SEED_VARIABLE, async |t, seed| {
        let history = AssertUnwindSafe(async { History::new(t, seed).await.play(rounds).await });
        assert!(history.catch_unwind().await.is_ok(), "{SEED_VARIABLE}={seed} plays it again");
    });
}

#[test]
fn nobody_hears_what_is_not_theirs_in_a_random_history_on_sqlite() {
    play(Engine::Sqlite);
}

#[test]
fn nobody_hears_what_is_not_theirs_in_a_random_history_on_postgres() {
    play(Engine::Postgres);
}
