//! The courier's work while the server runs. Each webhook of this node has a task, which is woken
//! by commits and by due deliveries. A slow target delays no other target.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::Result;
use deskbell_app::outbox::WebhookOf;
use deskbell_model::OrgId;
use futures_util::future::join_all;
use tokio::sync::{Notify, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::client::pool::TargetPool;
use crate::courier::Courier;
use crate::limits::{COURIER_EVERY_MS, COURIER_PACE_MS};
use crate::round::{self, RoundEnd};

/// The largest number of tasks that one call of [`Workers::wake_some`] wakes.
const WOKEN_AT_ONCE: usize = 100;

/// The webhooks of this node, each with its task.
#[derive(Default)]
struct Workers {
    tasks: JoinSet<()>,
    running: BTreeMap<WebhookOf, Worker>,
    /// The webhook whose task [`Workers::wake_some`] woke last.
    woken: Option<WebhookOf>,
}

impl Workers {
    /// Wakes some of the running tasks, beginning after the last task that the previous call woke.
    fn wake_some(&mut self) {
        let after = self.woken.map_or(Bound::Unbounded, Bound::Excluded);
        let next = self.running.range((after, Bound::Unbounded)).take(WOKEN_AT_ONCE);
        self.woken = next.inspect(|(_, worker)| worker.wake.notify_one()).map(|(of, _)| *of).last();
    }
}

struct Worker {
    task: AbortHandle,
    wake: Arc<Notify>,
    /// The number of the webhook's replays at the last wake-up. A replay makes no change in the
    /// feed, so a different number wakes the task.
    replay_epoch: i64,
}

impl Courier {
    /// Makes all deliveries that are due now, for each organization whose lease this node has or
    /// can take. [`Courier::run`] delivers until the courier is stopped.
    ///
    /// # Errors
    /// When the database fails. Deliveries whose outcome was not stored are sent again.
    pub async fn pass(&self) -> Result<()> {
        let duties = self.outbox.duties().await?;
        let enabled = duties.enabled.into_iter().map(|it| it.of);
        let webhooks: BTreeSet<_> = enabled.chain(duties.due).collect();
        let all = join_all(webhooks.into_iter().map(|of| self.deliver_all(of))).await;
        all.into_iter().collect()
    }

    async fn deliver_all(&self, of: WebhookOf) -> Result<()> {
        let (_never, stopping) = watch::channel(false);
        let mut pool = TargetPool::new("");
        if self.outbox.take_lease(of.org).await? {
            while round::deliver(self, of, &mut pool, &stopping).await? == RoundEnd::More {}
        }
        Ok(())
    }

    /// Delivers until the signal to stop; after the signal, running attempts have the time `drain`
    /// to end.
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

    /// Starts the tasks of the webhooks that this node delivers to now, and ends the tasks of all
    /// other webhooks. Wakes the tasks that have a due delivery or a replay.
    async fn look(&self, workers: &mut Workers, stopping: &watch::Receiver<bool>) {
        let duties = match self.outbox.duties().await {
            Ok(duties) => duties,
            Err(error) => {
                tracing::warn!(%error, "webhooks could not be looked for, trying again");
                if self.outbox.is_distributed() {
                    // One of several database servers is away. Tasks whose organizations are on
                    // other servers can still find what is due.
                    workers.wake_some();
                }
                return;
            }
        };
        let due: BTreeSet<WebhookOf> = duties.due.into_iter().collect();
        let epochs: HashMap<_, _> =
            duties.enabled.iter().map(|it| (it.of, it.replay_epoch)).collect();
        let wanted: BTreeSet<WebhookOf> = epochs.keys().copied().chain(due.clone()).collect();
        workers.running.retain(|of, worker| {
            let is_wanted = wanted.contains(of) && !worker.task.is_finished();
            if !is_wanted {
                worker.task.abort();
            }
            is_wanted
        });
        let mut leases: HashMap<OrgId, bool> = HashMap::new();
        for of in wanted {
            let replay_epoch = epochs.get(&of).copied().unwrap_or_default();
            if let Some(worker) = workers.running.get_mut(&of) {
                if due.contains(&of) || worker.replay_epoch != replay_epoch {
                    worker.replay_epoch = replay_epoch;
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
                workers.running.insert(of, Worker { task, wake, replay_epoch });
            }
        }
    }

    async fn has_lease(&self, org: OrgId) -> bool {
        self.outbox.take_lease(org).await.unwrap_or_else(|error| {
            tracing::warn!(%error, %org, "a lease could not be taken, trying again");
            false
        })
    }

    /// Delivers to one webhook until the webhook is gone, another node has the lease, or the
    /// courier stops.
    async fn work(self, of: WebhookOf, wake: Arc<Notify>, mut stopping: watch::Receiver<bool>) {
        const RETRY: Duration = Duration::from_millis(COURIER_EVERY_MS);
        // A task that is woken by every commit, as during an import, starts rounds only at
        // intervals.
        let mut pace = interval(Duration::from_millis(COURIER_PACE_MS));
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut changes = self.outbox.changes(of.org);
        let mut pool = TargetPool::new("");
        while !*stopping.borrow() {
            changes.mark_unchanged();
            match round::deliver(&self, of, &mut pool, &stopping).await {
                Ok(RoundEnd::More) => continue,
                Ok(RoundEnd::Idle) => {}
                Ok(RoundEnd::Over) => return,
                Err(error) => {
                    let WebhookOf { org, webhook } = of;
                    tracing::warn!(%error, %org, %webhook, "deliveries failed, trying again");
                    pool.clear();
                    // A wake-up ends the pause.
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

/// Waits until the signal to stop comes or its sender is dropped.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|is_stopping| *is_stopping).await;
}
