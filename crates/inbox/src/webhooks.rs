//! `/app/v1/webhooks`: the targets of events, and their deliveries, in the JSON of `/v1/webhooks`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::webhooks::WithSecret;
use deskbell_app::{Actions, Lists, digest};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfMatch, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::etag::tagged;
use deskbell_http::pipeline::reply::{changed, created, done, json, uncached};
use deskbell_wire as wire;
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::example;
use crate::rights::{SteppedUp, Webhooks};
use crate::settings::change;

const TAG: &str = "Webhooks";

fn settings() -> Value {
    json!({
        "url": "https://hooks.example.com/deskbell", "events": ["chat.new", "chat.closed"],
        "headers": {"X-Deskbell": "a secret of yours"},
    })
}

fn webhook() -> Value {
    json!({
        "id": 3, "url": "https://hooks.example.com/deskbell",
        "events": ["chat.new", "chat.closed"], "enabled": true, "createdAt": 1_800_000_000,
        "headers": {"X-Deskbell": "***"},
    })
}

fn with_secret_example() -> Value {
    let mut webhook = webhook();
    webhook["secret"] = json!("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    webhook
}

fn delivery() -> Value {
    let event_id = "2c1a6f0e-8f4b-5c0d-9e7a-3b5d1f2a4c6e";
    let data = json!({
        "chat_id": 1, "chatId": 1, "communicatedAgents": [1],
        "customer": {
            "id": 1, "name": "mateus", "email": "mateus@example.com", "userId": null,
        },
        "assignee": example::agent(), "closedBy": "agent", "status": "closed",
        "createdAt": "1593108596.000", "closedAt": "1593151172.000", "snoozedUntil": null,
        "rating": null, "applicationId": 1, "department": {"id": 1, "name": "Sales"},
    });
    json!({
        "id": 1, "eventId": event_id, "event": "chat.closed", "seq": 42, "state": "delivered",
        "attempts": 1, "createdAt": 1_593_151_172, "lastAttemptAt": "1593151172.369",
        "nextAttemptAt": null, "durationMs": 48, "error": null,
        "request": {
            "event": "chat.closed", "eventData": data, "attempts": 0,
            "lastAttemptAt": 1_593_151_172, "createdAt": 1_593_151_172, "id": event_id,
        },
        "response": {"status": 204, "body": ""},
    })
}

fn page(row: &Value) -> Value {
    json!({"data": [row], "meta": {"total": 1}})
}

fn of_webhook(operation: Operation) -> Operation {
    operation.for_some_roles().with(&["webhookId"]).refuses(&[ErrorCode::WebhookNotFound])
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listWebhooks", TAG, "List webhooks")
        .says("By id, without their secrets.")
        .for_some_roles()
        .pages()
        .shows("WebhookPage", page(&webhook()))
}

/// `GET /app/v1/webhooks`: a page of webhooks.
pub(crate) async fn list(
    by: ByAgent<Webhooks>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((by.caller.org, "webhooks")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.webhook_page(by.caller.org, page).await?))
}

pub(crate) fn describe_post() -> Operation {
    Operation::signed_in("createWebhook", TAG, "Create a webhook")
        .says("The secret is shown only in this answer. An organization may have 50 webhooks.")
        .also(change)
        .confirmed()
        .takes("NewWebhook", settings())
        .refuses_fields(&["url", "events", "enabled", "headers"])
        // A webhook that another agent deletes at the same moment.
        .refuses(&[ErrorCode::TooManyWebhooks, ErrorCode::WebhookNotFound])
        .answers_object(201, "WebhookWithSecret", with_secret_example())
        .leads("/id", &["updateWebhook", "deleteWebhook", "testWebhook", "listDeliveries"])
}

/// `POST /app/v1/webhooks`: adds a webhook.
pub(crate) async fn post(
    by: ByAgent<SteppedUp<Webhooks>>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let new = wire::webhooks::read_new(&body, |target| actions.is_open_to_webhooks(target))?;
    let made = actions.create_webhook(by.caller, new, None).await?;
    let id = wire::json::id_of(&made.webhook);
    let at = id.map(|id| format!("/app/v1/webhooks/{id}"));
    Ok(with_secret(made, |body| created(at, body)))
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateWebhook", TAG, "Change some fields of a webhook")
        .says("Fields that are left out stay as they are. A disabled webhook collects no events.")
        .also(change)
        .confirmed()
        .also(of_webhook)
        .may_take("WebhookEdit", json!({"enabled": false}))
        .refuses_fields(&["url", "events", "enabled", "headers"])
        .conditional()
        .answers_object(200, "Webhook", webhook())
}

