//! The next deliveries of a webhook: the due deliveries, and the deliveries of events after the
//! webhook's cursor. One snapshot reads all of them, without the data of the events: see
//! `event_data`.

use std::collections::{BTreeSet, HashMap};

use deskbell_model::limits::{
    DELIVERIES_TAKEN, DELIVERIES_TAKEN_BYTES, DELIVERIES_TAKEN_FIRST, DELIVERY_CHANGES_LOOKED_AT,
};
use deskbell_model::{
    ChatId, CustomerId, History, Kind, OrgId, Seconds, Seq, Timestamp, WebhookEvent,
};
use deskbell_storage::deliveries::{self, Delivery, DeliveryRow};
use deskbell_storage::emitted::{self, EmittingChange};
use deskbell_storage::webhooks::{self, WebhookRow};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, changes, chats, customers};

use super::{Outbox, WebhookOf};
use crate::error::Result;
use crate::event_id;

/// A round of deliveries to a webhook, before it begins.
#[derive(Clone, Debug)]
pub struct Round {
    /// The row of the webhook.
    pub row: WebhookRow,
    /// The deliveries that are due, at most one for each chat or customer.
    pub due: Vec<DeliveryRow>,
    /// The deliveries of events after the cursor, in the order of their changes.
    pub fresh: Vec<Delivery>,
    /// The lanes (chats or customers) that have waiting deliveries. A fresh delivery in one of
    /// these lanes must wait, too.
    pub waiting: BTreeSet<String>,
    /// The history of changes to which the cursor belongs; a failover begins another history.
    pub history: History,
    /// The webhook's position in the feed after the round: the number of a change.
    pub cursor_seq: i64,
    /// True when the feed has further changes after `cursor_seq`.
    pub is_more: bool,
}

struct Next {
    of: WebhookOf,
    now: Timestamp,
}

impl Read for Next {
    type Out = Option<Round>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let WebhookOf { org, webhook } = self.of;
        let Some(row) = webhooks::find(org, conn, webhook).await? else { return Ok(None) };
        let due = deliveries::due(org, conn, webhook, self.now, DELIVERIES_TAKEN).await?;
        let last = changes::last(org, conn).await?;
        let mut round = Round {
            history: last.history,
            cursor_seq: row.cursor_seq,
            row,
            due,
            fresh: Vec::new(),
            waiting: BTreeSet::new(),
            is_more: false,
        };
        if !round.row.webhook.enabled {
            return Ok(Some(round));
        }
        let lanes = deliveries::lanes(org, conn, webhook).await?;
        let Some(lanes) = lanes else { return Ok(Some(round)) };
        round.waiting = lanes.into_iter().collect();
        let last = last.seq;
        let to = last.min(round.cursor_seq.saturating_add(DELIVERY_CHANGES_LOOKED_AT));
        let (changes, is_full) = changes_after(org, conn, (round.cursor_seq, to)).await?;
        round.cursor_seq = changes.last().filter(|_| is_full).map_or(to, |row| row.seq.get());
        round.is_more = round.cursor_seq < last;
        let mut seen = Seen { org, chats: HashMap::new() };
        for change in &changes {
            for event in &change.events {
                if round.row.webhook.events.contains(event) {
                    let delivery = seen.delivery(conn, self.of, change, *event).await?;
                    round.fresh.extend(delivery);
                }
            }
        }
        Ok(Some(round))
    }
}

/// Reads the changes for a round of deliveries, limited in number and size. Also returns whether
/// further changes may follow.
async fn changes_after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (after, to): (i64, i64),
) -> StorageResult<(Vec<EmittingChange>, bool)> {
    let mut all: Vec<EmittingChange> = Vec::new();
    let (mut take, mut bytes) = (DELIVERIES_TAKEN_FIRST, 0);
    loop {
        let after = all.last().map_or(after, |row| row.seq.get());
        let room = DELIVERIES_TAKEN.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
        let limit = take.min(room);
        let rows = emitted::emitting(org, conn, (after, to), limit).await?;
        let is_end = rows.len() < limit as usize;
        bytes += rows.iter().map(|row| row.bytes).sum::<u64>();
        all.extend(rows);
        if is_end || limit == room || bytes >= DELIVERIES_TAKEN_BYTES {
            return Ok((all, !is_end));
        }
        take *= 2;
    }
}

/// A cache of the chats that were looked up for a round of deliveries: whether each chat exists.
struct Seen {
    org: OrgId,
    chats: HashMap<ChatId, bool>,
}

impl Seen {
    /// Makes the delivery of the event that a change emitted. Returns `None` when the payload was
    /// erased. Also returns `None` when the change's chat or customer is gone, except for the event
    /// of the customer's deletion.
    async fn delivery<C: Conn>(
        &mut self,
        conn: &mut C,
        of: WebhookOf,
        change: &EmittingChange,
        event: WebhookEvent,
    ) -> StorageResult<Option<Delivery>> {
        let lane = match change.kind {
            Kind::MessageCreated | Kind::ChatCreated | Kind::ChatUpdated => {
                let Some(chat) = change.chat else { return Ok(None) };
                if !self.has_chat(conn, chat).await? {
                    return Ok(None);
                }
                format!("chat:{chat}")
            }
            // The payload contains only the id, so it is sent although the customer is deleted. The
            // deletion has its own lane, since in the customer's lane it could wait for a delivery
            // that is erased.
            Kind::CustomerDeleted => format!("customer:{}:deleted", change.subject),
            _ => {
                if !self.is_there(conn, change.customer).await? {
                    return Ok(None);
                }
                format!("customer:{}", change.subject)
            }
        };
        if change.beginning.is_none() {
            return Ok(None);
        }
        let (seq, at) = (change.seq, change.at);
        let event_id = id(of, event, seq, at, change.beginning());
        Ok(Some(Delivery {
            seq: Some(seq),
            chat: change.chat,
            customer: change.customer,
            ..Delivery::new(event, event_id, lane, at)
        }))
    }

    async fn has_chat<C: Conn>(&mut self, conn: &mut C, chat: ChatId) -> StorageResult<bool> {
        if let Some(is_there) = self.chats.get(&chat) {
            return Ok(*is_there);
        }
        let is_there = chats::state(self.org, conn, chat).await?.is_some();
        self.chats.insert(chat, is_there);
        Ok(is_there)
    }

    async fn is_there<C: Conn>(
        &self,
        conn: &mut C,
        customer: Option<CustomerId>,
    ) -> StorageResult<bool> {
        let Some(customer) = customer else { return Ok(false) };
        Ok(customers::find(self.org, conn, customer).await?.is_some())
    }
}

/// Computes the id of an event. After a failover another change can have the same number. Therefore
/// the id also depends on the beginning and the size of the payload.
pub(super) fn id(
    of: WebhookOf,
    event: WebhookEvent,
    seq: Seq,
    at: Seconds,
    (beginning, bytes): (&str, u64),
) -> String {
    let WebhookOf { org, webhook } = of;
    let (event, at) = (event.as_str(), at.get());
    event_id::of(&format!("{org}/{webhook}/{seq}/{event}/{at}/{bytes}/{beginning}"))
}

impl Outbox {
    /// Reads the deliveries of the next round to a webhook; `None` when the webhook is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn round(&self, of: WebhookOf) -> Result<Option<Round>> {
        let next = Next { of, now: self.context.clock.now() };
        Ok(self.context.store.snapshot(Class::Page, next).await?)
    }
}
