//! What the server does: reads in `catalog`, changes in `action`, who may in `auth`, how often in
//! `limits`, once only in `idempotency`, lists in memory in `index`, unasked in `jobs`, what is
//! left of deleted objects in `erasure`, deliveries to webhooks in `outbox`, and whether
//! an object is still what a caller saw in `expected`.
//!
//! This crate knows neither HTTP nor SQL. Time and randomness are parameters: see [`Clock`] and
//! [`Entropy`].

pub mod action;
mod answer;
pub mod auth;
pub mod catalog;
pub mod deep;
mod erasure;
mod error;
mod event_id;
mod expected;
pub mod feed;
pub mod idempotency;
pub mod index;
mod jobs;
mod leases;
pub mod limits;
pub mod outbox;
mod outside;
mod room;
mod steady;
mod sweeps;

use std::sync::Arc;

use deskbell_model::limits::CHANGES_KEPT_DAYS;
use deskbell_model::network::Range;
use deskbell_model::{OrgId, Seconds};
use deskbell_storage::{DataVersion, Store};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use answer::{Answer, Content, DIGEST_DIGITS, Large, digest, holding};
pub use error::{Error, Refused, Result};
pub use expected::Expected;
pub use outside::{Clock, Entropy};
pub use room::{Held, Room};
pub use steady::Steady;

/// What the operator decided about the application.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Requests an organization may make in a minute unless it is set otherwise; 0 for no limit.
    pub requests_per_minute: u32,
    /// How long the change feed is kept, in days, 2 or more: repeated requests are answered from it
    /// for 24 hours.
    pub changes_kept_days: u32,
    /// How lists are kept in memory.
    pub index: index::IndexSettings,
    /// Addresses that webhooks may call although they are not the public's.
    pub webhooks_allow: Vec<Range>,
}

impl Default for Settings {
    /// No limit of requests; changes are kept for 30 days; lists are kept in memory, 1 GiB of it;
    /// webhooks call the public alone.
    fn default() -> Self {
        Self {
            requests_per_minute: 0,
            changes_kept_days: CHANGES_KEPT_DAYS,
            index: index::IndexSettings::default(),
            webhooks_allow: Vec::new(),
        }
    }
}

/// The application: a database, what is remembered between requests, and the outside world.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<Steady>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Whose key a key is.
    pub keys: auth::Keys,
    /// Whether keys still work.
    working: auth::Working,
    /// How often organizations may ask.
    pub requests: limits::Requests,
    /// How often an address may be wrong.
    pub wrong_keys: limits::WrongKeys,
    /// The organization from which the last step of erasing removed something.
    erased: Mutex<Option<OrgId>>,
    /// How far the sweep has come.
    swept: Mutex<sweeps::Swept>,
    /// Memory that large answers share.
    pub room: Arc<Room>,
    /// The lists in memory.
    indexes: index::Indexes,
    /// How far others' changes were looked for.
    looked_at: Mutex<Option<DataVersion>>,
    /// Who holds this node's leases.
    node: Arc<leases::Node>,
    /// The deliveries to the outside.
    pub outbox: Arc<outbox::Outbox>,
    /// Who is followed live.
    hubs: feed::Hubs,
    /// Who listens to signals.
    signals: feed::Signals,
    /// What runs beside requests, until the application closes.
    tasks: Mutex<JoinSet<()>>,
    closing: watch::Sender<bool>,
    settings: Settings,
}

impl App {
    /// The application over a database that is up to date.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        let clock = Arc::new(Steady::new(clock));
        let node = Arc::new(leases::Node::default());
        let outbox = Arc::new(outbox::Outbox::new(
            store.clone(),
            Arc::clone(&clock),
            Arc::clone(&entropy),
            Arc::clone(&node),
            settings.webhooks_allow.clone(),
        ));
        Self {
            store,
            clock,
            entropy,
            keys: auth::Keys::default(),
            working: auth::Working::default(),
            requests: limits::Requests::default(),
            wrong_keys: limits::WrongKeys::default(),
            erased: Mutex::default(),
            swept: Mutex::default(),
            room: Arc::default(),
            indexes: index::Indexes::new(settings.index),
            looked_at: Mutex::default(),
            node,
            outbox,
            hubs: feed::Hubs::default(),
            signals: feed::Signals::default(),
            tasks: Mutex::default(),
            closing: watch::channel(false).0,
            settings,
        }
    }

    /// Lets what runs beside requests end, then the writers, and closes the database.
    pub async fn close(&self) {
        self.closing.send_replace(true);
        let mut tasks = {
            let mut tasks = self.tasks.lock();
            std::mem::take(&mut *tasks)
        };
        while tasks.join_next().await.is_some() {}
        self.release_leases().await;
        self.store.close().await;
    }

    /// The time of day, in whole seconds.
    #[must_use]
    pub fn now(&self) -> Seconds {
        self.clock.now().seconds()
    }

    /// What the operator decided.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }
}
