//! Deliveries to webhooks (contract §7): what the application says is next is signed, sent within
//! the guard's limits, and how it ended is kept.
//!
//! This crate goes to the network and knows no rule of webhooks: which events there are, what waits
//! and what was told is the application's. It knows neither SQL nor the interface.

mod connection;
mod endpoint;
mod guard;
mod letter;
mod line;
mod schedule;
mod send;
mod share;
mod sign;
mod work;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::deliveries::WebhookOf;
use deskbell_app::{App, Result};
use futures_util::future::join_all;
use tokio::sync::watch;

pub use guard::{Addresses, Resolve, SystemResolver};
pub use share::Share;

use endpoint::Step;
use line::Line;
use send::Sender;

/// Delivers what webhooks of this node are to be told.
#[derive(Clone, Debug)]
pub struct Courier {
    app: Arc<App>,
    sender: Arc<Sender>,
}

impl Courier {
    /// A courier that looks names up like this.
    ///
    /// # Errors
    /// When the roots of trust cannot be used.
    pub fn new(app: Arc<App>, resolver: Arc<dyn Resolve>) -> std::io::Result<Self> {
        let opened = app.settings().webhooks_allow.clone();
        let sender = Arc::new(Sender::new(resolver, opened)?);
        Ok(Self { app, sender })
    }

    /// Delivers everything that is due now to webhooks of which this node has or gets the lease,
    /// once: what [`Courier::run`] does again and again.
    ///
    /// # Errors
    /// As the database says. What was not kept is delivered again.
    pub async fn pass(&self) -> Result<()> {
        let duties = self.app.webhook_duties().await?;
        let enabled = duties.enabled.into_iter().map(|it| it.of);
        let webhooks: BTreeSet<_> = enabled.chain(duties.due).collect();
        let all = join_all(webhooks.into_iter().map(|of| self.deliver(of))).await;
        all.into_iter().collect()
    }

    /// The same with another limit for each delivery than the contract's 15 seconds.
    #[must_use]
    pub fn within(self, deadline: Duration) -> Self {
        let sender = Arc::new(self.sender.within(deadline));
        Self { sender, ..self }
    }

    /// The same with so many connections at once to all targets together.
    #[must_use]
    pub fn over(self, connections: usize) -> Self {
        let sender = Arc::new(self.sender.over(connections));
        Self { sender, ..self }
    }

    /// The same with so much room for the bodies under way, in KiB.
    #[must_use]
    pub fn holding(self, kib: usize) -> Self {
        let sender = Arc::new(self.sender.holding(kib));
        Self { sender, ..self }
    }

    async fn deliver(&self, of: WebhookOf) -> Result<()> {
        let (_never, stopping) = watch::channel(false);
        let mut line = Line::to("");
        if self.app.take_lease(of.org).await? {
            while endpoint::round(self, of, &mut line, &stopping).await? == Step::More {}
        }
        Ok(())
    }
}
