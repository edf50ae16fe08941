//! Checks that the feed, the widget, the agents' pages and the folder of files have exactly the
//! changes that were acknowledged to agents and visitors.

use std::collections::{BTreeMap, BTreeSet};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::Value;

use super::Findings;
use crate::ask::Asker;
use crate::feed::Reader;
use crate::journal::id;
use crate::people::{DOMAIN, Desk, JSON, Kept, Kind, Person, Said, expect};
use crate::program::Program;

/// The number of messages on a page of the widget.
const PAGE: usize = 50;

/// Runs all checks of agents and visitors. Returns the number of changes in their feed.
///
/// # Errors
/// Returns the errors found.
pub async fn people(
    (desk, kept): (&Desk, &Kept),
    mut random: Random,
    program: &Program,
    url: &str,
) -> Result<usize> {
    let mut reader = Reader { clients: &desk.clients, random: random.fork() };
    let feed = told(&mut reader).await?;
    written(kept, &feed)?;
    let mut findings = Findings::default();
    let customers = reader.list("/v1/customers?order=asc").await?.len();
    let people = kept.people.len();
    findings.expect(customers == people, || format!("{people} people are {customers}"));
    let mut people = People { desk, kept, random };
    people.visitors(&feed, &mut findings).await?;
    people.agents(&mut findings).await?;
    findings.verdict("people")?;
    let args = ["files", "check", "--org", DOMAIN, "--json"];
    compared(&program.data(url, &args).await?)?;
    Ok(feed.len())
}

/// The checks that send requests as an agent or as a visitor.
struct People<'a> {
    desk: &'a Desk,
    kept: &'a Kept,
    random: Random,
}

impl People<'_> {
    /// Checks that each browser shows exactly the chats that its visitor has in the feed, and that
    /// ended tokens are no longer valid.
    async fn visitors(&mut self, feed: &[Value], findings: &mut Findings) -> Result<()> {
        let told = shown(feed);
        let people = &self.kept.people;
        for (place, person) in people.iter().enumerate() {
            let other = people[(place + 1) % people.len()].chats.first().copied();
            for token in &person.tokens {
                for chat in &person.chats {
                    let read = self.page_through(token, *chat).await?;
                    let told = told.get(chat).map_or(&[][..], Vec::as_slice);
                    findings.expect(is_shown(&read, told), || {
                        format!("a visitor reads {read:?} in chat {chat}, told is {told:?}")
                    });
                }
                for file in &person.files {
                    self.file_of_visitor(token, *file, findings).await?;
                }
                let other = other.filter(|other| !person.chats.contains(other));
                if let Some(other) = other {
                    let target = format!("/widget/v1/messages?chat={other}");
                    let asker = Asker::bearer(token);
                    let answer = self.desk.see(&mut self.random, asker, &target).await?;
                    findings.expect(answer.status == 404, || {
                        format!("a visitor reads chat {other} of somebody else: {answer:?}")
                    });
                }
            }
        }
        for token in &self.kept.ended_tokens {
            let asker = Asker::bearer(token);
            let answer = self.desk.see(&mut self.random, asker, "/widget/v1/unread").await?;
            findings.expect(answer.status == 401, || format!("a token has ended: {answer:?}"));
        }
        Ok(())
    }

    /// Checks that a visitor can download the bytes of a file.
    async fn file_of_visitor(
        &mut self,
        token: &str,
        number: i64,
        findings: &mut Findings,
    ) -> Result<()> {
        let Some(stored) = self.kept.files.get(&number) else { return Ok(()) };
        let (asker, target) = (Asker::bearer(token), format!("/widget/v1/files/{number}"));
        let file = expect(&self.desk.see(&mut self.random, asker, &target).await?, 200)?;
        let link = file["url"].as_str().unwrap_or_default();
        let answer = self.desk.see(&mut self.random, Asker::nobody(), link).await?;
        findings.expect(answer.status == 200 && answer.body == stored.text, || {
            let (status, bytes) = (answer.status, answer.body.len());
            format!("a visitor's file {number}: {status} with {bytes} bytes")
        });
        Ok(())
    }

    /// Reads a chat as a visitor, the oldest message first.
    async fn page_through(&mut self, token: &str, chat: i64) -> Result<Vec<(i64, String)>> {
        let mut read = Vec::new();
        let mut before = String::new();
        loop {
            let target = format!("/widget/v1/messages?chat={chat}&limit={PAGE}{before}");
            let answer = self.desk.see(&mut self.random, Asker::bearer(token), &target).await?;
            let page = expect(&answer, 200)?;
            read.extend(page["messages"].as_array().into_iter().flatten().map(text_of));
            match read.last() {
                Some((last, _)) if page["more"] == true => before = format!("&before={last}"),
                _ => break,
            }
        }
        read.reverse();
        Ok(read)
    }

    /// Checks the agents' data: sign-in works only with the last password, sessions are valid until
    /// they are ended, drafts are stored, and files have their bytes.
    async fn agents(&mut self, findings: &mut Findings) -> Result<()> {
        for agent in &self.kept.agents {
            for cookie in &agent.open {
                let status = self.status("/app/v1/me", cookie).await?;
                let login = &agent.login;
                findings.expect(status == 200, || format!("a session of {login}: {status}"));
            }
            if let Some(old) = &agent.old_password {
                let answer = self.desk.sign_in(&mut self.random, &agent.login, old).await?.answer;
                findings.expect(answer.status != 200, || {
                    format!("{} signs in with a password that was changed", agent.login)
                });
            }
            let (login, password) = (&agent.login, &agent.password);
            let answer = self.desk.sign_in(&mut self.random, login, password).await?.answer;
            findings.expect(answer.status == 200, || format!("{login} signs in: {answer:?}"));
            let Some(cookie) = answer.cookie else { continue };
            for (chat, draft) in &agent.drafts {
                let opened = self.page(&format!("/app/v1/chats/{chat}"), &cookie).await?;
                let shown = &opened["draft"];
                findings.expect(draft.may_be(shown["text"].as_str()), || {
                    format!("the draft of {login} in chat {chat} is {draft:?}, shown {shown}")
                });
            }
            self.files(agent.number, &cookie, findings).await?;
        }
        for cookie in &self.kept.ended_sessions {
            let status = self.status("/app/v1/me", cookie).await?;
            findings.expect(status == 401, || format!("a session has ended: {status}"));
        }
        Ok(())
    }

    async fn files(&mut self, agent: usize, cookie: &str, findings: &mut Findings) -> Result<()> {
        for (number, stored) in self.kept.files.iter().filter(|(_, it)| it.agent == Some(agent)) {
            let file = self.page(&format!("/app/v1/files/{number}"), cookie).await?;
            let link = file["url"].as_str().unwrap_or_default();
            let answer = self.desk.see(&mut self.random, Asker::nobody(), link).await?;
            let is_whole = answer.status == 200 && answer.body == stored.text;
            findings.expect(is_whole, || {
                let (status, bytes) = (answer.status, answer.body.len());
                format!("file {number} has {} bytes: {status} with {bytes}", stored.text.len())
            });
            let named = self.kept.messages.values().find(|it| it.file == Some(*number));
            let chat = named.map(|it| it.chat);
            findings.expect(file["chat"].as_i64() == chat, || format!("{chat:?} has {file}"));
        }
        Ok(())
    }

    async fn status(&mut self, target: &str, cookie: &str) -> Result<u16> {
        let asker = Asker::page(Some(cookie), JSON);
        Ok(self.desk.see(&mut self.random, asker, target).await?.status)
    }

    async fn page(&mut self, target: &str, cookie: &str) -> Result<Value> {
        let asker = Asker::page(Some(cookie), JSON);
        expect(&self.desk.see(&mut self.random, asker, target).await?, 200)
    }
}

