//! The rules for attempts (contract §7): the end of a delivery, the time of its next attempt, and
//! the disabling of its webhook. All results depend only on the arguments.

use deskbell_model::limits::{
    CLOCKS_APART_S, DELIVERY_JITTER_THOUSANDTHS, DELIVERY_RETRIES_S, DELIVERY_RETRY_AFTER_S_MAX,
};
use deskbell_model::{Seconds, Timestamp, WebhookEvent};
use deskbell_storage::deliveries::Delivery;

use super::attempt::{Attempt, Outcome, RetryAfter};

/// The verdict on a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The target accepted the delivery.
    Done,
    /// The delivery is tried again at this time.
    Again(Timestamp),
    /// The delivery is given up, for this reason.
    Never(String),
}

/// Judges a delivery by the outcome of its last attempt, which ended at `now` and is counted in
/// `attempts`. `chance` is any random number.
#[must_use]
pub fn verdict(
    event: WebhookEvent,
    attempts: u32,
    outcome: &Outcome,
    now: Timestamp,
    chance: u64,
) -> Verdict {
    match outcome {
        Outcome::Delivered => Verdict::Done,
        Outcome::Gone(error) | Outcome::Undeliverable(error) => Verdict::Never(error.clone()),
        Outcome::Failed { error, retry_after } => {
            // A test is attempted only once, since its caller waits for the outcome.
            let is_once = event == WebhookEvent::Test;
            let next = if is_once { None } else { next(attempts, now, *retry_after, chance) };
            next.map_or_else(|| Verdict::Never(error.clone()), Verdict::Again)
        }
    }
}

/// Returns the time of the next attempt; `None` when the schedule has no further attempt. The
/// target can delay the time, within limits.
fn next(
    attempts: u32,
    now: Timestamp,
    retry_after: Option<RetryAfter>,
    chance: u64,
) -> Option<Timestamp> {
    let place = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let wait_s = u64::from(*DELIVERY_RETRIES_S.get(place)?);
    let jitter_ms = chance % (wait_s * DELIVERY_JITTER_THOUSANDTHS + 1);
    let wished_s = match retry_after {
        None => 0,
        Some(RetryAfter::Seconds(seconds)) => seconds,
        Some(RetryAfter::Until(until)) => {
            u64::from(until.get().saturating_sub(now.seconds().get()))
        }
    };
    let wished_ms = wished_s.min(u64::from(DELIVERY_RETRY_AFTER_S_MAX)) * 1_000;
    let wait_ms = (wait_s * 1_000 + jitter_ms).max(wished_ms);
    let at = now.millis().saturating_add(i64::try_from(wait_ms).unwrap_or(i64::MAX));
    Some(Timestamp::from_millis(at).unwrap_or(Timestamp::MAX))
}

/// Records a verdict in the fields of a delivery.
pub(super) fn settle(delivery: &mut Delivery, verdict: Verdict, now: Timestamp) {
    let (next_attempt_at, ended_at) = match verdict {
        Verdict::Again(at) => (Some(at), None),
        Verdict::Done | Verdict::Never(_) => (None, Some(now.seconds())),
    };
    if let Verdict::Never(reason) = verdict {
        delivery.error = Some(reason);
    }
    (delivery.next_attempt_at, delivery.ended_at) = (next_attempt_at, ended_at);
}

/// Adds an attempt that ended at `now` to a delivery, together with the verdict on the delivery.
pub(super) fn note(delivery: &mut Delivery, attempt: Attempt, now: Timestamp, chance: u64) {
    let Attempt { began_at, duration, status, answer, outcome } = attempt;
    delivery.attempts = delivery.attempts.saturating_add(1);
    delivery.attempt_before_at = delivery.last_attempt_at.replace(began_at);
    delivery.duration_ms = Some(u32::try_from(duration.as_millis()).unwrap_or(u32::MAX));
    (delivery.status, delivery.answer) = (status, answer);
    let verdict = verdict(delivery.event, delivery.attempts, &outcome, now, chance);
    delivery.error = match outcome {
        Outcome::Failed { error, .. } => Some(error),
        _ => None,
    };
    settle(delivery, verdict, now);
}

/// The state of a target after the attempts of one round of deliveries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// True when the target answered that it is permanently gone.
    pub is_gone: bool,
    /// True when the target accepted a delivery other than a test; `None` when only tests were
    /// sent.
    pub took: Option<bool>,
}

impl Tally {
    /// Creates the tally (the state of the target) according to a single attempt.
    #[must_use]
    pub fn of(event: WebhookEvent, outcome: &Outcome) -> Self {
        let took = (event != WebhookEvent::Test).then_some(*outcome == Outcome::Delivered);
        Self { is_gone: matches!(outcome, Outcome::Gone(_)), took }
    }

    /// Combines the tallies (the states of the target) of several attempts into one tally.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        // `None` < `Some(false)` < `Some(true)`.
        Self { is_gone: self.is_gone || other.is_gone, took: self.took.max(other.took) }
    }
}

/// The state of the clock when a webhook is judged.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time at which the webhook is judged.
    pub now: Seconds,
    /// A webhook whose failure began at or before this time is disabled. `None` while the clock is
    /// not trusted, so that no failing webhook is disabled.
    pub too_long: Option<Seconds>,
    /// True when the clock has not jumped for a minute. Only then is an impossible value of
    /// `failing_since` replaced.
    pub is_obeyed: bool,
}

/// The health of a webhook: since when the webhook has been failing, and whether it must be
/// disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// The beginning of the failure, if the webhook is failing.
    pub failing_since: Option<Seconds>,
    /// True when the webhook must be disabled.
    pub is_given_up: bool,
}

/// Judges a webhook by the tally (the state of the target) of a round of deliveries. The webhook
/// was created at `created_at`, and has been failing since `failing_since`.
#[must_use]
pub fn health(
    tally: Tally,
    failing_since: Option<Seconds>,
    created_at: Seconds,
    Moment { now, too_long, is_obeyed }: Moment,
) -> Health {
    // A time from a wrong clock must neither delay the disabling of the webhook for years nor
    // hasten it.
    let is_likely = |since: &Seconds| {
        !is_obeyed || (*since <= now.plus(CLOCKS_APART_S) && *since >= created_at)
    };
    let failing_since = match tally.took {
        Some(true) => None,
        Some(false) => Some(failing_since.filter(is_likely).unwrap_or(now)),
        None => failing_since,
    };
    let is_old = |since: Seconds| too_long.is_some_and(|ago| since <= ago);
    let has_failed_for_long = tally.took == Some(false) && failing_since.is_some_and(is_old);
    Health { failing_since, is_given_up: tally.is_gone || has_failed_for_long }
}

#[cfg(test)]
mod tests;
