//! Walks: lists and searches that are read page by page with cursors, in every sort and order, with
//! random changes between pages. Each page is the same with and without an index. Rows that exist
//! during the whole walk are not missed, and rows that do not move do not occur twice.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_testkit::{Engine, Test};
use serde_json::{Value, json};

use super::alike::look;
use super::history::History;
use super::nodes::{Asked, Node, sorts};
use crate::objects::put;
use crate::search_random::rows::{Numbers, made_up};
use deskbell_testkit::variables::{any, number};

/// The environment variable with the seed of a failed run to replay.
const SEED_VARIABLE: &str = "DESKBELL_WALKS_SEED";
/// The default number of random steps in a run.
const STEPS: u64 = 80;
const STEPS_VARIABLE: &str = "DESKBELL_WALKS_STEPS";

/// The rows of a list or search, by id.
type Rows = BTreeMap<i64, Value>;

/// A walk through all pages of a list or search, in one order.
struct Walk {
    /// The path of the list or search.
    target: String,
    filter: Value,
    sort: &'static str,
    order: &'static str,
    cursor: String,
    began: u32,
    /// The rows that have matched the filter during the whole walk.
    present: BTreeSet<i64>,
    /// The rows whose sort key has changed since the walk began.
    moved: BTreeSet<i64>,
    keys: Rows,
    given: Vec<i64>,
}

impl Walk {
    /// Begins the walk. `passing` has the rows that match the filter.
    fn begin(&mut self, all: &Rows, passing: &Rows, now: u32) {
        self.cursor.clear();
        self.began = now;
        self.present = passing.keys().copied().collect();
        self.moved.clear();
        self.keys = all.iter().map(|(id, row)| (*id, self.key(row))).collect();
        self.given.clear();
    }

    /// The sort key of a row; null if a row does not show its key.
    fn key(&self, row: &Value) -> Value {
        let (_, name) = self.sort.split_once('.').unwrap();
        row[name].clone()
    }

    /// Updates the walk with the current rows.
    fn look(&mut self, all: &Rows, passing: &Rows) {
        self.present.retain(|id| passing.contains_key(id));
        for (id, row) in all {
            self.learn(*id, row);
        }
    }

    fn learn(&mut self, id: i64, row: &Value) {
        let key = self.key(row);
        let before = self.keys.insert(id, key.clone());
        if before.is_some_and(|before| before != key) {
            self.moved.insert(id);
        }
    }

    fn asked(&self, limit: u64) -> (Method, String, Value) {
        let Self { target, filter, sort, order, cursor, .. } = self;
        if filter.is_null() {
            let page = format!("sort={sort}&order={order}&cursor={cursor}&limit={limit}");
            return (Method::GET, format!("{target}?{page}"), Value::Null);
        }
        let body = json!({
            "filter": filter, "sort": sort, "order": order, "cursor": cursor, "limit": limit,
        });
        (Method::POST, target.clone(), body)
    }

    /// Requests the next page from every node. Returns true if the walk is over: after the last
    /// page, or when the cursor is refused because the changes that it needs were swept.
    async fn step(&mut self, nodes: &[Node], key: &str, limit: u64, when: &str) -> bool {
        let (method, target, body) = self.asked(limit);
        let mut answers = Vec::new();
        for node in nodes {
            answers.push(node.call(key, method.clone(), &target, &body).await);
        }
        let text = |at: usize| String::from_utf8_lossy(&answers[at].body).into_owned();
        for at in 1..answers.len() {
            assert_eq!(text(0), text(at), "{when}: node {at} differs on {target} {body}");
        }
        let page = answers[0].json();
        if answers[0].status == 400 {
            assert_eq!(page["errors"][0]["message"], "cursor value is invalid", "{page}");
            let app = &nodes[0].app;
            let kept = app.context.settings.changes_kept_days * 86_400;
            assert!(app.context.now().get() - self.began > kept, "{when}: {target} {body}");
            return true;
        }
        let rows = page["data"].as_array().unwrap();
        assert!(rows.len() as u64 <= limit, "{when}");
        let ids = rows.iter().map(|row| row["id"].as_i64().unwrap());
        self.given.extend(ids);
        match &page["meta"]["next"] {
            Value::Null => {
                self.check(when);
                true
            }
            next => {
                self.cursor = next.as_str().unwrap().to_owned();
                false
            }
        }
    }

    fn check(&self, when: &str) {
        let Self { target, filter, sort, order, .. } = self;
        let what = format!("{when}: {target} by {sort} {order} {filter}");
        let given: BTreeSet<_> = self.given.iter().copied().collect();
        let missed: Vec<_> = self.present.difference(&given).collect();
        assert!(missed.is_empty(), "{what} missed {missed:?}");
        let mut once = BTreeSet::new();
        let again = self.given.iter().filter(|id| !once.insert(**id));
        let doubled: Vec<_> = again.filter(|id| !self.moved.contains(id)).collect();
        assert!(doubled.is_empty(), "{what} gave {doubled:?} twice");
    }
}

