//! A model in memory of the documented behaviour of chats, without the server's code.

use serde_json::{Value, json};

/// A change of one field by a bulk edit.
#[derive(Clone, Copy, Debug)]
pub enum Set {
    Status(&'static str),
    Assignee(Option<i64>),
    Department(Option<i64>),
    Snooze(Option<u32>),
    Read(bool),
}

impl Set {
    pub fn json(&self) -> Value {
        match self {
            Self::Status(status) => json!({"status": status}),
            Self::Assignee(agent) => json!({"assignee": agent}),
            Self::Department(department) => json!({"department": department}),
            Self::Snooze(until) => json!({"snooze": until}),
            Self::Read(is_read) => json!({"read": is_read}),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Chat {
    pub id: i64,
    pub visitor: usize,
    /// The texts of the messages, each with a flag that is true if an agent wrote the message.
    said: Vec<(bool, String)>,
    /// The names of the files of each message.
    files: Vec<Vec<String>>,
    pub notes: Vec<String>,
    /// The agent's draft in the chat; `None` without a draft.
    pub draft: Option<String>,
    status: &'static str,
    assignee: Option<i64>,
    department: Option<i64>,
    is_read_by_agents: bool,
    is_read_by_customer: bool,
    /// The number of messages that the customer has read.
    read_to: usize,
    waits: bool,
    snoozed_until: Option<u32>,
    pub rating: Option<&'static str>,
}

impl Chat {
    pub const fn new(id: i64, visitor: usize) -> Self {
        Self {
            id,
            visitor,
            said: Vec::new(),
            files: Vec::new(),
            notes: Vec::new(),
            draft: None,
            status: "new",
            assignee: None,
            department: None,
            is_read_by_agents: false,
            is_read_by_customer: true,
            read_to: 0,
            waits: false,
            snoozed_until: None,
            rating: None,
        }
    }

    pub fn customer_says(&mut self, text: String, files: Vec<String>) {
        self.said.push((false, text));
        self.files.push(files);
        (self.is_read_by_agents, self.is_read_by_customer) = (false, true);
        self.waits = true;
        if ["closed", "on hold"].contains(&self.status) {
            self.status = "opened";
        }
    }

    pub fn agent_says(&mut self, text: String, agent: i64, files: Vec<String>) {
        self.said.push((true, text));
        self.files.push(files);
        self.draft = None;
        (self.is_read_by_agents, self.is_read_by_customer) = (true, false);
        self.waits = false;
        self.assignee = self.assignee.or(Some(agent));
        if self.status == "new" {
            self.status = "opened";
        }
    }

    pub const fn customer_reads(&mut self) {
        self.is_read_by_customer = true;
        self.read_to = self.said.len();
    }

    pub fn set(&mut self, set: &Set) {
        match *set {
            Set::Status(status) if status != self.status => {
                let was_closed = std::mem::replace(&mut self.status, status) == "closed";
                if status == "closed" {
                    self.waits = false;
                } else if was_closed {
                    self.waits = self.said.last().is_some_and(|(is_agents, _)| !is_agents);
                }
            }
            Set::Status(_) => {}
            Set::Assignee(agent) => self.assignee = agent,
            Set::Department(department) => self.department = department,
            Set::Snooze(until) => self.snoozed_until = until,
            Set::Read(is_read) => self.is_read_by_agents = is_read,
        }
    }

    pub fn is_ratable(&self) -> bool {
        let is_answered = self.said.iter().any(|(is_agents, _)| *is_agents);
        self.status == "closed" && self.rating.is_none() && is_answered
    }

    pub fn texts(&self) -> Vec<String> {
        self.said.iter().map(|(_, text)| text.clone()).collect()
    }

    pub fn files(&self) -> Vec<Vec<String>> {
        self.files.clone()
    }

    /// The number of agents' messages that the customer has not read.
    pub fn unread(&self) -> u64 {
        if self.is_read_by_customer {
            return 0;
        }
        self.said[self.read_to..].iter().filter(|(is_agents, _)| *is_agents).count() as u64
    }

    /// The chat as the agent's list shows it.
    pub fn row(&self) -> Value {
        json!({
            "status": self.status, "assignee": self.assignee, "unread": !self.is_read_by_agents,
            "department": self.department, "draft": self.draft.as_ref().map(|_| "me"),
            "waits": self.waits, "snoozedUntil": self.snoozed_until, "rating": self.rating,
        })
    }
}

/// All chats and visitors of the model.
#[derive(Clone, Debug)]
pub struct Desk {
    pub me: i64,
    pub chats: Vec<Chat>,
    /// The name of each visitor, if known.
    pub names: Vec<Option<String>>,
    /// The last event of each visitor.
    pub events: Vec<Option<String>>,
}

impl Desk {
    pub fn counts(&self, views: &[&str]) -> Vec<usize> {
        let is_in = |chat: &Chat, view: &str| {
            let is_open = chat.status != "closed" && chat.snoozed_until.is_none();
            match view {
                "mine" => is_open && chat.assignee == Some(self.me),
                "unassigned" => is_open && chat.assignee.is_none(),
                "all" => is_open,
                "unread" => is_open && !chat.is_read_by_agents,
                "waiting" => is_open && chat.waits,
                "snoozed" => chat.snoozed_until.is_some(),
                "closed" => chat.status == "closed",
                other => panic!("{other} is not in the model"),
            }
        };
        let count = |view: &&str| self.chats.iter().filter(|chat| is_in(chat, view)).count();
        views.iter().map(count).collect()
    }
}
