//! A client that plays visitors, who write, read, upload files, are identified from one or two
//! browsers, and leave. No visitor may see another visitor's messages, and ended tokens must be
//! refused.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::json;
use tokio::sync::watch;

use super::kept::{Kept, Kind, Person, Said, Stored};
use super::{Desk, expect, is_over};
use crate::ask::{Asker, Request};
use crate::journal::id;

/// The number of the first client's sequence of random numbers.
const NUMBER: u64 = 1_002_000;
/// The number of messages after which a person begins another chat, since the server refuses more
/// than 50 messages without an agent's answer.
const SAID_MAX: usize = 40;
/// The maximal number of chats of a person, below the 20 chats that the widget shows.
const CHATS_MAX: usize = 12;
/// The maximal number of uploads of a person, below the server's limit of 20 uploads per hour.
const UPLOADS_MAX: usize = 10;
/// The greatest size of an uploaded file, in bytes.
const FILE_BYTES_MAX: u64 = 20_000;
/// The number of messages on a page.
const PAGE: usize = 50;

/// A client that plays visitors.
#[derive(Debug)]
pub struct Guest {
    desk: Arc<Desk>,
    number: usize,
    random: Random,
    sent: u64,
    people: Vec<Person>,
    /// The texts of the visitors in each chat.
    said: BTreeMap<i64, Vec<String>>,
    ended: Vec<(String, Instant)>,
    kept: Kept,
}

impl Guest {
    pub fn new(desk: Arc<Desk>, number: usize) -> Self {
        let random = Random::of(desk.seed, NUMBER + number as u64);
        let (people, said, ended, kept) = Default::default();
        Self { desk, number, random, sent: 0, people, said, ended, kept }
    }

