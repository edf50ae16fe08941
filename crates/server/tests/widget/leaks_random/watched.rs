//! A visitor who listens over every kind of connection and requests everything. All bytes that the
//! visitor receives are recorded.

use std::collections::BTreeSet;
use std::net::IpAddr;

use axum::http::Method;
use deskbell_testkit::Test;
use deskbell_testkit::visitor::Visitor;
use serde_json::{Value, json};

use super::marks::Marks;
use super::office::{Office, sound};
use crate::desk;
use crate::proofs::{jwt, signature};
use crate::served::{Events, Served, Socket};

/// Every key that may occur in JSON for visitors.
const KEYS: &[&str] = &[
    "agent",
    "asksRating",
    "bytes",
    "changes",
    "chat",
    "chatId",
    "chats",
    "code",
    "color",
    "createdAt",
    "doubt",
    "enabled",
    "errors",
    "fields",
    "files",
    "from",
    "greeting",
    "height",
    "history",
    "id",
    "identity",
    "kind",
    "known",
    "lastMessageAt",
    "locales",
    "look",
    "message",
    "messages",
    "more",
    "name",
    "nextOpen",
    "offline",
    "offsetX",
    "offsetY",
    "online",
    "open",
    "pages",
    "picture",
    "pointer",
    "position",
    "preChat",
    "preview",
    "ratable",
    "rating",
    "read",
    "required",
    "rules",
    "seconds",
    "seq",
    "sha256",
    "showsAgents",
    "text",
    "title",
    "token",
    "type",
    "unread",
    "url",
    "urlExpiresAt",
    "maxFileBytes",
    "usualReplySeconds",
    "visits",
    "width",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Anonymous,
    /// A visitor who writes nothing.
    Quiet,
    /// A visitor whom the site named without a proof.
    Claimed,
    Signed,
    Jwt,
    /// A visitor in another application's widget.
    Elsewhere,
    /// A visitor whom the site identifies, without a proof, by the id of a verified visitor.
    Impostor,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Signed,
        Self::Anonymous,
        Self::Quiet,
        Self::Claimed,
        Self::Jwt,
        Self::Elsewhere,
        Self::Impostor,
    ];
}

/// A visitor whose received bytes are checked.
pub struct Watched {
    pub kind: Kind,
    /// The index of the visitor's organization.
    pub office: usize,
    pub person: usize,
    pub visitor: Visitor,
    pub chats: Vec<i64>,
    /// The visitor's id in the site's own system, if the site has proved the visitor's identity.
    pub verified: Option<String>,
    pub is_blocked: bool,
    pub has_left: bool,
    application: i64,
    socket: Option<Socket>,
    stream: Option<Events>,
    /// The number of the change after which the visitor's long polls continue.
    after: i64,
    /// The bytes of all answers since the last check.
    bytes: Vec<u8>,
}

impl Watched {
    pub async fn new(
        t: &Test,
        served: &Served,
        (office, number): (&Office, usize),
        kind: Kind,
        marks: &mut Marks,
        verified: Option<String>,
    ) -> Self {
        let person = marks.person();
        let part = |at: usize| u8::try_from((person >> at) & 0xff).unwrap();
        let visitor = Visitor::new(t.http.clone(), IpAddr::from([10, 1, part(8), part(0)]));
        let mut watched = Self {
            kind,
            office: number,
            person,
            visitor,
            chats: Vec::new(),
            verified: None,
            is_blocked: false,
            has_left: false,
            application: if kind == Kind::Elsewhere { 2 } else { 1 },
            socket: None,
            stream: None,
            after: 0,
            bytes: Vec::new(),
        };
        let user = format!("user-{person}");
        let until = t.app.context.now().get() + 3_600;
        let more = match kind {
            Kind::Claimed => json!({"user": {"userId": format!("claimed-{person}")}}),
            Kind::Signed => {
                watched.verified = Some(user.clone());
                json!({"user": {"userId": user, "proof": signature(desk::SECRET, &user)}})
            }
            Kind::Jwt => {
                let proof = jwt(desk::SECRET, &json!({"sub": user, "exp": until}));
                watched.verified = Some(user.clone());
                json!({"user": {"proof": proof}})
            }
            _ => json!({}),
        };
        let mut begun = watched.begin(office, &more).await;
        assert_eq!(begun["identity"] == "verified", watched.verified.is_some(), "{begun}");
        if kind != Kind::Quiet {
            let said = watched.visitor.try_say(&json!({"text": marks.own(person)})).await;
            watched.chats.extend(sound(said).json()["chatId"].as_i64());
        }
        if kind == Kind::Impostor {
            let user = verified.unwrap_or(user);
            let expired = jwt(desk::SECRET, &json!({"sub": user, "exp": until - 7_200}));
            let forged = jwt("another", &json!({"sub": user, "exp": until}));
            for proof in [expired, forged, signature("another", &user), "0".repeat(32)] {
                let claim = json!({"user": {"userId": user, "proof": proof}});
                begun = watched.begin(office, &claim).await;
            }
        }
        if kind != Kind::Quiet {
            watched.listen(served, &begun).await;
        }
        watched
    }

    /// Begins a session, and stores the answer for the next check.
    pub async fn begin(&mut self, office: &Office, more: &Value) -> Value {
        let mut body = json!({"app": self.application, "organization": office.domain});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = sound(self.visitor.try_begin(&body).await);
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        self.bytes.extend_from_slice(&answer.body);
        answer.json()
    }

