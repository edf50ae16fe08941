//! The wait for all pending effects at the end of the writes: snoozes that end, and deliveries.
//!
//! This module does not check the result; the checks report missing events.

use std::time::{Duration, Instant};

use deskbell_lab::{Result, say};
use serde_json::{Value, json};

use crate::ask::Request;
use crate::expected::Expected;
use crate::feed::Reader;
use crate::pause;
use crate::targets::{Heard, Listening};

/// The wait ends after this many consecutive polls that find no waiting delivery. The polls are
/// [`QUIET`] apart, and together take longer than a delivery may stay claimed by a node that has
/// stopped.
const IN_VAIN_MAX: u32 = 6;
/// The time limit of [`settle`].
const TAKES_MOST: Duration = Duration::from_secs(900);
/// The pause between two looks at the feed and the deliveries.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// The interval of progress messages.
const SAY_EVERY: Duration = Duration::from_secs(30);
/// The time without a delivery after which waiting deliveries are replayed: longer than the first
/// wait of the retry schedule, and shorter than the second wait.
const QUIET: Duration = Duration::from_secs(8);

/// Reads the feed until no chat is snoozed and every target has accepted all events. Stops earlier
/// if no delivery is waiting to be sent.
///
/// # Errors
/// When the wait takes too long.
pub async fn settle(
    reader: &mut Reader<'_>,
    feed: &mut Vec<Value>,
    targets: &[Listening],
) -> Result<()> {
    let (began, mut asked, mut said) = (Instant::now(), Instant::now(), Instant::now());
    let mut expected = Expected::default();
    let mut in_vain = 0;
    loop {
        let before = feed.len();
        reader.read_on(feed).await?;
        if feed.len() > before || expected.events.is_empty() {
            expected = Expected::of(feed);
        }
        let missing: Vec<_> = targets.iter().map(|it| missing(&expected, &it.heard())).collect();
        if expected.snoozed == 0 && missing.iter().all(|count| *count == 0) {
            return Ok(());
        }
        if began.elapsed() > TAKES_MOST {
            return Err(format!(
                "after {TAKES_MOST:?} {} chats are snoozed, and events were not taken: {missing:?}",
                expected.snoozed
            ));
        }
        if said.elapsed() > SAY_EVERY {
            say::talk(format!("events that were not taken yet: {missing:?}"));
            said = Instant::now();
        }
        let quiet = |it: &Listening| it.heard().last.is_none_or(|last| last.elapsed() > QUIET);
        if asked.elapsed() > QUIET && targets.iter().all(quiet) {
            let waiting = ask_for_what_waits(reader, targets.len()).await?;
            in_vain = if waiting == 0 { in_vain + 1 } else { 0 };
            if in_vain == IN_VAIN_MAX {
                return Ok(());
            }
            asked = Instant::now();
        }
        pause(LOOK_EVERY).await;
    }
}

/// The number of events that a target has not accepted yet.
fn missing(expected: &Expected, heard: &Heard) -> u64 {
    let taken = |event| heard.counts.get(event).copied().unwrap_or_default();
    expected.events.iter().map(|(event, count)| count.saturating_sub(taken(event))).sum()
}

/// Replays every delivery whose next attempt is scheduled, because the attempt may be minutes away;
/// returns the number of replayed deliveries.
async fn ask_for_what_waits(reader: &mut Reader<'_>, webhooks: usize) -> Result<usize> {
    let mut count = 0;
    for webhook in 1..=webhooks {
        let target = format!("/v1/webhooks/{webhook}/deliveries");
        let all = reader.list(&target).await?;
        // A delivery that waits for an earlier delivery of its chat has no `nextAttemptAt`.
        let waiting: Vec<_> = all.iter().filter(|it| !it["nextAttemptAt"].is_null()).collect();
        if !waiting.is_empty() {
            say::talk(format!("webhook {webhook}: {} deliveries are asked for", waiting.len()));
        }
        count += waiting.len();
        for delivery in waiting {
            let target = format!("/v1/webhooks/{webhook}/replay");
            let body = json!({"delivery": delivery["id"]}).to_string();
            let request = Request { method: "POST", target: &target, once: None, body: &body };
            reader.clients.settle(&mut reader.random, &request).await?;
        }
    }
    Ok(count)
}
