//! The application: the server's services over one [`Context`]. [`access`] admits callers,
//! [`actions`] makes changes, [`lists`] answers reads, from the [`index`] in memory or from the
//! database. [`feed`] serves the change feed and live streams, [`outbox`] has the deliveries that
//! the courier makes, and [`jobs`] runs the periodic work.
//!
//! This crate depends neither on HTTP nor on SQL. Time and randomness are parameters: see [`Clock`]
//! and [`Entropy`].

pub mod access;
pub mod accounts;
pub mod actions;
mod answer;
mod context;
mod customer_view;
pub mod deep;
mod environment;
mod error;
mod event_id;
pub mod exports;
pub mod feed;
pub mod files;
pub mod index;
pub mod jobs;
pub mod lists;
mod memory_budget;
mod meters;
pub mod outbox;
mod removal;
pub mod reports;
mod steady;
pub mod visitors;

use std::sync::Arc;

use deskbell_model::limits::CHANGES_KEPT_DAYS;
use deskbell_model::network::Range;
use deskbell_storage::Store;

pub use access::{Access, Caller};
pub use accounts::Accounts;
pub use actions::Actions;
pub use actions::expected::Expected;
pub use answer::{Answer, Content, DIGEST_DIGITS, Large, digest, with_permit};
pub use context::Context;
pub use environment::{Clock, Entropy};
pub use error::{Error, Exceeded, Rejected, Result};
pub use exports::Exports;
pub use feed::Feed;
pub use files::Files;
pub use index::Indexes;
pub use lists::Lists;
pub use memory_budget::{BudgetPermit, MemoryBudget};
pub use meters::{AppMeters, Attempts, Load};
pub use outbox::Outbox;
pub use reports::Reports;
pub use steady::Steady;
pub use visitors::{VisitorQuotas, Visitors};

/// The operator's settings of the application.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The default limit of an organization's requests in a minute; 0 for no limit.
    pub requests_per_minute: u32,
    /// The time for which changes are stored, in days. At least 2, because a request repeated
    /// within 24 hours with its Idempotency-Key is answered from a stored change.
    pub changes_kept_days: u32,
    /// The settings of the indexes in memory.
    pub index: index::IndexSettings,
    /// The addresses that webhooks may call although they are not public.
    pub webhooks_allow: Vec<Range>,
    /// The cost of password hashing.
    pub passwords: access::passwords::PasswordCost,
    /// The settings of files.
    pub files: files::FileSettings,
    /// The rate limits of visitors.
    pub visitors: VisitorQuotas,
}

impl Default for Settings {
    /// Returns settings without limits of requests and of visitors. Changes are stored for 30 days,
    /// indexes have at most 1 GiB, and webhooks may call only public addresses.
    fn default() -> Self {
        Self {
            requests_per_minute: 0,
            changes_kept_days: CHANGES_KEPT_DAYS,
            index: index::IndexSettings::default(),
            webhooks_allow: Vec::new(),
            passwords: access::passwords::PasswordCost::default(),
            files: files::FileSettings::default(),
            visitors: VisitorQuotas::default(),
        }
    }
}

/// The services of the application.
#[derive(Debug)]
pub struct App {
    /// The context that all services share.
    pub context: Context,
    /// The service that admits callers.
    pub access: Arc<Access>,
    /// The service that copies whole accounts.
    pub accounts: Accounts,
    /// The service that makes changes.
    pub actions: Actions,
    /// The service for the indexes in memory.
    pub indexes: Arc<Indexes>,
    /// The service for lists and searches.
    pub lists: Arc<Lists>,
    /// The service for exports in the exchange format.
    pub exports: Arc<Exports>,
    /// The service for the feed, live streams and signals.
    pub feed: Arc<Feed>,
    /// The service for deliveries to webhooks.
    pub outbox: Arc<Outbox>,
    /// The service for files.
    pub files: Arc<Files>,
    /// The service for the widget's visitors.
    pub visitors: Arc<Visitors>,
    /// The service for reports.
    pub reports: Arc<Reports>,
    jobs: jobs::JobProgress,
}

impl App {
    /// Creates the application over a database with the current schema.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        let context = Context::new(store, Steady::new(clock), entropy, settings);
        let budget: Arc<MemoryBudget> = Arc::default();
        let indexes = Arc::new(Indexes::new(context.clone(), Arc::clone(&budget)));
        let (actions, feed) = (
            Actions::new(context.clone()),
            Arc::new(Feed::new(context.clone(), Arc::clone(&budget))),
        );
        let lists =
            Arc::new(Lists::new(context.clone(), Arc::clone(&budget), Arc::clone(&indexes)));
        let reports = Arc::new(Reports::new(context.clone()));
        let read = (Arc::clone(&lists), Arc::clone(&reports));
        let exports = Arc::new(Exports::new(context.clone(), Arc::clone(&budget)));
        let files = Arc::new(Files::new(context.clone(), budget));
        let live = (Arc::clone(&feed), Arc::clone(&files));
        let visitors = Visitors::new(context.clone(), actions.clone(), read, live);
        Self {
            access: Arc::new(Access::new(context.clone())),
            accounts: Accounts::new(context.clone()),
            exports,
            actions,
            visitors: Arc::new(visitors),
            lists,
            indexes,
            files,
            feed,
            outbox: Arc::new(Outbox::new(context.clone())),
            reports,
            jobs: jobs::JobProgress::default(),
            context,
        }
    }

    /// Ends the background tasks, releases the leases, saves the indexes, ends the writers, and
    /// closes the database.
    pub async fn close(&self) {
        self.context.close();
        self.feed.close().await;
        jobs::leases::release(self).await;
        self.indexes.save_indexes().await;
        self.context.store.close().await;
    }
}
