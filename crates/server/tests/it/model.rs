//! Random operations on the server and on a small in-memory model of the contract: the server and
//! the model must return the same answers and the same changes.
//!
//! The model (`model/`) implements the contract. Its modules must not use the server's code.

mod asking;
mod chats;
mod desk;
mod lists;
mod messages;
mod ops;
mod people;
mod people_ops;
mod properties;
mod search;
mod search_ops;
mod serving;
mod words;

use deskbell_app::{Caller, jobs};
use std::time::Duration;

use deskbell_app::Clock as _;
use deskbell_model::limits::CLOCK_OBEYED_S;
use deskbell_model::{OrgId, Role, Scope};
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::{Class, integrity, reads};
use deskbell_testkit::put::Put;
use deskbell_testkit::world::Jump;
use deskbell_testkit::{Engine, Test, client};
use proptest::prelude::*;
use proptest::strategy::{NewTree, ValueTree as _};
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};
use serde_json::{Value, json};

use self::desk::{Agent, Customer, Desk};
use self::ops::{Op, op};
use self::serving::Request;
use self::words::ANY_MESSAGE;
use crate::objects;
use deskbell_testkit::variables::{number, seed};

/// The default number of runs per engine.
const CASES: u32 = 64;
const CASES_VARIABLE: &str = "DESKBELL_MODEL_CASES";
/// The environment variable with the seed of a failed run to replay.
const SEED_VARIABLE: &str = "DESKBELL_MODEL_SEED";
/// The minimal number of operations of a run.
const STEPS_MIN: usize = 60;
const STEPS_MAX: usize = 90;
/// The time limit for shrinking a failed run, in milliseconds.
const SHRINK_MS: u32 = 120_000;

/// A strategy for the operations of a run: at least [`STEPS_MIN`] when generated, any number when
/// shrunk.
#[derive(Debug)]
struct Day<S: Strategy>(prop::collection::VecStrategy<S>);

impl<S: Strategy> Strategy for Day<S> {
    type Tree = <prop::collection::VecStrategy<S> as Strategy>::Tree;
    type Value = Vec<S::Value>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        loop {
            let tree = self.0.new_tree(runner)?;
            if tree.current().len() >= STEPS_MIN {
                return Ok(tree);
            }
        }
    }
}

reads! {
    After(org: OrgId, after: i64) -> Vec<ChangeRow> =
        async |conn| changes::after(org, conn, after, 1_000).await;
    Check(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
}

/// A server and its model.
struct Pair<'t> {
    t: &'t Test,
    org: OrgId,
    key: String,
    desk: Desk,
    /// The number of the last compared change in the feed.
    seq: i64,
    /// The earlier requests with an Idempotency-Key, which `Op::Again` repeats.
    keyed: Vec<Request>,
}

type Difference = Result<(), String>;

fn difference(what: &str, expected: &str, found: &str) -> Difference {
    if expected == found {
        return Ok(());
    }
    Err(format!("{what}\n   the contract: {expected}\n     the server: {found}"))
}

/// Removes error pointers, and replaces the error messages that the contract does not specify.
fn bare(mut body: Value) -> Value {
    for error in body.get_mut("errors").and_then(Value::as_array_mut).into_iter().flatten() {
        error.as_object_mut().map(|error| error.shift_remove("pointer"));
        if ["invalid_request", "not_found"].iter().any(|code| error["code"] == *code) {
            error["message"] = json!(ANY_MESSAGE);
        }
    }
    body
}

impl<'t> Pair<'t> {
    /// Creates an organization for one run, with some agents, departments and customers.
    async fn new(t: &'t Test, number: u64) -> Self {
        let org =
            t.app.actions.create_organization(&format!("model-{number}.example")).await.unwrap();
        let key =
            t.app.access.create_key(Caller::command(org), "model", Scope::Full).await.unwrap();
        let now_ms = u64::try_from(t.clock.now().millis()).unwrap();
        let mut desk = Desk { now_ms, applications: vec![1], ..Desk::default() };
        let mut put = Put::default();
        for (id, name) in [(4, "Frodo"), (5, "Sam"), (11, "Gandalf")] {
            let mut agent = objects::agent(id, name);
            agent.email = (id != 4).then(|| format!("{name}@shire.example"));
            agent.role = if id == 11 { Role::Admin } else { Role::Agent };
            let (name, email, role) = (name.to_owned(), agent.email.clone(), agent.role.as_str());
            desk.agents.insert(id, Agent { name, email, role });
            put.agents.push(agent);
        }
        for (id, name) in [(2, "Ring"), (8, "Road")] {
            desk.departments.insert(id, name.to_owned());
            put.departments.push(objects::department(id, name, vec![]));
        }
        for id in [1, 3, 20] {
            let mut customer = objects::customer(id);
            customer.name = Some(format!("Customer {id}"));
            let created_at = customer.created_at.get().into();
            let fields = [("name".to_owned(), json!(customer.name))].into();
            desk.customers.insert(id, Customer { created_at, fields, ..Customer::default() });
            desk.customers_ever = id;
            put.customers.push(customer);
        }
        put.into(&t.app, org).await;
        let seq = t.app.context.store.read(Class::Page, After(org, 0)).await.unwrap();
        let seq = seq.last().map_or(0, |row| row.seq.get());
        let mut pair = Self { t, org, key, desk, seq, keyed: vec![] };
        pair.step(&Op::first()).await.unwrap();
        pair
    }