/// Reads the organization's feed. The feed skips the numbers of changes to settings, since programs
/// do not receive these changes.
async fn told(reader: &mut Reader<'_>) -> Result<Vec<Value>> {
    let mut feed: Vec<Value> = Vec::new();
    loop {
        let after = feed.last().map_or(0, |change| change["seq"].as_i64().unwrap_or_default());
        let mut page = reader.get(&format!("/v1/changes?after={after}&limit=1000")).await?;
        match page["data"].take() {
            Value::Array(changes) if !changes.is_empty() => feed.extend(changes),
            _ => return Ok(feed),
        }
    }
}

fn text_of(message: &Value) -> (i64, String) {
    (id(message), message["text"].as_str().unwrap_or_default().to_owned())
}

/// The messages of a feed, except messages of the system.
fn messages(feed: &[Value]) -> impl Iterator<Item = &Value> {
    let created = feed.iter().filter(|change| change["kind"] == "message.created");
    created.map(|change| &change["object"]).filter(|message| message["type"] != "tech")
}

/// The messages that visitors see, by chat.
fn shown(feed: &[Value]) -> BTreeMap<i64, Vec<(i64, String)>> {
    let mut shown: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    for message in messages(feed).filter(|message| message["type"] == "message") {
        let chat = message["chat"].as_i64().unwrap_or_default();
        shown.entry(chat).or_default().push(text_of(message));
    }
    shown
}

/// Returns whether the messages that a visitor read equal the messages of the feed, apart from the
/// links to files, which the visitor's texts lack.
fn is_shown(read: &[(i64, String)], told: &[(i64, String)]) -> bool {
    let is_same = |((one, read), (other, told)): (&(i64, String), &(i64, String))| {
        let links = told.strip_prefix(read.as_str());
        let is_whole = |rest: &str| rest.is_empty() || rest.trim_start().contains("](/v1/files/");
        one == other && links.is_some_and(is_whole)
    };
    read.len() == told.len() && read.iter().zip(told).all(is_same)
}

