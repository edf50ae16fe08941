//! A round of deliveries to one webhook: several lanes at once, in order within each.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deskbell_app::deliveries::{
    Delivery, DeliveryRow, Facts, Outcome, Round, WebhookOf, WebhookRow,
};
use deskbell_model::limits::{
    DELIVERIES_AT_ONCE, DELIVERY_ANSWER_BYTES_KEPT, DELIVERY_CHANGES_PASSED_OVER,
};
use deskbell_model::{DeliveryId, WebhookEvent};
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::line::{Line, Turn};
use crate::send::{Answer, Failure};
use crate::share::Share;
use crate::{Courier, letter, schedule};

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

/// Delivers what is next for a webhook, over this line, and keeps how it ended.
pub(crate) async fn round(
    courier: &Courier,
    of: WebhookOf,
    line: &mut Line,
    stopping: &watch::Receiver<bool>,
) -> deskbell_app::Result<Step> {
    let Some(round) = courier.app.delivery_round(of).await? else { return Ok(Step::Over) };
    let (told_from, is_more) = (round.row.told_to, round.is_more);
    let is_empty = round.due.is_empty() && round.fresh.is_empty();
    if is_empty {
        line.hang_up();
    }
    if is_empty && round.told_to - told_from < DELIVERY_CHANGES_PASSED_OVER {
        // How far was looked is kept when it has become a way to go again.
        return Ok(Step::Idle);
    }
    line.lead_to(&round.row.webhook.url);
    let outcome = deliver(courier, of, round, line, stopping).await;
    if !courier.app.keep_deliveries(of, outcome).await? {
        return Ok(Step::Over);
    }
    Ok(if is_empty && !is_more { Step::Idle } else { Step::More })
}

/// What goes its way one after the other.
#[derive(Default)]
struct Lane {
    is_waiting: bool,
    entries: Vec<Entry>,
}

struct Entry {
    /// None before it is noted.
    id: Option<DeliveryId>,
    place: usize,
    delivery: Delivery,
    is_tried: bool,
}

impl Lane {
    /// What comes first: a test, for which somebody waits, and then what happened first.
    fn order(&self) -> Option<(bool, usize)> {
        let first = self.entries.first()?;
        Some((first.delivery.event != WebhookEvent::Test, first.place))
    }
}

/// The lanes of what is next, in the order in which they are begun.
fn lanes(round: &mut Round) -> Vec<Lane> {
    let mut lanes: HashMap<String, Lane> = HashMap::new();
    let due = round.due.drain(..).map(|DeliveryRow { id, delivery }| (Some(id), delivery));
    let fresh = round.fresh.drain(..).map(|delivery| (None, delivery));
    for (place, (id, delivery)) in due.chain(fresh).enumerate() {
        let lane = lanes.entry(delivery.lane.clone()).or_default();
        // What waits may be more than what is due of it.
        lane.is_waiting |= round.waiting.contains(&delivery.lane);
        lane.entries.push(Entry { id, place, delivery, is_tried: false });
    }
    let mut lanes: Vec<Lane> = lanes.into_values().collect();
    lanes.sort_by_key(Lane::order);
    lanes
}

async fn deliver(
    courier: &Courier,
    of: WebhookOf,
    mut round: Round,
    line: &Line,
    stopping: &watch::Receiver<bool>,
) -> Outcome {
    let lanes = lanes(&mut round);
    let Round { row, history, told_to, .. } = round;
    // Who does nothing but fail takes no more than one connection from the others.
    let at_once = if row.failing_since.is_some() { 1 } else { DELIVERIES_AT_ONCE };
    let until = Instant::now() + courier.sender.deadline;
    let row = Arc::new(row);
    let (is_gone, has_taken, has_failed) = Default::default();
    let row_of = Arc::clone(&row);
    let trip =
        Trip { courier, of, row: row_of, line, until, is_gone, has_taken, has_failed, stopping };
    let going = lanes.into_iter().map(|lane| trip.go(lane));
    let done: Vec<Lane> = stream::iter(going).buffer_unordered(at_once).collect().await;
    let mut done: Vec<Entry> = done.into_iter().flat_map(|lane| lane.entries).collect();
    done.sort_by_key(|done| done.place);
    let is_gone = trip.is_gone.into_inner();
    let has_taken = trip.has_taken.into_inner();
    let took = (has_taken || trip.has_failed.into_inner()).then_some(has_taken);
    let (mut noted, mut fresh) = (Vec::new(), Vec::new());
    for Entry { id, delivery, is_tried, .. } in done {
        match id {
            Some(id) if is_tried => noted.push(DeliveryRow { id, delivery }),
            Some(_) => {}
            None => fresh.push(delivery),
        }
    }
    let (url, moves) = (row.webhook.url.clone(), row.moves);
    Outcome { url, moves, history, told_to, noted, fresh, is_gone, took }
}

/// What the lanes of a round share.
struct Trip<'a> {
    courier: &'a Courier,
    of: WebhookOf,
    row: Arc<WebhookRow>,
    line: &'a Line,
    /// No delivery begins later: how a round ended is to be kept soon.
    until: Instant,
    is_gone: AtomicBool,
    /// Whether the target took something, tests aside.
    has_taken: AtomicBool,
    /// Whether something failed, tests aside.
    has_failed: AtomicBool,
    stopping: &'a watch::Receiver<bool>,
}

