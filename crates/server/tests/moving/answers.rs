//! The answers to every operation that reads, and the bytes to which the answers' links lead. A
//! moved account must show the same answers and bytes.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use deskbell_testkit::described::{Audience, Operation, operations_for};
use deskbell_testkit::{Answer, Test, client};
use serde_json::{Value, json};

use crate::account::{People, compare};

/// The answers by person, target and search, each with the status, the ETag and the body.
type Answers = BTreeMap<String, (u16, String)>;

/// The answers that a server gives to people and programs.
pub struct Shown {
    answers: Answers,
    /// The bytes of files, by the links to them.
    files: BTreeMap<String, Vec<u8>>,
}

/// The query parameters for operations whose answers are nearly empty without parameters.
const QUERIES: [(&str, &str); 5] =
    [("q", "a"), ("from", "1790000000"), ("to", "1810000000"), ("limit", "50"), ("after", "0")];

/// The ids with which operations on one object are called.
const IDS: [&str; 4] = ["1", "2", "3", "7"];

/// The offsets of further pages of lists, each of [`PAGE`] rows. The last page is beyond all rows.
const OFFSETS: [u64; 4] = [20, 40, 60, 80];
/// The number of rows of a further page.
const PAGE: u64 = 20;

/// The body of a search with one condition.
fn search(field: &str, operator: &str, value: &str) -> Value {
    let condition = json!({"field": field, "operator": operator, "value": value});
    json!({"filter": [condition], "limit": 50})
}

/// The bodies of searches. Each search finds objects of [`crate::account::lived`].
fn searches(path: &str) -> [Value; 4] {
    let all = json!({"limit": 50});
    if path.contains("/customers/") {
        [
            all,
            json!({"sort": "customers.lastSeen", "order": "asc", "limit": 20}),
            search("customers.name", "~", "a"),
            search("customers.userId", "=", "u-1"),
        ]
    } else {
        [
            all,
            json!({"sort": "chats.closedAt", "order": "asc", "limit": 20}),
            search("chats.status", "=", "closed"),
            search("chats.customer.name", "~", "a"),
        ]
    }
}

/// Reads the answers to every operation that reads, by `GET` or as a search by `POST`, and the
/// files to which these answers link.
pub async fn shown(t: &Test, people: &People) -> Shown {
    let mut answers = Answers::new();
    for operation in Audience::ALL.into_iter().flat_map(operations_for) {
        // Only the process that saw a page arrive knows of it.
        if operation.is_endless() || operation.path.ends_with("/arrival") {
            continue;
        }
        if operation.method == Method::GET {
            gotten(t, people, operation, &mut answers).await;
        } else if operation.method == Method::POST && operation.path.ends_with("/search") {
            searched(t, people, operation, &mut answers).await;
        }
    }
    // The descriptions of the interfaces have made-up links.
    let shown = answers.iter().filter(|(what, _)| !what.contains("/openapi.json"));
    let texts = shown.flat_map(|(_, (_, answer))| answer.split('"'));
    let links: BTreeSet<_> = texts.filter(|it| it.starts_with("/files/")).collect();
    let mut files = BTreeMap::new();
    for link in links {
        let answer = t.get_without_key(link).await;
        assert_eq!(answer.status, 200, "{link}");
        files.insert(link.to_owned(), answer.body);
    }
    Shown { answers, files }
}

impl Shown {
    /// Fails unless there are answers of all kinds, and links to this number of files.
    pub fn check_filled(&self, files: u64) {
        let Self { answers, files: bytes } = self;
        assert!(answers.len() > 150, "{} answers", answers.len());
        assert!(answers.values().filter(|it| it.0 == 200).count() > 100);
        let is_first = |what: &str| what.contains("/search {") && !what.contains("\"offset\"");
        let found = answers.iter().filter(|(what, _)| is_first(what));
        let found: Vec<_> = found.map(|(_, it)| (it.0, it.1.contains("\"data\":[{"))).collect();
        assert_eq!(found, [(200, true); 16], "two as a program, one as two agents, four filters");
        let rows = |offset: u64| {
            let (_, answer) = &answers[&format!("key /v1/chats?limit={PAGE}&offset={offset}")];
            answer.matches("\"createdWith\":").count()
        };
        assert!(rows(40) == 20 && rows(80) == 0, "{} and {} chats", rows(40), rows(80));
        let linked: BTreeSet<_> = bytes.keys().map(|link| link.split('/').nth(2)).collect();
        assert_eq!(linked.len() as u64, files, "{linked:?}");
        assert!(bytes.values().any(|it| it == b"some bytes"));
    }

    /// Fails unless another server gives the same answers and the same bytes.
    pub fn check_same(&self, other: &Self, what: &str) {
        compare(&self.answers, &other.answers, what);
        compare(&self.files, &other.files, what);
    }
}

/// Calls an operation by `GET` as every person of its audience, with and without query parameters.
async fn gotten(t: &Test, people: &People, operation: &Operation, all: &mut Answers) {
    let known = QUERIES.iter().filter(|it| operation.queries.iter().any(|has| has == it.0));
    let query: Vec<_> = known.map(|(name, value)| format!("{name}={value}")).collect();
    for id in IDS {
        let target = operation.target(id);
        let mut targets = vec![target.clone()];
        if !query.is_empty() {
            targets.push(format!("{target}?{}", query.join("&")));
        }
        if operation.queries.iter().any(|it| it == "offset") {
            let page = |offset| format!("{target}?limit={PAGE}&offset={offset}");
            targets.extend(OFFSETS.map(page));
        }
        for target in &targets {
            asked(t, people, operation.audience, (target.as_str(), None), all).await;
        }
        if target == operation.path {
            break;
        }
    }
}

/// Searches as every person of an operation's audience.
async fn searched(t: &Test, people: &People, operation: &Operation, all: &mut Answers) {
    let page = |offset: u64| json!({"limit": PAGE, "offset": offset});
    for body in searches(&operation.path).into_iter().chain(OFFSETS.map(page)) {
        asked(t, people, operation.audience, (operation.path.as_str(), Some(&body)), all).await;
    }
}

/// Calls an operation as every person of an audience: by `POST` if a body is passed, otherwise by
/// `GET`.
async fn asked(
    t: &Test,
    people: &People,
    audience: Audience,
    (target, body): (&str, Option<&Value>),
    all: &mut Answers,
) {
    let what = body.map_or_else(|| target.to_owned(), |body| format!("{target} {body}"));
    let mut keep = |who: &str, answer: Answer| {
        let tag = answer.header("etag").unwrap_or_default().to_owned();
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        all.insert(format!("{who} {what}"), (answer.status, tag + &body));
    };
    match audience {
        Audience::Programs => {
            let answer = match body {
                Some(body) => t.post(target, body).await,
                None => t.get(target).await,
            };
            keep("key", answer);
        }
        Audience::Agents => {
            for browser in [&people.admin, &people.agent] {
                let here = browser.at_server(t);
                let answer = match body {
                    Some(body) => here.post(target, body).await,
                    None => here.get(target).await,
                };
                keep(&browser.login, answer);
            }
        }
        Audience::Visitors => {
            let bearer = format!("Bearer {}", people.visitor.token().unwrap());
            let headers = [("authorization", bearer.as_str())];
            let request = client::request(Method::GET, target, &headers);
            keep("visitor", client::send(&t.http, request).await);
        }
    }
}