    /// Works until the stop signal; returns the acknowledged changes.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn work(mut self, stop: watch::Receiver<bool>) -> Result<Kept> {
        self.arrive().await?;
        while !*stop.borrow() {
            match self.random.below(100) {
                0..8 => self.arrive().await,
                8..50 => self.speak().await,
                50..60 => self.upload().await,
                60..76 => self.read().await,
                76..82 => self.identify().await,
                82..87 => self.take_another_browser().await,
                87..91 => self.log_out().await,
                91..96 => self.try_ended().await,
                _ => self.spy().await,
            }?;
        }
        self.kept.people = self.people;
        self.kept.ended_tokens.extend(self.ended.into_iter().map(|(token, _)| token));
        Ok(self.kept)
    }

    /// The index of a random person with a browser; `None` if no person has a browser.
    fn anybody(&mut self) -> Option<usize> {
        let there: Vec<_> =
            (0..self.people.len()).filter(|it| !self.people[*it].tokens.is_empty()).collect();
        (!there.is_empty()).then(|| *self.random.one(&there))
    }

    /// The token of a random browser of a person.
    fn browser(&mut self, place: usize) -> String {
        self.random.one(&self.people[place].tokens).clone()
    }

    /// Posts a message with this token in a chat or in a new chat, and attaches the file, if any;
    /// returns the chat.
    async fn say(&mut self, token: &str, chat: Option<i64>, file: Option<i64>) -> Result<i64> {
        let text = format!("{} of visitor {}", self.sent, self.number);
        let once = format!("{} {text}", self.desk.seed);
        self.sent += 1;
        let files: Vec<_> = file.into_iter().collect();
        let body = json!({"text": text, "chatId": chat, "files": files}).to_string();
        let target = "/widget/v1/messages";
        let request = Request { method: "POST", target, once: Some(&once), body: &body };
        let settled = self.desk.settle(&mut self.random, Asker::bearer(token), &request).await?;
        let message = expect(&settled.answer, 201)?;
        let into = message["chatId"].as_i64().unwrap_or_default();
        let shown = message["files"].as_array().into_iter().flatten().map(id);
        if message["text"] != text
            || chat.is_some_and(|chat| chat != into)
            || !shown.eq(files.iter().copied())
        {
            return Err(format!("{request:?} was answered with {message}"));
        }
        if chat.is_none() {
            self.desk.chats.lock().push(into);
        }
        self.said.entry(into).or_default().push(text.clone());
        let said = Said { chat: into, kind: Kind::Visitor, text, file };
        self.kept.say(id(&message), said);
        Ok(into)
    }

    /// Lets a new person open the widget and write.
    async fn arrive(&mut self) -> Result<()> {
        let token = self.desk.visit(&mut self.random, None, None).await?;
        let chats = vec![self.say(&token, None, None).await?];
        self.people.push(Person { tokens: vec![token], chats, ..Person::default() });
        Ok(())
    }

    /// Uploads a file as a person, and usually attaches it to a message.
    async fn upload(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return Ok(()) };
        if self.people[place].uploads >= UPLOADS_MAX {
            return Ok(());
        }
        let token = self.browser(place);
        let words = format!("File {} of visitor {}. ", self.sent, self.number);
        let times = self.random.below(FILE_BYTES_MAX) / words.len() as u64;
        let text = words.repeat(usize::try_from(times).unwrap_or_default() + 1);
        let target = format!("/widget/v1/files?name={}-{}.txt", self.number, self.sent);
        self.sent += 1;
        let request = Request { method: "POST", target: &target, once: None, body: &text };
        let settled = self.desk.settle(&mut self.random, Asker::bearer(&token), &request).await?;
        self.people[place].uploads += settled.unknown + 1;
        let file = id(&expect(&settled.answer, 201)?);
        self.people[place].files.push(file);
        self.kept.files.insert(file, Stored { text, agent: None });
        if self.random.one_in(4) { Ok(()) } else { self.speak_of(place, &token, Some(file)).await }
    }

    async fn speak(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return self.arrive().await };
        let token = self.browser(place);
        self.speak_of(place, &token, None).await
    }

    async fn speak_of(&mut self, place: usize, token: &str, file: Option<i64>) -> Result<()> {
        let chats = &self.people[place].chats;
        let last = chats.last().copied();
        let chat = last.filter(|chat| self.said.get(chat).is_none_or(|it| it.len() < SAID_MAX));
        if chat.is_none() && chats.len() >= CHATS_MAX {
            return Ok(());
        }
        let into = self.say(token, chat, file).await?;
        if chat.is_none() {
            self.people[place].chats.push(into);
        }
        Ok(())
    }

    /// Lets a person read a chat in a random browser.
    async fn read(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return Ok(()) };
        let token = self.browser(place);
        let chat = *self.random.one(&self.people[place].chats);
        let target = format!("/widget/v1/messages?chat={chat}&limit={PAGE}");
        let asker = Asker::bearer(&token);
        let Some(answer) = self.desk.look(&mut self.random, asker, &target).await else {
            return Ok(());
        };
        let page = expect(&answer, 200)?;
        let mut own = Vec::new();
        for message in page["messages"].as_array().into_iter().flatten() {
            let text = message["text"].as_str().unwrap_or_default();
            if message["from"] == "customer" {
                own.insert(0, text);
            } else if !(text.starts_with("reply ") && text.contains(&format!(" in {chat}"))) {
                return Err(format!("a visitor reads in chat {chat}: {message}"));
            }
        }
        let said = self.said.get(&chat).map_or(&[][..], Vec::as_slice);
        let is_whole = page["more"] == true || own.len() == said.len();
        if is_whole && said.ends_with(&own.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()) {
            return Ok(());
        }
        Err(format!("a visitor wrote {said:?} in chat {chat}, and reads {own:?}"))
    }

    /// Lets the site identify an anonymous person.
    async fn identify(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return Ok(()) };
        if self.people[place].user.is_some() {
            return Ok(());
        }
        let user = format!("user {} of {}", self.sent, self.number);
        self.sent += 1;
        let old = self.people[place].tokens[0].clone();
        let new = self.desk.visit(&mut self.random, Some(&old), Some(&user)).await?;
        let person = &mut self.people[place];
        (person.user, person.tokens) = (Some(user), vec![new]);
        self.ended.push((old, Instant::now()));
        self.kept.counts.identified += 1;
        Ok(())
    }

    /// Lets an identified person write in another browser before the site identifies the person in
    /// this browser.
    async fn take_another_browser(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return Ok(()) };
        let Some(user) = self.people[place].user.clone() else { return Ok(()) };
        if self.people[place].chats.len() >= CHATS_MAX {
            return Ok(());
        }
        let token = self.desk.visit(&mut self.random, None, None).await?;
        let chat = self.say(&token, None, None).await?;
        let known = self.desk.visit(&mut self.random, Some(&token), Some(&user)).await?;
        self.people[place].chats.push(chat);
        self.people[place].tokens.push(known);
        self.ended.push((token, Instant::now()));
        self.kept.counts.identified += 1;
        Ok(())
    }

    async fn log_out(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return Ok(()) };
        let token = self.browser(place);
        let target = "/widget/v1/session";
        let request = Request { method: "DELETE", target, once: None, body: "" };
        let settled = self.desk.settle(&mut self.random, Asker::bearer(&token), &request).await?;
        // An earlier attempt without an answer may have ended it.
        if !(settled.answer.status == 401 && settled.unknown > 0) {
            expect(&settled.answer, 200)?;
        }
        self.people[place].tokens.retain(|it| *it != token);
        self.ended.push((token, Instant::now()));
        Ok(())
    }

    /// Sends a request to a random server with an ended token.
    async fn try_ended(&mut self) -> Result<()> {
        let Some((token, since)) = self.ended.get(self.random.place(self.ended.len())) else {
            return Ok(());
        };
        if !is_over(&self.desk, *since) {
            return Ok(());
        }
        let asker = Asker::bearer(token);
        match self.desk.look(&mut self.random, asker, "/widget/v1/unread").await {
            Some(answer) if answer.status != 401 => {
                Err(format!("a token that ended stands for somebody: {answer:?}"))
            }
            answer => {
                self.kept.counts.refused += usize::from(answer.is_some());
                Ok(())
            }
        }
    }

    /// Requests, as a person, a chat of another person.
    async fn spy(&mut self) -> Result<()> {
        let Some(place) = self.anybody() else { return Ok(()) };
        let Some(chat) = self.desk.any_chat(&mut self.random) else { return Ok(()) };
        if self.people[place].chats.contains(&chat) {
            return Ok(());
        }
        let asker = Asker::bearer(&self.browser(place));
        let target = format!("/widget/v1/messages?chat={chat}");
        match self.desk.look(&mut self.random, asker, &target).await {
            Some(answer) => expect(&answer, 404).map(drop),
            None => Ok(()),
        }
    }
}
