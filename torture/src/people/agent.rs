//! An agent in several browsers: signs in and out, ends sessions, changes the password, answers,
//! stores drafts and uploads files. Acknowledged changes must take effect on every server at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::kept::{Draft, Kept, Kind, Leaving, Said, Stored};
use super::{Desk, JSON, expect, is_over};
use crate::ask::{Asker, Request};
use crate::clients::Settled;
use crate::journal::id;

/// The number of the first agent's sequence of random numbers.
pub const NUMBER: u64 = 1_001_000;
/// The number of sessions after which an agent ends all other sessions. The number is well below
/// the server's limit, because unanswered attempts may begin sessions, too.
const SESSIONS_MAX: usize = 16;
/// The time for which a paused server may still execute a request.
const LATE: Duration = Duration::from_secs(60);
/// The maximal number of chats in which an agent stores drafts, below the server's limit of 200.
const DRAFTS_MAX: usize = 100;
/// The greatest size of an uploaded file, in bytes.
const FILE_BYTES_MAX: u64 = 50_000;

/// A session that an agent began.
#[derive(Debug)]
struct Session {
    cookie: String,
    since: Instant,
}

#[derive(Debug)]
pub struct Agent {
    desk: Arc<Desk>,
    number: usize,
    random: Random,
    sent: u64,
    login: String,
    password: String,
    old_password: Option<String>,
    open: Vec<Session>,
    /// The greatest possible number of sessions, including sessions of unanswered sign-ins.
    begun: usize,
    ended: Vec<(String, Instant)>,
    /// The time until which an unanswered request may still end sessions.
    doubtful_until: Option<Instant>,
    drafts: BTreeMap<i64, Draft>,
    kept: Kept,
}

/// The first password of an agent; no password may contain the sign-in name.
fn first_password(login: &str) -> String {
    format!("the first password of {} letters", login.len())
}

/// Uses an agent's link to choose the first password.
///
/// # Errors
/// When an answer breaks the contract.
pub async fn accept(desk: &Desk, random: &mut Random, login: &str, token: &str) -> Result<()> {
    let body = json!({"token": token, "login": login, "password": first_password(login)});
    let body = body.to_string();
    let request =
        Request { method: "POST", target: "/app/v1/invitations", once: None, body: &body };
    let settled = desk.settle(random, Asker::page(None, JSON), &request).await?;
    expect(&settled.answer, 200).map(drop)
}

/// Reads, as this agent, the secret with which the site signs the identity of its visitors.
///
/// # Errors
/// When an answer breaks the contract.
pub async fn identity_secret(desk: &Desk, random: &mut Random, login: &str) -> Result<String> {
    let signed_in = desk.sign_in(random, login, &first_password(login)).await?.answer;
    let cookie = signed_in.cookie.ok_or("no cookie for an agent")?;
    let target = "/app/v1/applications/1/secret";
    let request = Request { method: "POST", target, once: None, body: "" };
    let settled = desk.settle(random, Asker::page(Some(&cookie), JSON), &request).await?;
    let secret = expect(&settled.answer, 200)?;
    secret["secret"].as_str().map(str::to_owned).ok_or_else(|| format!("no secret: {secret}"))
}

impl Agent {
    pub fn new(desk: Arc<Desk>, number: usize, login: String) -> Self {
        let random = Random::of(desk.seed, NUMBER + 1 + number as u64);
        let password = first_password(&login);
        let (open, ended, drafts, kept) = Default::default();
        let (sent, begun, old_password, doubtful_until) = (0, 1, None, None);
        Self {
            desk,
            number,
            random,
            sent,
            login,
            password,
            old_password,
            open,
            begun,
            ended,
            doubtful_until,
            drafts,
            kept,
        }
    }

    /// Works until the stop signal; returns the acknowledged changes.
    ///
    /// # Errors
    /// When an answer breaks the contract.
    pub async fn work(mut self, stop: watch::Receiver<bool>) -> Result<Kept> {
        while !*stop.borrow() {
            if self.open.is_empty() {
                self.sign_in().await?;
            }
            match self.random.below(100) {
                0..25 => self.reply(None).await,
                25..35 => self.keep_draft().await,
                35..47 => self.upload().await,
                47..62 => self.try_open().await,
                62..78 => self.try_ended().await,
                78..88 => self.sign_in().await,
                88..94 => self.sign_out().await,
                94..97 => self.end_others().await,
                _ => self.change_password().await,
            }?;
        }
        Ok(self.leave())
    }

    fn leave(mut self) -> Kept {
        let is_sure = |it: &Session| self.doubtful_until.is_none_or(|until| it.since > until);
        let open = self.open.iter().filter(|it| is_sure(it)).map(|it| it.cookie.clone()).collect();
        self.kept.agents.push(Leaving {
            number: self.number,
            login: self.login,
            password: self.password,
            old_password: self.old_password,
            open,
            drafts: self.drafts,
        });
        self.kept.ended_sessions.extend(self.ended.into_iter().map(|(cookie, _)| cookie));
        self.kept
    }

    /// The index of a random open session.
    fn any(&mut self) -> usize {
        self.random.place(self.open.len())
    }

