//! Delivering as long as the server runs: a task for each webhook of this node, woken by what is
//! committed and by what is due. A target that is slow keeps no other waiting.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::deliveries::WebhookOf;
use deskbell_model::OrgId;
use deskbell_model::limits::{COURIER_EVERY_MS, COURIER_PACE_MS};
use tokio::sync::{Notify, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::Courier;
use crate::endpoint::{self, Step};
use crate::line::Line;

/// The webhooks this node tells things, each with its task.
#[derive(Default)]
struct Workers {
    tasks: JoinSet<()>,
    running: HashMap<WebhookOf, Worker>,
}

/// What delivers to one webhook.
struct Worker {
    task: AbortHandle,
    wake: Arc<Notify>,
    /// How often somebody had set up to where it is told when it was woken for that last: such a
    /// replay is no change of which it would hear.
    moves: i64,
}

impl Courier {
    /// Delivers until it is told to stop; what is being sent then may end within that time.
    pub async fn run(&self, mut stop: watch::Receiver<bool>, drain: Duration) {
        let mut ticks = interval(Duration::from_millis(COURIER_EVERY_MS));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut workers = Workers::default();
        let stopping = stop.clone();
        loop {
            tokio::select! {
                () = stopped(&mut stop) => break,
                Some(_) = workers.tasks.join_next() => {}
                _ = ticks.tick() => self.look(&mut workers, &stopping).await,
            }
        }
        let ended = async { while workers.tasks.join_next().await.is_some() {} };
        if timeout(drain, ended).await.is_err() {
            tracing::info!("deliveries to webhooks were broken off, and will be made again");
        }
        workers.tasks.shutdown().await;
    }

    /// Begins with webhooks that are this node's now, ends with those that are no longer, and wakes
    /// those of which something is due.
    async fn look(&self, workers: &mut Workers, stopping: &watch::Receiver<bool>) {
        let duties = match self.app.webhook_duties().await {
            Ok(duties) => duties,
            Err(error) => {
                tracing::warn!(%error, "webhooks could not be looked for, trying again");
                return;
            }
        };
        let due: BTreeSet<WebhookOf> = duties.due.into_iter().collect();
        let moves: HashMap<_, _> = duties.enabled.iter().map(|it| (it.of, it.moves)).collect();
        let wanted: BTreeSet<WebhookOf> = moves.keys().copied().chain(due.clone()).collect();
        workers.running.retain(|of, worker| {
            let is_wanted = wanted.contains(of) && !worker.task.is_finished();
            if !is_wanted {
                worker.task.abort();
            }
            is_wanted
        });
        let mut leases: HashMap<OrgId, bool> = HashMap::new();
        for of in wanted {
            let moves = moves.get(&of).copied().unwrap_or_default();
            if let Some(worker) = workers.running.get_mut(&of) {
                if due.contains(&of) || worker.moves != moves {
                    worker.moves = moves;
                    worker.wake.notify_one();
                }
                continue;
            }
            let is_ours = match leases.get(&of.org) {
                Some(is_ours) => *is_ours,
                None => self.has_lease(of.org).await,
            };
            leases.insert(of.org, is_ours);
            if is_ours {
                let wake = Arc::new(Notify::new());
                let work = self.clone().work(of, Arc::clone(&wake), stopping.clone());
                let task = workers.tasks.spawn(work);
                workers.running.insert(of, Worker { task, wake, moves });
            }
        }
    }

    async fn has_lease(&self, org: OrgId) -> bool {
        self.app.take_lease(org).await.unwrap_or_else(|error| {
            tracing::warn!(%error, %org, "a lease could not be taken, trying again");
            false
        })
    }

    /// Delivers to one webhook until it is gone, another node's, or everything stops.
    async fn work(self, of: WebhookOf, wake: Arc<Notify>, mut stopping: watch::Receiver<bool>) {
        const RETRY: Duration = Duration::from_millis(COURIER_EVERY_MS);
        // Who is woken by every commit of an import looks now and then.
        let mut pace = interval(Duration::from_millis(COURIER_PACE_MS));
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut changes = self.app.hear_of_changes(of.org);
        let mut line = Line::to("");
        while !*stopping.borrow() {
            changes.mark_unchanged();
            match endpoint::round(&self, of, &mut line, &stopping).await {
                Ok(Step::More) => continue,
                Ok(Step::Idle) => {}
                Ok(Step::Over) => return,
                Err(error) => {
                    let WebhookOf { org, webhook } = of;
                    tracing::warn!(%error, %org, %webhook, "deliveries failed, trying again");
                    line.hang_up();
                    // Whoever is woken earlier finds out earlier.
                    let _ = timeout(RETRY, wake.notified()).await;
                    continue;
                }
            }
            tokio::select! {
                news = changes.changed() => if news.is_err() { return },
                () = wake.notified() => {}
                () = stopped(&mut stopping) => return,
            }
            pace.tick().await;
        }
    }
}

/// Done when everything stops, or whoever could say so is gone.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
}
