//! The server's periodic jobs. Each entry of `JOBS` has its own loop, so that no job waits for
//! another job. A failed step can be repeated.

pub mod erase;
pub mod leases;
pub mod look;
pub mod report;
pub mod sweep;
pub mod timers;

use std::time::Duration;

use deskbell_model::limits::{
    FEED_POLL_POSTGRES_MS, FEED_POLL_SQLITE_MS, JOBS_EVERY_MS, KEY_USE_NOTED_EVERY_S,
    LEASES_RENEWED_EVERY_MS, REPORTS_EVERY_MS,
};
use deskbell_storage::Engine;
use futures_util::future::{BoxFuture, join_all};
use parking_lot::Mutex;
use tokio::time::{MissedTickBehavior, interval};

use crate::App;
use crate::error::Result;

struct Job {
    name: &'static str,
    /// The pause between two steps of the job.
    period: fn(&App) -> Duration,
    /// Runs a step of the job. Returns whether another step is due without a pause.
    step: for<'a> fn(&'a App) -> BoxFuture<'a, Result<bool>>,
}

/// The list of all jobs. Each job also runs when the server starts, and again one period after an
/// error. [`run_due`] runs the first four jobs, which work on due rows.
const JOBS: &[Job] = &[
    Job { name: "timers", period: often, step: |app| Box::pin(timers::step(app)) },
    Job { name: "erasing", period: often, step: |app| Box::pin(erase::step(app)) },
    Job { name: "sweeping", period: often, step: |app| Box::pin(sweep::step(app)) },
    Job { name: "removing bytes", period: often, step: |app| Box::pin(remove_bytes(app)) },
    Job {
        name: "leases",
        period: |_| Duration::from_millis(LEASES_RENEWED_EVERY_MS),
        step: |app| Box::pin(leases::step(app)),
    },
    Job {
        name: "counting",
        period: |_| Duration::from_millis(REPORTS_EVERY_MS),
        step: |app| Box::pin(report::step(app)),
    },
    Job {
        name: "noting keys",
        period: |_| Duration::from_secs(u64::from(KEY_USE_NOTED_EVERY_S)),
        step: |app| Box::pin(note_keys(app)),
    },
    Job { name: "looking", period: look_period, step: |app| Box::pin(look::step(app)) },
];

const fn often(_: &App) -> Duration {
    Duration::from_millis(JOBS_EVERY_MS)
}

/// Returns the pause between two polls for commits of other processes. The pause is short on
/// SQLite, which does not announce commits.
fn look_period(app: &App) -> Duration {
    Duration::from_millis(match app.context.store.engine() {
        Engine::Sqlite => FEED_POLL_SQLITE_MS,
        Engine::Postgres => FEED_POLL_POSTGRES_MS,
    })
}

/// The progress that jobs remember between their steps.
#[derive(Debug, Default)]
pub(crate) struct JobProgress {
    timers_apart: Mutex<timers::LastApart>,
    erased: Mutex<erase::LastErased>,
    swept: Mutex<sweep::Swept>,
    looked_at: Mutex<look::LookedAt>,
}

/// Runs one step of each job that works on due rows. Returns whether more rows may be due.
///
/// # Errors
/// When the database fails. Unfinished work is due again.
pub async fn run_due(app: &App) -> Result<bool> {
    timers::step(app).await?;
    let is_more = erase::step(app).await? | sweep::step(app).await?;
    Ok(is_more | remove_bytes(app).await?)
}

/// Writes the times at which keys were last used.
async fn note_keys(app: &App) -> Result<bool> {
    app.access.write_key_uses().await.map(|()| false)
}

/// Deletes the bytes of removed files. Always returns `false`, so that the next step waits for the
/// job's pause.
async fn remove_bytes(app: &App) -> Result<bool> {
    app.files.remove_loose().await.map(|()| false)
}

impl App {
    /// Runs every job until the future is dropped.
    pub async fn run_jobs(&self) {
        join_all(JOBS.iter().map(|job| self.repeat(job))).await;
    }

    /// Runs a step of a job in each period, and further steps without a pause while such steps are
    /// due.
    async fn repeat(&self, job: &Job) {
        let mut ticks = interval((job.period)(self));
        // Missed steps are skipped.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            loop {
                match (job.step)(self).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        let job = job.name;
                        tracing::warn!(%error, job, "what is due could not be done, trying again");
                        break;
                    }
                }
            }
        }
    }
}
