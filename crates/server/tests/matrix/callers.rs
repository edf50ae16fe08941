//! All kinds of callers that the tests of rights use, each with its credential.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::Caller as Author;
use deskbell_app::access::keys::NewKey;
use deskbell_app::access::totp;
use deskbell_app::actions::agents::AgentChanges;
use deskbell_model::{DepartmentId, OrgId, Role, Scope};
use deskbell_testkit::{Browser, Test};
use serde_json::json;

use crate::expected::{Holds, Place};
use crate::visitors;

/// An age at which a confirmation of the password has expired.
const UNCONFIRMED: Duration = Duration::from_secs(10 * 60);

/// A caller in the tests of rights, who sends requests with one credential.
#[derive(Clone, Debug)]
pub struct Caller {
    pub name: String,
    /// The kind of secret that the caller holds.
    pub holds: Holds,
    /// The location of the secret in a request.
    pub place: Place,
    pub secret: String,
    /// The organization of the secret.
    pub org: OrgId,
    /// True if the request looks like a request from a page of this server.
    pub is_of_a_page: bool,
}

impl Caller {
    pub fn new(t: &Test, name: &str, (holds, place): (Holds, Place), secret: &str) -> Self {
        let (name, secret) = (name.to_owned(), secret.to_owned());
        Self { name, holds, place, secret, org: t.org, is_of_a_page: true }
    }

    pub fn of(self, org: OrgId) -> Self {
        Self { org, ..self }
    }
}

/// The secret of a browser's cookie.
fn secret(browser: &Browser) -> String {
    browser.cookie().unwrap().split_once('=').unwrap().1.to_owned()
}

/// The department of chat 1 and of every agent of the matrix.
pub fn home() -> DepartmentId {
    DepartmentId::new(1).unwrap()
}

async fn key(t: &Test, org: OrgId, scope: Scope) -> String {
    let key = t.app.access.create_key(Author::command(org), "matrix", scope).await.unwrap();
    t.app.actions.set_requests_per_minute(Author::command(org), Some(0)).await.unwrap();
    key
}

async fn ticket(t: &Test, key: &str) -> String {
    let answer = t.call_as(key, Method::POST, "/v1/stream/ticket", "").await;
    answer.json()["ticket"].as_str().unwrap().to_owned()
}

/// The secret of a session that waits for the code of a second factor.
async fn half_session(t: &Test, org: OrgId, name: &str) -> String {
    let agent = t.agent_of(org, name, Role::Admin, &[home()]).await;
    let begun = agent.post("/app/v1/me/totp", &json!({})).await.json();
    let code = totp::code(begun["secret"].as_str().unwrap(), t.app.context.now()).unwrap();
    assert_eq!(agent.put("/app/v1/me/totp", &json!({"code": code})).await.status, 200);
    let half = agent.another();
    assert_eq!(half.sign_in().await.json()["secondFactor"], true);
    secret(&half)
}

/// Creates a caller of the same kind as `like`, with a secret that was never used.
pub async fn fresh(t: &Test, like: &Caller, number: usize) -> Caller {
    let secret = match like.holds {
        Holds::Session(role, is_confirmed) => {
            let name = format!("fresh{number}");
            let agent = t.agent_of(like.org, &name, role, &[home()]).await;
            if !is_confirmed {
                t.clock.advance(UNCONFIRMED);
            }
            secret(&agent)
        }
        Holds::HalfSession => half_session(t, like.org, &format!("fresh{number}")).await,
        Holds::Ticket => {
            let key = key(t, like.org, Scope::Full).await;
            ticket(t, &key).await
        }
        Holds::Visitor(known) => visitors::token(t, like.org, known).await,
        _ => return like.clone(),
    };
    Caller { secret, ..like.clone() }
}

