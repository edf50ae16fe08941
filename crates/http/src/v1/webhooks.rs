//! `/v1/webhooks`: targets that are told what happens, and what they were told (contract §7).

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use deskbell_app::action::webhooks::WithSecret;
use deskbell_app::idempotency::Creation;
use deskbell_app::{App, digest};
use deskbell_wire::{self as wire};

use crate::error::{ApiError, Fault};
use crate::extract::{
    Faults, IfMatch, Known, Nothing, PathId, Payload, QueryString, Reader, Writer,
};
use crate::pipeline::etag::tagged;
use crate::pipeline::reply::{changed, created, done, json, place};

/// `GET /v1/webhooks`: a page of them, by id.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    query: QueryString,
    known: Known,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let page = query.page(Some((reader.org, "webhooks")), &mut faults);
    faults.none()?;
    Ok(known.or(app.webhook_page(reader.org, page).await?))
}

/// `GET /v1/webhooks/{id}`: one webhook, without its secret.
pub(crate) async fn get(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
    known: Known,
) -> Result<Response, ApiError> {
    Ok(known.or(app.webhook(reader.org, path.webhook()?).await?))
}

/// `POST /v1/webhooks`: a new webhook, with its secret.
pub(crate) async fn post(
    writer: Writer,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Webhook)?;
    if let Some(answer) = app.answered_webhook(writer.org, once.as_ref()).await? {
        return Ok(made(answer));
    }
    let new = wire::webhooks::read_new(&body, |target| app.is_open_to_webhooks(target))?;
    Ok(made(app.create_webhook(writer.org, new, once).await?))
}

/// `PATCH /v1/webhooks/{id}`: what is left out stays.
pub(crate) async fn patch(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = wire::webhooks::read_edit(&body, |target| app.is_open_to_webhooks(target))?;
    Ok(changed(app.change_webhook(writer.org, path.webhook()?, edit, expected).await?))
}

/// `DELETE /v1/webhooks/{id}`: the webhook, and what waits for it.
pub(crate) async fn delete(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    IfMatch(expected): IfMatch,
    _: Nothing,
) -> Result<Response, ApiError> {
    app.delete_webhook(writer.org, path.webhook()?, expected).await?;
    Ok(done())
}

/// `POST /v1/webhooks/{id}/test`: it is told of a test, once.
pub(crate) async fn test(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    _: Nothing,
) -> Result<Response, ApiError> {
    app.test_webhook(writer.org, path.webhook()?).await?;
    Ok(done())
}

/// `POST /v1/webhooks/{id}/rotate`: it gets another secret.
pub(crate) async fn rotate(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    _: Nothing,
) -> Result<Response, ApiError> {
    let webhook = app.rotate_webhook(writer.org, path.webhook()?).await?;
    Ok(with_secret(webhook, json))
}

/// `POST /v1/webhooks/{id}/replay`: it is told again.
pub(crate) async fn replay(
    writer: Writer,
    State(app): State<Arc<App>>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let replay = wire::webhooks::read_replay(&body)?;
    let replayed = app.replay_webhook(writer.org, path.webhook()?, replay).await;
    let named = [(Fault::DeliveryNotFound, "delivery")];
    replayed.map_err(|error| ApiError::in_body(error, &named))?;
    Ok(done())
}

/// `GET /v1/webhooks/{id}/deliveries`: what it is to be told and was told last, newest first.
pub(crate) async fn deliveries(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
    query: QueryString,
    known: Known,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let webhook = path.webhook();
    let list = webhook.ok().map(|webhook| (reader.org, ("deliveries", webhook)));
    let page = query.page(list, &mut faults);
    faults.none()?;
    Ok(known.or(app.delivery_page(reader.org, webhook?, page).await?))
}

/// A webhook came into being.
fn made(webhook: WithSecret) -> Response {
    let at = place("webhooks", &webhook.webhook);
    with_secret(webhook, |body| created(at, body))
}

/// An answer with a secret: nobody between may keep it. Its tag is the webhook's, as others are
/// shown it.
fn with_secret(webhook: WithSecret, answer: impl FnOnce(Vec<u8>) -> Response) -> Response {
    let digest = digest(&webhook.webhook);
    let mut response = tagged(answer(webhook.into_json()), &digest);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
