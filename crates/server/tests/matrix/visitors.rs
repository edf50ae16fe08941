//! The visitors among the callers, with their tokens.

use std::convert::Infallible;
use std::time::Duration;

use deskbell_app::Caller as Author;
use deskbell_app::actions::applications::{Add, ApplicationChanges};
use deskbell_model::{ApplicationId, OrgId, Origin, Secret, WidgetSettings};
use deskbell_storage::{Conn, Stop, Tx, Write, widget_settings};
use deskbell_testkit::Test;
use deskbell_testkit::visitor::Visitor;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use crate::callers::Caller;
use crate::expected::{Holds, Known, Place};
use crate::world::DOMAIN;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The secret with which the site signs the identity of its visitors.
const SITE: &str = "the secret of a site";

struct Set(WidgetSettings);

impl Write for Set {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        assert!(widget_settings::update(tx.org, tx.conn, &self.0).await?);
        Ok(())
    }
}

/// Sets the secret with which the organization's site signs the identity of its visitors.
async fn trust_the_site(t: &Test) {
    let first = ApplicationId::new(1).unwrap();
    let mut settings = t.app.actions.widget_settings(t.org, first).await.unwrap();
    settings.identity_secret = Some(Secret::new(SITE.to_owned()));
    t.app.context.store.write(t.org, Origin::COMMAND, Set(settings)).await.unwrap();
}

/// Creates a further application with its own widget; returns its id.
async fn add_application(t: &Test, name: &str) -> ApplicationId {
    let (name, kind, at) = (name.to_owned(), "web".to_owned(), t.app.context.now());
    let add = Add { id: None, name, display_name: None, kind, at };
    let added = t.app.actions.add_application(Author::command(t.org), add).await.unwrap();
    t.app.actions.widget_settings(t.org, added.id).await.unwrap();
    added.id
}

/// Creates a visitor of an application; returns the token.
async fn of_application(t: &Test, id: i64, has_written: bool) -> String {
    let visitor = t.stranger();
    visitor.begin(&json!({"organization": DOMAIN, "app": id})).await;
    if has_written {
        visitor.say(None, "a visitor's words").await;
    }
    visitor.token().unwrap()
}

fn proof(user: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(SITE.as_bytes()).unwrap().chain_update(user);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a visitor in this state.
async fn visitor(t: &Test, org: OrgId, known: Known) -> Visitor {
    let domain = if org == t.org { DOMAIN } else { "other.example" };
    let visitor = t.stranger();
    visitor.begin(&json!({"organization": domain})).await;
    match known {
        Known::Unwritten => {}
        Known::Wrote => {
            visitor.say(None, "a visitor's words").await;
        }
        Known::Blocked => {
            let said = visitor.say(None, "a visitor's words").await;
            let chat = t.get(&format!("/v1/chats/{}", said["chatId"])).await.json();
            let target = format!("/v1/customers/{}", chat["customer"]["id"]);
            assert_eq!(t.patch(&target, &json!({"blocked": true})).await.status, 200);
        }
        Known::Verified => {
            let user = visitor.token().unwrap();
            let user = json!({"userId": user, "proof": proof(&user)});
            let begun = visitor.begin(&json!({"organization": domain, "user": user})).await;
            assert_eq!(begun["identity"], "verified");
        }
    }
    visitor
}

/// Makes a visitor in this state; returns the token.
pub async fn token(t: &Test, org: OrgId, known: Known) -> String {
    visitor(t, org, known).await.token().unwrap()
}

/// Creates visitors whose tokens are no longer valid, or were never valid. Advances the clock.
pub async fn dead(t: &Test) -> Vec<Caller> {
    trust_the_site(t).await;
    assert_eq!(add_application(t, "hearth shop").await.get(), 2);
    let mut all = Vec::new();
    let mut dead = |name: &str, token: &str| {
        all.push(Caller::new(t, name, (Holds::Dead, Place::Bearer), token));
    };
    let old = token(t, t.org, Known::Wrote).await;
    t.clock.advance(90 * DAY);
    t.clock.advance(Duration::from_secs(1));
    dead("a visitor of last season", &old);
    let unwritten = token(t, t.org, Known::Unwritten).await;
    t.clock.advance(DAY);
    dead("a visitor of yesterday who did not write", &unwritten);
    let out = visitor(t, t.org, Known::Wrote).await;
    dead("a visitor who logged out", &out.token().unwrap());
    assert_eq!(out.delete("session").await.status, 200);
    let identified = visitor(t, t.org, Known::Wrote).await;
    dead("a visitor before the identification", &identified.token().unwrap());
    let user = json!({"userId": "u1", "proof": proof("u1")});
    identified.begin(&json!({"organization": DOMAIN, "user": user})).await;
    // An unwritten token says itself for what it stands: its signature says whether it may.
    let fresh = token(t, t.org, Known::Unwritten).await;
    let parts: Vec<_> = fresh.split('.').collect();
    let [random, _, application, at, signature] = parts[..] else { panic!("{fresh}") };
    dead(
        "a forged visitor of another organization",
        &format!("{random}.2.{application}.{at}.{signature}"),
    );
    dead("a forged visitor of another application", &format!("{random}.1.2.{at}.{signature}"));
    dead("a forged visitor", &format!("{random}.1.{application}.{at}.{}", "0".repeat(32)));
    dead("no visitor at all", "dbv_0");
    let closed = add_application(t, "hearth fair").await;
    for (name, has_written) in [
        ("a visitor of a widget that was switched off", true),
        ("a visitor who did not write to a widget that was switched off", false),
    ] {
        dead(name, &of_application(t, closed.get(), has_written).await);
    }
    let off = ApplicationChanges { active: Some(false), ..ApplicationChanges::default() };
    t.app.actions.edit_application(t.caller, closed, off).await.unwrap();
    all
}

/// Creates the visitors of the organization, and a visitor of another organization.
pub async fn all(t: &Test, other: OrgId) -> Vec<Caller> {
    let mut all = Vec::new();
    for known in [Known::Unwritten, Known::Verified, Known::Blocked] {
        let token = token(t, t.org, known).await;
        let name = format!("a visitor: {known:?}");
        all.push(Caller::new(t, &name, (Holds::Visitor(known), Place::Bearer), &token));
    }
    let wrote = token(t, t.org, Known::Wrote).await;
    for place in Place::ALL {
        let name = format!("a visitor in {place:?}");
        all.push(Caller::new(t, &name, (Holds::Visitor(Known::Wrote), place), &wrote));
    }
    let what = (Holds::Visitor(Known::Wrote), Place::Bearer);
    let second = of_application(t, 2, true).await;
    all.push(Caller::new(t, "a visitor of another application", what, &second));
    let foreign = token(t, other, Known::Wrote).await;
    let what = (Holds::Visitor(Known::Wrote), Place::Bearer);
    all.push(Caller::new(t, "another organization's visitor", what, &foreign).of(other));
    all
}