    /// Opens a socket and a stream, which replace the earlier socket and stream.
    pub async fn listen(&mut self, served: &Served, begun: &Value) {
        self.after = begun["seq"].as_i64().unwrap();
        self.stream = None;
        self.socket = Some(served.socket(&self.visitor, Some(self.after)).await);
        self.stream = Some(served.stream(&self.visitor, self.after).await);
    }

    /// Makes the visitor another person from now on, with new chats.
    pub async fn become_another(&mut self, marks: &mut Marks) {
        (self.kind, self.person) = (Kind::Signed, marks.person());
        let said = self.visitor.try_say(&json!({"text": marks.own(self.person)})).await;
        self.chats = sound(said).json()["chatId"].as_i64().into_iter().collect();
    }

    /// Receives live events, requests everything that the visitor may request, and checks all
    /// received bytes.
    pub async fn check(
        &mut self,
        t: &Test,
        office: &Office,
        chats: &[i64],
        (marks, step): (&mut Marks, u64),
    ) {
        let is_heard = !self.has_left && self.socket.is_some() && !self.chats.is_empty();
        let fence = is_heard.then(|| marks.own(self.person));
        if let (Some(fence), Some(chat)) = (&fence, self.chats.last()) {
            let body = json!({"chat": chat, "agent": office.ann.agent.get(), "text": fence});
            let posted = office.program(t, Method::POST, "messages", &body).await;
            assert_eq!(posted.status, 201, "{}", String::from_utf8_lossy(&posted.body));
        }
        let who = format!("{:?} {} of {} in step {step}", self.kind, self.person, office.domain);
        let mut heard = Vec::new();
        let mut is_over = false;
        if let Some(socket) = &mut self.socket {
            is_over |= !socket.read_to(fence.as_deref()).await;
            heard.push(("socket", std::mem::take(&mut socket.bytes)));
        }
        if let Some(stream) = &mut self.stream {
            is_over |= !stream.read_to(fence.as_deref()).await;
            heard.push(("stream", stream.take()));
        }
        assert!(!is_over || self.has_left, "{who}: nothing more is told: {heard:?}");
        if is_over {
            (self.socket, self.stream) = (None, None);
        }
        let poll = self.ask(t, office, chats).await;
        if let Some(fence) = &fence {
            assert!(poll.contains(fence), "{who} by long poll misses {fence}: {poll}");
        }
        heard.push(("answers", std::mem::take(&mut self.bytes)));
        for (way, bytes) in &heard {
            if let Some(leak) = marks.leak(self.person, bytes) {
                panic!("{who} by {way} is told: {leak}");
            }
            for text in String::from_utf8_lossy(bytes).lines() {
                let news = text.strip_prefix("data: ").unwrap_or(text);
                let mut keys = BTreeSet::new();
                let values = serde_json::Deserializer::from_str(news).into_iter::<Value>();
                values.map_while(Result::ok).for_each(|value| names(&value, &mut keys));
                keys.retain(|key| !KEYS.contains(&key.as_str()));
                assert!(keys.is_empty(), "{who} by {way} is told {keys:?}: {news}");
            }
        }
    }

    /// Requests everything that a visitor can request; returns the answer to a long poll.
    async fn ask(&mut self, t: &Test, office: &Office, chats: &[i64]) -> String {
        let poll = self.get(&format!("changes?after={}", self.after)).await;
        let seq = serde_json::from_str::<Value>(&poll).ok().and_then(|it| it["seq"].as_i64());
        self.after = seq.unwrap_or(self.after);
        self.get("unread").await;
        for chat in chats.iter().copied().chain(1..4) {
            self.get(&format!("messages?chat={chat}")).await;
        }
        let body = json!({"app": self.application, "organization": office.domain});
        let begun = self.visitor.send(Method::POST, "session", &[], &body).await;
        let links = urls(&begun.json());
        self.bytes.extend_from_slice(&begun.body);
        for other in chats.iter().filter(|chat| !self.chats.contains(chat)).take(3) {
            for (path, body) in [
                ("read", json!({"chatId": other})),
                ("rating", json!({"chatId": other, "rating": "poor", "comment": "x"})),
                ("messages", json!({"chatId": other, "text": "x"})),
            ] {
                let headers = [("idempotency-key", "the same for everybody")];
                let answer = self.visitor.send(Method::POST, path, &headers, &body).await;
                self.bytes.extend_from_slice(&sound(answer).body);
            }
        }
        for link in links {
            let file = t.get_without_key(&link).await;
            self.bytes.push(b'\n');
            self.bytes.extend_from_slice(&file.body);
        }
        poll
    }

    async fn get(&mut self, path: &str) -> String {
        let answer = sound(self.visitor.get(path).await);
        self.bytes.extend_from_slice(&answer.body);
        String::from_utf8_lossy(&answer.body).into_owned()
    }
}

/// Adds the names of all keys in JSON to `into`.
fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                into.insert(key.clone());
                names(value, into);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| names(value, into)),
        _ => {}
    }
}

/// The links to files in JSON.
fn urls(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => {
            let own = object.get("url").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(urls)).collect()
        }
        Value::Array(values) => values.iter().flat_map(urls).collect(),
        _ => Vec::new(),
    }
}
