//! The table of deliveries: all waiting deliveries, and the latest ended deliveries. The data of
//! their events stays in the change feed; see `emitted`.

mod row;

use deskbell_model::limits::{DELIVERIES_LOGGED_MAX, DELIVERIES_WAITING_MAX};
use deskbell_model::{DeliveryId, OrgId, Timestamp, WebhookId};
use deskbell_query::{Meta, NextPage, Page, Start};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::cursor_pages::cut;
use crate::error::Result;
use crate::record::Record as _;
use crate::row::Param;
use crate::sql::{columns, text};
use crate::statement::statements;

pub use row::{Delivery, DeliveryRow};

const KEY: &[&str] = &["webhook_id", "id"];

/// A SELECT of a webhook's deliveries, with this condition and order.
macro_rules! select {
    ($tail:literal) => {
        text!(join(&[
            "SELECT ",
            text!(list("", DeliveryRow::COLUMNS)),
            " FROM deliveries WHERE org_id = $1 AND webhook_id = $2 ",
            $tail
        ]))
    };
}
pub(crate) use select;

statements! {
    INSERT: Point => Nothing = text!(insert("deliveries", columns!(KEY, Delivery::COLUMNS)));
    /// Writes the outcome of an attempt to deliver.
    UPDATE: Point => Nothing = text!(update("deliveries", Delivery::CHANGING, KEY));
    FIND: Point => DeliveryRow = select!("AND id = $3");
    DUE: Page => DeliveryRow = select!(
        "AND ended_at IS NULL AND next_attempt_at <= $3
         AND (hold_until IS NULL OR hold_until <= $3)
         ORDER BY id LIMIT $4"
    );
    /// Selects a page of a webhook's log of deliveries, newest first.
    PAGE: Page => DeliveryRow = select!("ORDER BY id DESC LIMIT $3 OFFSET $4");
    /// Selects the deliveries with ids below a given id, newest first.
    OLDER: Page => DeliveryRow = select!("AND id < $3 ORDER BY id DESC LIMIT $4");
    COUNT: Scan => i64 =
        "SELECT count(*) AS value FROM deliveries WHERE org_id = $1 AND webhook_id = $2";
    /// Selects up to a given number of lanes (queues that are sent in order) with waiting
    /// deliveries.
    LANES: Page => String =
        "SELECT DISTINCT lane AS value FROM deliveries
         WHERE org_id = $1 AND webhook_id = $2 AND ended_at IS NULL LIMIT $3";
    /// Counts the waiting deliveries; counting stops at a given number.
    WAITING: Page => i64 =
        "SELECT count(*) AS value FROM
            (SELECT d.id FROM deliveries d
             WHERE d.org_id = $1 AND d.webhook_id = $2 AND d.ended_at IS NULL LIMIT $3) AS waiting";
    /// Makes the first waiting delivery of a lane (a queue that is sent in order) due.
    WAKE: Point => Nothing =
        "UPDATE deliveries SET next_attempt_at = $1
         WHERE org_id = $2 AND webhook_id = $3 AND next_attempt_at IS NULL AND ended_at IS NULL
           AND id = (SELECT MIN(d.id) FROM deliveries d
                     WHERE d.org_id = $2 AND d.webhook_id = $3 AND d.lane = $4
                       AND d.ended_at IS NULL)";
    /// Makes the first waiting delivery of each lane (a queue that is sent in order) due.
    WAKE_ALL: Page => Nothing =
        "UPDATE deliveries SET next_attempt_at = $1
         WHERE org_id = $2 AND webhook_id = $3 AND next_attempt_at IS NULL AND ended_at IS NULL
           AND id IN (SELECT MIN(d.id) FROM deliveries d
                      WHERE d.org_id = $2 AND d.webhook_id = $3 AND d.ended_at IS NULL
                      GROUP BY d.lane)";
    /// Clears the time of the next attempt of a webhook's waiting deliveries.
    REST: Page => Nothing =
        "UPDATE deliveries SET next_attempt_at = NULL
         WHERE org_id = $1 AND webhook_id = $2 AND ended_at IS NULL
           AND next_attempt_at IS NOT NULL";
    HASTEN: Page => Nothing =
        "UPDATE deliveries SET next_attempt_at = $1
         WHERE org_id = $2 AND ended_at IS NULL AND next_attempt_at > $3";
    FORGET: Page => Nothing =
        "DELETE FROM deliveries
         WHERE org_id = $1 AND webhook_id = $2 AND ended_at IS NOT NULL
           AND id <= (SELECT d.id FROM deliveries d
                      WHERE d.org_id = $1 AND d.webhook_id = $2 AND d.ended_at IS NOT NULL
                      ORDER BY d.id DESC LIMIT 1 OFFSET $3)";
}

