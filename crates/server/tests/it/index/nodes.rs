//! Nodes on one database, with much, little or no memory for indexes, and the lists and searches
//! whose answers are compared.

use std::path::Path;
use std::sync::Arc;

use axum::http::Method;
use deskbell_app::index::IndexSettings;
use deskbell_app::{App, Settings};
use deskbell_http::Http;
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_query::{ChatField, ChatSort, CustomerField, CustomerSort, Field as _};
use deskbell_storage::{Location, Options, Store};
use deskbell_testkit::world::TestEntropy;
use deskbell_testkit::{Answer, Test, client};
use serde_json::{Value, json};

use crate::search_random::rows::Numbers;

/// A node: the application and its interface, on a shared database.
#[derive(Clone)]
pub struct Node {
    pub app: Arc<App>,
    pub http: Http,
}

impl Node {
    /// A node on the test's database with this memory for indexes; `None` turns indexes off.
    pub async fn over(t: &Test, memory_mib: Option<usize>) -> Self {
        Self::at(t, &t.database.location, memory_mib).await
    }

    /// A node that saves its indexes in `folder`, and loads the indexes saved in this folder.
    pub async fn saving(t: &Test, folder: &Path) -> Self {
        let index = IndexSettings { images: Some(folder.to_owned()), ..IndexSettings::default() };
        Self::with(t, &t.database.location, index).await
    }

    /// A node without indexes, although `folder` has saved indexes.
    pub async fn saving_without_index(t: &Test, folder: &Path) -> Self {
        let images = Some(folder.to_owned());
        let index = IndexSettings { enabled: false, images, ..IndexSettings::default() };
        Self::with(t, &t.database.location, index).await
    }

    /// Starts a node like [`Node::over`], with this address of the database.
    pub async fn at(t: &Test, location: &Location, memory_mib: Option<usize>) -> Self {
        let enabled = memory_mib.is_some();
        let memory_mib = memory_mib.unwrap_or(INDEX_MEMORY_MIB);
        Self::with(t, location, IndexSettings { enabled, memory_mib, images: None }).await
    }

    /// A node that has not checked its indexes yet.
    pub async fn before_its_first_look(t: &Test) -> Self {
        Self::opened(t, &t.database.location, IndexSettings::default()).await
    }

    async fn with(t: &Test, location: &Location, index: IndexSettings) -> Self {
        let node = Self::opened(t, location, index).await;
        node.build().await;
        node
    }

    async fn opened(t: &Test, location: &Location, index: IndexSettings) -> Self {
        let store = Store::open(location, &Options::default()).await.unwrap();
        let settings = Settings { index, ..Settings::default() };
        let entropy = Arc::new(TestEntropy::default());
        let app = Arc::new(App::new(store, t.clock.clone(), entropy, settings));
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        Self { app, http }
    }

    /// A node with the test's own application and interface.
    pub fn of(t: &Test) -> Self {
        Self { app: Arc::clone(&t.app), http: t.http.clone() }
    }

    /// Builds the indexes that were dropped.
    pub async fn build(&self) {
        if self.app.context.settings.index.enabled {
            self.app.indexes.build_indexes().await.unwrap();
        }
    }

    pub async fn call(&self, key: &str, method: Method, target: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        client::send(&self.http, client::request_as(key, method, target, &[], body)).await
    }

    /// Requests a list or a search; returns the body of the answer. Fails unless the status is 200.
    pub async fn ask(&self, key: &str, asked: &Asked) -> Vec<u8> {
        let method = if asked.body.is_null() { Method::GET } else { Method::POST };
        let answer = self.call(key, method, &asked.target, &asked.body).await;
        let told = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{asked:?}: {told}");
        answer.body
    }

    pub async fn close(self) {
        self.app.close().await;
    }
}

/// A request for a list or a search.
#[derive(Clone, Debug)]
pub struct Asked {
    pub target: String,
    /// The body of a search; null for a list.
    body: Value,
}

impl Asked {
    pub fn list(target: impl Into<String>) -> Self {
        Self { target: target.into(), body: Value::Null }
    }

    pub fn search(target: &str, body: Value) -> Self {
        Self { target: target.to_owned(), body }
    }
}

/// Returns the first difference of two answers, with some context.
pub fn difference(expected: &[u8], found: &[u8]) -> String {
    let at = expected.iter().zip(found).take_while(|(one, other)| one == other).count();
    let around = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(80).min(bytes.len())..bytes.len().min(at + 160)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!("\n  the database: …{}…\n  the index: …{}…", around(expected), around(found))
}

