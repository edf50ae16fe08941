//! Checks that lists and searches give the same bytes from memory as from the database.

use std::net::SocketAddr;

use deskbell_lab::Result;
use serde_json::json;

use crate::ask::{Answer, Request, ask};
use crate::pause;

/// The lists, and the keys each is sorted by.
const SORTS: [(&str, &[&str]); 2] = [
    (
        "/v1/chats",
        &[
            "chats.createdAt",
            "chats.lastCustomerMessageAt",
            "chats.lastMessageAt",
            "chats.closedAt",
        ],
    ),
    ("/v1/customers", &["customers.createdAt", "customers.firstSeen", "customers.lastSeen"]),
];
/// The searches: a list, a filter and a sort key each.
const FILTERS: [(&str, &str, &str); 6] = [
    ("chats.status", "=", "closed"),
    ("chats.status", "!=", "opened"),
    ("chats.agents", "=", "1"),
    ("chats.assignee", "=", "2"),
    ("chats.customer.name", "~", "3 OF 1"),
    ("chats.rating", "!=", "perfect"),
];
/// The attempts until a server's lists are in memory.
const READY_ATTEMPTS: u32 = 600;
/// The attempts at a question that is refused.
const ATTEMPTS: u32 = 10;

/// A server's answers to a set of questions.
#[derive(Debug)]
pub struct Lists(Vec<(String, String)>);

impl Lists {
    /// Asks a server for pages in every order, and for each search.
    ///
    /// # Errors
    /// When a question stays without an answer.
    pub async fn of(address: SocketAddr, key: &str, chats: usize) -> Result<Self> {
        let mut asked = Vec::new();
        for (list, sorts) in SORTS {
            for sort in sorts {
                for order in ["asc", "desc"] {
                    for offset in [0, 50, chats / 2, chats.saturating_sub(30)] {
                        let page = format!("{list}?sort={sort}&order={order}&offset={offset}");
                        asked.push((page, String::new()));
                    }
                }
            }
        }
        for (field, operator, value) in FILTERS {
            for offset in [0, 100] {
                let filter = json!([{"field": field, "operator": operator, "value": value}]);
                let body =
                    json!({"filter": filter, "sort": "chats.lastMessageAt", "offset": offset});
                asked.push(("/v1/chats/search".to_owned(), body.to_string()));
            }
        }
        let mut answers = Vec::new();
        for (target, body) in asked {
            let method = if body.is_empty() { "GET" } else { "POST" };
            let request = Request { method, target: &target, once: None, body: &body };
            let answer = patient(address, key, &request).await.ok_or("no answer to a list")?;
            if answer.status != 200 {
                return Err(format!("{request:?} was answered with {answer:?}"));
            }
            answers.push((format!("{target} {body}"), answer.body));
        }
        Ok(Self(answers))
    }

    /// The number of questions.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Asks, and asks again after a refusal.
async fn patient(address: SocketAddr, key: &str, request: &Request<'_>) -> Option<Answer> {
    for _ in 0..ATTEMPTS {
        let answer = ask(address, key, request).await?;
        if answer.status != 503 {
            return Some(answer);
        }
        pause(std::time::Duration::from_millis(100)).await;
    }
    None
}

/// Waits until a server's lists are in memory.
///
/// # Errors
/// When that takes too long.
pub async fn ready(address: SocketAddr, key: &str) -> Result<()> {
    for _ in 0..READY_ATTEMPTS {
        let answer = ask(address, key, &Request::get("/readyz")).await;
        if answer.is_some_and(|answer| answer.status == 200) {
            return Ok(());
        }
        pause(std::time::Duration::from_millis(50)).await;
    }
    Err("a server is not ready".to_owned())
}

/// Compares a server's answers from memory with those from the database.
///
/// # Errors
/// With the first that differs.
pub fn compare(found: &Lists, plain: &Lists) -> Result<()> {
    let mut pairs = found.0.iter().zip(&plain.0);
    match pairs.find(|(found, plain)| found != plain) {
        None => Ok(()),
        Some((found, plain)) => Err(format!("index: {found:?} is {plain:?} in the database")),
    }
}
