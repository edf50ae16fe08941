//! `/v1/webhooks`: the targets of events, and their deliveries (contract §7).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::idempotency::Creation;
use deskbell_app::actions::webhooks::WithSecret;
use deskbell_app::{Actions, Lists, digest};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{
    Errors, IfMatch, IfNoneMatch, IgnoredBody, PathId, Payload, QueryString,
};
use deskbell_http::pipeline::etag::tagged;
use deskbell_http::pipeline::reply::{changed, created, done, json, place, uncached};
use deskbell_wire::{self as wire};
use serde_json::{Value, json};

use crate::auth::{Admitted, Reader, Writer};
use crate::example;

const TAG: &str = "Webhooks";

/// The OpenAPI links from the creation of a webhook to the operations that take the webhook's id.
const OF_A_WEBHOOK: [&str; 7] = [
    "getWebhook",
    "updateWebhook",
    "testWebhook",
    "rotateWebhookSecret",
    "replayWebhook",
    "listDeliveries",
    "deleteWebhook",
];

fn settings() -> Value {
    json!({
        "url": "https://hooks.example.com/deskbell", "events": ["chat.new", "chat.closed"],
        "headers": {"X-Deskbell": "a secret of yours"},
    })
}

/// Adds, to the description of an operation, the webhook's id in the path and the refusal of
/// unknown ids.
fn of_webhook(operation: Operation) -> Operation {
    operation.with(&["webhookId"]).refuses(&[ErrorCode::WebhookNotFound])
}

pub(crate) fn describe_list() -> Operation {
    Operation::read("listWebhooks", TAG, "List webhooks")
        .says("By id, without their secrets.")
        .pages()
        .shows("WebhookPage", example::page(&example::webhook()))
}

/// `GET /v1/webhooks`: a page of webhooks, by id.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((reader.caller.org, "webhooks")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.webhook_page(reader.caller.org, page).await?))
}

pub(crate) fn describe_get() -> Operation {
    Operation::read("getWebhook", TAG, "Get a webhook")
        .says("Without its secret.")
        .also(of_webhook)
        .shows("Webhook", example::webhook())
}

/// `GET /v1/webhooks/{id}`: one webhook, without its secret.
pub(crate) async fn get(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.webhook(reader.caller.org, path.webhook()?).await?))
}

pub(crate) fn describe_post() -> Operation {
    Operation::write("createWebhook", TAG, "Create a webhook")
        .says(
            "Each event is posted to the URL as a `WebhookBody`, at least once, and in order \
             within a chat or a customer. `X-HelpCrunch-Signature` is the HMAC-SHA1 of the body, \
             keyed with the text of the secret, in hexadecimal digits; `webhook-id`, \
             `webhook-timestamp` and `webhook-signature` are those of Standard Webhooks. Any 2xx \
             within 15 seconds is success; otherwise the delivery is retried for more than a day. \
             410 disables the webhook. An organization may have 50 webhooks.",
        )
        .takes("NewWebhook", settings())
        .once()
        .refuses_fields(&["url", "events", "enabled", "headers"])
        // `WebhookNotFound` means that the same Idempotency-Key created a webhook that was deleted
        // since.
        .refuses(&[ErrorCode::TooManyWebhooks, ErrorCode::WebhookNotFound])
        .answers_object(201, "WebhookWithSecret", example::webhook_with_secret())
        .leads("/id", &OF_A_WEBHOOK)
}

/// `POST /v1/webhooks`: a new webhook, with its secret.
pub(crate) async fn post(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Webhook)?;
    if let Some(answer) = actions.answered_webhook(writer.caller.org, once.as_ref()).await? {
        return Ok(made(answer));
    }
    let new = wire::webhooks::read_new(&body, |target| actions.is_open_to_webhooks(target))?;
    Ok(made(actions.create_webhook(writer.caller, new, once).await?))
}

pub(crate) fn describe_patch() -> Operation {
    Operation::write("updateWebhook", TAG, "Change some fields of a webhook")
        .says(
            "Fields that are left out stay as they are. A disabled webhook collects no events; \
             when it is enabled again, it is sent what waited before and what happens from then \
             on.",
        )
        .also(of_webhook)
        .may_take("WebhookEdit", json!({"events": ["chat.new", "chat.closed"]}))
        .refuses_fields(&["url", "events", "enabled", "headers"])
        .conditional()
        .answers_object(200, "Webhook", example::webhook())
}