/// Reads all rows of a list or search by offset.
async fn rows(node: &Node, key: &str, target: &str, filter: &Value) -> Rows {
    let mut rows = Rows::new();
    loop {
        let offset = rows.len();
        let asked = match filter {
            Value::Null => Asked::list(format!("{target}?offset={offset}")),
            filter => Asked::search(target, json!({"filter": filter, "offset": offset})),
        };
        let page: Value = serde_json::from_slice(&node.ask(key, &asked).await).unwrap();
        for row in page["data"].as_array().unwrap() {
            rows.insert(row["id"].as_i64().unwrap(), row.clone());
        }
        if page["meta"]["total"].as_u64().unwrap() <= rows.len() as u64 {
            return rows;
        }
    }
}

/// Creates the walks: one walk through each list and one through a search of each list, in every
/// sort and order.
fn walks() -> Vec<Walk> {
    let opened = json!([{"field": "chats.status", "operator": "!=", "value": "closed"}]);
    let named = json!([{"field": "customers.name", "operator": "!=", "value": "Anna"}]);
    let mut walks = Vec::new();
    for ((target, sorts), filter) in sorts().into_iter().zip([opened, named]) {
        for sort in sorts {
            for order in ["asc", "desc"] {
                let searched = format!("{target}/search");
                for (target, filter) in
                    [(target.to_owned(), Value::Null), (searched, filter.clone())]
                {
                    let (began, cursor, given) = (0, String::new(), Vec::new());
                    let (present, moved, keys) = Default::default();
                    let walk = Walk {
                        target,
                        filter,
                        sort,
                        order,
                        cursor,
                        began,
                        present,
                        moved,
                        keys,
                        given,
                    };
                    walks.push(walk);
                }
            }
        }
    }
    walks
}

/// Reads the customers from the feed's changes with numbers above `after`, then sets `after` to the
/// last number. A customer can occur several times.
async fn told(node: &Node, key: &str, after: &mut i64) -> Vec<(i64, Value)> {
    let mut told = Vec::new();
    loop {
        let list = Asked::list(format!("/v1/changes?limit=1000&after={after}"));
        let page: Value = serde_json::from_slice(&node.ask(key, &list).await).unwrap();
        let changes = page["data"].as_array().unwrap();
        for change in changes.iter().filter(|it| it["kind"] == "customer.updated") {
            let object = change["object"].clone();
            told.extend(object["id"].as_i64().map(|id| (id, object)));
        }
        *after = page["meta"]["next"].as_i64().unwrap();
        if changes.is_empty() {
            return told;
        }
    }
}

/// Updates all walks with the changed customers and the current rows.
async fn look_all(node: &Node, key: &str, walks: &mut [Walk], told: &[(i64, Value)]) {
    let mut known: BTreeMap<String, Rows> = BTreeMap::new();
    for walk in walks {
        let list = walk.target.trim_end_matches("/search").to_owned();
        for (target, filter) in [(&list, &Value::Null), (&walk.target, &walk.filter)] {
            if !known.contains_key(target) {
                known.insert(target.clone(), rows(node, key, target, filter).await);
            }
        }
        if walk.target.starts_with("/v1/customers") {
            told.iter().for_each(|(id, row)| walk.learn(*id, row));
        }
        let (all, passing) = (&known[&list], &known[&walk.target]);
        if walk.began == 0 {
            walk.begin(all, passing, node.app.context.now().get());
        } else {
            walk.look(all, passing);
        }
    }
}

async fn play(t: &Test, seed: u64) {
    put(t, made_up()).await;
    let nodes =
        [Node::over(t, None).await, Node::of(t), Node::over(t, Some(INDEX_MEMORY_MIB)).await];
    let mut history = History::of(t, &nodes[0], seed).await;
    let mut numbers = Numbers(seed ^ 0x5555);
    let (mut walks, mut after, mut ended) = (walks(), 0, 0);
    let steps = number(STEPS_VARIABLE).unwrap_or(STEPS);
    for step in 0..steps {
        let told = told(&nodes[1], &t.key, &mut after).await;
        look_all(&nodes[1], &t.key, &mut walks, &told).await;
        let mut when = format!("{SEED_VARIABLE}={seed}, step {step}");
        for walk in &mut walks {
            if numbers.below(3) > 0 {
                continue;
            }
            let limit = numbers.one(&[1, 7, 30, 100]);
            if walk.step(&nodes, &t.key, limit, &when).await {
                (walk.began, ended) = (0, ended + 1);
            }
        }
        let writer = usize::try_from(numbers.below(3)).unwrap();
        when += &history.step(&nodes[writer]).await;
        // Every node looks for changes, since some are made at the test's own node, not at
        // `writer`.
        look(&nodes, 3).await;
        for node in &nodes {
            node.build().await;
        }
        if step % 10 == 9 {
            history.learn(&nodes[0]).await;
        }
    }
    let told = told(&nodes[1], &t.key, &mut after).await;
    look_all(&nodes[1], &t.key, &mut walks, &told).await;
    for walk in &mut walks {
        while !walk.step(&nodes, &t.key, 100, &format!("{SEED_VARIABLE}={seed}, the end")).await {}
    }
    assert!(ended > 15 || steps < STEPS, "only {ended} walks ended");
    let [plain, _, other] = nodes;
    plain.close().await;
    other.close().await;
}

#[test]
fn a_walk_misses_nothing_whatever_happens_between_its_pages_on_sqlite() {
    any(Engine::Sqlite, SEED_VARIABLE, play);
}

#[test]
fn a_walk_misses_nothing_whatever_happens_between_its_pages_on_postgres() {
    any(Engine::Postgres, SEED_VARIABLE, play);
}