/// Checks that the feed has each acknowledged message once, in the order of each client, and no
/// other message and no other chat.
fn written(kept: &Kept, feed: &[Value]) -> Result<()> {
    let mut findings = Findings::default();
    let mut places: BTreeMap<i64, usize> = BTreeMap::new();
    for (place, message) in messages(feed).enumerate() {
        let is_first = places.insert(id(message), place).is_none();
        let said = kept.messages.get(&id(message));
        findings.expect(is_first && said.is_some_and(|said| is_told(said, message)), || {
            format!("{message} was acknowledged as {said:?}")
        });
    }
    for (number, said) in &kept.messages {
        findings.expect(places.contains_key(number), || format!("{number} {said:?} is lost"));
    }
    for (chat, order) in &kept.orders {
        let is_ordered = order.iter().is_sorted_by_key(|number| places.get(number));
        findings.expect(is_ordered, || format!("chat {chat} is told in another order"));
    }
    let begun: BTreeSet<_> = kept.messages.values().map(|said| said.chat).collect();
    let told = feed.iter().filter(|change| change["kind"] == "chat.created");
    let told: Vec<_> = told.map(|change| id(&change["object"])).collect();
    let people: usize = kept.people.iter().map(|Person { chats, .. }| chats.len()).sum();
    findings.expect(told.len() == begun.len() && people == begun.len(), || {
        format!("{} chats were begun by {people}, and told are {}", begun.len(), told.len())
    });
    findings.verdict("what people wrote")
}

/// Returns whether a message of the feed equals the message that was written.
fn is_told(said: &Said, message: &Value) -> bool {
    let text = message["text"].as_str().unwrap_or_default();
    let kind = match (message["type"].as_str(), message["from"].as_str()) {
        (Some("private"), _) => Kind::Note,
        (Some("message"), Some("customer")) => Kind::Visitor,
        _ => Kind::Reply,
    };
    let rest = text.strip_prefix(&said.text);
    let is_whole = match said.file {
        None => rest == Some(""),
        Some(file) => rest.is_some_and(|it| it.ends_with(&format!("](/v1/files/{file})"))),
    };
    message["chat"].as_i64() == Some(said.chat) && kind == said.kind && is_whole
}

/// Checks the output of `deskbell files check`: no row lacks its bytes, and no bytes lack a row.
fn compared(said: &str) -> Result<()> {
    let said: Value = serde_json::from_str(said).map_err(|_| format!("files check: {said}"))?;
    let said = said.get(0).unwrap_or(&said);
    match said["missing"] == 0 && said["unknown"] == 0 {
        true => Ok(()),
        false => Err(format!("rows and bytes of files differ: {said}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(kind: &str, object: &Value) -> Value {
        json!({"kind": kind, "object": object})
    }

    #[test]
    fn what_is_lost_doubled_out_of_order_or_in_another_chat_is_found() {
        let said = |text: &str, kind, file| Said { chat: 5, kind, text: text.to_owned(), file };
        let mut kept = Kept::default();
        kept.say(7, said("a", Kind::Visitor, None));
        kept.say(8, said("b", Kind::Reply, Some(3)));
        kept.say(9, said("c", Kind::Note, None));
        kept.people.push(Person { chats: vec![5], ..Person::default() });
        let message = |id: i64, chat: i64, kind: &str, from: &str, text: &str| {
            let object = json!({"id": id, "chat": chat, "type": kind, "from": from, "text": text});
            change("message.created", &object)
        };
        let begun = change("chat.created", &json!({"id": 5}));
        let one = message(7, 5, "message", "customer", "a");
        let two = message(8, 5, "message", "agent", "b\n\n[x.txt](/v1/files/3)");
        let three = message(9, 5, "private", "agent", "c");
        let right = [begun.clone(), one.clone(), two.clone(), three.clone()];
        assert_eq!(written(&kept, &right), Ok(()));
        let wrong = [
            vec![begun.clone(), one.clone(), two.clone()],
            vec![begun.clone(), one.clone(), two.clone(), two.clone(), three.clone()],
            vec![begun.clone(), one.clone(), three.clone(), two.clone()],
            vec![begun.clone(), begun.clone(), one.clone(), two.clone(), three.clone()],
            vec![begun.clone(), message(7, 6, "message", "customer", "a"), two.clone(), three],
            vec![begun, one, two, message(9, 5, "message", "agent", "c")],
        ];
        for wrong in wrong {
            assert!(written(&kept, &wrong).is_err(), "{wrong:?}");
        }
        let told = &shown(&right)[&5];
        assert_eq!(told.len(), 2, "a note is no message of the widget");
        let read = |texts: [&str; 2]| [(7, texts[0].to_owned()), (8, texts[1].to_owned())];
        assert!(is_shown(told, told) && is_shown(&read(["a", "b"]), told));
        assert!(!is_shown(&read(["a", "c"]), told) && !is_shown(&read(["", "b"]), told));
        assert!(!is_shown(&told[..1], told));
    }

    #[test]
    fn a_row_without_bytes_and_bytes_without_a_row_are_found() {
        let said = |missing, unknown| {
            compared(&json!([{"contents": 1, "missing": missing, "unknown": unknown}]).to_string())
        };
        assert_eq!(said(0, 0), Ok(()));
        assert!(said(1, 0).is_err() && said(0, 1).is_err() && compared("").is_err());
    }
}
