//! Counts over all organizations for metrics, read from the database.

use deskbell_model::Timestamp;

use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;

/// The counts of waiting deliveries and of agents' sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The time at which the oldest due delivery became due; `None` when no delivery is due.
    pub oldest_delivery_at: Option<Timestamp>,
    /// The number of deliveries that wait for an attempt, due or not.
    pub deliveries: u64,
    /// The number of agents' sessions that have not ended.
    pub sessions: u64,
}

selected! { Waiting { oldest_delivery_at, deliveries, sessions } }

statements! {
    /// Counts the waiting deliveries and the sessions that end after $2, and selects the time of
    /// the oldest delivery that is due at $1.
    WAITING: Scan => Waiting =
        "SELECT (SELECT MIN(d.next_attempt_at) FROM deliveries d JOIN webhooks w
                     ON w.org_id = d.org_id AND w.id = d.webhook_id
                 WHERE w.enabled = 1 AND d.next_attempt_at <= $1
                   AND (d.hold_until IS NULL OR d.hold_until <= $1)) AS oldest_delivery_at,
                (SELECT COUNT(*) FROM deliveries WHERE next_attempt_at IS NOT NULL) AS deliveries,
                (SELECT COUNT(*) FROM sessions
                 WHERE awaits_code = 0 AND expires_at > $2) AS sessions";
}

/// Counts the waiting deliveries and the agents' sessions of all organizations at `now`.
///
/// # Errors
/// When the database fails.
pub async fn waiting<C: Conn>(conn: &mut C, now: Timestamp) -> Result<Waiting> {
    conn.one(&WAITING, &params![now, now.seconds()]).await
}