    /// Sends a request in an open session; `None` if an unanswered request has ended the session.
    async fn send(
        &mut self,
        place: usize,
        request: &Request<'_>,
        media: &str,
    ) -> Result<Option<Settled>> {
        let asker = Asker::page(Some(&self.open[place].cookie), media);
        let settled = self.desk.settle(&mut self.random, asker, request).await?;
        if settled.answer.status != 401 {
            return Ok(Some(settled));
        }
        self.has_ended(place, &format!("{request:?}"))?;
        Ok(None)
    }

    /// Handles a session that has ended: fails, unless an unanswered request may have ended the
    /// session.
    fn has_ended(&mut self, place: usize, by: &str) -> Result<()> {
        let session = self.open.swap_remove(place);
        match self.doubtful_until {
            Some(until) if session.since < until => Ok(()),
            _ => Err(format!("{by}: {} signed in, and is not known any more", self.login)),
        }
    }

    async fn sign_in(&mut self) -> Result<()> {
        if self.begun >= SESSIONS_MAX && !self.open.is_empty() {
            return self.end_others().await;
        }
        let settled = self.desk.sign_in(&mut self.random, &self.login, &self.password).await?;
        self.begun += settled.unknown + 1;
        expect(&settled.answer, 200)?;
        let cookie = settled.answer.cookie.ok_or("an agent signed in without a cookie")?;
        self.open.push(Session { cookie, since: Instant::now() });
        self.kept.counts.sessions_begun += 1;
        Ok(())
    }

    async fn sign_out(&mut self) -> Result<()> {
        let place = self.any();
        let asker = Asker::page(Some(&self.open[place].cookie), JSON);
        let request = Request { method: "DELETE", target: "/app/v1/session", once: None, body: "" };
        let settled = self.desk.settle(&mut self.random, asker, &request).await?;
        match settled.answer.status {
            401 if settled.unknown > 0 => {}
            401 => return self.has_ended(place, "signing out"),
            _ => drop(expect(&settled.answer, 200)?),
        }
        let session = self.open.swap_remove(place);
        self.ended.push((session.cookie, Instant::now()));
        Ok(())
    }

    async fn end_others(&mut self) -> Result<()> {
        let place = self.any();
        let request =
            Request { method: "DELETE", target: "/app/v1/sessions", once: None, body: "" };
        let Some(settled) = self.send(place, &request, JSON).await? else { return Ok(()) };
        expect(&settled.answer, 200)?;
        self.others_ended(place, settled.late);
        Ok(())
    }

    /// Records that every session except the session at `place` has ended.
    fn others_ended(&mut self, place: usize, late: usize) {
        let kept = self.open.swap_remove(place);
        let others = std::mem::replace(&mut self.open, vec![kept]);
        self.ended.extend(others.into_iter().map(|it| (it.cookie, Instant::now())));
        self.begun = 1;
        if late > 0 {
            self.doubtful_until = Some(Instant::now() + LATE);
        }
    }

    async fn change_password(&mut self) -> Result<()> {
        let place = self.any();
        let new = format!("the {}th password, by {}", self.sent, self.number);
        self.sent += 1;
        let body = json!({"current": self.password, "password": new}).to_string();
        let request =
            Request { method: "PUT", target: "/app/v1/me/password", once: None, body: &body };
        let Some(settled) = self.send(place, &request, JSON).await? else { return Ok(()) };
        // An earlier attempt without an answer may have changed it.
        if !(settled.answer.status == 403 && settled.unknown > 0) {
            expect(&settled.answer, 200)?;
        }
        self.others_ended(place, settled.late);
        let old = std::mem::replace(&mut self.password, new);
        self.kept.counts.passwords_changed += 1;
        let answer = self.desk.sign_in(&mut self.random, &self.login, &old).await?.answer;
        self.old_password = Some(old);
        if answer.status == 200 {
            return Err(format!("{} signed in with a password that was changed", self.login));
        }
        Ok(())
    }

    /// Sends a request to a random server in an open session.
    async fn try_open(&mut self) -> Result<()> {
        let place = self.any();
        let asker = Asker::page(Some(&self.open[place].cookie), JSON);
        let target = if self.random.one_in(2) { "/app/v1/me" } else { "/app/v1/sessions" };
        match self.desk.look(&mut self.random, asker, target).await {
            Some(answer) if answer.status == 401 => self.has_ended(place, target),
            Some(answer) => expect(&answer, 200).map(drop),
            None => Ok(()),
        }
    }

    /// Sends a request to a random server in a session that has ended.
    async fn try_ended(&mut self) -> Result<()> {
        let any = self.ended.get(self.random.place(self.ended.len()));
        let over = any.filter(|(_, since)| is_over(&self.desk, *since));
        let Some((cookie, _)) = over else { return Ok(()) };
        let asker = Asker::page(Some(cookie), JSON);
        match self.desk.look(&mut self.random, asker, "/app/v1/me").await {
            Some(answer) if answer.status != 401 => {
                Err(format!("{} signed out, and is let in: {answer:?}", self.login))
            }
            answer => {
                self.kept.counts.refused += usize::from(answer.is_some());
                Ok(())
            }
        }
    }

