//! The actions of agents, programs and visitors in a random run.

use axum::http::Method;
use serde_json::{Value, json};

use super::History;
use super::office::{Office, sound};
use super::watched::{Kind, Watched};
use crate::desk;
use crate::proofs::signature;

/// A kind of action in a random run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Note,
    NoteWithFile,
    Reply,
    ReplyWithFile,
    Draft,
    ProgramNote,
    ProgramReply,
    ProgramAsks,
    Edit,
    Change,
    Assign,
    Department,
    Tag,
    Event,
    ReadMark,
    Canned,
    View,
    Rule,
    Agent,
    Deactivate,
    NewDepartment,
    Holiday,
    Key,
    Webhook,
    Block,
    Unblock,
    Rate,
    Say,
    SayElsewhere,
    Profile,
    Track,
    Identify,
    AnotherBrowser,
    LogOut,
    DeleteCustomer,
    Arrive,
}

impl Act {
    pub const ALL: [Self; 36] = [
        Self::Note,
        Self::NoteWithFile,
        Self::Reply,
        Self::ReplyWithFile,
        Self::Draft,
        Self::ProgramNote,
        Self::ProgramReply,
        Self::ProgramAsks,
        Self::Edit,
        Self::Change,
        Self::Assign,
        Self::Department,
        Self::Tag,
        Self::Event,
        Self::ReadMark,
        Self::Canned,
        Self::View,
        Self::Rule,
        Self::Agent,
        Self::Deactivate,
        Self::NewDepartment,
        Self::Holiday,
        Self::Key,
        Self::Webhook,
        Self::Block,
        Self::Unblock,
        Self::Rate,
        Self::Say,
        Self::SayElsewhere,
        Self::Profile,
        Self::Track,
        Self::Identify,
        Self::AnotherBrowser,
        Self::LogOut,
        Self::DeleteCustomer,
        Self::Arrive,
    ];
}

