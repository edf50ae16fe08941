//! The audit trail: the author, entry point, cause and old values of each change. The operator
//! reads them from the rows of the change feed.

use deskbell_model::{Actor, Cause, Kind, OrgId, Seconds, Seq, Via};

use super::actor;
use crate::columns::{Columns, FromRow, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Row;
use crate::statement::statements;

/// A change as the audit trail shows it.
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
    /// The author.
    pub actor: Option<Actor>,
    /// The entry point that the change came through.
    pub via: Option<Via>,
    /// The earlier change that caused this one.
    pub cause: Option<Cause>,
    /// The old values of the changed fields, as a JSON object.
    pub before: Option<String>,
}

impl FromRow for AuditRow {
    const COLUMNS: &'static [&'static str] = &[
        "seq",
        "at",
        "kind",
        "subject",
        "actor_kind",
        "actor_id",
        "via",
        "cause_seq",
        "depth",
        "before",
    ];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            seq: columns.id()?,
            at: columns.seconds()?,
            kind: columns.word(Kind::parse)?,
            subject: columns.int()?,
            actor: actor(columns)?,
            via: columns.opt_word(Via::parse)?,
            cause: {
                let (seq, depth) = (columns.opt_id()?, columns.opt_int()?);
                let depth = depth.and_then(|depth| u32::try_from(depth).ok());
                seq.zip(depth).map(|(seq, depth)| Cause { seq, depth })
            },
            before: columns.opt_text()?,
        })
    }
}

statements! {
    /// The audit trail, the newest first.
    AUDIT: Page => AuditRow =
        "SELECT seq, at, kind, subject, actor_kind, actor_id, via, cause_seq, depth, before
         FROM changes WHERE org_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
}

/// Gives up to `limit` entries of the audit trail with numbers below a given one, the newest first.
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
