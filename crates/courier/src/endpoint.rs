//! A round of deliveries to one webhook: several lanes at once, in order within each.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use deskbell_app::Result;
use deskbell_app::deliveries::{Delivery, DeliveryRow, Outcome, Round, WebhookOf, WebhookRow};
use deskbell_model::limits::{
    DELIVERIES_AT_ONCE, DELIVERY_ANSWER_BYTES_KEPT, DELIVERY_CHANGES_PASSED_OVER,
};
use deskbell_model::{DeliveryId, WebhookEvent};
use deskbell_wire::webhooks::{Told, envelope};
use futures_util::StreamExt as _;
use futures_util::stream;
use hyper::header::{CONTENT_TYPE, HeaderName, USER_AGENT};
use tokio::sync::watch;

use crate::send::{Answer, Failure};
use crate::{Courier, schedule, sign};

/// The status by which a target says that it is gone for good.
const GONE: u16 = 410;

/// What comes after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Another one.
    More,
    /// Nothing until something happens.
    Idle,
    /// Nothing: the webhook is gone, or another node's.
    Over,
}

/// Delivers what is next for a webhook, and keeps how it ended.
pub(crate) async fn round(
    courier: &Courier,
    of: WebhookOf,
    stopping: &watch::Receiver<bool>,
) -> Result<Step> {
    let Some(round) = courier.app.delivery_round(of).await? else { return Ok(Step::Over) };
    let (told_from, is_more) = (round.row.told_to, round.is_more);
    let is_empty = round.due.is_empty() && round.fresh.is_empty();
    if is_empty && round.told_to - told_from < DELIVERY_CHANGES_PASSED_OVER {
        // How far was looked is kept when it has become a way to go again.
        return Ok(Step::Idle);
    }
    let outcome = deliver(courier, round, stopping).await;
    if !courier.app.keep_deliveries(of, outcome).await? {
        return Ok(Step::Over);
    }
    Ok(if is_empty && !is_more { Step::Idle } else { Step::More })
}

/// What goes its way one after the other.
#[derive(Default)]
struct Lane {
    is_waiting: bool,
    line: Vec<(Option<DeliveryId>, usize, Delivery)>,
}

/// What a delivery came to.
struct Done {
    id: Option<DeliveryId>,
    place: usize,
    delivery: Delivery,
    /// Whether it was left alone because everything stops.
    is_left: bool,
}

async fn deliver(courier: &Courier, round: Round, stopping: &watch::Receiver<bool>) -> Outcome {
    let Round { row, due, fresh, waiting, told_to, .. } = round;
    let mut lanes: BTreeMap<String, Lane> = BTreeMap::new();
    for DeliveryRow { id, delivery } in due {
        let lane = lanes.entry(delivery.lane.clone()).or_default();
        lane.line.push((Some(id), 0, delivery));
    }
    for (place, delivery) in fresh.into_iter().enumerate() {
        let lane = lanes.entry(delivery.lane.clone()).or_default();
        // What waits may be more than what is due of it.
        lane.is_waiting |= waiting.contains(&delivery.lane);
        lane.line.push((None, place, delivery));
    }
    let is_gone = AtomicBool::new(false);
    let ways = lanes.into_values().map(|lane| go(courier, &row, lane, &is_gone, stopping));
    let done: Vec<Vec<Done>> =
        stream::iter(ways).buffer_unordered(DELIVERIES_AT_ONCE).collect().await;
    let mut done: Vec<Done> = done.into_iter().flatten().collect();
    done.sort_by_key(|done| done.place);
    // What was left alone is told the next time, and whatever comes after it once more.
    let left = done.iter().filter(|done| done.is_left && done.id.is_none());
    let left = left.filter_map(|done| done.delivery.seq).map(|seq| seq.get()).min();
    let told_to = left.map_or(told_to, |seq| seq - 1);
    let mut outcome = Outcome {
        told_from: row.told_to,
        told_to,
        is_gone: is_gone.into_inner(),
        ..Outcome::default()
    };
    for Done { id, delivery, is_left, .. } in done {
        match id {
            Some(id) if !is_left => outcome.noted.push(DeliveryRow { id, delivery }),
            None if delivery.seq.is_some_and(|seq| seq.get() <= told_to) => {
                outcome.fresh.push(delivery);
            }
            _ => {}
        }
    }
    outcome
}

