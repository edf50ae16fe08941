//! The outcome of a round of deliveries, stored in one transaction with the webhook's cursor.

use std::collections::BTreeSet;
use std::convert::Infallible;

use deskbell_model::limits::WEBHOOK_FAILING_S_MAX;
use deskbell_model::{History, Kind, Origin, Timestamp};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::deliveries::{self, Delivery, DeliveryRow};
use deskbell_storage::webhooks::{self, WebhookRow};
use deskbell_storage::{
    Conn, Lane, Result as StorageResult, Stop, Tx, Write, chats, customers, leases,
};

use super::judge::{self, Health, Moment, Tally};
use super::{Outbox, WebhookOf};
use crate::actions::webhooks::change_of;
use crate::error::Result;

/// The outcome of a round of deliveries.
#[derive(Clone, Debug, Default)]
pub struct RoundOutcome {
    /// The URL to which all deliveries were sent.
    pub url: String,
    /// The number of replays that the webhook had at the beginning of the round.
    pub replay_epoch: i64,
    /// The history of changes to which the cursor belongs; a failover begins another history.
    pub history: History,
    /// The webhook's position in the feed after the round: the number of a change.
    pub cursor_seq: i64,
    /// The deliveries that already had a row before the round and were attempted in this round.
    pub noted: Vec<DeliveryRow>,
    /// The deliveries that get a row now, in the order of their changes. They were attempted, or
    /// they wait for an earlier delivery about the same chat or customer.
    pub fresh: Vec<Delivery>,
    /// The state of the target after all attempts of the round.
    pub tally: Tally,
}

struct Keep {
    of: WebhookOf,
    node: String,
    outcome: RoundOutcome,
    now: Timestamp,
    moment: Moment,
}

impl Write for Keep {
    type Out = bool;
    type Refusal = Infallible;

    // No request waits for this write, which is a few hundred short rows at most.
    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        if !leases::take(tx, &self.node).await? {
            return Ok(false);
        }
        if tx.counters.last().history != self.outcome.history {
            // Another server has taken over meanwhile, and may have given the same numbers to other
            // changes. The stored cursor stays: deliveries that both servers know are sent twice.
            return Ok(true);
        }
        let webhook = self.of.webhook;
        let Some(mut row) = webhooks::find(tx.org, tx.conn, webhook).await? else {
            return Ok(false);
        };
        let is_disabled = self.judge(&mut row);
        if row.replay_epoch == self.outcome.replay_epoch {
            // With another epoch, a replay has set the cursor during the round, and that cursor
            // stays.
            row.cursor_seq = self.outcome.cursor_seq;
        }
        self.keep(tx, &row).await?;
        webhooks::save(tx.org, tx.conn, &row).await?;
        deliveries::forget(tx.org, tx.conn, webhook).await?;
        if is_disabled {
            deliveries::rest(tx.org, tx.conn, webhook).await?;
            let change = change_of(Kind::WebhookUpdated, &row.webhook);
            changes::append(tx, self.now.seconds(), Notice::Notify, &[change]).await?;
        }
        Ok(true)
    }
}

impl Keep {
    /// Records the health of a webhook, and disables a webhook that is given up. Returns whether
    /// this call disabled the webhook. Attempts at a URL other than the webhook's present URL do
    /// not count.
    fn judge(&self, row: &mut WebhookRow) -> bool {
        if self.outcome.url != row.webhook.url {
            return false;
        }
        let created_at = row.webhook.created_at;
        let health = judge::health(self.outcome.tally, row.failing_since, created_at, self.moment);
        let Health { failing_since, is_given_up } = health;
        row.failing_since = failing_since;
        is_given_up && std::mem::replace(&mut row.webhook.enabled, false)
    }

    async fn keep<C: Conn>(&self, tx: &mut Tx<'_, C>, row: &WebhookRow) -> StorageResult<()> {
        let RoundOutcome { noted, fresh, .. } = &self.outcome;
        let mut noted = noted.clone();
        let webhook = self.of.webhook;
        let mut lanes = BTreeSet::new();
        let mut rows = Vec::with_capacity(fresh.len());
        for delivery in fresh {
            if is_erased(tx, delivery).await? {
                continue;
            }
            if delivery.ended_at.is_none() && delivery.next_attempt_at.is_none() {
                lanes.insert(delivery.lane.clone());
            }
            let id = tx.counters.take_delivery()?;
            rows.push(DeliveryRow { id, delivery: delivery.clone() });
        }
        let ended = noted.iter().filter(|row| row.delivery.ended_at.is_some());
        lanes.extend(ended.map(|row| row.delivery.lane.clone()));
        if !row.webhook.enabled {
            let all = rows.iter_mut().chain(noted.iter_mut());
            all.for_each(|row| row.delivery.next_attempt_at = None);
        }
        deliveries::update(tx.org, tx.conn, webhook, &noted).await?;
        deliveries::insert(tx.org, tx.conn, webhook, &rows).await?;
        if row.webhook.enabled {
            for lane in &lanes {
                deliveries::wake(tx.org, tx.conn, webhook, lane, self.now).await?;
            }
        }
        Ok(())
    }
}

/// Tells whether a delivery's object was deleted during the round.
async fn is_erased<C: Conn>(tx: &mut Tx<'_, C>, delivery: &Delivery) -> StorageResult<bool> {
    if let Some(chat) = delivery.chat {
        return Ok(chats::state(tx.org, tx.conn, chat).await?.is_none());
    }
    match delivery.customer {
        Some(customer) => Ok(customers::find(tx.org, tx.conn, customer).await?.is_none()),
        None => Ok(false),
    }
}

impl Outbox {
    /// Stores the outcome of a round. Returns `false`, and stores nothing, when another node has
    /// the lease or the webhook is gone. Returns `true`, and stores nothing, when the database has
    /// begun another history of changes, as after a failover.
    ///
    /// # Errors
    /// When the database fails. The outcome may be stored nevertheless.
    pub async fn keep(&self, of: WebhookOf, outcome: RoundOutcome) -> Result<bool> {
        let clock = &self.context.clock;
        let now = clock.now();
        let moment = Moment {
            now: now.seconds(),
            too_long: clock.ago(WEBHOOK_FAILING_S_MAX),
            is_obeyed: clock.is_obeyed(),
        };
        let keep = Keep { of, node: self.context.node()?, outcome, now, moment };
        Ok(self.context.store.write(of.org, Origin::JOB, keep).await?)
    }
}
