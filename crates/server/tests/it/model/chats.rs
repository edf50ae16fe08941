//! Changes to chats in the model (contract §5).

use serde_json::{Map, Value};

use super::desk::{Chat, Desk, Message};
use super::lists::path_id;
use super::words::{
    ANY_MESSAGE, Answer, Faults, chat_missing, created, flag, id, not_found, object, ok,
    optional_id, read_object, refuse, time, whole,
};

const STATUSES: [(&str, &[&str], i64); 6] = [
    ("new", &["new"], 1),
    ("opened", &["opened", "open"], 2),
    ("pending", &["pending"], 3),
    ("on hold", &["on hold", "on-hold", "onhold"], 4),
    ("closed", &["closed"], 5),
    ("no communication", &["no communication"], 6),
];

/// The maximal number of messages marked as read in one change (docs/api/chats.md).
const READ_AT_ONCE: usize = 16;

const RATINGS: [&str; 5] = ["perfect", "great", "average", "poor", "very poor"];

/// Reads a status that can be set, given by its name (in any case) or by its number.
fn status(value: &Value) -> Option<&'static str> {
    let name = value.as_str().map(str::to_lowercase);
    let number = whole(value);
    let is_meant = |(_, names, its): &&(&str, &[&str], i64)| {
        number == Some(*its) || name.as_deref().is_some_and(|name| names.contains(&name))
    };
    STATUSES.iter().find(is_meant).map(|(shown, ..)| *shown)
}

pub fn rating(value: &Value) -> Option<&'static str> {
    RATINGS
        .into_iter()
        .find(|rating| Some(*rating) == value.as_str().map(str::to_lowercase).as_deref())
}

/// Reads a status in a search: a status that can be set, or `empty`.
pub fn searched_status(value: &Value) -> Option<&'static str> {
    let is_empty = whole(value) == Some(7)
        || value.as_str().is_some_and(|it| it.eq_ignore_ascii_case("empty"));
    if is_empty { Some("empty") } else { status(value) }
}

