//! Checks that lists and searches return the same bytes with and without the index.

use std::net::SocketAddr;

use deskbell_lab::Result;
use serde_json::json;

use crate::ask::{Answer, Request, ask};
use crate::pause;

/// The lists, each with its sort keys.
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
/// The searches, each with a filter of a field, an operator and a value.
const FILTERS: [(&str, &str, &str); 6] = [
    ("chats.status", "=", "closed"),
    ("chats.status", "!=", "opened"),
    ("chats.agents", "=", "1"),
    ("chats.assignee", "=", "2"),
    ("chats.customer.name", "~", "3 OF 1"),
    ("chats.rating", "!=", "perfect"),
];
/// The maximal number of `/readyz` requests until the index is loaded.
const READY_ATTEMPTS: u32 = 600;
/// The maximal number of attempts at a request that is answered with 503.
const ATTEMPTS: u32 = 10;

/// The answers of a server to a set of requests.
#[derive(Debug)]
pub struct Lists(Vec<(String, String)>);

impl Lists {
    /// Requests pages in every order, and all searches.
    ///
    /// # Errors
    /// When a request gets no answer.
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

    /// The number of requests whose answers are compared.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Sends a request; retries after 503.
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

/// Waits until a server is ready and its index is loaded.
///
/// # Errors
/// When the server is not ready in time.
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

/// Compares the answers with the index and the answers without the index.
///
/// # Errors
/// Returns the first difference.
pub fn compare(found: &Lists, plain: &Lists) -> Result<()> {
    let mut pairs = found.0.iter().zip(&plain.0);
    match pairs.find(|(found, plain)| found != plain) {
        None => Ok(()),
        Some((found, plain)) => Err(format!("index: {found:?} is {plain:?} in the database")),
    }
}
