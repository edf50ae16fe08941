//! Statements that run before the organization is known, or for all organizations. Only functions
//! of this file and its child modules lack the organization or its transaction as the first
//! parameter. A test lists these functions.

mod people;
mod visitors;
mod waiting;

use std::collections::BTreeSet;

use deskbell_model::{KeyId, OrgId, Organization, Scope, Seconds, Timestamp, WebhookId};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::counters;
use crate::error::Result;
use crate::limits::LEASE_MS;
use crate::reports::DueReport;
use crate::selected::selected;
use crate::statement::statements;
use crate::sweeps::DueSweep;
use crate::timers::Timer;

#[cfg(test)]
pub(crate) use people::STATEMENTS as PEOPLE_STATEMENTS;
pub use people::{
    LinkOwner, LoginOwner, SessionOwner, has_logins, link_owner, login_owner, session_owner,
};
#[cfg(test)]
pub(crate) use visitors::STATEMENTS as VISITOR_STATEMENTS;
pub use visitors::{VisitorSessionOwner, WidgetOwner, visitor_session, widget};
#[cfg(test)]
pub(crate) use waiting::STATEMENTS as WAITING_STATEMENTS;
pub use waiting::{Waiting, waiting};

/// The owner of a key, and the key's scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyOwner {
    /// The organization to which the key belongs.
    pub org: OrgId,
    /// The id of the key.
    pub key: KeyId,
    /// The scope of the key: what the key may do at all.
    pub scope: Scope,
    /// The organization's own rate limit, if any.
    pub requests_per_minute: Option<u32>,
    /// The time at which the key expires, if it expires.
    pub expires_at: Option<Seconds>,
    /// The time at which the key was revoked, if it was revoked.
    pub revoked_at: Option<Seconds>,
    /// The time of the key's last recorded use.
    pub last_used_at: Option<Seconds>,
}

selected! { KeyOwner {
    org = "org_id", key = "id", scope, requests_per_minute, expires_at, revoked_at, last_used_at
} }

impl KeyOwner {
    /// Tells whether the key is neither revoked nor expired at `now`.
    #[must_use]
    pub fn is_working(&self, now: Seconds) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|at| at > now)
    }
}

/// The ids of a webhook and its organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WebhookOf {
    /// The id of the webhook's organization.
    pub org: OrgId,
    /// The webhook's id.
    pub webhook: WebhookId,
}

selected! { WebhookOf { org = "org_id", webhook = "id" } }

/// An enabled webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnabledWebhook {
    /// The ids of the webhook and its organization.
    pub of: WebhookOf,
    /// The replay epoch: the number of times that a request set the webhook's cursor.
    pub replay_epoch: i64,
}

selected! { EnabledWebhook { of: WebhookOf, replay_epoch } }