/// `PATCH /app/v1/webhooks/{id}`: changes a webhook. Needs a recently entered password, since
/// events may be sent to another target afterwards.
pub(crate) async fn patch(
    by: ByAgent<SteppedUp<Webhooks>>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = wire::webhooks::read_edit(&body, |target| actions.is_open_to_webhooks(target))?;
    let recorded = actions.change_webhook(by.caller, path.webhook()?, edit, expected).await?;
    Ok(changed(recorded.json))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("deleteWebhook", TAG, "Delete a webhook")
        .says("Its waiting deliveries are deleted, too.")
        .also(change)
        .also(of_webhook)
        .conditional()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/webhooks/{id}`: deletes a webhook.
pub(crate) async fn delete(
    by: ByAgent<Webhooks>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
) -> Result<Response, ApiError> {
    actions.delete_webhook(by.caller, path.webhook()?, expected).await?;
    Ok(done())
}

pub(crate) fn describe_test() -> Operation {
    Operation::signed_in("testWebhook", TAG, "Send a test")
        .says("Sends `webhook.test` once, within seconds, also to a disabled webhook.")
        .also(change)
        .also(of_webhook)
        .refuses(&[ErrorCode::TooManyDeliveries])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /app/v1/webhooks/{id}/test`: sends a test event.
pub(crate) async fn test(
    by: ByAgent<Webhooks>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    actions.test_webhook(by.caller, path.webhook()?).await?;
    Ok(done())
}

pub(crate) fn describe_rotate() -> Operation {
    Operation::signed_in("rotateWebhookSecret", TAG, "Give a webhook another secret")
        .says("For 24 hours, deliveries are signed with the old secret, too.")
        .also(change)
        .confirmed()
        .also(of_webhook)
        .answers_object(200, "WebhookWithSecret", with_secret_example())
}

/// `POST /app/v1/webhooks/{id}/rotate`: replaces the secret.
pub(crate) async fn rotate(
    by: ByAgent<SteppedUp<Webhooks>>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    Ok(with_secret(actions.rotate_webhook(by.caller, path.webhook()?).await?, json))
}

pub(crate) fn describe_replay() -> Operation {
    Operation::signed_in("replayWebhook", TAG, "Send deliveries again")
        .says("One delivery, or all events after a change that is still kept (0: all).")
        .also(change)
        .also(of_webhook)
        .takes("Replay", json!({"since": 0}))
        .refuses(&[ErrorCode::NoReplay])
        .refuses_fields(&["delivery", "since"])
        .refuses(&[
            ErrorCode::DeliveryNotFound,
            ErrorCode::TooManyDeliveries,
            ErrorCode::HistoryExpired(42),
        ])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /app/v1/webhooks/{id}/replay`: repeats deliveries.
pub(crate) async fn replay(
    by: ByAgent<Webhooks>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let replay = wire::webhooks::read_replay(&body)?;
    let replayed = actions.replay_webhook(by.caller, path.webhook()?, replay).await;
    let named = [(ErrorCode::DeliveryNotFound, "delivery")];
    replayed.map_err(|error| ApiError::in_body(error, &named))?;
    Ok(done())
}

pub(crate) fn describe_deliveries() -> Operation {
    Operation::signed_in("listDeliveries", TAG, "List a webhook's deliveries")
        .says("All waiting deliveries and the last 200 that ended, the newest first.")
        .also(of_webhook)
        .pages()
        .shows("DeliveryPage", page(&delivery()))
}

/// `GET /app/v1/webhooks/{id}/deliveries`: a webhook's deliveries.
pub(crate) async fn deliveries(
    by: ByAgent<Webhooks>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let webhook = path.webhook();
    let list = webhook.ok().map(|webhook| (by.caller.org, ("deliveries", webhook)));
    let page = query.page(list, &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.delivery_page(by.caller.org, webhook?, page).await?))
}

/// An answer with a secret, which must not be cached. The ETag is the same as in the answer to
/// `GET`.
fn with_secret(webhook: WithSecret, answer: impl FnOnce(Vec<u8>) -> Response) -> Response {
    let digest = digest(&webhook.webhook);
    uncached(tagged(answer(webhook.into_json()), &digest))
}
