//! What lists and chats hold is what was acknowledged, once, in order, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Findings;
use crate::Result;
use crate::expected::Expected;
use crate::feed::Reader;
use crate::journal::{Journal, id};

/// What the interface shows.
#[derive(Debug)]
pub struct Rows {
    chats: Vec<Value>,
    customers: Vec<Value>,
    /// The messages of each chat that has some, from the oldest to the newest.
    messages: BTreeMap<i64, Vec<Value>>,
    /// Customers that were deleted and are shown.
    undead: Vec<i64>,
}

impl Rows {
    /// Reads them page by page.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn read(reader: &mut Reader<'_>, journal: &Journal) -> Result<Self> {
        let chats = reader.list("/v1/chats?sort=chats.createdAt&order=asc").await?;
        let customers = reader.list("/v1/customers?order=asc").await?;
        let mut messages = BTreeMap::new();
        for chat in chats.iter().filter(|chat| !chat["lastMessageAt"].is_null() || has_notes(chat))
        {
            let mut said = reader.list(&format!("/v1/chats/{}/messages", chat["id"])).await?;
            said.reverse();
            messages.insert(id(chat), said);
        }
        let mut undead = Vec::new();
        for customer in &journal.deleted {
            if reader.ask(&format!("/v1/customers/{customer}")).await?.0 != 404 {
                undead.push(*customer);
            }
        }
        Ok(Self { chats, customers, messages, undead })
    }

    /// Compares them with a journal and with the order of the feed.
    ///
    /// # Errors
    /// With what differs.
    pub fn agree(&self, journal: &Journal, expected: &Expected) -> Result<()> {
        let mut findings = Findings::default();
        findings.expect(self.undead.is_empty(), || format!("{:?} were deleted", self.undead));
        let there = |all: &[Value]| {
            let mut numbers: Vec<_> = all.iter().map(id).collect();
            numbers.sort_unstable();
            numbers
        };
        let chats = journal.chats.keys().copied().filter(|chat| !journal.is_gone(*chat));
        findings.expect(there(&self.chats) == chats.collect::<Vec<_>>(), || {
            format!("of {} chats {} are listed", journal.chats.len(), self.chats.len())
        });
        let customers = journal.customers.keys().copied();
        let customers = customers.filter(|customer| !journal.deleted.contains(customer));
        findings.expect(there(&self.customers) == customers.collect::<Vec<_>>(), || {
            format!("of {} customers {} are listed", journal.customers.len(), self.customers.len())
        });
        for chat in &self.chats {
            let said = self.messages.get(&id(chat)).map_or(&[][..], Vec::as_slice);
            of_chat(chat, said, journal, expected, &mut findings);
        }
        let acknowledged = journal.messages.values();
        let acknowledged =
            acknowledged.filter(|it| !it["chat"].as_i64().is_some_and(|it| journal.is_gone(it)));
        let (asked, shown) = (acknowledged.count(), self.messages.values().flatten());
        let shown = shown.filter(|it| it["type"] != "tech").count();
        findings.expect(asked == shown, || format!("of {asked} messages {shown} are shown"));
        findings.verdict("database")
    }
}

/// Whether the system noted something in a chat in which nobody wrote.
fn has_notes(chat: &Value) -> bool {
    chat["status"] != "empty"
}

/// A chat's messages are those that were acknowledged, in the order of the feed and of each
/// client, and the chat says of them what they say.
fn of_chat(
    chat: &Value,
    said: &[Value],
    journal: &Journal,
    expected: &Expected,
    findings: &mut Findings,
) {
    let number = id(chat);
    let at = |message: &Value| message["createdAt"].as_str().unwrap_or_default().replace('.', "");
    let is_sorted = said.is_sorted_by_key(|it| at(it).parse::<u64>().unwrap_or_default());
    findings.expect(is_sorted, || format!("the times of chat {number} go back"));
    let (notes, said): (Vec<&Value>, Vec<&Value>) =
        said.iter().partition(|message| message["type"] == "tech");
    let statuses = notes.iter().filter(|it| it["text"] != "chat_auto_assigned").count();
    let given = journal.statuses.get(&number).map_or(0, Vec::len);
    findings.expect(statuses == given, || {
        format!("chat {number} has {statuses} notes of {given} statuses")
    });
    for message in &said {
        let acknowledged = journal.messages.get(&id(message));
        findings.expect(acknowledged == Some(*message), || {
            format!("{message} was acknowledged as {acknowledged:?}")
        });
    }
    let numbers: Vec<_> = said.iter().map(|message| id(message)).collect();
    let told = expected.messages.get(&number).map_or(&[][..], Vec::as_slice);
    findings.expect(numbers == told, || format!("chat {number} is told in another order"));
    for ((client, _), own) in journal.said.iter().filter(|((_, chat), _)| *chat == number) {
        let found: Vec<_> = numbers.iter().filter(|number| own.contains(number)).collect();
        findings.expect(found.into_iter().eq(own), || {
            format!("client {client} did not write in this order in chat {number}")
        });
    }
    of_last(chat, &said, findings);
}

/// What a chat says of its messages is what they say.
fn of_last(chat: &Value, said: &[&Value], findings: &mut Findings) {
    let shown: Vec<_> = said.iter().filter(|message| message["type"] == "message").collect();
    let Some(last) = shown.last() else { return };
    let at = |message: Option<&&&Value>| message.map(|it| seconds(it)).unwrap_or_default();
    let is_agents = |message: &&&&Value| message["from"] == "agent";
    let of_agent = shown.iter().rfind(is_agents);
    let of_customer = shown.iter().rfind(|message| !is_agents(message));
    let number = |agent: &Value| agent["id"].as_i64();
    let wrote: BTreeSet<_> = shown.iter().filter_map(|it| number(&it["agent"])).collect();
    let named = chat["agents"].as_array().into_iter().flatten().filter_map(number);
    let is_right = chat["lastMessageId"] == last["id"]
        && chat["lastMessageText"] == last["text"]
        && chat["lastMessageAt"] == at(Some(last))
        && chat["lastCustomerMessageAt"].as_i64().unwrap_or_default() == at(of_customer)
        && chat["lastCommunicatedAgentId"].as_i64() == of_agent.and_then(|it| number(&it["agent"]))
        && chat["readByAgent"] == is_agents(&last)
        && named.collect::<BTreeSet<_>>() == wrote;
    findings.expect(is_right, || format!("{chat} says that of {last}"));
}

/// When a message was written, in unix seconds.
fn seconds(message: &Value) -> i64 {
    let at = message["createdAt"].as_str().and_then(|at| at.split_once('.'));
    at.and_then(|(seconds, _)| seconds.parse().ok()).unwrap_or_default()
}
