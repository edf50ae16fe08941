//! A round of deliveries to one webhook. Deliveries about the same chat or customer form a lane and
//! are sent in order; several lanes run at the same time. This module chooses the transport, and
//! knows neither what is sent nor how an attempt is judged.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deskbell_app::outbox::{
    Attempt, Delivery, DeliveryRow, EventData, Outcome, Round, RoundOutcome, Tally, WebhookOf,
};
use deskbell_model::{DeliveryId, OrgId, WebhookEvent};
use deskbell_traces::traceparent_of_change;
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::client::pool::TargetPool;
use crate::courier::Courier;
use crate::limits::{DELIVERIES_AT_ONCE, DELIVERY_CHANGES_PASSED_OVER};
use crate::transport::Transport;
use crate::webhook::WebhookTransport;

/// The next action of a webhook's worker after a round of deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoundEnd {
    /// Another round follows at once.
    More,
    /// The worker pauses until the next wake-up.
    Idle,
    /// The worker stops: the webhook is gone, or another node has the lease.
    Over,
}

/// Makes the next round of deliveries to a webhook over this pool of connections, and stores the
/// outcome.
pub(crate) async fn deliver(
    courier: &Courier,
    of: WebhookOf,
    pool: &mut TargetPool,
    stopping: &watch::Receiver<bool>,
) -> deskbell_app::Result<RoundEnd> {
    let Some(round) = courier.outbox.round(of).await? else { return Ok(RoundEnd::Over) };
    let (cursor_from, is_more) = (round.row.cursor_seq, round.is_more);
    let is_empty = round.due.is_empty() && round.fresh.is_empty();
    if is_empty {
        pool.clear();
    }
    if is_empty && round.cursor_seq - cursor_from < DELIVERY_CHANGES_PASSED_OVER {
        // A cursor that only skipped changes is stored once it has skipped many changes.
        return Ok(RoundEnd::Idle);
    }
    pool.retarget(&round.row.webhook.url);
    let outcome = attempt(courier, of, round, pool, stopping).await;
    if !courier.outbox.keep(of, outcome).await? {
        return Ok(RoundEnd::Over);
    }
    Ok(if is_empty && !is_more { RoundEnd::Idle } else { RoundEnd::More })
}

/// Deliveries of a round about the same chat or customer, which are sent one after the other.
#[derive(Default)]
struct Lane {
    is_waiting: bool,
    entries: Vec<Entry>,
}

struct Entry {
    /// The id of the delivery's row; `None` before the row exists.
    id: Option<DeliveryId>,
    place: usize,
    delivery: Delivery,
    /// The state of the target after the attempt; `None` when the delivery was not tried.
    tally: Option<Tally>,
}

impl Lane {
    /// The sort key by which lanes (each with the deliveries about one chat or customer) are
    /// ordered. Lanes of test deliveries come first, since somebody waits for the outcome. The
    /// other lanes follow in the order of their first deliveries.
    fn order(&self) -> Option<(bool, usize)> {
        let first = self.entries.first()?;
        Some((first.delivery.event != WebhookEvent::Test, first.place))
    }
}

/// Returns the lanes of a round (the deliveries about each chat or customer), in the order in which
/// the lanes are started.
fn lanes(round: &mut Round) -> Vec<Lane> {
    let mut lanes: HashMap<String, Lane> = HashMap::new();
    let due = round.due.drain(..).map(|DeliveryRow { id, delivery }| (Some(id), delivery));
    let fresh = round.fresh.drain(..).map(|delivery| (None, delivery));
    for (place, (id, delivery)) in due.chain(fresh).enumerate() {
        let lane = lanes.entry(delivery.lane.clone()).or_default();
        // Stored deliveries of the lane may wait behind the due delivery.
        lane.is_waiting |= round.waiting.contains(&delivery.lane);
        lane.entries.push(Entry { id, place, delivery, tally: None });
    }
    let mut lanes: Vec<Lane> = lanes.into_values().collect();
    lanes.sort_by_key(Lane::order);
    lanes
}