statements! {
    KEY_OWNER: Point => KeyOwner =
        "SELECT k.org_id, k.id, k.scope, o.requests_per_minute, k.expires_at, k.revoked_at,
                k.last_used_at
         FROM api_keys k JOIN organizations o ON o.id = k.org_id WHERE k.hash = $1";
    /// Selects the owner of the key of the ticket with this hash. Returns no row if the ticket has
    /// expired at $2 or expires later than $3. Also returns no row if the key is revoked or has
    /// expired.
    TICKET_OWNER: Point => KeyOwner =
        "SELECT k.org_id, k.id, k.scope, o.requests_per_minute, k.expires_at, k.revoked_at,
                k.last_used_at
         FROM tickets t JOIN api_keys k ON k.org_id = t.org_id AND k.id = t.key_id
         JOIN organizations o ON o.id = t.org_id
         WHERE t.hash = $1 AND t.expires_at > $2 AND t.expires_at <= $3 AND k.revoked_at IS NULL
           AND (k.expires_at IS NULL OR k.expires_at > $2)";
    ANY_KEY: Point => i64 = "SELECT id AS value FROM api_keys LIMIT 1";
    ORGANIZATIONS: Page => Organization =
        "SELECT id, domain, team_online, chat_enabled, requests_per_minute
         FROM organizations WHERE id > $1 ORDER BY id LIMIT $2";
    /// Selects the organizations with the most chats and customers.
    LARGEST: Scan => i64 =
        "SELECT org_id AS value FROM heads ORDER BY chats + customers DESC, org_id LIMIT $1";
    BY_DOMAIN: Point => Organization =
        "SELECT id, domain, team_online, chat_enabled, requests_per_minute
         FROM organizations WHERE domain = $1";
    /// Selects the timers that are due at $1 and sort after a given timer.
    TIMERS_DUE: Page => Timer =
        "SELECT due_at, org_id, kind, subject FROM timers
         WHERE due_at <= $1 AND due_at >= $2
           AND (due_at, org_id, kind, subject) > ($2, $3, $4, $5)
         ORDER BY due_at, org_id, kind, subject LIMIT $6";
    /// Selects the sweeps that are due at $1 and sort after a given sweep.
    SWEEPS_DUE: Page => DueSweep =
        "SELECT sweep_at, org_id FROM heads
         WHERE sweep_at <= $1 AND sweep_at >= $2 AND (sweep_at, org_id) > ($2, $3)
         ORDER BY sweep_at, org_id LIMIT $4";
    /// Selects the sweeps whose time is so late that only a wrong clock can have set the time.
    SWEEPS_LATE: Page => DueSweep =
        "SELECT sweep_at, org_id FROM heads WHERE sweep_at > $1
         ORDER BY sweep_at, org_id LIMIT $2";
    /// Selects the organizations that sort after a given organization and have a change from $1 or
    /// earlier that reports have not counted.
    REPORTS_DUE: Page => DueReport =
        "SELECT report_at, org_id FROM heads
         WHERE report_at <= $1 AND report_at >= $2 AND (report_at, org_id) > ($2, $3)
         ORDER BY report_at, org_id LIMIT $4";
    /// Selects the organizations with a delivery whose next attempt is later than every schedule
    /// allows, because a clock was wrong.
    ATTEMPTS_LATE: Page => i64 =
        "SELECT DISTINCT org_id AS value FROM deliveries WHERE next_attempt_at > $1 LIMIT $2";
    /// Counts the overdue work: sweeps and timers due at $1, deliveries due at $2, and objects
    /// deleted by $1 that still have rows to erase.
    OVERDUE: Scan => Overdue =
        "SELECT (SELECT COUNT(*) FROM heads WHERE sweep_at <= $1 AND sweep_at > 0) AS sweeps,
                (SELECT COUNT(*) FROM timers WHERE due_at <= $1) AS timers,
                (SELECT COUNT(*) FROM deliveries d JOIN webhooks w
                     ON w.org_id = d.org_id AND w.id = d.webhook_id
                 WHERE w.enabled = 1 AND d.next_attempt_at <= $2
                   AND (d.hold_until IS NULL OR d.hold_until <= $2)) AS deliveries,
                (SELECT COUNT(*) FROM erasures WHERE noted_at <= $1) AS erasures";
    ERASING: Point => i64 =
        "SELECT org_id AS value FROM erasures WHERE org_id > $1 ORDER BY org_id LIMIT 1";
    /// Selects the enabled webhooks, except webhooks of organizations leased to another node.
    WEBHOOKS: Scan => EnabledWebhook =
        "SELECT w.org_id, w.id, w.replay_epoch FROM webhooks w
         LEFT JOIN leases l ON l.org_id = w.org_id
         WHERE w.enabled = 1
           AND (l.holder IS NULL OR l.holder = $1 OR l.expires_at <= {now_ms})
         ORDER BY w.org_id, w.id LIMIT $2", clocked;
    /// Selects the webhooks with due deliveries, except webhooks of organizations leased to another
    /// node.
    DELIVERIES_DUE: Page => WebhookOf =
        "SELECT DISTINCT d.org_id, d.webhook_id AS id
         FROM deliveries d JOIN webhooks w ON w.org_id = d.org_id AND w.id = d.webhook_id
         LEFT JOIN leases l ON l.org_id = d.org_id
         WHERE d.next_attempt_at IS NOT NULL AND d.next_attempt_at <= $1
           AND (d.hold_until IS NULL OR d.hold_until <= $1)
           AND (l.holder IS NULL OR l.holder = $2 OR l.expires_at <= {now_ms})
         LIMIT $3", clocked;
    RENEW_LEASES: Scan => Nothing =
        "UPDATE leases SET expires_at = {now_ms} + $1 WHERE holder = $2", clocked;
    RELEASE_LEASES: Scan => Nothing = "DELETE FROM leases WHERE holder = $1";
    NEXT_ID: Point => i64 = "SELECT COALESCE(MAX(id), 0) + 1 AS value FROM organizations";
    CREATE: Point => Nothing =
        "INSERT INTO organizations (id, domain, team_online, chat_enabled, created_at)
         VALUES ($1, $2, 1, 1, $3)";
}

