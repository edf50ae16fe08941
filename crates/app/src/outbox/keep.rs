//! How a round of deliveries ended, kept in one transaction with how far the webhook was told.

use std::collections::BTreeSet;

use deskbell_model::limits::{CLOCKS_APART_S, WEBHOOK_FAILING_S_MAX};
use deskbell_model::{History, Kind, Seconds, Timestamp};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::deliveries::{self, Delivery, DeliveryRow};
use deskbell_storage::webhooks::{self, WebhookRow};
use deskbell_storage::{Conn, Lane, Result as StorageResult, Tx, Write, chats, customers, leases};

use super::WebhookOf;
use crate::App;
use crate::action::webhooks::told;
use crate::error::Result;

/// How a round of deliveries ended.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Where all of it was sent.
    pub url: String,
    /// How often somebody had said up to where the webhook is told.
    pub moves: i64,
    /// The history in which it was told.
    pub history: History,
    /// The change up to which it has been told now.
    pub told_to: i64,
    /// What was noted before and tried now.
    pub noted: Vec<DeliveryRow>,
    /// What is to be noted now, in the order in which it happened: tried, or behind something that
    /// waits.
    pub fresh: Vec<Delivery>,
    /// Whether the target said that it is gone for good.
    pub is_gone: bool,
    /// Whether the target took something; none when nothing but tests was sent.
    pub took: Option<bool>,
}

struct Keep {
    of: WebhookOf,
    node: String,
    outcome: Outcome,
    now: Timestamp,
    /// What has failed since then or before has failed for too long; nothing has by a clock that is
    /// not trusted.
    too_long: Option<Seconds>,
    /// Whether the clock is obeyed: one that is wrong at the start dates no failure.
    is_obeyed: bool,
}

impl Write for Keep {
    type Out = bool;

    // Nobody waits for it, and a round is no more than a few hundred short rows.
    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<bool> {
        if !leases::take(tx, &self.node).await? {
            return Ok(false);
        }
        if tx.head.last().history != self.outcome.history {
            // Another server has taken over meanwhile. Its changes may be others, with the same
            // numbers: what it has is told from where it was, and what both have is told again.
            return Ok(true);
        }
        let webhook = self.of.webhook;
        let Some(mut row) = webhooks::find(tx.org, tx.conn, webhook).await? else {
            return Ok(false);
        };
        let is_disabled = self.judge(&mut row);
        if row.moves == self.outcome.moves {
            // Otherwise somebody asked meanwhile to be told again.
            row.told_to = self.outcome.told_to;
        }
        self.keep(tx, &row).await?;
        webhooks::save(tx.org, tx.conn, &row).await?;
        deliveries::forget(tx.org, tx.conn, webhook).await?;
        if is_disabled {
            deliveries::rest(tx.org, tx.conn, webhook).await?;
            let told = told(Kind::WebhookUpdated, &row.webhook);
            changes::append(tx, self.now.seconds(), Notice::Loud, &[told]).await?;
        }
        Ok(true)
    }
}

impl Keep {
    /// Notes whether the webhook goes on failing, and disables it when it did for too long; gives
    /// whether this was the time. What another URL answered says nothing about this one.
    fn judge(&self, row: &mut WebhookRow) -> bool {
        if self.outcome.url != row.webhook.url {
            return false;
        }
        let now = self.now.seconds();
        match self.outcome.took {
            Some(true) => row.failing_since = None,
            // A clock that was wrong must neither put it off for years nor hasten it.
            Some(false) => {
                let is_likely = |since: &Seconds| {
                    !self.is_obeyed
                        || (*since <= now.plus(CLOCKS_APART_S) && *since >= row.webhook.created_at)
                };
                row.failing_since = Some(row.failing_since.filter(is_likely).unwrap_or(now));
            }
            None => {}
        }
        let is_given_up = |since: Seconds| self.too_long.is_some_and(|ago| since <= ago);
        let was_enabled = row.webhook.enabled;
        let has_failed = self.outcome.took == Some(false);
        if self.outcome.is_gone || has_failed && row.failing_since.is_some_and(is_given_up) {
            row.webhook.enabled = false;
        }
        was_enabled && !row.webhook.enabled
    }

    async fn keep<C: Conn>(&mut self, tx: &mut Tx<'_, C>, row: &WebhookRow) -> StorageResult<()> {
        let Outcome { noted, fresh, .. } = &mut self.outcome;
        let webhook = self.of.webhook;
        let mut lanes = BTreeSet::new();
        let mut rows = Vec::with_capacity(fresh.len());
        for delivery in fresh.drain(..) {
            if is_erased(tx, &delivery).await? {
                continue;
            }
            if delivery.ended_at.is_none() && delivery.next_attempt_at.is_none() {
                lanes.insert(delivery.lane.clone());
            }
            rows.push(DeliveryRow { id: tx.head.take_delivery()?, delivery });
        }
        let ended = noted.iter().filter(|row| row.delivery.ended_at.is_some());
        lanes.extend(ended.map(|row| row.delivery.lane.clone()));
        if !row.webhook.enabled {
            let all = rows.iter_mut().chain(noted.iter_mut());
            all.for_each(|row| row.delivery.next_attempt_at = None);
        }
        deliveries::update(tx.org, tx.conn, webhook, noted).await?;
        deliveries::insert(tx.org, tx.conn, webhook, &rows).await?;
        if row.webhook.enabled {
            for lane in &lanes {
                deliveries::wake(tx.org, tx.conn, webhook, lane, self.now).await?;
            }
        }
        Ok(())
    }
}

/// Whether what a delivery tells of was deleted while it was on its way.
async fn is_erased<C: Conn>(tx: &mut Tx<'_, C>, delivery: &Delivery) -> StorageResult<bool> {
    if let Some(chat) = delivery.chat {
        return Ok(chats::state(tx.org, tx.conn, chat).await?.is_none());
    }
    match delivery.customer {
        Some(customer) => Ok(customers::find(tx.org, tx.conn, customer).await?.is_none()),
        None => Ok(false),
    }
}

impl App {
    /// Keeps how deliveries to a webhook ended; `false` when they are another node's by now, or the
    /// webhook is gone: then nothing was kept.
    ///
    /// # Errors
    /// As the database says; nothing was kept then, or it is not known.
    pub async fn keep_deliveries(&self, of: WebhookOf, outcome: Outcome) -> Result<bool> {
        let too_long = self.clock.ago(WEBHOOK_FAILING_S_MAX);
        let (now, is_obeyed) = (self.clock.now(), self.clock.is_obeyed());
        let keep = Keep { of, node: self.node()?, outcome, now, too_long, is_obeyed };
        Ok(self.store.write(of.org, keep).await?)
    }
}
