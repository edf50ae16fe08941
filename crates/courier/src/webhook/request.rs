//! The request that a delivery is sent as: its body, and the headers that sign it. Long ones are
//! written beside the tasks that wait for the network, a few at once. It must not know where they
//! are sent.

use std::sync::Arc;

use deskbell_app::deliveries::{Delivery, Facts, WebhookRow};
use deskbell_model::Timestamp;
use deskbell_model::limits::DELIVERY_BODY_FREE_BYTES;
use deskbell_wire::webhooks::{Told, envelope};
use hyper::header::{CONTENT_TYPE, HeaderName, USER_AGENT};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::sign;

/// What a target is sent.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Vec<u8>,
}

/// Places for letters that take time: half of the machine's threads, one at least.
pub(crate) fn places() -> Semaphore {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new((threads / 2).max(1))
}

/// Writes a delivery as it is sent now; `None` when its change does not hold what it should.
pub(crate) async fn write(
    places: &Arc<Semaphore>,
    row: &Arc<WebhookRow>,
    delivery: &Delivery,
    facts: Facts,
    now: Timestamp,
) -> Option<Letter> {
    if facts.bytes() <= DELIVERY_BODY_FREE_BYTES {
        return written(row, delivery, &facts, now);
    }
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    let (row, delivery) = (Arc::clone(row), delivery.clone());
    let writing = spawn_blocking(move || {
        let letter = written(&row, &delivery, &facts, now);
        drop(place);
        letter
    });
    writing.await.ok().flatten()
}

fn written(row: &WebhookRow, delivery: &Delivery, facts: &Facts, now: Timestamp) -> Option<Letter> {
    let data = facts.write()?;
    let before = delivery.last_attempt_at.map(Timestamp::seconds);
    let told = Told {
        event: delivery.event,
        data: &data,
        attempts: delivery.attempts,
        last_attempt_at: before.unwrap_or(delivery.created_at),
        created_at: delivery.created_at,
        id: &delivery.event_id,
    };
    let mut body = Vec::with_capacity(data.len() + 256);
    envelope(&mut body, &told);
    let headers = headers(row, &delivery.event_id, now.seconds().get(), &body);
    Some(Letter { headers, body })
}

/// What a delivery is sent with: the signatures of the secret, and those of the one before while
/// it still counts.
fn headers(row: &WebhookRow, id: &str, now: u32, body: &[u8]) -> Vec<(HeaderName, String)> {
    let old = row.old_secret.as_ref().filter(|(_, until)| now < until.get());
    let old = old.map(|(secret, _)| secret.as_str());
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
        // What is stored was read before.
        headers.extend(HeaderName::try_from(name).ok().map(|name| (name, value.to_owned())));
    }
    if let Some(secret) = old {
        let name = HeaderName::from_static("x-helpcrunch-signature-previous");
        headers.push((name, sign::helpcrunch(secret, body)));
    }
    headers
}