/// Creates the callers whose credentials are no longer valid. Advances the clock.
async fn dead(t: &Test) -> Vec<Caller> {
    const HOUR: Duration = Duration::from_secs(60 * 60);
    let mut all = Vec::new();
    let mut session = |name: &str, secret: &str| {
        all.push(Caller::new(t, name, (Holds::Dead, Place::Cookie), secret));
    };
    let old = t.agent("old", Role::Admin, &[]).await;
    for _ in 0..34 {
        t.clock.advance(10 * HOUR);
        old.get("/app/v1/me").await;
    }
    session("a session of two weeks", &secret(&old));
    let idle = t.agent("idle", Role::Admin, &[]).await;
    t.clock.advance(12 * HOUR);
    session("a session that was not used for half a day", &secret(&idle));
    let out = t.agent("out", Role::Admin, &[]).await;
    session("a session that was signed out", &secret(&out));
    assert_eq!(out.delete("/app/v1/session").await.status, 200);
    let gone = t.agent("gone", Role::Admin, &[]).await;
    session("a session of an agent who was deactivated", &secret(&gone));
    let edit = AgentChanges { active: Some(false), ..AgentChanges::default() };
    t.app.access.edit_agent(t.caller, gone.agent, edit).await.unwrap();
    let half = half_session(t, t.org, "late").await;
    session("a session whose code did not come", &half);
    t.clock.advance(Duration::from_secs(5 * 60));
    let ended = t.agent("ended", Role::Admin, &[]).await;
    session("a session before a new password", &secret(&ended));
    let link = t.app.access.invite(t.caller, ended.agent).await.unwrap();
    let password = deskbell_model::Secret::new("another password".to_owned());
    let peer = std::net::Ipv4Addr::LOCALHOST.into();
    t.app.access.accept(link.secret.reveal(), None, &password, peer).await.unwrap();

    let full = key(t, t.org, Scope::Full).await;
    let used = ticket(t, &full).await;
    let expired = ticket(t, &full).await;
    t.clock.advance(Duration::from_secs(61));
    let ends = Some(t.app.context.now().plus(60));
    let new = NewKey { name: "brief".to_owned(), scope: Scope::Full, expires_at: ends };
    let brief = t.app.access.make_key(t.caller, new).await.unwrap().1;
    assert_eq!(t.get_as(brief.reveal(), "/v1/chats").await.status, 200);
    t.clock.advance(Duration::from_secs(61));
    let revoked = key(t, t.org, Scope::Full).await;
    let id = t.app.access.list_keys(t.org).await.unwrap().last().unwrap().id;
    t.app.access.revoke_key(t.caller, id).await.unwrap();
    for (name, place, secret) in [
        ("a revoked key", Place::Bearer, revoked.as_str()),
        ("an expired key", Place::Bearer, brief.reveal()),
        ("half a key", Place::Bearer, &full[..full.len() / 2]),
        ("a key and more", Place::Bearer, &format!("{full}0")),
        ("an old ticket", Place::Query, &used),
        ("an expired ticket", Place::Query, &expired),
        ("no key at all", Place::Bearer, "x"),
        ("no session at all", Place::Cookie, "dbs_0"),
        ("no ticket at all", Place::Query, "dbt_0"),
    ] {
        all.push(Caller::new(t, name, (Holds::Dead, place), secret));
    }
    all
}

pub async fn all(t: &Test) -> Vec<Caller> {
    let (other, foreign) = t.another_organization().await;
    let mut all = visitors::dead(t).await;
    all.extend(dead(t).await);
    let mut add = |name: &str, what: (Holds, Place), secret: &str| {
        all.push(Caller::new(t, name, what, secret));
    };
    add("nobody", (Holds::Nothing, Place::Bearer), "");
    let unconfirmed = t.agent("unconfirmed", Role::Admin, &[home()]).await;
    t.clock.advance(UNCONFIRMED);
    let holds = Holds::Session(Role::Admin, false);
    add("an admin without a late password", (holds, Place::Cookie), &secret(&unconfirmed));
    for role in Role::ALL {
        let agent = t.agent(&format!("one{role:?}"), *role, &[home()]).await;
        let holds = Holds::Session(*role, true);
        add(&format!("{role:?}"), (holds, Place::Cookie), &secret(&agent));
    }
    let (full, reader) = (key(t, t.org, Scope::Full).await, key(t, t.org, Scope::Read).await);
    add("a read-only key", (Holds::Key(Scope::Read), Place::Bearer), &reader);

    // Each secret in each place: one of them is the right one.
    let admin = secret(&t.agent("boss", Role::Admin, &[home()]).await);
    let invited = t.agent("invited", Role::Admin, &[home()]).await;
    let link = t.app.access.invite(t.caller, invited.agent).await.unwrap();
    for (name, holds, secret) in [
        ("a full key", Holds::Key(Scope::Full), full.as_str()),
        ("a ticket", Holds::Ticket, &ticket(t, &full).await),
        ("an admin", Holds::Session(Role::Admin, true), &admin),
        ("half a session", Holds::HalfSession, &half_session(t, t.org, "half").await),
        ("a link", Holds::Link, link.secret.reveal()),
    ] {
        for place in Place::ALL {
            add(&format!("{name} in {place:?}"), (holds, place), secret);
        }
    }

    all.extend(visitors::all(t, other).await);
    t.app.actions.set_requests_per_minute(Author::command(other), Some(0)).await.unwrap();
    // What examples do to the first agent happens to nobody who calls.
    t.agent_of(other, "first", Role::Agent, &[]).await;
    let stranger = t.agent_of(other, "stranger", Role::Admin, &[home()]).await;
    let session = (Holds::Session(Role::Admin, true), Place::Cookie);
    let foreign_key = (Holds::Key(Scope::Full), Place::Bearer);
    all.push(Caller::new(t, "another organization's key", foreign_key, &foreign).of(other));
    let stranger = secret(&stranger);
    all.push(Caller::new(t, "another organization's admin", session, &stranger).of(other));
    let elsewhere = Caller::new(t, "an admin on a page of another site", session, &admin);
    all.push(Caller { is_of_a_page: false, ..elsewhere });
    all
}