/// A property that a `PUT /chats/…` sets.
enum Set {
    Status(&'static str),
    Assignee(Option<i64>),
    Department(Option<i64>),
    Snooze(Option<u64>),
    Rating(&'static str),
    ReadByAgent(bool),
    ReadByCustomer(bool),
}

/// Reads a value that may be null: `Some(None)` for null, `None` for an invalid value.
fn nullable<T>(value: &Value, read: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
    if value.is_null() { Some(None) } else { read(value).map(Some) }
}

impl Desk {
    pub fn post_chat(&mut self, body: &str) -> Result<Answer, Answer> {
        let (mut faults, body) = (Faults::default(), object(body)?);
        let customer = faults.need(body.get("customer").and_then(id), |it| it.field("customer"));
        let mut optional = |name: &str| {
            let value = optional_id(body.get(name));
            value.unwrap_or_else(|()| {
                faults.field(name);
                None
            })
        };
        let (assignee, department) = (optional("assignee"), optional("department"));
        let application = body.get("application").and_then(id);
        let application = faults.need(application, |it| it.field("application"));
        faults.none()?;
        let (customer, application) = (customer.unwrap_or(0), application.unwrap_or(0));
        let is_there = |there: bool, what| if there { Ok(()) } else { Err(not_found(what)) };
        is_there(self.customers.contains_key(&customer), "Customer")?;
        is_there(self.applications.contains(&application), "Application")?;
        is_there(assignee.is_none_or(|id| self.agents.contains_key(&id)), "Agent")?;
        is_there(department.is_none_or(|id| self.departments.contains_key(&id)), "Department")?;
        self.chats_ever += 1;
        let (id, created_at) = (self.chats_ever, self.now());
        let status = "empty";
        let (read_by_agent, read_by_customer) = (true, true);
        self.chats.insert(
            id,
            Chat {
                customer,
                application,
                status,
                created_at,
                updated_at: created_at,
                assignee,
                department,
                read_by_agent,
                read_by_customer,
                ..Chat::default()
            },
        );
        self.tell_of_chat("chat.created", id);
        created(self.chat(id))
    }

    pub fn put_chat(
        &mut self,
        what: &str,
        path: Option<&str>,
        body: &str,
    ) -> Result<Answer, Answer> {
        let mut faults = Faults::default();
        let body = read_object(body);
        let chat = match (path, &body) {
            (Some(path), _) => faults.need(path_id(path), Faults::chat_id),
            (None, Some(body)) => faults.need(body.get("id").and_then(id), Faults::chat_id),
            (None, None) => None,
        };
        let set = match &body {
            Some(body) => self.read_set(what, body, &mut faults),
            None => {
                faults.add("invalid_request", ANY_MESSAGE);
                None
            }
        };
        faults.none()?;
        let Some(id) = chat.filter(|id| self.chats.contains_key(id)) else {
            return Err(chat_missing());
        };
        match set {
            Some(Set::Assignee(Some(agent))) if !self.agents.contains_key(&agent) => {
                return Err(not_found("Agent"));
            }
            Some(Set::Department(Some(it))) if !self.departments.contains_key(&it) => {
                return Err(not_found("Department"));
            }
            Some(set) => self.set(id, set)?,
            None => {}
        }
        ok(self.chat(id))
    }

    fn read_set(&self, what: &str, body: &Map<String, Value>, faults: &mut Faults) -> Option<Set> {
        let now = self.now();
        let coming = |value: &Value| {
            time(value).and_then(|at| u64::try_from(at).ok()).filter(|at| *at > now)
        };
        let given = |field: &str| body.get(field);
        let (field, set) = match what {
            "status" => ("status", given("status").and_then(status).map(Set::Status)),
            "assignee" => {
                let value = given("assignee").and_then(|it| nullable(it, id));
                ("assignee", value.map(Set::Assignee))
            }
            "department" => {
                let value = given("department").and_then(|it| nullable(it, id));
                ("department", value.map(Set::Department))
            }
            "snooze" => {
                let value = given("snoozedUntil").and_then(|it| nullable(it, coming));
                ("snoozedUntil", value.map(Set::Snooze))
            }
            "rate" => ("rating", given("rating").and_then(rating).map(Set::Rating)),
            "readByCustomer" => ("read", given("read").and_then(flag).map(Set::ReadByCustomer)),
            _ => ("read", given("read").and_then(flag).map(Set::ReadByAgent)),
        };
        faults.need(set, |it| it.add("invalid_chat_value", &format!("{field} value is invalid")))
    }

    /// Sets a property. Adds a change to the feed only if the new value differs from the old value.
    fn set(&mut self, id: i64, set: Set) -> Result<(), Answer> {
        let before = self.chat(id);
        let chat = self.chats.get_mut(&id).expect("it is there");
        let mut reader = None;
        match set {
            Set::Status(status) if chat.status != status => self.set_status(id, status),
            Set::Status(_) => {}
            Set::Assignee(assignee) => chat.assignee = assignee,
            Set::Department(department) => chat.department = department,
            Set::Snooze(until) => chat.snoozed_until = until,
            Set::Rating(rating) => {
                let is_ratable = chat.status == "closed" && chat.rating.is_none();
                if !is_ratable || chat.last_communicated_agent.is_none() {
                    return Err(refuse(400, "invalid_chat_value", "rating value is invalid"));
                }
                chat.rating = Some(rating);
            }
            Set::ReadByAgent(read) => {
                chat.read_by_agent = read;
                reader = read.then_some(0);
            }
            Set::ReadByCustomer(read) => {
                chat.read_by_customer = read;
                reader = read.then_some(1);
            }
        }
        reader.map(|reader| self.mark_some(id, reader));
        if self.chat(id) != before {
            self.chat_changed(id);
        }
        while reader.is_some_and(|reader| self.mark_some(id, reader)) {}
        Ok(())
    }

    fn set_status(&mut self, id: i64, status: &'static str) {
        let now = self.now();
        let chat = self.chats.get_mut(&id).expect("it is there");
        chat.status = status;
        let is_closed = status == "closed";
        chat.closed_at = is_closed.then_some(now);
        chat.closed_by = is_closed.then_some("agent");
        self.write_tech(id, "chat_status_changed_by_public_api");
    }

    /// Marks up to [`READ_AT_ONCE`] messages of the other side as read by `reader` (agents or
    /// customer); returns whether any message was unread.
    fn mark_some(&mut self, id: i64, reader: usize) -> bool {
        let now_ms = self.now_ms;
        let chat = self.chats.get_mut(&id).expect("it is there");
        let from = ["customer", "agent"][reader];
        let is_meant = |it: &&mut Message| it.from == from && it.kind == "message" && !it.read;
        let mut marked = Vec::new();
        let first = chat.read_to[reader];
        let end = chat.messages.len().min(first + READ_AT_ONCE);
        chat.read_to[reader] = end;
        for message in chat.messages[first..end].iter_mut().filter(is_meant) {
            message.read = true;
            message.updated_ms = Some(now_ms);
            marked.push(message.clone());
        }
        for message in marked {
            self.touch(id);
            let object = self.message(id, &message);
            self.tell("message.updated", object);
        }
        first < end
    }

    /// Advances the clock, and ends the snoozes that expire.
    pub fn pass(&mut self, ms: u64) {
        self.now_ms += ms;
        let now = self.now();
        let is_over = |chat: &Chat| chat.snoozed_until.is_some_and(|until| until <= now);
        let mut over: Vec<_> = self.chats.iter().filter(|(_, chat)| is_over(chat)).collect();
        over.sort_by_key(|(id, chat)| (chat.snoozed_until, **id));
        let over: Vec<i64> = over.into_iter().map(|(id, _)| *id).collect();
        for id in over {
            let chat = self.chats.get_mut(&id).expect("it is there");
            chat.snoozed_until = None;
            chat.read_by_agent = false;
            self.chat_changed(id);
        }
    }
}
