//! The request of a delivery to a webhook: its body, and the headers with the signatures. Long
//! bodies are written on separate threads, a few at the same time. This module does not know the
//! target.

use std::sync::Arc;

use deskbell_app::outbox::{Delivery, EventData, WebhookRow};
use deskbell_model::Timestamp;
use deskbell_traces::TRACEPARENT;
use deskbell_wire::webhooks::Envelope;
use hyper::header::{CONTENT_TYPE, HeaderName, USER_AGENT};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::sign;
use crate::limits::DELIVERY_BODY_FREE_BYTES;

#[derive(Debug)]
pub(crate) struct WebhookRequest {
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Vec<u8>,
}

/// The permits for threads that write long requests: half as many as processors, at least one.
pub(crate) fn threads() -> Semaphore {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new((threads / 2).max(1))
}

/// Writes the request of a delivery sent at `now`; `None` when the delivery's change does not hold
/// the data of the event.
pub(crate) async fn write(
    threads: &Arc<Semaphore>,
    row: &Arc<WebhookRow>,
    delivery: &Delivery,
    data: EventData,
    now: Timestamp,
) -> Option<WebhookRequest> {
    let trace = deskbell_traces::traceparent();
    if data.bytes() <= DELIVERY_BODY_FREE_BYTES {
        return written(row, delivery, &data, (now, trace));
    }
    let permit = Arc::clone(threads).acquire_owned().await.ok()?;
    let (row, delivery) = (Arc::clone(row), delivery.clone());
    let writing = spawn_blocking(move || {
        let request = written(&row, &delivery, &data, (now, trace));
        drop(permit);
        request
    });
    writing.await.ok().flatten()
}

fn written(
    row: &WebhookRow,
    delivery: &Delivery,
    data: &EventData,
    (now, trace): (Timestamp, Option<String>),
) -> Option<WebhookRequest> {
    let data = data.write()?;
    let before = delivery.last_attempt_at.map(Timestamp::seconds);
    let envelope = Envelope {
        event: delivery.event,
        data: &data,
        attempts: delivery.attempts,
        last_attempt_at: before.unwrap_or(delivery.created_at),
        created_at: delivery.created_at,
        id: &delivery.event_id,
    };
    let mut body = Vec::with_capacity(data.len() + 256);
    deskbell_wire::write(&mut body, &envelope);
    let mut headers = headers(row, &delivery.event_id, now.seconds().get(), &body);
    let is_set = |(name, _): &(HeaderName, String)| name == TRACEPARENT;
    if let Some(trace) = trace.filter(|_| !headers.iter().any(is_set)) {
        headers.push((HeaderName::from_static(TRACEPARENT), trace));
    }
    Some(WebhookRequest { headers, body })
}

/// Returns the headers of a delivery. The body is signed with the secret, and also with the
/// previous secret while the previous secret is valid.
fn headers(row: &WebhookRow, id: &str, now: u32, body: &[u8]) -> Vec<(HeaderName, String)> {
    let old = row.old_secret.as_ref().filter(|(_, until)| now < until.get());
    let old = old.map(|(secret, _)| secret);
    let mut standard = sign::standard(&row.secret, id, now, body);
    if let Some(secret) = old {
        standard.push(' ');
        standard.push_str(&sign::standard(secret, id, now, body));
    }
    let mut headers = vec![
        (CONTENT_TYPE, "application/json".to_owned()),
        (USER_AGENT, concat!("Deskbell/", env!("CARGO_PKG_VERSION")).to_owned()),
        (HeaderName::from_static("webhook-id"), id.to_owned()),
        (HeaderName::from_static("webhook-timestamp"), now.to_string()),
        (HeaderName::from_static("webhook-signature"), standard),
        (HeaderName::from_static("x-helpcrunch-signature"), sign::helpcrunch(&row.secret, body)),
    ];
    for (name, value) in row.webhook.headers.sent() {
        // Stored headers were checked before.
        headers.extend(HeaderName::try_from(name).ok().map(|name| (name, value.to_owned())));
    }
    if let Some(secret) = old {
        let name = HeaderName::from_static("x-helpcrunch-signature-previous");
        headers.push((name, sign::helpcrunch(secret, body)));
    }
    headers
}
