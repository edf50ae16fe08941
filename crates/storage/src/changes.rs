//! The outbox: a row for every change, in the change's own transaction.

use deskbell_model::{Kind, OrgId, Seconds, Seq, Subject};

use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Nothing, Param, Row, statements};
use crate::write::Tx;

/// A change as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// To what.
    pub subject: Subject,
    /// The object as its GET showed it then, in JSON; none for a reset.
    pub payload: Option<String>,
}

/// A recorded change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its number: dense, in commit order.
    pub seq: Seq,
    /// When it was recorded.
    pub at: Seconds,
    /// What happened.
    pub kind: Kind,
    /// The id of the object, 0 for none.
    pub subject: i64,
    /// Whether webhooks pass over it.
    pub quiet: bool,
    /// The object as its GET showed it then, in JSON.
    pub payload: Option<String>,
}

impl FromRow for ChangeRow {
    const COLUMNS: &'static [&'static str] = &["seq", "at", "kind", "subject", "quiet", "payload"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            seq: columns.id()?,
            at: columns.seconds()?,
            kind: columns.word(Kind::parse)?,
            subject: columns.int()?,
            quiet: columns.bool()?,
            payload: columns.opt_text()?,
        })
    }
}

statements! {
    /// One more change.
    INSERT: Point => Nothing =
        "INSERT INTO changes (org_id, seq, at, kind, subject, quiet, payload)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Changes in order.
    AFTER: Page => ChangeRow =
        "SELECT seq, at, kind, subject, quiet, payload FROM changes
         WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
}

/// Whether webhooks are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They are.
    Loud,
    /// They are not: an import is history.
    Quiet,
}

/// Records changes, in this order, at this time; gives the number of the first.
///
/// # Errors
/// As the database says.
pub async fn append<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    notice: Notice,
    changes: &[Change],
) -> Result<Option<Seq>> {
    let mut first = None;
    let mut rows: Vec<Vec<Param<'_>>> = Vec::with_capacity(changes.len());
    for change in changes {
        let seq = tx.head.take_seq()?;
        first = first.or(Some(seq));
        let quiet = notice == Notice::Quiet;
        let kind = change.kind.as_str();
        let payload = change.payload.as_ref();
        rows.push(params![tx.org, seq, at, kind, change.subject.get(), quiet, payload].into());
    }
    tx.conn.exec_many(&INSERT, &rows).await?;
    Ok(first)
}

/// Up to `limit` changes in order, those after number `after`.
///
/// # Errors
/// As the database says.
pub async fn after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&AFTER, &params![org, after, limit]).await
}