async fn attempt(
    courier: &Courier,
    of: WebhookOf,
    mut round: Round,
    pool: &TargetPool,
    stopping: &watch::Receiver<bool>,
) -> RoundOutcome {
    let lanes = lanes(&mut round);
    let Round { row, history, cursor_seq, .. } = round;
    // A target that fails gets a single connection, so that the other targets get the rest.
    let at_once = if row.failing_since.is_some() { 1 } else { DELIVERIES_AT_ONCE };
    let row = Arc::new(row);
    let transport = WebhookTransport {
        org: of.org,
        row: Arc::clone(&row),
        pool,
        client: &courier.client,
        writing: &courier.writing,
        clock: courier.outbox.clock(),
    };
    let until = Instant::now() + courier.client.deadline;
    let is_gone = AtomicBool::default();
    let run = RoundRun { courier, of, transport: &transport, until, is_gone, stopping };
    let running = lanes.into_iter().map(|lane| run.go(lane));
    let done: Vec<Lane> = stream::iter(running).buffer_unordered(at_once).collect().await;
    let mut done: Vec<Entry> = done.into_iter().flat_map(|lane| lane.entries).collect();
    done.sort_by_key(|done| done.place);
    let tally = done.iter().filter_map(|done| done.tally).fold(Tally::default(), Tally::and);
    let (mut noted, mut fresh) = (Vec::new(), Vec::new());
    for Entry { id, delivery, tally, .. } in done {
        match id {
            Some(id) if tally.is_some() => noted.push(DeliveryRow { id, delivery }),
            Some(_) => {}
            None => fresh.push(delivery),
        }
    }
    let (url, replay_epoch) = (row.webhook.url.clone(), row.replay_epoch);
    RoundOutcome { url, replay_epoch, history, cursor_seq, noted, fresh, tally }
}

/// A running round of deliveries, shared by the lanes of the round (one lane for each chat or
/// customer).
struct RoundRun<'a, T> {
    courier: &'a Courier,
    of: WebhookOf,
    transport: &'a T,
    /// The time after which no attempt begins, so that the round's outcome is stored soon.
    until: Instant,
    is_gone: AtomicBool,
    stopping: &'a watch::Receiver<bool>,
}

impl<T: Transport> RoundRun<'_, T> {
    /// Makes the deliveries of a lane (about one chat or customer) in order, up to the first
    /// delivery that has to be tried again.
    async fn go(&self, mut lane: Lane) -> Lane {
        let mut is_blocked = false;
        for entry in &mut lane.entries {
            // A delivery with a row is due, so it is the first of its lane. A fresh delivery is
            // blocked while the lane has waiting deliveries.
            is_blocked |= entry.id.is_none() && lane.is_waiting;
            if is_blocked || self.is_gone.load(Ordering::Relaxed) {
                continue;
            }
            entry.tally = self.attempt(&mut entry.delivery, entry.id.is_none()).await;
            match entry.tally {
                Some(tally) => drop(self.is_gone.fetch_or(tally.is_gone, Ordering::Relaxed)),
                // The delivery is due in the next round.
                None => entry.delivery.next_attempt_at = Some(self.courier.outbox.clock().now()),
            }
            is_blocked = entry.delivery.ended_at.is_none();
        }
        lane
    }

    /// Tries a delivery once, and records the outcome in the delivery. A delivery whose data is
    /// gone ends without a request. Returns `None` when the attempt did not begin.
    async fn attempt(&self, delivery: &mut Delivery, is_fresh: bool) -> Option<Tally> {
        let Self { courier, of, transport, until, .. } = self;
        let outbox = &courier.outbox;
        let warn = |error: &deskbell_app::Error| {
            let WebhookOf { org, webhook } = of;
            tracing::warn!(%error, %org, %webhook, "what is to be told could not be read");
        };
        if *self.stopping.borrow() || Instant::now() > *until {
            return None;
        }
        let bytes = outbox.event_data_bytes(of.org, delivery).await.inspect_err(warn).ok()?;
        // All bodies together have a limit. Memory is taken before the connection, so that a
        // delivery that waits for memory holds no connection.
        let body_permit = timeout_at(*until, courier.body_permit(of.org, bytes)).await.ok()?;
        let permit = timeout_at(*until, transport.permit()).await.ok()??;
        if *self.stopping.borrow() {
            return None;
        }
        match outbox.event_data(*of, delivery, is_fresh).await.inspect_err(warn).ok()?? {
            Ok(data) => {
                let attempt = attempt_traced(*transport, permit, (of.org, delivery), data).await;
                drop(body_permit);
                Some(outbox.note(delivery, attempt))
            }
            Err(reason) => {
                outbox.drop_unavailable(delivery, reason);
                Some(Tally::default())
            }
        }
    }
}

/// Attempts a delivery in a new trace span, which continues the trace of the delivery's change, or
/// begins a new trace if the change has no trace.
async fn attempt_traced<T: Transport>(
    transport: &T,
    permit: T::Permit,
    (org, delivery): (OrgId, &Delivery),
    data: EventData,
) -> Attempt {
    let event = delivery.event.as_str();
    let origin = delivery.seq.and_then(|seq| traceparent_of_change(org.get(), seq.get()));
    let traceparent = origin.as_deref();
    let span = tracing::debug_span!("delivery", event, traceparent, status = Empty, failed = Empty);
    let attempt = transport.attempt(permit, delivery, data).instrument(span.clone()).await;
    span.record("status", attempt.status);
    span.record("failed", attempt.outcome != Outcome::Delivered);
    attempt
}
