//! Random changes of an organization, through the interface or directly through the application.
//! Equal seeds lead to equal changes.

use deskbell_app::{Caller, jobs};
use std::time::Duration;

use axum::http::Method;
use deskbell_app::actions::{agents, departments};
use deskbell_model::Role;
use deskbell_testkit::{Test, dialogs};
use deskbell_transfer::seed::{Plan, seed};
use deskbell_transfer::transcripts;
use serde_json::{Map, Value, json};

use super::nodes::Node;
use crate::search_random::rows::{Numbers, TAGS};
use crate::seed::Silent;

/// An organization that the test changes at random, with the ids of its objects.
pub struct History<'t> {
    pub t: &'t Test,
    pub numbers: Numbers,
    pub customers: Vec<i64>,
    pub chats: Vec<i64>,
    agents: Vec<i64>,
    departments: Vec<i64>,
    dialogs: u64,
}

const COLORS: [&str; 3] = ["#102030", "#abcdef", "#00ff00"];

impl<'t> History<'t> {
    /// Begins a run of random changes with the existing rows of the organization.
    pub async fn of(t: &'t Test, plain: &Node, seed: u64) -> Self {
        let agents = vec![1, 2, 3, 4];
        let (customers, chats) = (Vec::new(), Vec::new());
        let numbers = Numbers(seed.max(1));
        let departments = vec![1, 2];
        let mut history = Self { t, numbers, customers, chats, agents, departments, dialogs: 0 };
        history.learn(plain).await;
        history
    }

    /// Reads the ids of some customers and chats.
    pub async fn learn(&mut self, plain: &Node) {
        for (target, ids) in
            [("/v1/customers", &mut self.customers), ("/v1/chats", &mut self.chats)]
        {
            let offset = self.numbers.below(60);
            for offset in [offset, 0] {
                let target = format!("{target}?offset={offset}");
                let page = plain.call(&self.t.key, Method::GET, &target, &Value::Null).await.json();
                *ids = page["data"].as_array().unwrap().iter().filter_map(id).collect();
                if !ids.is_empty() {
                    break;
                }
            }
        }
    }

    fn customer(&mut self) -> i64 {
        if self.customers.is_empty() { 1 } else { self.numbers.one(&self.customers) }
    }

    fn chat(&mut self) -> i64 {
        if self.chats.is_empty() { 1 } else { self.numbers.one(&self.chats) }
    }

    fn tags(&mut self) -> Value {
        let numbers = &mut self.numbers;
        let tag = |_| match numbers.below(3) {
            0 => json!({"name": numbers.one(&TAGS), "color": numbers.one(&COLORS)}),
            _ => json!({"name": numbers.one(&TAGS)}),
        };
        (0..2).map(tag).collect()
    }

    /// Random fields of a customer, many of them null.
    fn fields(&mut self) -> Map<String, Value> {
        let mut fields = Map::new();
        for name in ["name", "email", "company", "phone", "locale", "notes", "integrationId"] {
            if self.numbers.below(3) == 0 {
                fields.insert(name.to_owned(), json!(self.numbers.text()));
            }
        }
        if self.numbers.below(4) == 0 {
            let (text, number) = (self.numbers.text(), self.numbers.below(10_000));
            fields.insert("userId".to_owned(), json!(text.map(|text| format!("{text}{number}"))));
        }
        for name in ["firstSeen", "lastSeen"] {
            let time = self.numbers.one(&[None, Some(1_003), Some(1_004), Some(u32::MAX)]);
            if self.numbers.below(4) == 0 {
                fields.insert(name.to_owned(), json!(time));
            }
        }
        if self.numbers.below(4) == 0 {
            let location = json!({"city": self.numbers.text(), "countryCode": "UA"});
            fields.insert("location".to_owned(), location);
        }
        if self.numbers.below(3) == 0 {
            let plan = json!({"plan": self.numbers.text(), "seats": self.numbers.below(200)});
            fields.insert("customData".to_owned(), plan);
        }
        if self.numbers.below(3) == 0 {
            fields.insert("tags".to_owned(), self.tags());
        }
        fields
    }

    /// Makes a random change through a node; returns a description of the change.
    pub async fn step(&mut self, node: &Node) -> String {
        match self.numbers.below(40) {
            0 => {
                let count = 1 + self.numbers.below(6);
                self.import(count, 5).await
            }
            1 => self.let_pass().await,
            2 => self.join_in().await,
            _ => {
                let (method, target, body) = self.request();
                let answer = node.call(&self.t.key, method.clone(), &target, &body).await;
                assert!(answer.status < 500, "{method} {target} {body}: {}", answer.status);
                let made = answer.status == 201;
                if let Some(id) = id(&answer.json()).filter(|_| made) {
                    match target.as_str() {
                        "/v1/customers" => self.customers.push(id),
                        "/v1/chats" => self.chats.push(id),
                        _ => {}
                    }
                }
                format!("{method} {target} {body}: {}", answer.status)
            }
        }
    }

