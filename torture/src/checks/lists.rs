//! What lists and searches answer from memory is what they answer from the database, byte for byte.

use std::net::SocketAddr;

use deskbell_lab::Result;
use serde_json::json;

use crate::ask::{Answer, Request, ask};
use crate::pause;

/// What is sorted by what.
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
/// What is looked for.
const FILTERS: [(&str, &str, &str); 6] = [
    ("chats.status", "=", "closed"),
    ("chats.status", "!=", "opened"),
    ("chats.agents", "=", "1"),
    ("chats.assignee", "=", "2"),
    ("chats.customer.name", "~", "3 OF 1"),
    ("chats.rating", "!=", "perfect"),
];
/// How long a server may take until its lists are in memory.
const READY_ATTEMPTS: u32 = 600;
/// How often a question is asked that cannot be answered.
const ATTEMPTS: u32 = 10;

/// What a server answers to a number of questions.
#[derive(Debug)]
pub struct Lists(Vec<(String, String)>);

impl Lists {
    /// Asks a server for pages in every order, and for what it finds.
    ///
    /// # Errors
    /// When it does not answer.
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

    /// How many were asked for.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// Asks, and asks again where a server says that it cannot answer now.
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

/// Compares what a server answers from memory with what the database says.
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
