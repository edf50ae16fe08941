//! Secrets that visitors must not receive: notes, other visitors' chats, agents' addresses, and
//! stored data about customers. Each secret is a distinct text. Visitors of every kind connect in
//! every way while agents and programs work, and all received bytes are searched.

use axum::http::Method;
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::desk::{self, answer, close, lisa, note, with_secret};
use crate::proofs::signature;
use crate::served::{Events, SELDOM_MS, Served, Socket};

/// The beginning of every text that visitors must not see.
const SECRET: &str = "s3kr3t";

/// The number of files: one secret and one public file in each chat.
const FILES: usize = 8;

/// A visitor who is connected in every way, with the visitor's chat.
struct Watched {
    name: &'static str,
    visitor: Visitor,
    chat: Value,
    socket: Socket,
    events: Events,
    after: i64,
    /// The bytes of all answers so far.
    bytes: Vec<u8>,
}

impl Watched {
    async fn of(served: &Served, name: &'static str, visitor: Visitor) -> Self {
        let said = visitor.say(None, &format!("own words of {name}")).await;
        let chat = said["chatId"].clone();
        let begun = visitor.try_begin(&json!({})).await;
        let after = begun.json()["seq"].as_i64().unwrap();
        let socket = served.socket(&visitor, Some(after)).await;
        let events = served.stream(&visitor, after).await;
        Self { name, visitor, chat, socket, events, after, bytes: begun.body }
    }

    /// Requests everything that a visitor may request.
    async fn ask(&mut self, others: &[Value]) {
        let own = self.chat.clone();
        let mut paths = vec![
            "unread".to_owned(),
            format!("messages?chat={own}"),
            format!("changes?after={}", self.after),
        ];
        paths.extend(others.iter().map(|chat| format!("messages?chat={chat}")));
        paths.extend((1..=FILES).map(|id| format!("files/{id}")));
        for path in paths {
            let answer = self.visitor.get(&path).await;
            self.bytes.extend_from_slice(&answer.body);
        }
        let begun = self.visitor.try_begin(&json!({})).await;
        assert_eq!(begun.status, 200);
        self.bytes.extend_from_slice(&begun.body);
        for chat in others {
            let read = self.visitor.post("read", &json!({"chatId": chat})).await;
            self.bytes.extend_from_slice(&read.body);
        }
    }

    /// Checks that every public text and no secret arrived over each connection.
    fn check(&self, round: usize, others: &[&str]) {
        let ways = [("socket", &self.socket.bytes), ("stream", &self.events.bytes)];
        for (way, bytes) in ways.into_iter().chain([("answers", &self.bytes)]) {
            let all = String::from_utf8_lossy(bytes);
            assert!(!all.contains(SECRET), "{} by {way} in round {round}: {all}", self.name);
            for other in others.iter().filter(|other| **other != self.name) {
                let words = format!("own words of {other}");
                assert!(!all.contains(&words), "{} by {way} heard {words}: {all}", self.name);
                let words = format!("answer to {other}.");
                assert!(!all.contains(&words), "{} by {way} heard {words}: {all}", self.name);
            }
            let own = format!("answer to {}. {round}", self.name);
            assert!(all.contains(&own), "{} by {way} misses {own}: {all}", self.name);
        }
    }
}

/// Creates a visitor of each kind.
async fn visitors(t: &Test, served: &Served) -> Vec<Watched> {
    let mut all = vec![Watched::of(served, "anonymous", t.visitor().await).await];
    let claimed = t.visitor().await;
    claimed.begin(&json!({"user": {"userId": "claimed-1", "name": "Claudia"}})).await;
    all.push(Watched::of(served, "claimed", claimed).await);
    let verified = t.visitor().await;
    let proof =
        json!({"user": {"userId": "verified-1", "proof": signature(desk::SECRET, "verified-1")}});
    assert_eq!(verified.begin(&proof).await["identity"], "verified");
    all.push(Watched::of(served, "verified", verified).await);
    let merged = t.visitor().await;
    merged.say(None, "before the merge").await;
    let proof =
        json!({"user": {"userId": "merged-1", "proof": signature(desk::SECRET, "merged-1")}});
    assert_eq!(merged.begin(&proof).await["identity"], "verified");
    all.push(Watched::of(served, "merged", merged).await);
    all
}

/// Lets agents and programs change a visitor's chat and customer, with secrets in the changes.
async fn act(t: &Test, watched: &Watched, round: usize) {
    let (chat, name) = (&watched.chat, watched.name);
    let customer = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
    note(t, chat, &format!("{SECRET} note about {name} {round}")).await;
    if round == 0 {
        let target = format!("/v1/files?name={SECRET}.txt");
        let file = t.call_with(Method::POST, &target, &[], SECRET).await.json();
        let note = json!({"chat": chat, "agent": 4, "type": "private", "files": [file["id"]]});
        assert_eq!(t.post("/v1/messages", &note).await.status, 201);
        let own = watched.visitor.upload(&format!("own%20words%20of%20{name}"), "own").await;
        let said = json!({"chatId": chat, "files": [own["id"]]});
        assert_eq!(watched.visitor.try_say(&said).await.status, 201);
    }
    for kind in ["tech", "private"] {
        let text = format!("{SECRET} {kind} of {name} {round}");
        let message = json!({"chat": chat, "agent": 4, "type": kind, "text": text});
        t.post("/v1/messages", &message).await;
    }
    let fields = json!({
        "notes": format!("{SECRET} notes {round}"), "company": format!("{SECRET} company {round}"),
        "customData": {"plan": format!("{SECRET} plan {round}")},
    });
    let put = t.put(&format!("/v1/customers/{customer}"), &fields).await;
    assert_eq!(put.status, 200, "{}", String::from_utf8_lossy(&put.body));
    let event = json!({
        "customer": customer, "name": format!("{SECRET} event"), "data": {"x": SECRET},
    });
    t.post("/v1/events", &event).await;
    let answer = answer(t, chat, &format!("answer to {name}. {round}")).await;
    t.put(&format!("/v1/messages/{}/read", answer["id"]), &json!({})).await;
    if round % 2 == 1 {
        close(t, chat).await;
        watched.visitor.say(chat.as_i64(), "once more").await;
    }
}

engines! {
    async fn no_visitor_sees_what_is_not_the_visitors(t: &Test) {
        lisa(t).await;
        with_secret(t, false).await;
        let served = Served::new(t.http.clone(), SELDOM_MS).await;
        let mut all = visitors(t, &served).await;
        let chats: Vec<Value> = all.iter().map(|it| it.chat.clone()).collect();
        let names: Vec<&str> = all.iter().map(|it| it.name).collect();
        for round in 0..4 {
            // The order differs from round to round.
            for place in 0..all.len() {
                act(t, &all[(place * 3 + round) % all.len()], round).await;
            }
            for watched in &mut all {
                watched.ask(&chats).await;
                let last = format!("last to {} of round {round}", watched.name);
                answer(t, &watched.chat, &last).await;
                while watched.socket.hear_of("message").await["message"]["text"] != last {}
                while watched.events.hear().await["message"]["text"] != last {}
                watched.check(round, &names);
                assert!(!String::from_utf8_lossy(&watched.socket.bytes).contains("lisa@"));
            }
        }
        served.ended().await;
    }
}