    fn request(&mut self) -> (Method, String, Value) {
        let (kind, chat, customer) = (self.numbers.below(20), self.chat(), self.customer());
        let of = |what: &str| format!("/v1/customers/{customer}{what}");
        match kind {
            0..=2 => (Method::POST, "/v1/customers".to_owned(), json!(self.fields())),
            3 => (Method::PUT, of(""), json!(self.fields())),
            4 | 5 => (Method::PATCH, of(""), json!(self.fields())),
            6 => {
                let mut items = [self.fields(), self.fields()];
                let [first, second] = &mut items;
                first.insert("customer".to_owned(), json!(customer));
                second.insert("customer".to_owned(), json!(self.customer()));
                (Method::PUT, "/v1/customers/batch".to_owned(), json!(items))
            }
            7 => (Method::PUT, of("/tags"), json!({"tags": self.tags()})),
            8 => (Method::DELETE, of("/tags"), json!({"tags": self.tags()})),
            9 => (Method::DELETE, of(""), Value::Null),
            10 | 11 => {
                let mut body = json!({"customer": customer, "application": 1});
                if self.numbers.below(2) == 0 {
                    body["assignee"] = json!(self.numbers.one(&self.agents));
                    body["department"] = json!(self.numbers.one(&self.departments));
                }
                (Method::POST, "/v1/chats".to_owned(), body)
            }
            12..=14 => {
                let text = self.numbers.text().unwrap_or_else(|| "null".to_owned());
                let mut body = json!({"chat": chat, "text": format!("{text}.")});
                if self.numbers.below(2) == 0 {
                    body["agent"] = json!(self.numbers.one(&self.agents));
                    body["type"] = json!(self.numbers.one(&["message", "private"]));
                }
                (Method::POST, "/v1/messages".to_owned(), body)
            }
            _ => self.set(chat),
        }
    }

    /// A request that sets a random property of a chat.
    fn set(&mut self, chat: i64) -> (Method, String, Value) {
        const STATUSES: [&str; 5] = ["opened", "closed", "on hold", "pending", "new"];
        let numbers = &mut self.numbers;
        let now = self.t.app.context.now().get();
        let (name, field, value) = match numbers.below(9) {
            0..=2 => ("status", "status", json!(numbers.one(&STATUSES))),
            3 => ("assignee", "assignee", json!(numbers.one(&self.agents))),
            4 => ("department", "department", json!(numbers.one(&self.departments))),
            5 => ("snooze", "snoozedUntil", json!(u64::from(now) + 1 + numbers.below(50))),
            6 => ("rate", "rating", json!(numbers.one(&["great", "poor", "average"]))),
            7 => ("readByAgent", "read", json!(numbers.below(2) == 0)),
            _ => ("readByCustomer", "read", json!(numbers.below(2) == 0)),
        };
        let body = json!({"id": chat, field: value});
        (Method::PUT, format!("/v1/chats/{name}"), body)
    }

    /// Imports `count` dialogs with `turns` turns each.
    pub async fn import(&mut self, count: u64, turns: u64) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("dialogs.ndjson");
        let mut lines = String::new();
        for _ in 0..count {
            self.dialogs += 1;
            let mut dialog = dialogs::dialog(self.dialogs);
            let turn = |turn: u64| {
                let from = if turn.is_multiple_of(3) { "agent" } else { "customer" };
                json!({"from": from, "text": "turn", "at": 1_704_097_130_340 + turn * 1_009})
            };
            dialog["turns"] = (0..turns).map(turn).collect();
            lines += &format!("{dialog}\n");
        }
        std::fs::write(&file, lines).unwrap();
        transcripts::import(&self.t.app, self.t.org, &file, &mut Silent).await.unwrap();
        format!("import of {count} dialogs of {turns} turns")
    }

    /// Lets time pass and runs due jobs; sometimes the time is long enough that changes are swept.
    async fn let_pass(&mut self) -> String {
        let seconds = self.numbers.one(&[1, 7, 30, 3_600, 31 * 86_400]);
        self.t.clock.advance(Duration::from_secs(seconds));
        while jobs::run_due(&self.t.app).await.unwrap() {}
        format!("{seconds} seconds pass")
    }

    /// Adds an agent or a department, or unsubscribes an agent.
    async fn join_in(&mut self) -> String {
        let (app, org, at) = (&self.t.app, self.t.org, self.t.app.context.now());
        let name = self.numbers.text().unwrap_or_default() + "x";
        match self.numbers.below(3) {
            0 => {
                let add = agents::Add { id: None, name, email: None, role: Role::Agent, at };
                self.agents
                    .push(app.actions.add_agent(Caller::command(org), add).await.unwrap().id.get());
            }
            1 => {
                let add = departments::Add { id: None, name, agents: vec![], at };
                self.departments.push(
                    app.actions.add_department(Caller::command(org), add).await.unwrap().id.get(),
                );
            }
            _ => {
                let agent = deskbell_model::AgentId::new(self.numbers.one(&self.agents)).unwrap();
                app.actions.unsubscribe_agent(Caller::command(org), agent).await.unwrap();
            }
        }
        "somebody joins in".to_owned()
    }

    /// Adds generated data, with a `reset` in the feed for each transaction.
    pub async fn seed(&mut self, chats: u64) -> String {
        let plan = Plan { chats, messages_per_chat: 2, seed: self.numbers.below(1_000) };
        seed(&self.t.app, self.t.org, plan, &mut Silent).await.unwrap();
        format!("seed of {chats} chats")
    }
}

fn id(object: &Value) -> Option<i64> {
    object["id"].as_i64()
}