/// Sends the requests to all nodes, and compares all answers with the first node's answers.
pub async fn compare(nodes: &[Node], key: &str, asked: &[Asked], when: &str) {
    for asked in asked {
        let expected = nodes[0].ask(key, asked).await;
        for (number, node) in nodes.iter().enumerate().skip(1) {
            let found = node.ask(key, asked).await;
            let is_same = found == expected;
            assert!(
                is_same,
                "{when}: node {number} differs on {asked:?}{}",
                difference(&expected, &found)
            );
        }
    }
}

/// The number of objects in a list.
async fn total(node: &Node, key: &str, target: &str) -> u64 {
    let page = node.ask(key, &Asked::list(format!("{target}?limit=1"))).await;
    serde_json::from_slice::<Value>(&page).unwrap()["meta"]["total"].as_u64().unwrap()
}

/// The names of all sorts of chats and customers.
pub fn sorts() -> [(&'static str, Vec<&'static str>); 2] {
    let chats = ChatSort::ALL.iter().map(|(_, name)| *name).collect();
    let customers = CustomerSort::ALL.iter().map(|(_, name)| *name).collect();
    [("/v1/chats", chats), ("/v1/customers", customers)]
}

/// Returns the requests for all lists in all orders: the first, middle and last page, and an empty
/// page past the end.
pub async fn every_list(node: &Node, key: &str) -> Vec<Asked> {
    let mut all = Vec::new();
    for (list, sorts) in sorts() {
        let total = total(node, key, list).await;
        let pages = [(0, 100), (0, 1), (total / 2, 7), (total.saturating_sub(3), 5), (total, 100)];
        for sort in sorts {
            for order in ["asc", "desc"] {
                for (offset, limit) in pages {
                    let page = format!("sort={sort}&order={order}&offset={offset}&limit={limit}");
                    all.push(Asked::list(format!("{list}?{page}")));
                }
            }
        }
    }
    all
}

/// A random page of every list in every order.
pub fn some_lists(numbers: &mut Numbers) -> Vec<Asked> {
    let mut all = Vec::new();
    for (list, sorts) in sorts() {
        for sort in sorts {
            for order in ["asc", "desc"] {
                let offset = numbers.one(&[0, 0, 1, 40, 90, 170, 100_000]) + numbers.below(9);
                let limit = numbers.one(&[1, 5, 30, 100]);
                let page = format!("sort={sort}&order={order}&offset={offset}&limit={limit}");
                all.push(Asked::list(format!("{list}?{page}")));
                let first = format!("sort={sort}&order={order}&cursor=&limit={limit}");
                all.push(Asked::list(format!("{list}?{first}")));
            }
        }
    }
    all
}

/// A random condition on a field.
fn condition(numbers: &mut Numbers, field: &str, now: u32) -> Value {
    let (operators, values) = crate::search_random::asked(field);
    let operator = numbers.one(operators);
    let is_time = field.ends_with("At") || field.ends_with("Seen");
    let mut value = values[usize::try_from(numbers.below(values.len() as u64)).unwrap()].clone();
    if is_time && numbers.below(2) == 0 {
        value = json!(u64::from(now).saturating_sub(numbers.below(4_000)));
    }
    let may_be_null = ["=", "!="].contains(&operator) && !field.ends_with("tagsData");
    if may_be_null && numbers.below(8) == 0 {
        value = Value::Null;
    }
    if operator.ends_with('~') && (value.is_null() || value == "") {
        value = json!("a");
    }
    json!({"field": field, "operator": operator, "value": value})
}

/// Random searches, alternately of chats and customers.
pub fn some_searches(numbers: &mut Numbers, count: usize, now: u32) -> Vec<Asked> {
    let chats: Vec<_> = ChatField::ALL.iter().map(|(.., name)| *name).collect();
    let customers: Vec<_> = CustomerField::ALL.iter().map(|(.., name)| *name).collect();
    let [(_, chat_sorts), (_, customer_sorts)] = sorts();
    let kinds = [
        ("/v1/chats/search", chats, chat_sorts),
        ("/v1/customers/search", customers, customer_sorts),
    ];
    let search = |number: usize| {
        let (target, fields, sorts) = &kinds[number % 2];
        let filter: Vec<_> = (0..numbers.below(4))
            .map(|_| {
                let field = numbers.one(fields);
                condition(numbers, field, now)
            })
            .collect();
        let body = json!({
            "filter": filter,
            "comparison": numbers.one(&["and", "or"]),
            "sort": numbers.one(sorts),
            "order": numbers.one(&["asc", "desc"]),
            "offset": numbers.one(&[0, 0, 0, 2, 20, 5_000]),
            "limit": numbers.one(&[1, 10, 100]),
        });
        Asked::search(target, body)
    };
    (0..count).map(search).collect()
}
