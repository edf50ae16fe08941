//! The rows that belong to the objects of changes in the feed, as ranges of the tables' keys. A
//! copy of an organization reads only these rows after each change.
//!
//! The feed does not name the rows of sessions, drafts, mentions, files, deliveries and reports.
//! Now and then, a copy reads the tables with these rows as a whole.

use std::collections::BTreeSet;

use deskbell_model::{ActorKind, Kind, OrgId, Seconds};

use super::{Cell, KeyRange, StoredTable, named};
use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;
use crate::timers::TimerKind;

/// The tables with rows of a chat, whose keys are the chat's id and another number.
const OF_CHATS: [&str; 3] = ["messages", "chat_agents", "ratings"];
/// The largest expected difference between the clocks of two servers, in seconds. The search for
/// Idempotency-Keys that were used since a given time therefore begins this much earlier.
const CLOCKS_S: u32 = 60;

/// A change in the feed, with the values that identify the rows that the change touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedRow {
    /// The change's number.
    pub seq: i64,
    /// The kind of change.
    pub kind: Kind,
    /// The id of the changed object; 0 for a reset.
    pub subject: i64,
    /// The chat to which the object belongs.
    pub chat: Option<i64>,
    /// The customer to whom the object belongs.
    pub customer: Option<i64>,
    /// The kind of the change's author.
    pub actor: Option<ActorKind>,
    /// The old values of the changed fields of a customer, as a JSON object. `None` for other
    /// objects.
    pub before: Option<String>,
}

selected! { TouchedRow {
    seq, kind, subject, chat = "chat_id", customer = "customer_id", actor = "actor_kind", before
} }

/// An Idempotency-Key with its operation.
struct UsedKey {
    operation: String,
    key: String,
}

selected! { UsedKey { operation, key } }

statements! {
    /// Old values can be long, and only customers' addresses among them name rows.
    TOUCHED: Page => TouchedRow =
        "SELECT seq, kind, subject, chat_id, customer_id, actor_kind,
                CASE WHEN kind = 'customer.updated' THEN before END AS before
         FROM changes WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    ADDRESSES: Page => String =
        "SELECT address AS value FROM addresses WHERE org_id = $1 AND customer_id = $2";
    TAGS: Page => i64 =
        "SELECT id AS value FROM tags WHERE org_id = $1 AND changed_seq > $2 ORDER BY changed_seq";
    /// Selects the Idempotency-Keys that were used since a time, and whose changes have numbers
    /// above a given number.
    KEYS: Scan => UsedKey =
        "SELECT operation, key FROM idempotency
         WHERE org_id = $1 AND at >= $2 AND seq > $3";
}

/// Returns up to `limit` changes with numbers above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn touched<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<TouchedRow>> {
    conn.all(&TOUCHED, &params![org, after, limit]).await
}

/// The objects that changes touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TouchedObjects {
    /// The ids of chats.
    pub chats: BTreeSet<i64>,
    /// The ids of customers.
    pub customers: BTreeSet<i64>,
    /// The former e-mail addresses of customers, in caseless form, with the customers' ids.
    pub addresses: BTreeSet<(String, i64)>,
    /// The events of customers: the customer's id, and the event's id.
    pub events: BTreeSet<(i64, i64)>,
}

/// Returns the ranges of all rows that belong to these objects, table by table. Also returns the
/// ranges of the changes above `after`, of the tags and Idempotency-Keys of these changes, and of
/// the organization's counters. `since` is the time of the change with the number `after`.
///
/// # Errors
/// When the database fails.
pub async fn touched_ranges<C: Conn>(
    org: OrgId,
    conn: &mut C,
    objects: &TouchedObjects,
    (after, since): (i64, Seconds),
) -> Result<Vec<(&'static StoredTable, KeyRange)>> {
    let TouchedObjects { chats, customers, addresses, events } = objects;
    let mut addresses = addresses.clone();
    for customer in customers {
        let found = conn.all(&ADDRESSES, &params![org, *customer]).await?;
        addresses.extend(found.into_iter().map(|address| (address, *customer)));
    }
    let tags = conn.all(&TAGS, &params![org, after]).await?;
    let since = i64::from(since.get()) - i64::from(CLOCKS_S);
    let keys = conn.all(&KEYS, &params![org, since, after]).await?;
    let text = |text: String| Cell::Text(text.into());
    let id = |id: &i64| KeyRange::of_row(vec![Cell::Int(*id)]);
    let snooze = |chat: &i64| {
        KeyRange::of_row(vec![text(TimerKind::Snooze.as_str().to_owned()), Cell::Int(*chat)])
    };
    let changes = KeyRange { from: Some(vec![Cell::Int(after.saturating_add(1))]), to: None };
    let mut ranges = vec![(named("changes")?, changes), (named("heads")?, KeyRange::ALL)];
    let mut add = |table: &str, of_table: Vec<KeyRange>| -> Result<()> {
        let table = named(table)?;
        ranges.extend(of_table.into_iter().map(|range| (table, range)));
        Ok(())
    };
    add("chats", chats.iter().map(id).collect())?;
    for table in OF_CHATS {
        add(table, chats.iter().copied().map(KeyRange::of_owner).collect())?;
    }
    add("timers", chats.iter().map(snooze).collect())?;
    add("customers", customers.iter().map(id).collect())?;
    add("customer_tags", customers.iter().copied().map(KeyRange::of_owner).collect())?;
    let address = |(address, customer)| KeyRange::of_row(vec![text(address), Cell::Int(customer)]);
    add("addresses", addresses.into_iter().map(address).collect())?;
    let event = |(customer, event): &(i64, i64)| {
        KeyRange::of_row(vec![Cell::Int(*customer), Cell::Int(*event)])
    };
    add("events", events.iter().map(event).collect())?;
    add("tags", tags.iter().map(id).collect())?;
    let key = |it: UsedKey| KeyRange::of_row(vec![text(it.operation), text(it.key)]);
    add("idempotency", keys.into_iter().map(key).collect())?;
    Ok(ranges)
}