/// Adds deliveries of a webhook.
///
/// # Errors
/// When the database fails.
pub async fn insert<'r, C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    rows: &'r [DeliveryRow],
) -> Result<()> {
    let params = |noted: &'r DeliveryRow| {
        let key: Vec<Param<'r>> = params![org, webhook, noted.id].into();
        [key, noted.delivery.values()].concat()
    };
    let rows: Vec<_> = rows.iter().map(params).collect();
    conn.queue_many(&INSERT, &rows).await
}

/// Writes the outcomes of attempts to deliver; deliveries that were erased during the attempts stay
/// erased.
///
/// # Errors
/// When the database fails.
pub async fn update<'r, C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    rows: &'r [DeliveryRow],
) -> Result<()> {
    let params = |noted: &'r DeliveryRow| {
        let key: Vec<Param<'r>> = params![org, webhook, noted.id].into();
        [noted.delivery.changing(), key].concat()
    };
    let rows: Vec<_> = rows.iter().map(params).collect();
    conn.queue_many(&UPDATE, &rows).await
}

/// Finds a delivery.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    id: DeliveryId,
) -> Result<Option<DeliveryRow>> {
    conn.opt(&FIND, &params![org, webhook, id]).await
}

/// Returns up to `limit` deliveries that are due at `now`, sorted by id. Deliveries with a hold
/// that ends after `now` are left out.
///
/// # Errors
/// When the database fails.
pub async fn due<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<DeliveryRow>> {
    conn.all(&DUE, &params![org, webhook, now, limit]).await
}

/// Returns a page of waiting and ended deliveries, newest first, and their total.
///
/// # Errors
/// When the database fails.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    page: Page,
) -> Result<(Vec<DeliveryRow>, Meta)> {
    let total = conn.one(&COUNT, &params![org, webhook]).await?;
    let total = u64::try_from(total).unwrap_or(0);
    let limit = page.limit.get();
    let (rows, next) = match page.start {
        Start::Offset(offset) => {
            let params = params![org, webhook, limit, offset.get()];
            (conn.all(&PAGE, &params).await?, NextPage::Unasked)
        }
        Start::Cursor(cursor) => {
            let behind = cursor.at.after_id(i64::MAX);
            let mut rows = conn.all(&OLDER, &params![org, webhook, behind, limit + 1]).await?;
            let next = cut(&mut rows, cursor, page.limit, |row: &DeliveryRow| row.id.get());
            (rows, next)
        }
    };
    Ok((rows, Meta { total, next }))
}

/// Returns the lanes (queues that are sent in order) that have waiting deliveries; `None` when
/// [`DELIVERIES_WAITING_MAX`] or more deliveries wait.
///
/// # Errors
/// When the database fails.
pub async fn lanes<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
) -> Result<Option<Vec<String>>> {
    let waiting = conn.one(&WAITING, &params![org, webhook, DELIVERIES_WAITING_MAX]).await?;
    if waiting >= DELIVERIES_WAITING_MAX {
        return Ok(None);
    }
    conn.all(&LANES, &params![org, webhook, DELIVERIES_WAITING_MAX]).await.map(Some)
}

/// Makes the first waiting delivery of a lane (a queue that is sent in order) due now, unless its
/// next attempt is scheduled.
///
/// # Errors
/// When the database fails.
pub async fn wake<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    lane: &str,
    now: Timestamp,
) -> Result<()> {
    conn.queue(&WAKE, &params![now, org, webhook, lane]).await
}

/// Makes the first waiting delivery of each lane (a queue that is sent in order) due now, unless
/// its next attempt is scheduled.
///
/// # Errors
/// When the database fails.
pub async fn wake_all<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<()> {
    conn.queue(&WAKE_ALL, &params![now, org, webhook]).await
}

/// Makes the waiting deliveries due whose next attempt is after `never`. No schedule allows such a
/// late time.
///
/// # Errors
/// When the database fails.
pub async fn hasten<C: Conn>(
    org: OrgId,
    conn: &mut C,
    now: Timestamp,
    never: Timestamp,
) -> Result<()> {
    conn.queue(&HASTEN, &params![now, org, never]).await
}

/// Clears the time of the next attempt of a webhook's waiting deliveries. No delivery is attempted
/// until [`wake_all`] makes the first delivery of each lane (a queue that is sent in order) due.
///
/// # Errors
/// When the database fails.
pub async fn rest<C: Conn>(org: OrgId, conn: &mut C, webhook: WebhookId) -> Result<()> {
    conn.queue(&REST, &params![org, webhook]).await
}

/// Deletes ended deliveries, except the latest [`DELIVERIES_LOGGED_MAX`].
///
/// # Errors
/// When the database fails.
pub async fn forget<C: Conn>(org: OrgId, conn: &mut C, webhook: WebhookId) -> Result<()> {
    conn.queue(&FORGET, &params![org, webhook, DELIVERIES_LOGGED_MAX]).await
}
