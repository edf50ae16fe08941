//! Webhooks (contract §7): a delivery is a signed POST to a URL, and the status of the response
//! determines the outcome.

pub(crate) mod request;
mod retry_after;
mod sign;

use std::sync::Arc;

use deskbell_app::Steady;
use deskbell_app::outbox::{Attempt, Delivery, EventData, Outcome, WebhookRow};
use deskbell_model::OrgId;
use tokio::sync::Semaphore;

use crate::attempt::{DeliveryError, TargetResponse};
use crate::client::GuardedClient;
use crate::client::pool::{PoolPermit, TargetPool};
use crate::limits::DELIVERY_ANSWER_BYTES_KEPT;
use crate::transport::Transport;

/// The response status of a target that is gone for good.
const GONE: u16 = 410;

#[derive(Debug)]
pub(crate) struct WebhookTransport<'a> {
    pub(crate) org: OrgId,
    pub(crate) row: Arc<WebhookRow>,
    pub(crate) pool: &'a TargetPool,
    pub(crate) client: &'a GuardedClient,
    /// The permits for threads that write long requests.
    pub(crate) writing: &'a Arc<Semaphore>,
    pub(crate) clock: &'a Steady,
}

impl Transport for WebhookTransport<'_> {
    type Permit = PoolPermit;

    async fn permit(&self) -> Option<PoolPermit> {
        self.client.permit(self.pool, self.org).await
    }

    async fn attempt(&self, permit: PoolPermit, delivery: &Delivery, data: EventData) -> Attempt {
        let Self { row, pool, client, writing, clock, .. } = self;
        let began_at = clock.now();
        let request = request::write(writing, row, delivery, data, began_at).await;
        let uptime = clock.uptime();
        let response = match request {
            Some(request) => client.post(pool, permit, request.headers, request.body).await,
            None => Err(DeliveryError::NoTarget),
        };
        let response = response.as_ref();
        Attempt {
            began_at,
            duration: clock.uptime().saturating_sub(uptime),
            status: response.ok().map(|response| u32::from(response.status)),
            answer: response.ok().map(|response| kept(&response.body)),
            outcome: outcome(response),
        }
    }
}

fn outcome(response: Result<&TargetResponse, &DeliveryError>) -> Outcome {
    let answered = |status: u16| format!("the target answered {status}");
    match response {
        Ok(TargetResponse { status: 200..=299, .. }) => Outcome::Delivered,
        Ok(TargetResponse { status: GONE, .. }) => Outcome::Gone(answered(GONE)),
        Ok(TargetResponse { status, retry_after, .. }) => Outcome::Failed {
            error: answered(*status),
            retry_after: retry_after.as_deref().and_then(retry_after::parse),
        },
        Err(error @ DeliveryError::NoTarget) => Outcome::Undeliverable(error.to_string()),
        Err(error) => Outcome::Failed { error: error.to_string(), retry_after: None },
    }
}

/// Returns the beginning of a body as text, cut at the limit of the log.
fn kept(body: &[u8]) -> String {
    let beginning = &body[..body.len().min(DELIVERY_ANSWER_BYTES_KEPT)];
    let mut text = String::from_utf8_lossy(beginning).replace('\0', "\u{fffd}");
    text.truncate(text.floor_char_boundary(DELIVERY_ANSWER_BYTES_KEPT));
    text
}

#[cfg(test)]
mod tests {
    use deskbell_app::outbox::RetryAfter;

    use super::*;

    #[test]
    fn a_status_says_how_a_delivery_ended() {
        let answered = |status, wait: Option<&str>| {
            let retry_after = wait.map(str::to_owned);
            outcome(Ok(&TargetResponse { status, retry_after, body: Vec::new() }))
        };
        let failed = |error: &str, wait: Option<u64>| Outcome::Failed {
            error: error.into(),
            retry_after: wait.map(RetryAfter::Seconds),
        };
        for status in [200, 204, 299] {
            assert_eq!(answered(status, Some("9")), Outcome::Delivered, "{status}");
        }
        for status in [300, 301, 404, 429, 500, 503] {
            let error = format!("the target answered {status}");
            assert_eq!(answered(status, None), failed(&error, None));
            assert_eq!(answered(status, Some("9")), failed(&error, Some(9)));
            assert_eq!(answered(status, Some("soon")), failed(&error, None));
        }
        assert_eq!(answered(410, Some("9")), Outcome::Gone("the target answered 410".into()));
        let no_target = outcome(Err(&DeliveryError::NoTarget));
        assert_eq!(no_target, Outcome::Undeliverable("the URL cannot be called".into()));
        let too_late = outcome(Err(&DeliveryError::TooLate));
        assert_eq!(too_late, failed("the target took too long", None));
    }

    #[test]
    fn an_answer_is_kept_as_text_of_a_limited_length() {
        assert_eq!(kept(b"a\0b"), "a\u{fffd}b");
        let long = kept(&[0xff; DELIVERY_ANSWER_BYTES_KEPT + 1]);
        assert!(long.len() <= DELIVERY_ANSWER_BYTES_KEPT && long.ends_with('\u{fffd}'));
    }
}