/// Finds the owner of the key with this SHA-256 (lower-case hex), also of a key that is revoked or
/// has expired; `None` when the key is unknown.
///
/// # Errors
/// When the database fails.
pub async fn key_owner<C: Conn>(conn: &mut C, hash: &str) -> Result<Option<KeyOwner>> {
    conn.opt(&KEY_OWNER, &params![hash]).await
}

/// Finds the owner of the key of the ticket with this SHA-256 (lower-case hex). `None` when the
/// ticket is unknown, has expired at `now`, or expires later than `never`. Only a wrong clock can
/// set a time later than `never`. Also `None` when the key is revoked or has expired.
///
/// # Errors
/// When the database fails.
pub async fn ticket_owner<C: Conn>(
    conn: &mut C,
    hash: &str,
    (now, never): (Seconds, Seconds),
) -> Result<Option<KeyOwner>> {
    conn.opt(&TICKET_OWNER, &params![hash, now, never]).await
}

/// Returns whether any organization has ever had a key.
///
/// # Errors
/// When the database fails.
pub async fn has_keys<C: Conn>(conn: &mut C) -> Result<bool> {
    Ok(conn.opt(&ANY_KEY, &[]).await?.is_some())
}

/// Returns, for all organizations, up to `limit` timers that are due at `now` and sort after the
/// timer `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn timers_due<C: Conn>(
    conn: &mut C,
    now: Seconds,
    after: Option<Timer>,
    limit: u32,
) -> Result<Vec<Timer>> {
    let (due_at, org, kind, subject) = after.map_or((0, 0, "", 0), |after| {
        (i64::from(after.due_at.get()), after.org.get(), after.kind.as_str(), after.subject)
    });
    conn.all(&TIMERS_DUE, &params![now, due_at, org, kind, subject, limit]).await
}

/// Returns, for all organizations, up to `limit` sweeps that are due at `now` and sort after the
/// sweep `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn sweeps_due<C: Conn>(
    conn: &mut C,
    now: Seconds,
    after: Option<DueSweep>,
    limit: u32,
) -> Result<Vec<DueSweep>> {
    let (at, org) = after.map_or((0, 0), |after| (i64::from(after.at.get()), after.org.get()));
    conn.all(&SWEEPS_DUE, &params![now, at, org, limit]).await
}

/// Returns up to `limit` organizations that sort after the organization `after`, in order. Each has
/// a change from `now` or earlier that reports have not counted.
///
/// # Errors
/// When the database fails.
pub async fn reports_due<C: Conn>(
    conn: &mut C,
    now: Seconds,
    after: Option<DueReport>,
    limit: u32,
) -> Result<Vec<DueReport>> {
    let (at, org) = after.map_or((0, 0), |after| (i64::from(after.at.get()), after.org.get()));
    conn.all(&REPORTS_DUE, &params![now, at, org, limit]).await
}

/// Returns organizations for which a wrong clock planned a sweep later than `never.0`, or the next
/// attempt of a delivery later than `never.1`.
///
/// # Errors
/// When the database fails.
pub async fn misdated<C: Conn>(
    conn: &mut C,
    never: (Seconds, Timestamp),
    limit: u32,
) -> Result<BTreeSet<OrgId>> {
    let sweeps = conn.all(&SWEEPS_LATE, &params![never.0, limit]).await?;
    let deliveries = conn.all(&ATTEMPTS_LATE, &params![never.1, limit]).await?;
    let of_deliveries = deliveries.into_iter().filter_map(OrgId::new);
    Ok(sweeps.into_iter().map(|it| it.org).chain(of_deliveries).collect())
}