impl History<'_> {
    /// Does an action in a random organization; returns whether the action succeeded.
    pub async fn act(&mut self, act: Act) -> bool {
        match act {
            Act::Note | Act::NoteWithFile | Act::Reply | Act::ReplyWithFile | Act::Draft => {
                self.answer(act).await
            }
            Act::ProgramNote | Act::ProgramReply | Act::ProgramAsks => self.post(act).await,
            Act::Edit | Act::Tag | Act::Event | Act::Block | Act::Unblock => {
                self.change_customer(act).await
            }
            Act::Change | Act::Assign | Act::Department | Act::ReadMark => {
                self.change_chat(act).await
            }
            Act::Canned | Act::View | Act::Rule | Act::Agent | Act::Deactivate => {
                self.set_up(act).await
            }
            Act::NewDepartment | Act::Holiday | Act::Key | Act::Webhook => self.set_up(act).await,
            Act::Arrive => {
                let kind = *self.random.one(&Kind::ALL);
                let office = self.random.place(2);
                self.arrive(kind, office).await;
                true
            }
            Act::LogOut | Act::DeleteCustomer => self.leave(act).await,
            _ => self.visit(act).await,
        }
    }

    /// The index of a random visitor who has a chat and has not left, and the id of one of the
    /// visitor's chats.
    fn any(&mut self) -> (usize, i64) {
        let there = |it: &Watched| !it.has_left && !it.chats.is_empty();
        let there: Vec<_> =
            (0..self.watched.len()).filter(|place| there(&self.watched[*place])).collect();
        let place = *self.random.one(&there);
        let chat = *self.random.one(&self.watched[place].chats);
        (place, chat)
    }

    fn office(&self, place: usize) -> &Office {
        &self.offices[self.watched[place].office]
    }

    async fn answer(&mut self, act: Act) -> bool {
        let (place, chat) = self.any();
        let own = self.marks.own(self.watched[place].person);
        let private = self.marks.private(&format!("{act:?}"));
        let office = self.office(place);
        let is_public = matches!(act, Act::Reply | Act::ReplyWithFile);
        let agent = if is_public { &office.ann } else { &office.silent };
        let text = if is_public { own } else { private };
        if act == Act::Draft {
            let body = json!({"text": text, "note": false});
            return sound(agent.put(&format!("/app/v1/chats/{chat}/draft"), &body).await).status
                == 200;
        }
        let mut body = json!({"text": text, "note": !is_public, "anyway": true});
        if matches!(act, Act::NoteWithFile | Act::ReplyWithFile) {
            let file = office.upload(agent, &text).await;
            // Of two files one is only named in the chat of somebody else, or nowhere.
            office.upload(&office.silent, &text.replace("own-", "pv-")).await;
            body["files"] = json!([file]);
        }
        sound(agent.post(&format!("/app/v1/chats/{chat}/messages"), &body).await).status == 201
    }

    async fn post(&mut self, act: Act) -> bool {
        let (place, chat) = self.any();
        let person = self.watched[place].person;
        let kind = if act == Act::ProgramNote { "private" } else { "message" };
        let text = match kind {
            "message" => self.marks.own(person),
            kind => self.marks.private(kind),
        };
        let office = self.office(place);
        let mut body = json!({"chat": chat, "text": text, "type": kind});
        match act {
            Act::ProgramAsks => {}
            Act::ProgramReply => body["agent"] = json!(office.ann.agent.get()),
            _ => body["agent"] = json!(office.silent.agent.get()),
        }
        office.program(self.t, Method::POST, "messages", &body).await.status == 201
    }

    async fn change_customer(&mut self, act: Act) -> bool {
        let (place, chat) = self.any();
        let marks = &mut self.marks;
        let mut mark = |what: &str| marks.private(what);
        let fields = json!({
            "notes": mark("notes"), "company": mark("company"), "name": mark("name"),
            "phone": mark("phone"), "email": format!("{}@x.example", mark("email")),
            "customData": {"plan": mark("data")},
        });
        let event = json!({"name": mark("event"), "data": {"x": mark("event-data")}});
        let tags = json!({"tags": [{"name": mark("tag"), "color": "#ff0000"}]});
        let t = self.t;
        let office = self.office(place);
        let customer = office.customer(t, chat).await;
        let at = format!("customers/{customer}");
        let answer = match act {
            Act::Edit => office.program(t, Method::PATCH, &at, &fields).await,
            Act::Tag => office.program(t, Method::PUT, &format!("{at}/tags"), &tags).await,
            Act::Event => {
                let mut event = event;
                event["customer"] = customer;
                office.program(t, Method::POST, "events", &event).await
            }
            _ => {
                let body = json!({"blocked": act == Act::Block});
                office.program(t, Method::PATCH, &at, &body).await
            }
        };
        let is_done = (200..300).contains(&answer.status);
        if matches!(act, Act::Block | Act::Unblock) && is_done {
            self.watched[place].is_blocked = act == Act::Block;
        }
        is_done
    }

    /// Changes one chat or several chats, and sometimes undoes the change; returns whether the
    /// change succeeded.
    async fn change_chat(&mut self, act: Act) -> bool {
        let (place, chat) = self.any();
        let tag = self.marks.private("act-tag");
        let status = *self.random.one(&["opened", "pending", "on hold", "closed"]);
        let is_undone = self.random.one_in(3);
        let until = self.t.app.context.now().get() + 30;
        let office = self.office(place);
        let set = match act {
            Act::Change => json!({"status": status, "addTags": [tag], "snooze": until}),
            Act::Assign => json!({"assignee": office.ann.agent.get()}),
            Act::Department => json!({"department": 1}),
            _ => json!({"read": true}),
        };
        let ids: Vec<i64> = self.watched[place].chats.clone();
        let ids = if is_undone { ids } else { vec![chat] };
        let body = json!({"ids": ids, "set": set});
        let acted = sound(office.silent.post("/app/v1/chats/act", &body).await);
        if is_undone {
            for undo in acted.json()["undo"].as_array().into_iter().flatten().rev() {
                sound(office.silent.post("/app/v1/chats/act", undo).await);
            }
        }
        acted.status == 200
    }

    /// Changes settings of agents and administrators; returns whether the change succeeded.
    async fn set_up(&mut self, act: Act) -> bool {
        let place = self.random.place(2);
        let what = format!("{act:?}");
        let (mark, other) = (self.marks.private(&what), self.marks.private(&what));
        let office = &self.offices[place];
        let (path, body) = match act {
            Act::Canned => ("canned", json!({"shortcut": mark, "text": other, "shared": true})),
            Act::View => ("views", json!({"name": mark, "filter": {"tag": other}, "shared": true})),
            Act::Rule => ("rules", json!({"name": mark, "message": other, "enabled": false})),
            Act::Agent | Act::Deactivate => {
                let email = format!("{other}@x.example");
                ("agents", json!({"name": mark, "email": email, "role": "agent"}))
            }
            Act::NewDepartment => ("departments", json!({"name": mark, "agents": []})),
            Act::Key => ("keys", json!({"name": mark, "scope": "read"})),
            Act::Webhook => {
                let url = format!("https://hooks.example/{mark}");
                ("webhooks", json!({"url": url, "events": ["chat.new"]}))
            }
            _ => ("settings", Value::Null),
        };
        if act == Act::Holiday {
            let holiday = json!({"date": "2027-12-25", "name": mark});
            let week = json!({"monday": [{"from": "09:00", "to": "17:00"}]});
            let hours = json!({"zone": "Europe/Berlin", "week": week, "holidays": [holiday]});
            let body = json!({"hours": hours});
            return office.admin(Method::PATCH, "settings", &body).await.status == 200;
        }
        let made = office.admin(Method::POST, path, &body).await;
        if act == Act::Deactivate {
            let agent = format!("agents/{}", made.json()["id"]);
            let body = json!({"active": false});
            return office.admin(Method::PATCH, &agent, &body).await.status == 200;
        }
        made.status == 201
    }

    /// Does an action of a visitor in the widget; returns whether the action succeeded.
    async fn visit(&mut self, act: Act) -> bool {
        let (place, chat) = self.any();
        let office = &self.offices[self.watched[place].office];
        let watched = &mut self.watched[place];
        let own = self.marks.own(watched.person);
        match act {
            Act::Say => {
                let body = json!({"text": own, "chatId": chat});
                sound(watched.visitor.try_say(&body).await).status == 201
            }
            Act::SayElsewhere => {
                let said = sound(watched.visitor.try_say(&json!({"text": own})).await);
                watched.chats.extend(said.json()["chatId"].as_i64());
                said.status == 201
            }
            Act::Profile => {
                let body = json!({"name": own, "company": own, "customData": {"own": own}});
                sound(watched.visitor.patch("me", &body).await).status == 200
            }
            Act::Track => {
                let body = json!({"events": [{"name": own, "data": {"own": own}}]});
                sound(watched.visitor.post("events", &body).await).status == 200
            }
            Act::Rate => {
                // A rating is for a chat that an agent answered and closed.
                let mark = self.marks.own(self.watched[place].person);
                let reply = json!({"chat": chat, "agent": office.ann.agent.get(), "text": mark});
                office.program(self.t, Method::POST, "messages", &reply).await;
                let close = json!({"id": chat, "status": "closed"});
                office.program(self.t, Method::PUT, "chats/status", &close).await;
                let body = json!({"chatId": chat, "rating": "great", "comment": own});
                let visitor = &self.watched[place].visitor;
                sound(visitor.post("rating", &body).await).status == 200
            }
            Act::Identify => {
                let user = format!("user-{}", watched.person);
                let user = watched.verified.get_or_insert(user).clone();
                self.prove(place, &user).await
            }
            _ => self.take_another_browser().await,
        }
    }

    /// Sends the site's proof of a visitor's identity; returns whether the server accepted the
    /// proof.
    async fn prove(&mut self, place: usize, user: &str) -> bool {
        self.check(place).await;
        let watched = &mut self.watched[place];
        let office = &self.offices[watched.office];
        let user = json!({"userId": user, "proof": signature(desk::SECRET, user)});
        let begun = watched.begin(office, &json!({"user": user})).await;
        if watched.kind == Kind::Claimed {
            // The one whom the site named before is somebody else.
            watched.become_another(&mut self.marks).await;
        }
        watched.listen(&self.served, &begun).await;
        begun["identity"] == "verified"
    }

    /// Lets a verified visitor write in another browser before the site identifies the visitor in
    /// this browser; returns whether all requests succeeded.
    async fn take_another_browser(&mut self) -> bool {
        let is_known = |it: &Watched| it.verified.is_some() && !it.has_left;
        if !self.watched.iter().any(is_known) {
            self.arrive(Kind::Signed, 0).await;
        }
        let Some(known) = self.watched.iter().find(|it| is_known(it)) else { return false };
        let (office, person) = (known.office, known.person);
        let user = known.verified.clone().unwrap_or_default();
        self.arrive(Kind::Anonymous, office).await;
        let place = self.watched.len() - 1;
        let other = self.watched[place].person;
        self.watched[place].verified = Some(user.clone());
        self.marks.join(other, person);
        self.prove(place, &user).await
    }

    /// Ends a visitor's session; returns whether the request succeeded. The visitor then continues
    /// with the ended token.
    async fn leave(&mut self, act: Act) -> bool {
        let (place, chat) = self.any();
        self.check(place).await;
        let t = self.t;
        let status = match act {
            Act::LogOut => sound(self.watched[place].visitor.delete("session").await).status,
            _ => {
                let office = self.office(place);
                let at = format!("customers/{}", office.customer(t, chat).await);
                let status = office.program(t, Method::DELETE, &at, &Value::Null).await.status;
                // Who is the same person has left, too.
                let gone = self.watched[place].verified.clone();
                let office = self.watched[place].office;
                for it in self.watched.iter_mut().filter(|it| it.office == office) {
                    it.has_left |= gone.is_some() && it.verified == gone;
                }
                status
            }
        };
        self.watched[place].has_left = true;
        // Somebody else comes, so that somebody is there.
        let office = self.watched[place].office;
        self.arrive(Kind::Anonymous, office).await;
        status == 200
    }
}