    /// Answers in a visitor's chat or adds a note, with a file unless `file` is `None`.
    async fn reply(&mut self, file: Option<i64>) -> Result<()> {
        let Some(chat) = self.desk.any_chat(&mut self.random) else { return Ok(()) };
        let is_note = self.random.one_in(4);
        let what = if is_note { "note" } else { "reply" };
        let text = format!("{what} {} of agent {} in {chat}", self.sent, self.number);
        let once = format!("{} {text}", self.desk.seed);
        self.sent += 1;
        let mut body = json!({"text": text, "note": is_note, "anyway": true});
        if let Some(file) = file {
            body["files"] = json!([file]);
        }
        let (target, body) = (format!("/app/v1/chats/{chat}/messages"), body.to_string());
        let request = Request { method: "POST", target: &target, once: Some(&once), body: &body };
        // The session may end between two attempts, and the reply be there.
        let settled = loop {
            let place = self.any();
            if let Some(settled) = self.send(place, &request, JSON).await? {
                break settled;
            }
            if self.open.is_empty() {
                self.sign_in().await?;
            }
        };
        let message = expect(&settled.answer, 201)?;
        let kind = if is_note { Kind::Note } else { Kind::Reply };
        self.kept.say(id(&message), Said { chat, kind, text, file });
        self.drafts.entry(chat).or_default().text = None;
        Ok(())
    }

    /// Stores another draft in a chat, or checks the stored draft.
    async fn keep_draft(&mut self) -> Result<()> {
        let Some(chat) = self.desk.any_chat(&mut self.random) else { return Ok(()) };
        let is_known = self.drafts.contains_key(&chat);
        if !is_known && self.drafts.len() >= DRAFTS_MAX {
            return Ok(());
        }
        let place = self.any();
        if is_known && self.random.one_in(2) {
            return self.see_draft(place, chat).await;
        }
        let text = (!self.random.one_in(5)).then(|| format!("draft {}", self.sent));
        self.sent += 1;
        let body = text.as_ref().map(|text| json!({"text": text, "note": false}).to_string());
        let (target, method) =
            (format!("/app/v1/chats/{chat}/draft"), if body.is_some() { "PUT" } else { "DELETE" });
        let body = body.unwrap_or_default();
        let request = Request { method, target: &target, once: None, body: &body };
        let settled = self.send(place, &request, JSON).await?;
        let draft = self.drafts.entry(chat).or_default();
        let Some(settled) = settled else {
            draft.late.push(text);
            return Ok(());
        };
        expect(&settled.answer, 200)?;
        draft.late.extend(std::iter::repeat_n(text.clone(), settled.late.min(1)));
        draft.text = text;
        self.kept.counts.drafts += 1;
        Ok(())
    }

    async fn see_draft(&mut self, place: usize, chat: i64) -> Result<()> {
        let asker = Asker::page(Some(&self.open[place].cookie), JSON);
        let target = format!("/app/v1/chats/{chat}");
        let Some(answer) = self.desk.look(&mut self.random, asker, &target).await else {
            return Ok(());
        };
        if answer.status == 401 {
            return self.has_ended(place, &target);
        }
        let shown = expect(&answer, 200)?;
        let draft = self.drafts.entry(chat).or_default();
        match draft.may_be(shown["draft"]["text"].as_str()) {
            true => Ok(()),
            false => Err(format!("a draft in chat {chat} is {draft:?}, shown {}", shown["draft"])),
        }
    }

    /// Uploads a file, reads it, and usually attaches it to a message.
    async fn upload(&mut self) -> Result<()> {
        // Some files have the same bytes.
        let text = match self.random.one_in(5) {
            true => "The same words again. ".repeat(50),
            false => {
                let words = format!("File {} of agent {}. ", self.sent, self.number);
                let times = self.random.below(FILE_BYTES_MAX) / words.len() as u64;
                words.repeat(usize::try_from(times).unwrap_or_default() + 1)
            }
        };
        let target = format!("/app/v1/files?name={}-{}.txt", self.number, self.sent);
        self.sent += 1;
        let request = Request { method: "POST", target: &target, once: None, body: &text };
        let place = self.any();
        let media = "application/octet-stream";
        let Some(settled) = self.send(place, &request, media).await? else { return Ok(()) };
        let file = expect(&settled.answer, 201)?;
        let (number, agent) = (id(&file), Some(self.number));
        if self.random.one_in(2) {
            self.read_file(&file, &text).await?;
        }
        self.kept.files.insert(number, Stored { text, agent });
        if self.random.one_in(4) { Ok(()) } else { self.reply(Some(number)).await }
    }

    /// Reads a file by its link at a random server.
    async fn read_file(&mut self, file: &Value, text: &str) -> Result<()> {
        let link = file["url"].as_str().unwrap_or_default();
        match self.desk.look(&mut self.random, Asker::nobody(), link).await {
            Some(answer) if answer.status != 200 || answer.body != text => {
                let (status, bytes) = (answer.status, answer.body.len());
                Err(format!("{file} has other bytes: {status} with {bytes}"))
            }
            _ => Ok(()),
        }
    }
}