impl Trip<'_> {
    /// Delivers what stands in a lane, up to the first that has to be tried again.
    async fn go(&self, mut lane: Lane) -> Lane {
        let mut is_blocked = false;
        for entry in &mut lane.entries {
            // What is due is the first of what waits: it may go.
            is_blocked |= entry.id.is_none() && lane.is_waiting;
            if is_blocked || self.is_gone.load(Ordering::Relaxed) {
                continue;
            }
            entry.is_tried = self.tell(&mut entry.delivery, entry.id.is_none()).await.is_some();
            if !entry.is_tried {
                // It is due, and the next round's.
                entry.delivery.next_attempt_at = Some(self.courier.app.clock.now());
            }
            is_blocked = entry.delivery.ended_at.is_none();
        }
        lane
    }

    /// Tries a delivery once, and notes in it how that ended, or that there is nothing to tell;
    /// `None` when it could not even begin in time.
    async fn tell(&self, delivery: &mut Delivery, is_fresh: bool) -> Option<()> {
        let Self { courier, of, line, .. } = self;
        let app = &courier.app;
        let warn = |error: &deskbell_app::Error| {
            let WebhookOf { org, webhook } = of;
            tracing::warn!(%error, %org, %webhook, "what is to be told could not be read");
        };
        if *self.stopping.borrow() || Instant::now() > self.until {
            return None;
        }
        let bytes = app.delivery_bytes(of.org, delivery).await.inspect_err(warn).ok()?;
        // What all bodies take has its limit: whoever finds no room holds no connection meanwhile.
        let room = timeout_at(self.until, courier.sender.room(of.org, bytes)).await.ok()?;
        let turn = timeout_at(self.until, courier.sender.turn(line, of.org)).await.ok()??;
        if *self.stopping.borrow() {
            return None;
        }
        match app.delivery_facts(*of, delivery, is_fresh).await.inspect_err(warn).ok()?? {
            Ok(facts) => self.attempt(delivery, facts, turn, room).await,
            Err(lost) => {
                delivery.error = Some(lost.to_string());
                delivery.next_attempt_at = None;
                delivery.ended_at = Some(app.clock.now().seconds());
            }
        }
        Some(())
    }

    async fn attempt(
        &self,
        delivery: &mut Delivery,
        facts: Facts,
        turn: Turn,
        room: Option<Share>,
    ) {
        let Self { courier, row, line, .. } = self;
        let clock = &courier.app.clock;
        let began = clock.now();
        let writing = &courier.sender.writing;
        let letter = letter::write(writing, row, delivery, facts, began).await;
        let uptime = clock.uptime();
        let answer = match letter {
            Some(letter) => courier.sender.post(line, turn, letter.headers, letter.body).await,
            None => Err(Failure::NoTarget),
        };
        drop(room);
        let took = clock.uptime().saturating_sub(uptime);
        delivery.attempts = delivery.attempts.saturating_add(1);
        delivery.attempt_before_at = delivery.last_attempt_at.replace(began);
        delivery.duration_ms = Some(u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
        delivery.status = answer.as_ref().ok().map(|answer| u32::from(answer.status));
        delivery.answer = answer.as_ref().ok().map(|answer| kept(&answer.body));
        self.judge(delivery, &answer);
    }

    /// Notes whether a delivery has ended, and when it is tried again otherwise.
    fn judge(&self, delivery: &mut Delivery, answer: &Result<Answer, Failure>) {
        let (error, retry_after) = match answer {
            Ok(Answer { status: 200..=299, .. }) => (None, None),
            Ok(answer) => {
                let error = format!("the target answered {}", answer.status);
                (Some(error), answer.retry_after.as_deref())
            }
            Err(failure) => (Some(failure.to_string()), None),
        };
        let is_gone = matches!(answer, Ok(Answer { status: GONE, .. }));
        if is_gone {
            self.is_gone.store(true, Ordering::Relaxed);
        }
        let is_last = is_gone
            || delivery.event == WebhookEvent::Test
            || matches!(answer, Err(Failure::NoTarget));
        let app = &self.courier.app;
        let now = app.clock.now();
        delivery.next_attempt_at = if error.is_some() && !is_last {
            schedule::next(delivery.attempts, now, retry_after, app.entropy.as_ref())
        } else {
            None
        };
        if delivery.event != WebhookEvent::Test {
            let ended = if error.is_none() { &self.has_taken } else { &self.has_failed };
            ended.store(true, Ordering::Relaxed);
        }
        delivery.error = error;
        if delivery.next_attempt_at.is_none() {
            delivery.ended_at = Some(now.seconds());
        }
    }
}

/// The beginning of an answer as text, which is no longer than what it stands for may be.
fn kept(body: &[u8]) -> String {
    let beginning = &body[..body.len().min(DELIVERY_ANSWER_BYTES_KEPT)];
    let mut text = String::from_utf8_lossy(beginning).replace('\0', "\u{fffd}");
    text.truncate(text.floor_char_boundary(DELIVERY_ANSWER_BYTES_KEPT));
    text
}
