//! The permissions of every operation of the OpenAPI description: without a key, with a wrong,
//! revoked or read-only key, and with another organization's key.

use deskbell_app::Caller;
use std::time::Duration;

use axum::http::Method;
use deskbell_model::Scope;
use deskbell_testkit::described::{self, Operation};
use deskbell_testkit::{Test, client, engines};

use crate::openapi::{call, described_objects, is_live};

/// The operations whose method is misleading: a GET that changes data, and a POST for read-only
/// keys.
const ODD: [&str; 2] = ["unsubscribeAgent", "createStreamTicket"];
const FIRST: &str = "Lisa Rodes";

fn guarded() -> impl Iterator<Item = &'static Operation> {
    described::operations().filter(|it| it.needs_key)
}

/// Returns whether the operation is forbidden for read-only keys.
fn changes(operation: &Operation) -> bool {
    operation.may_answer(403)
}

/// Calls an operation; returns the status of the answer. Reads only the head of an endless stream.
async fn status(t: &Test, operation: &Operation, key: Option<&str>) -> u16 {
    if !is_live(operation) {
        return call(t, operation, key).await.status;
    }
    let bearer = key.map(|key| format!("Bearer {key}"));
    let headers: Vec<_> = bearer.iter().map(|it| ("authorization", it.as_str())).collect();
    let request = client::request(Method::GET, &operation.path, &headers);
    let peer = std::net::Ipv4Addr::LOCALHOST.into();
    t.http.answer(request, peer).await.status().as_u16()
}

/// The number of changes in the feed.
async fn told(t: &Test) -> usize {
    t.get("/v1/changes").await.json()["data"].as_array().unwrap().len()
}

engines! {
    async fn without_a_key_that_works_every_operation_is_401(t: &Test) {
        described_objects(t).await;
        let before = told(t).await;
        let revoked = t.app.access.create_key(t.caller, "revoked", Scope::Full).await.unwrap();
        let id = t.app.access.list_keys(t.org).await.unwrap().last().unwrap().id;
        t.app.access.revoke_key(t.caller, id).await.unwrap();
        for operation in guarded() {
            for key in [None, Some("wrong"), Some(revoked.as_str()), Some("")] {
                assert_eq!(status(t, operation, key).await, 401, "{}: {key:?}", operation.id);
            }
            // Wrong keys are limited per address and minute: each operation gets a new minute.
            t.clock.advance(Duration::from_secs(60));
        }
        assert_eq!(told(t).await, before);
    }

    async fn a_read_only_key_reads_and_changes_nothing(t: &Test) {
        described_objects(t).await;
        let before = told(t).await;
        let key = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        for operation in guarded() {
            let found = status(t, operation, Some(&key)).await;
            if changes(operation) {
                assert_eq!(found, 403, "{}", operation.id);
            } else {
                assert!([200, 201, 426].contains(&found), "{}: {found}", operation.id);
            }
            let is_read = operation.method == Method::GET || operation.id.starts_with("search");
            let is_odd = ODD.contains(&operation.id.as_str());
            assert!(changes(operation) != is_read || is_odd, "{}", operation.id);
        }
        assert_eq!(told(t).await, before);
    }

    async fn another_organizations_key_finds_nothing_and_changes_nothing(t: &Test) {
        described_objects(t).await;
        let (before, chats) = (told(t).await, t.get("/v1/chats").await.json());
        for operation in guarded().filter(|it| !is_live(it)) {
            // A new organization for each operation, since operations create objects.
            let domain = format!("{}.example", operation.id);
            let other = t.app.actions.create_organization(&domain).await.unwrap();
            let caller = Caller::command(other);
            let key = t.app.access.create_key(caller, "other", Scope::Full).await.unwrap();
            let answer = call(t, operation, Some(&key)).await;
            let text = String::from_utf8_lossy(&answer.body);
            assert!(!text.contains(FIRST) && !text.contains("message 1"), "{}", operation.id);
            // These two operations answer 404 only to an Idempotency-Key whose object was deleted,
            // and no Idempotency-Key is sent here.
            let makes = ["createCustomer", "createWebhook"].contains(&operation.id.as_str());
            let is_about_an_object = operation.may_answer(404) && !makes;
            assert_eq!(answer.status == 404, is_about_an_object, "{}: {text}", operation.id);
        }
        assert_eq!(t.get("/v1/chats").await.json(), chats);
        assert_eq!(told(t).await, before);
    }
}