/// The counts of work that is due and not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The number of organizations whose sweep is overdue.
    pub sweeps: u64,
    /// The number of overdue timers.
    pub timers: u64,
    /// The number of overdue deliveries to enabled webhooks.
    pub deliveries: u64,
    /// The number of deleted objects that still have rows to erase.
    pub erasures: u64,
}

selected! { Overdue { sweeps, timers, deliveries, erasures } }

/// Counts, for all organizations, the work that was due at `since` and is not done.
///
/// # Errors
/// When the database fails.
pub async fn overdue<C: Conn>(conn: &mut C, since: Seconds) -> Result<Overdue> {
    conn.one(&OVERDUE, &params![since, since.start()]).await
}

/// Returns up to `limit` organizations with ids above `after`, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn organizations<C: Conn>(
    conn: &mut C,
    after: Option<OrgId>,
    limit: u32,
) -> Result<Vec<Organization>> {
    let after = after.map_or(0, OrgId::get);
    conn.all(&ORGANIZATIONS, &params![after, limit]).await
}

/// Returns up to `limit` organizations, sorted by the number of their chats and customers, the
/// largest first.
///
/// # Errors
/// When the database fails.
pub async fn largest<C: Conn>(conn: &mut C, limit: u32) -> Result<Vec<OrgId>> {
    Ok(conn.all(&LARGEST, &params![limit]).await?.into_iter().filter_map(OrgId::new).collect())
}

/// Returns the organization with the lowest id above `after` that has rows to erase.
///
/// # Errors
/// When the database fails.
pub async fn erasing<C: Conn>(conn: &mut C, after: Option<OrgId>) -> Result<Option<OrgId>> {
    let after = after.map_or(0, OrgId::get);
    Ok(conn.opt(&ERASING, &params![after]).await?.and_then(OrgId::new))
}

/// Returns up to `limit` enabled webhooks, ordered by organization and id, except webhooks of
/// organizations leased to another node.
///
/// # Errors
/// When the database fails.
pub async fn webhooks<C: Conn>(
    conn: &mut C,
    holder: &str,
    limit: u32,
) -> Result<Vec<EnabledWebhook>> {
    conn.all(&WEBHOOKS, &params![holder, limit]).await
}

/// Returns up to `limit` webhooks with deliveries that are due at `now`, except webhooks of
/// organizations leased to another node.
///
/// # Errors
/// When the database fails.
pub async fn deliveries_due<C: Conn>(
    conn: &mut C,
    now: Timestamp,
    holder: &str,
    limit: u32,
) -> Result<Vec<WebhookOf>> {
    conn.all(&DELIVERIES_DUE, &params![now, holder, limit]).await
}

/// Renews all leases of a node; see [`crate::leases::take`].
///
/// # Errors
/// When the database fails.
pub async fn renew_leases<C: Conn>(conn: &mut C, holder: &str) -> Result<()> {
    conn.queue(&RENEW_LEASES, &params![LEASE_MS, holder]).await
}

/// Releases all leases of a node.
///
/// # Errors
/// When the database fails.
pub async fn release_leases<C: Conn>(conn: &mut C, holder: &str) -> Result<()> {
    conn.queue(&RELEASE_LEASES, &params![holder]).await
}

/// Finds the organization with this domain.
///
/// # Errors
/// When the database fails.
pub async fn organization_by_domain<C: Conn>(
    conn: &mut C,
    domain: &str,
) -> Result<Option<Organization>> {
    conn.opt(&BY_DOMAIN, &params![domain]).await
}

/// Creates an empty organization, whose changes are numbered in this history (sequence of changes).
/// The caller must hold the database's lock; see [`crate::Store::exclusive`].
///
/// # Errors
/// When the database fails; `Conflict` of `organizations_domain` when the domain is taken.
pub async fn create_organization<C: Conn>(
    conn: &mut C,
    domain: &str,
    at: Seconds,
    history: i64,
) -> Result<OrgId> {
    let id = conn.one(&NEXT_ID, &[]).await?;
    conn.queue(&CREATE, &params![id, domain, at]).await?;
    let org = OrgId::new(id)
        .ok_or_else(|| crate::Error::corrupt("an organization with a negative id"))?;
    counters::create(org, conn, history).await?;
    Ok(org)
}
