//! Checks that lists and chats have each acknowledged object exactly once, in order, and no other
//! objects.

use std::collections::{BTreeMap, BTreeSet};

use deskbell_lab::Result;
use serde_json::Value;

use super::Findings;
use crate::expected::Expected;
use crate::feed::Reader;
use crate::journal::{Journal, id};

/// All rows that the interface shows.
#[derive(Debug)]
pub struct Rows {
    chats: Vec<Value>,
    customers: Vec<Value>,
    /// The messages of each chat with messages, oldest first.
    messages: BTreeMap<i64, Vec<Value>>,
    /// Deleted customers that are still shown.
    undead: Vec<i64>,
}

impl Rows {
    /// Reads all rows, page by page.
    ///
    /// # Errors
    /// When a page cannot be read.
    pub async fn read(reader: &mut Reader<'_>, journal: &Journal) -> Result<Self> {
        let chats = reader.list("/v1/chats?sort=chats.createdAt&order=asc").await?;
        let customers = reader.list("/v1/customers?order=asc").await?;
        let mut messages = BTreeMap::new();
        for chat in &chats {
            let target = format!("/v1/chats/{}/messages", chat["id"]);
            // 404 is the answer for a chat without messages.
            if reader.ask(&format!("{target}?limit=1")).await?.0 != 404 {
                let mut said = reader.list(&target).await?;
                said.reverse();
                messages.insert(id(chat), said);
            }
        }
        let mut undead = Vec::new();
        for customer in &journal.deleted {
            if reader.ask(&format!("/v1/customers/{customer}")).await?.0 != 404 {
                undead.push(*customer);
            }
        }
        Ok(Self { chats, customers, messages, undead })
    }

    /// Compares the rows with a journal and with the order of the feed.
    ///
    /// # Errors
    /// Returns all differences.
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

/// Checks that a chat has exactly the acknowledged messages, in the order of the feed and of each
/// client. Also checks the chat's fields.
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
    // Only chats whose status a client set are compared. No client posts messages there, so every
    // status has a note.
    let told = expected.statuses.get(&number).filter(|_| journal.statuses.contains_key(&number));
    let told = told.map_or(0, Vec::len);
    findings.expect(statuses == told, || {
        format!("chat {number} has {statuses} notes of {told} statuses")
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

/// Checks the fields of a chat that depend on its messages.
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

/// The time of a message, in Unix seconds.
fn seconds(message: &Value) -> i64 {
    let at = message["createdAt"].as_str().and_then(|at| at.split_once('.'));
    at.and_then(|(seconds, _)| seconds.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(id: i64, at: &str) -> Value {
        let agent = Value::Null;
        json!({"id": id, "chat": 5, "type": "message", "text": format!("{id}"), "from": "customer",
               "agent": agent, "createdAt": at})
    }

    #[test]
    fn what_is_missing_doubled_changed_or_out_of_order_is_found() {
        let (one, two) = (message(7, "100.000"), message(8, "101.500"));
        let chat = json!({"id": 5, "status": "opened", "lastMessageId": 8, "lastMessageText": "8",
                          "lastMessageAt": 101, "lastCustomerMessageAt": 101, "agents": [],
                          "lastCommunicatedAgentId": null, "readByAgent": false});
        let mut journal = Journal::default();
        journal.chats.insert(5, chat.clone());
        journal.messages.extend([(7, one.clone()), (8, two.clone())]);
        journal.said.insert((1, 5), vec![7, 8]);
        let mut expected = Expected::default();
        expected.messages.insert(5, vec![7, 8]);
        let verdict = |chats: &[Value], said: &[Value]| {
            let messages = BTreeMap::from([(5, said.to_vec())]);
            let rows = Rows { chats: chats.to_vec(), customers: vec![], messages, undead: vec![] };
            rows.agree(&journal, &expected)
        };
        let there = [chat.clone()];
        assert_eq!(verdict(&there, &[one.clone(), two.clone()]), Ok(()));
        let other = message(8, "99.000");
        let wrong = [
            vec![two.clone(), one.clone()],
            vec![one.clone()],
            vec![one.clone(), two.clone(), two.clone()],
            vec![one.clone(), other],
        ];
        for wrong in wrong {
            assert!(verdict(&there, &wrong).is_err(), "{wrong:?}");
        }
        let all = [one, two];
        assert!(verdict(&[], &all).is_err(), "no chat");
        assert!(verdict(&[chat.clone(), chat.clone()], &all).is_err(), "two chats");
        let mut stale = chat;
        stale["lastMessageId"] = json!(7);
        assert!(verdict(&[stale], &all).is_err(), "a chat that does not know its last message");
    }
}
