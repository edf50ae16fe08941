//! The server under test, and the objects that a run creates through the API. The objects' names
//! contain the run's id, so that checks can recognize their own objects.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::client::{Client, Request};
use crate::expect::Answer;
use crate::outcome::{Outcome, Stop};

/// The server under test, and the objects and names of this run.
#[derive(Debug)]
pub struct World {
    /// The client with the read-and-write key.
    pub client: Client,
    /// A read-only key, if one was passed.
    pub read_only_key: Option<String>,
    run: String,
    names: AtomicU64,
}

/// An agent of the server.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    pub id: i64,
    /// The agent's name, which may be null.
    pub name: Value,
    /// The agent's JSON in lists.
    pub shown: Value,
}

impl World {
    /// Begins a run with a random id.
    ///
    /// # Errors
    /// When the operating system returns no random bytes.
    pub fn new(client: Client, read_only_key: Option<String>) -> Result<Self, String> {
        let mut bytes = [0; 5];
        random(&mut bytes)?;
        let run = deskbell_lab::hex(&bytes);
        Ok(Self { client, read_only_key, run, names: AtomicU64::new(0) })
    }

    /// The run's id, which all names of this run contain.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// Creates a name that is unique across all runs.
    pub fn name(&self, stem: &str) -> String {
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        format!("{stem}-{}-{number}", self.run)
    }

    pub fn send(&self, request: &Request) -> Outcome<Answer> {
        self.client.send(request)
    }

    pub fn get(&self, path: &str) -> Outcome<Answer> {
        self.send(&Request::new("GET", path))
    }

    pub fn post(&self, path: &str, body: &Value) -> Outcome<Answer> {
        self.send(&Request::new("POST", path).json(body))
    }

    pub fn put(&self, path: &str, body: &Value) -> Outcome<Answer> {
        self.send(&Request::new("PUT", path).json(body))
    }

    pub fn patch(&self, path: &str, body: &Value) -> Outcome<Answer> {
        self.send(&Request::new("PATCH", path).json(body))
    }

    pub fn delete(&self, path: &str) -> Outcome<Answer> {
        self.send(&Request::new("DELETE", path))
    }

    /// Creates a customer with these fields.
    pub fn customer(&self, fields: &Value) -> Outcome<Answer> {
        let answer = self.post("/v1/customers", fields)?;
        answer.created()?;
        Ok(answer)
    }

    /// Creates a customer with only a name; returns its id.
    pub fn any_customer(&self) -> Outcome<i64> {
        self.customer(&json!({"name": self.name("someone")}))?.id()
    }

    /// Creates a chat of this customer, without messages.
    pub fn chat_of(&self, customer: i64) -> Outcome<Answer> {
        let answer = self.post("/v1/chats", &json!({"customer": customer, "application": 1}))?;
        answer.created()?;
        Ok(answer)
    }

    /// Creates a chat of a new customer, without messages; returns its id.
    pub fn chat(&self) -> Outcome<i64> {
        self.chat_of(self.any_customer()?)?.id()
    }

    /// Creates a chat with one message of the customer; returns its id.
    pub fn new_chat(&self) -> Outcome<i64> {
        let chat = self.chat()?;
        self.say(chat, "hello")?;
        Ok(chat)
    }

    /// Posts a message as the customer.
    pub fn say(&self, chat: i64, text: &str) -> Outcome<Answer> {
        self.message(&json!({"chat": chat, "text": text}))
    }

    /// Posts a message as an agent.
    pub fn reply(&self, chat: i64, agent: i64, text: &str) -> Outcome<Answer> {
        self.message(&json!({"chat": chat, "text": text, "agent": agent}))
    }

    pub fn message(&self, body: &Value) -> Outcome<Answer> {
        let answer = self.post("/v1/messages", body)?;
        answer.created()?;
        Ok(answer)
    }

    /// Reads a chat; returns the answer.
    pub fn see(&self, chat: i64) -> Outcome<Answer> {
        let answer = self.get(&format!("/v1/chats/{chat}"))?;
        answer.ok()?;
        Ok(answer)
    }

    /// Reads a chat's messages, newest first.
    pub fn messages(&self, chat: i64) -> Outcome<Answer> {
        let answer = self.get(&format!("/v1/chats/{chat}/messages"))?;
        answer.ok()?;
        Ok(answer)
    }

    pub fn set_status(&self, chat: i64, status: impl Into<Value>) -> Outcome<Answer> {
        let status: Value = status.into();
        let answer = self.put("/v1/chats/status", &json!({"id": chat, "status": status}))?;
        answer.ok()?;
        Ok(answer)
    }

    pub fn find_chats(&self, filter: &Value) -> Outcome<Answer> {
        let answer = self.post("/v1/chats/search", &json!({"filter": filter}))?;
        answer.ok()?;
        Ok(answer)
    }

    pub fn find_customers(&self, filter: &Value) -> Outcome<Answer> {
        let answer = self.post("/v1/customers/search", &json!({"filter": filter}))?;
        answer.ok()?;
        Ok(answer)
    }

    /// Returns the first agent of the server; skips the check if the server has no agent.
    pub fn agent(&self) -> Outcome<Agent> {
        self.agents()?.into_iter().next().ok_or_else(|| Stop::skipped("no agent exists"))
    }

    /// Returns two agents of the server; skips the check if the server has fewer agents.
    pub fn two_agents(&self) -> Outcome<(Agent, Agent)> {
        let mut agents = self.agents()?.into_iter();
        match (agents.next(), agents.next()) {
            (Some(one), Some(other)) => Ok((one, other)),
            _ => Err(Stop::skipped("there are not two agents")),
        }
    }

    fn agents(&self) -> Outcome<Vec<Agent>> {
        let answer = self.get("/v1/agents?limit=2")?;
        let rows = answer.ok()?.at("/data").list()?.to_vec();
        let agent = |shown: Value| {
            let id = shown["id"].as_i64();
            let id = id.ok_or_else(|| answer.fail("an agent with an id", shown.to_string()))?;
            Ok(Agent { id, name: shown["name"].clone(), shown })
        };
        rows.into_iter().map(agent).collect()
    }

    /// Returns the first department of the server; skips the check if the server has no department.
    pub fn department(&self) -> Outcome<Value> {
        let answer = self.get("/v1/departments?limit=1")?;
        let rows = answer.ok()?.at("/data").list()?.to_vec();
        rows.into_iter().next().ok_or_else(|| Stop::skipped("no department exists"))
    }
}

#[expect(clippy::disallowed_methods, reason = "this program stands outside of the application")]
fn random(bytes: &mut [u8]) -> Result<(), String> {
    getrandom::fill(bytes).map_err(|error| format!("no randomness: {error}"))
}
