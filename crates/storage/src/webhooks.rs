//! The table of webhooks, with their cursors and secrets.

use deskbell_model::webhook::FixedHeaders;
use deskbell_model::{OrgId, Seconds, Secret, Webhook, WebhookEvent, WebhookId};
use deskbell_query::{Meta, Page};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::cursor_pages::{self, ById};
use crate::erasures::{self, Erased};
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::write::Tx;

/// A webhook with its cursor and its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    /// The webhook without its cursor and secrets.
    pub webhook: Webhook,
    /// The secret that signs deliveries.
    pub secret: Secret,
    /// The previous secret, and the time until which this secret also signs deliveries.
    pub old_secret: Option<(Secret, Seconds)>,
    /// The cursor: the number of the last change whose events are delivered or stored as
    /// deliveries.
    pub cursor_seq: i64,
    /// The time since which the webhook's deliveries have failed; `None` after a success.
    pub failing_since: Option<Seconds>,
    /// The replay epoch: the number of times that a request set the cursor. Deliveries that began
    /// in an earlier epoch leave the cursor unchanged.
    pub replay_epoch: i64,
}

const FIXED: &[&str] = &["id", "created_at"];
/// The mutable columns, in the order of [`WebhookRow::changing`].
const CHANGING: &[&str] = &[
    "url",
    "events",
    "enabled",
    "headers",
    "secret",
    "old_secret",
    "old_secret_until",
    "cursor_seq",
    "failing_since",
    "replay_epoch",
];

impl FromRow for WebhookRow {
    const COLUMNS: &'static [&'static str] = columns!(FIXED, CHANGING);

    // Fields are read in the order of the columns.
    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (id, created_at) = (columns.get()?, columns.get()?);
        let webhook = Webhook {
            id,
            created_at,
            url: columns.get()?,
            events: columns.word(WebhookEvent::split)?,
            enabled: columns.get()?,
            headers: headers(columns.opt_str()?)?,
        };
        let secret = Secret::new(columns.get()?);
        let (old, until) = (columns.opt_text()?.map(Secret::new), columns.get()?);
        Ok(Self {
            webhook,
            secret,
            old_secret: old.zip(until),
            cursor_seq: columns.get()?,
            failing_since: columns.get()?,
            replay_epoch: columns.opt_int()?.unwrap_or(0),
        })
    }
}

fn headers(lines: Option<&str>) -> Result<FixedHeaders> {
    FixedHeaders::from_lines(lines).ok_or_else(|| Error::corrupt("a webhook's header is none"))
}

/// A SELECT of an organization's webhooks; the macro's argument gives the condition and the order.
macro_rules! select {
    ($tail:literal) => {
        text!(join(&[
            "SELECT ",
            text!(list("", WebhookRow::COLUMNS)),
            " FROM webhooks WHERE org_id = $1 ",
            $tail
        ]))
    };
}

statements! {
    INSERT: Point => Nothing = text!(insert("webhooks", WebhookRow::COLUMNS));
    FIND: Point => WebhookRow = select!("AND id = $2");
    PAGE: Page => WebhookRow = select!("ORDER BY id LIMIT $2 OFFSET $3");
    /// Selects the webhooks with ids above a given id.
    LIST: Page => WebhookRow = select!("AND id > $2 ORDER BY id LIMIT $3");
    SAVE: Point => Nothing = text!(update("webhooks", CHANGING, &["id"]));
    REMOVE: Point => Nothing = "DELETE FROM webhooks WHERE org_id = $1 AND id = $2";
}

impl WebhookRow {
    /// Returns the values of the mutable columns. The caller renders `events` and `headers` as
    /// texts.
    fn changing<'r>(&'r self, events: &'r str, headers: Option<&'r String>) -> [Param<'r>; 10] {
        let Self { webhook, secret, old_secret, cursor_seq, failing_since, replay_epoch } = self;
        let old = old_secret.as_ref();
        params![
            &webhook.url,
            events,
            webhook.enabled,
            headers,
            secret.reveal(),
            old.map(|(secret, _)| secret.reveal()),
            old.map(|(_, until)| *until),
            *cursor_seq,
            *failing_since,
            *replay_epoch,
        ]
    }

    /// Sets the cursor to this change, and increments the replay epoch.
    pub fn replay_after(&mut self, change: i64) {
        self.cursor_seq = change;
        self.replay_epoch += 1;
    }
}

/// Adds a webhook, and increments the count of webhooks.
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, row: &WebhookRow) -> Result<()> {
    let Webhook { id, events, created_at, headers, .. } = &row.webhook;
    let (events, headers) = (WebhookEvent::join(events), headers.to_lines());
    let mut values: Vec<Param<'_>> = params![tx.org, *id, *created_at].into();
    values.extend(row.changing(&events, headers.as_ref()));
    tx.conn.queue(&INSERT, &values).await?;
    tx.counters.webhooks += 1;
    Ok(())
}

/// Finds a webhook.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
) -> Result<Option<WebhookRow>> {
    conn.opt(&FIND, &params![org, webhook]).await
}

/// Returns a page of the organization's webhooks, sorted by id, and the number of all webhooks.
///
/// # Errors
/// When the database fails.
pub async fn page<C: Conn>(org: OrgId, conn: &mut C, page: Page) -> Result<(Vec<Webhook>, Meta)> {
    let total = counters::total(org, conn, Total::Webhooks).await?;
    let list = ById { page: &PAGE, behind: &LIST, id: |row: &WebhookRow| row.webhook.id.get() };
    let (rows, next) = cursor_pages::by_id(org, conn, list, page).await?;
    Ok((rows.into_iter().map(|row| row.webhook).collect(), Meta { total, next }))
}

/// Returns up to `limit` webhooks with ids above `after`, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn behind<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<WebhookRow>> {
    conn.all(&LIST, &params![org, after, limit]).await
}

/// Returns the number of webhooks, including the changes of this transaction.
#[must_use]
pub fn count<C>(tx: &Tx<'_, C>) -> i64 {
    tx.counters.webhooks
}

/// Returns the number of the last change, including the changes of this transaction.
#[must_use]
pub fn last_change<C>(tx: &Tx<'_, C>) -> i64 {
    tx.counters.last_seq()
}

/// Writes the mutable fields of a webhook.
///
/// # Errors
/// When the database fails.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, row: &WebhookRow) -> Result<()> {
    let Webhook { id, events, headers, .. } = &row.webhook;
    let (events, headers) = (WebhookEvent::join(events), headers.to_lines());
    let mut values: Vec<Param<'_>> = row.changing(&events, headers.as_ref()).into();
    values.extend(params![org, *id]);
    conn.queue(&SAVE, &values).await
}

/// Deletes a webhook, and schedules the erasure of the webhook's deliveries; `false` when the
/// webhook does not exist. `at` is the time of the deletion.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(tx: &mut Tx<'_, C>, webhook: WebhookId, at: Seconds) -> Result<bool> {
    if tx.conn.exec(&REMOVE, &params![tx.org, webhook]).await? == 0 {
        return Ok(false);
    }
    erasures::note(tx.org, tx.conn, at, &[Erased::Webhook(webhook)]).await?;
    tx.counters.webhooks -= 1;
    if tx.counters.webhooks < 0 {
        return Err(Error::corrupt("more webhooks were removed than there were"));
    }
    Ok(true)
}
