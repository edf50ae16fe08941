//! The audit trail, which the operator reads from the rows of the change feed: the author, entry
//! point, cause and old values of each change.

use deskbell_model::{Actor, Cause, CustomerId, Kind, OrgId, Seconds, Seq, Via};

use crate::columns::{Columns, FromRow, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Row;
use crate::selected::selected;
use crate::statement::statements;

/// A change with the fields that the audit trail shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The change's number.
    pub seq: Seq,
    /// The time at which the change was recorded.
    pub at: Seconds,
    /// The kind of change.
    pub kind: Kind,
    /// The id of the object; 0 for a reset.
    pub subject: i64,
    /// The author, if recorded.
    pub actor: Option<Actor>,
    /// The entry point through which the change came, if recorded.
    pub via: Option<Via>,
    /// The change that caused this change, if any.
    pub cause: Option<Cause>,
    /// The old values of the changed fields, as a JSON object, if recorded.
    pub before: Option<String>,
}

impl FromRow for Option<Cause> {
    const COLUMNS: &'static [&'static str] = &["cause_seq", "depth"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (seq, depth): (Option<Seq>, Option<i64>) = (columns.get()?, columns.get()?);
        let depth = depth.and_then(|depth| u32::try_from(depth).ok());
        Ok(seq.zip(depth).map(|(seq, depth)| Cause { seq, depth }))
    }
}

selected! { AuditRow {
    seq, at, kind, subject, actor: Option<Actor>, via, cause: Option<Cause>, before
} }

statements! {
    AUDIT: Page => AuditRow =
        "SELECT seq, at, kind, subject, actor_kind, actor_id, via, cause_seq, depth, before
         FROM changes WHERE org_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    /// Selects the changes of a customer and of the customer's events.
    OF_CUSTOMER: Page => AuditRow =
        "SELECT seq, at, kind, subject, actor_kind, actor_id, via, cause_seq, depth, before
         FROM changes {by changes_customer_id}
         WHERE org_id = $1 AND customer_id = $2 AND seq > $3 ORDER BY seq LIMIT $4", hinted;
}

/// Returns up to `limit` changes of the audit trail with numbers below `before`, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn audit<C: Conn>(
    org: OrgId,
    conn: &mut C,
    before: i64,
    limit: u32,
) -> Result<Vec<AuditRow>> {
    conn.all(&AUDIT, &params![org, before, limit]).await
}

/// Returns up to `limit` changes of a customer and of the customer's events. The changes have
/// numbers above `after`; the oldest comes first.
///
/// # Errors
/// When the database fails.
pub async fn audit_of_customer<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    after: i64,
    limit: u32,
) -> Result<Vec<AuditRow>> {
    conn.all(&OF_CUSTOMER, &params![org, customer, after, limit]).await
}