/// `PATCH /v1/webhooks/{id}`: changes the fields in the body; other fields stay unchanged.
pub(crate) async fn patch(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = wire::webhooks::read_edit(&body, |target| actions.is_open_to_webhooks(target))?;
    let webhook = path.webhook()?;
    let recorded = actions.change_webhook(writer.caller, webhook, edit, expected).await?;
    Ok(changed(recorded.json))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::write("deleteWebhook", TAG, "Delete a webhook")
        .says("Its waiting deliveries are deleted, too.")
        .also(of_webhook)
        .refuses_bodies()
        .conditional()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /v1/webhooks/{id}`: deletes the webhook with its deliveries.
pub(crate) async fn delete(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    actions.delete_webhook(writer.caller, path.webhook()?, expected).await?;
    Ok(done())
}

pub(crate) fn describe_test() -> Operation {
    Operation::write("testWebhook", TAG, "Send a test")
        .says("Sends `webhook.test` once, within seconds, also to a disabled webhook.")
        .also(of_webhook)
        .refuses_bodies()
        .refuses(&[ErrorCode::TooManyDeliveries])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /v1/webhooks/{id}/test`: sends a test event.
pub(crate) async fn test(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    actions.test_webhook(writer.caller, path.webhook()?).await?;
    Ok(done())
}

pub(crate) fn describe_rotate() -> Operation {
    Operation::write("rotateWebhookSecret", TAG, "Give a webhook another secret")
        .says(
            "For 24 hours, deliveries are signed with the old secret, too: as a second `v1,…` in \
             `webhook-signature`, and in `X-HelpCrunch-Signature-Previous`.",
        )
        .also(of_webhook)
        .refuses_bodies()
        .answers_object(200, "WebhookWithSecret", example::webhook_with_secret())
}

/// `POST /v1/webhooks/{id}/rotate`: replaces the secret.
pub(crate) async fn rotate(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    let webhook = actions.rotate_webhook(writer.caller, path.webhook()?).await?;
    Ok(with_secret(webhook, json))
}

pub(crate) fn describe_replay() -> Operation {
    Operation::write("replayWebhook", TAG, "Send deliveries again")
        .says(
            "One delivery, or all events after a change that is still kept (0: all). 410 if \
             changes that old are no longer kept.",
        )
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

/// `POST /v1/webhooks/{id}/replay`: repeats deliveries.
pub(crate) async fn replay(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let replay = wire::webhooks::read_replay(&body)?;
    let replayed = actions.replay_webhook(writer.caller, path.webhook()?, replay).await;
    let named = [(ErrorCode::DeliveryNotFound, "delivery")];
    replayed.map_err(|error| ApiError::in_body(error, &named))?;
    Ok(done())
}

pub(crate) fn describe_deliveries() -> Operation {
    Operation::read("listDeliveries", TAG, "List a webhook's deliveries")
        .says("All waiting deliveries and the last 200 that ended, the newest first.")
        .also(of_webhook)
        .pages()
        .shows("DeliveryPage", example::page(&example::delivery()))
}

/// `GET /v1/webhooks/{id}/deliveries`: the webhook's waiting and recent deliveries, the highest id
/// first.
pub(crate) async fn deliveries(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let webhook = path.webhook();
    let list = webhook.ok().map(|webhook| (reader.caller.org, ("deliveries", webhook)));
    let page = query.page(list, &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.delivery_page(reader.caller.org, webhook?, page).await?))
}

/// Makes the answer to the creation of a webhook: the webhook's path in `Location`, the webhook,
/// and its secret.
fn made(webhook: WithSecret) -> Response {
    let at = place("webhooks", &webhook.webhook);
    with_secret(webhook, |body| created(at, body))
}

/// Makes an answer with a webhook's secret, which must not be cached. The ETag is the same as in
/// the answer to `GET`.
fn with_secret(webhook: WithSecret, answer: impl FnOnce(Vec<u8>) -> Response) -> Response {
    let digest = digest(&webhook.webhook);
    uncached(tagged(answer(webhook.into_json()), &digest))
}