    async fn step(&mut self, op: &Op) -> Difference {
        if let Op::Wait(ms) = op {
            self.t.clock.advance(Duration::from_millis(*ms));
            while jobs::run_due(&self.t.app).await.unwrap() {}
            self.desk.pass(*ms);
        }
        if let Some(request) = op.request(&self.desk, &self.keyed) {
            self.ask(&request).await?;
            if request.key.is_some() {
                self.keyed.push(request);
            }
        }
        self.compare_feed().await
    }

    async fn ask(&mut self, request: &Request) -> Difference {
        let once: Vec<_> =
            request.key.iter().map(|key| ("idempotency-key", key.as_str())).collect();
        let (method, target) = (request.method.clone(), request.target());
        let sent = client::request_as(&self.key, method, &target, &once, request.body.clone());
        let found = client::send(&self.t.http, sent).await;
        let body: Value = serde_json::from_slice(&found.body)
            .map_err(|error| format!("{request:?}: the answer is not JSON: {error}"))?;
        let expected = self.desk.answer(request);
        let told = |status: u16, body: Value| format!("{status} {body}");
        let what = format!("{} {target} {}", request.method, request.body);
        difference(&what, &told(expected.status, expected.body), &told(found.status, bare(body)))
    }

    async fn compare_feed(&mut self) -> Difference {
        let rows =
            self.t.app.context.store.read(Class::Page, After(self.org, self.seq)).await.unwrap();
        let at = u64::from(self.t.clock.now().seconds().get());
        let line = |seq: i64, at: u64, kind: &str, object: &Value| {
            format!("\n      {seq} at {at} {kind} {object}")
        };
        let (mut expected, mut found) = (String::new(), String::new());
        for (seq, told) in (self.seq + 1..).zip(self.desk.told.drain(..)) {
            expected += &line(seq, at, told.kind, &told.object);
        }
        for row in rows {
            self.seq = row.seq.get();
            let object = row.payload.map_or(Value::Null, |it| serde_json::from_str(&it).unwrap());
            found += &line(self.seq, row.at.get().into(), row.kind.as_str(), &object);
        }
        difference("the change feed", &expected, &found)
    }

    /// Compares all chats, messages and customers again, and checks all counters against the rows.
    async fn compare_all(&mut self) -> Difference {
        let mut paths = vec!["/chats".to_owned(), "/chats/total".to_owned()];
        for id in self.desk.chats.keys() {
            paths.push(format!("/chats/{id}"));
            paths.push(format!("/chats/{id}/messages"));
        }
        paths.push("/customers".to_owned());
        for path in paths {
            let (method, body) = (axum::http::Method::GET, String::new());
            self.ask(&Request { method, path, query: vec![], key: None, body }).await?;
        }
        let findings =
            self.t.app.context.store.snapshot(Class::Scan, Check(self.org)).await.unwrap();
        difference("the integrity", "[]", &format!("{findings:?}"))
    }
}

async fn play(t: &Test, number: u64, ops: &[Op]) -> Difference {
    let mut pair = Pair::new(t, number).await;
    for op in ops {
        pair.step(op).await?;
    }
    pair.compare_all().await
}

/// Sets the clock to the start of a run, and waits until the server accepts the new time.
fn turn_to(t: &Test, at_ms: i64) {
    let followed = Duration::from_secs(CLOCK_OBEYED_S);
    let ahead = at_ms - i64::try_from(followed.as_millis()).unwrap() - t.clock.now().millis();
    let by = Duration::from_millis(ahead.unsigned_abs());
    t.clock.jump(if ahead > 0 { Jump::Ahead(by) } else { Jump::Back(by) });
    let _ = t.app.context.now();
    t.clock.advance(followed);
    let _ = t.app.context.now();
}

fn days(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let t = runtime.block_on(Test::new(engine));
    let cases = number(CASES_VARIABLE).map_or(CASES, |cases| u32::try_from(cases).unwrap());
    let seed = seed(SEED_VARIABLE);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_time: SHRINK_MS,
        ..ProptestConfig::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let played = std::cell::Cell::new(0);
    let days = Day(prop::collection::vec(op(), 0..=STEPS_MAX));
    let outcome = runner.run(&days, |ops| {
        played.set(played.get() + 1);
        let began = t.clock.now().millis();
        let outcome = runtime.block_on(play(&t, played.get(), &ops));
        turn_to(&t, began);
        outcome.map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => runtime.block_on(t.finish()),
        Err(TestError::Fail(difference, ops)) => {
            let ops: Vec<_> = ops.into_iter().filter(|op| !matches!(op, Op::Nothing)).collect();
            panic!("{SEED_VARIABLE}={seed} {CASES_VARIABLE}={cases}\n{difference}\nafter {ops:#?}");
        }
        Err(TestError::Abort(reason)) => panic!("{SEED_VARIABLE}={seed}: {reason}"),
    }
}

#[test]
fn any_day_is_answered_as_the_contract_says_by_sqlite() {
    days(Engine::Sqlite);
}

#[test]
fn any_day_is_answered_as_the_contract_says_by_postgres() {
    days(Engine::Postgres);
}