/// Delivers what stands in a lane, up to the first that has to be tried again.
async fn go(
    courier: &Courier,
    row: &WebhookRow,
    lane: Lane,
    is_gone: &AtomicBool,
    stopping: &watch::Receiver<bool>,
) -> Vec<Done> {
    let Lane { is_waiting, line } = lane;
    let mut done = Vec::with_capacity(line.len());
    let mut is_blocked = false;
    for (id, place, mut delivery) in line {
        // What is due is the first of what waits: it may go.
        is_blocked |= id.is_none() && is_waiting;
        let mut is_left = false;
        if !is_blocked && !is_gone.load(Ordering::Relaxed) {
            if *stopping.borrow() {
                is_left = true;
            } else {
                attempt(courier, row, &mut delivery, is_gone).await;
            }
            is_blocked = delivery.ended_at.is_none();
        }
        done.push(Done { id, place, delivery, is_left });
    }
    done
}

/// Tries a delivery once, and notes in it how that ended.
async fn attempt(
    courier: &Courier,
    row: &WebhookRow,
    delivery: &mut Delivery,
    is_gone: &AtomicBool,
) {
    let clock = &courier.app.clock;
    let (began, uptime) = (clock.now(), clock.uptime());
    let mut body = Vec::new();
    let before = delivery.last_attempt_at.map(|at| at.seconds());
    let told = Told {
        event: delivery.event,
        data: &delivery.data,
        attempts: delivery.attempts,
        last_attempt_at: before.unwrap_or(delivery.created_at),
        created_at: delivery.created_at,
        id: &delivery.event_id,
    };
    envelope(&mut body, &told);
    let headers = headers(row, &delivery.event_id, began.seconds().get(), &body);
    let answer = courier.sender.post(&row.webhook.url, headers, body).await;
    let took = clock.uptime().saturating_sub(uptime);
    delivery.attempts = delivery.attempts.saturating_add(1);
    delivery.attempt_before_at = delivery.last_attempt_at.replace(began);
    delivery.duration_ms = Some(u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
    delivery.next_attempt_at = None;
    delivery.status = answer.as_ref().ok().map(|answer| u32::from(answer.status));
    delivery.answer = answer.as_ref().ok().map(|answer| kept(&answer.body));
    let (error, retry_after) = match &answer {
        Ok(Answer { status: 200..=299, .. }) => (None, None),
        Ok(answer) => {
            let error = format!("the target answered {}", answer.status);
            (Some(error), answer.retry_after.as_deref())
        }
        Err(failure) => (Some(failure.to_string()), None),
    };
    let is_last = delivery.event == WebhookEvent::Test
        || matches!(answer, Ok(Answer { status: GONE, .. }) | Err(Failure::NoTarget));
    if matches!(answer, Ok(Answer { status: GONE, .. })) {
        is_gone.store(true, Ordering::Relaxed);
    }
    let now = clock.now();
    if error.is_some() && !is_last {
        let entropy = courier.app.entropy.as_ref();
        delivery.next_attempt_at = schedule::next(delivery.attempts, now, retry_after, entropy);
    }
    delivery.error = error;
    if delivery.next_attempt_at.is_none() {
        delivery.ended_at = Some(now.seconds());
    }
}

/// The beginning of an answer as text.
fn kept(body: &[u8]) -> String {
    let beginning = &body[..body.len().min(DELIVERY_ANSWER_BYTES_KEPT)];
    String::from_utf8_lossy(beginning).replace('\0', "\u{fffd}")
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
    if let Some(secret) = old {
        let name = HeaderName::from_static("x-helpcrunch-signature-previous");
        headers.push((name, sign::helpcrunch(secret, body)));
    }
    headers
}
