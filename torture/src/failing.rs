//! A second organization whose writes all fail in the database during the faults, as with damaged
//! rows. Its background work must not delay the background work of the other organization, and must
//! be done after the repair.
//!
//! This module must not know the changes of the other organization.

use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::postgres::database::Database;
use deskbell_lab::random::Random;
use serde_json::{Value, json};

use crate::ask::Request;
use crate::clients::{Clients, Tally};
use crate::pause;
use crate::program::Program;

const DOMAIN: &str = "failing.example";
/// The tables in which all writes of the organization fail: `heads`, which every change writes, and
/// the tables of its background work.
const TABLES: [&str; 3] = ["heads", "timers", "erasures"];
/// The time limit for the work after the repair: longer than a lease.
const MENDED_WITHIN: Duration = Duration::from_secs(90);
/// The interval at which the pending work is checked.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// The time from the request to the end of a snooze, in seconds.
const SNOOZE_SECONDS: i64 = 3;

/// The failing organization. Its due work is a snooze that ends, and the erasure of a customer.
#[derive(Debug)]
pub struct Failing<'a> {
    database: &'a Database,
    clients: Clients,
    random: Random,
    chat: i64,
}

impl<'a> Failing<'a> {
    /// Creates a failing organization on the servers of `clients`; `None` if `database` is `None`.
    ///
    /// # Errors
    /// Fails like [`Failing::make`].
    pub async fn beside(
        clients: &Clients,
        program: &Program,
        database: Option<&'a Database>,
        random: Random,
    ) -> Result<Option<Self>> {
        match database {
            Some(database) => Self::make(program, database, clients, random).await.map(Some),
            None => Ok(None),
        }
    }

    /// Repairs the failing organization, if any; returns the number of failing organizations, 1 or
    /// 0.
    ///
    /// # Errors
    /// Fails like [`Failing::mend`].
    pub async fn mended(failing: Option<Self>) -> Result<usize> {
        match failing {
            Some(failing) => failing.mend().await.map(|()| 1),
            None => Ok(0),
        }
    }

    /// Creates the organization and its due work, then breaks its rows.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    async fn make(
        program: &Program,
        database: &'a Database,
        like: &Clients,
        mut random: Random,
    ) -> Result<Self> {
        program.data(&database.url, &["org", "create", DOMAIN]).await?;
        let key = program.data(&database.url, &["key", "create", "--org", DOMAIN]).await?;
        let addresses = like.addresses.clone();
        let clients = Clients { key, addresses, agents: Vec::new(), tally: Tally::default() };
        let mut send = async |method, target, body: Value, status| {
            let body = if body.is_null() { String::new() } else { body.to_string() };
            let request = Request { method, target, once: None, body: &body };
            let answer = clients.settle(&mut random, &request).await?.answer;
            match answer.status == status {
                true => Ok(answer.json()),
                false => Err(format!("{request:?} was answered with {answer:?}")),
            }
        };
        let new = json!({"name": "Una"});
        let stays = send("POST", "/v1/customers", new.clone(), 201).await?["id"].clone();
        let goes = send("POST", "/v1/customers", new, 201).await?["id"].clone();
        let chat = json!({"customer": stays, "application": 1});
        let chat = send("POST", "/v1/chats", chat, 201).await?;
        let until = chat["createdAt"].as_i64().unwrap_or_default() + SNOOZE_SECONDS;
        // At first only the deletes that end due work fail, so that the next two requests succeed.
        database.fail_writes(DOMAIN, "DELETE", "timers").await;
        database.fail_writes(DOMAIN, "DELETE", "erasures").await;
        let snooze = json!({"id": chat["id"], "snoozedUntil": until});
        send("PUT", "/v1/chats/snooze", snooze, 200).await?;
        send("DELETE", &format!("/v1/customers/{goes}"), Value::Null, 200).await?;
        for table in TABLES {
            database.fail_writes(DOMAIN, "INSERT OR UPDATE OR DELETE", table).await;
        }
        let chat = chat["id"].as_i64().unwrap_or_default();
        Ok(Self { database, clients, random, chat })
    }

    /// Checks that all writes of the organization failed; then repairs its rows, and waits until
    /// its work is done.
    ///
    /// # Errors
    /// When a write did not fail, or the work is not done in time.
    async fn mend(mut self) -> Result<()> {
        let target = format!("/v1/chats/{}", self.chat);
        let body = r#"{"name":"Nobody"}"#;
        let write = Request { method: "POST", target: "/v1/customers", once: None, body };
        let refused = self.clients.settle(&mut self.random, &write).await?.answer;
        let chat = self.clients.settle(&mut self.random, &Request::get(&target)).await?.answer;
        if refused.status != 500 || chat.status != 200 || chat.json()["snoozedUntil"].is_null() {
            return Err(format!("what should fail did not: {refused:?}, {chat:?}"));
        }
        for table in TABLES {
            self.database.mend_writes(table).await;
        }
        let began = Instant::now();
        while began.elapsed() < MENDED_WITHIN {
            let chat = self.clients.settle(&mut self.random, &Request::get(&target)).await?.answer;
            let erasures = self.database.count("erasures").await;
            if chat.json()["snoozedUntil"].is_null() && erasures == 0 {
                return Ok(());
            }
            pause(LOOK_EVERY).await;
        }
        Err(format!("{MENDED_WITHIN:?} after its rows were mended, work of {DOMAIN} is not done"))
    }
}
