//! Timers, each of which marks the time at which an object has to change, such as the end of a
//! snooze. The transaction that writes this time to the object also sets the timer.

use deskbell_model::{OrgId, Seconds};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::statement::statements;

/// The purpose of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerKind {
    /// The end of a chat's snooze.
    Snooze,
}

impl TimerKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Snooze => "snooze",
        }
    }

    fn parse(word: &str) -> Result<Self> {
        match word {
            "snooze" => Ok(Self::Snooze),
            _ => Err(Error::corrupt("a timer of no known kind")),
        }
    }
}

/// A timer of an object: a stored time at which work is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The time at which the timer is due.
    pub due_at: Seconds,
    /// The object's organization.
    pub org: OrgId,
    /// The purpose of the timer.
    pub kind: TimerKind,
    /// The id of the object.
    pub subject: i64,
}

impl FromRow for Timer {
    const COLUMNS: &'static [&'static str] = &["due_at", "org_id", "kind", "subject"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (due_at, org) = (columns.seconds()?, columns.id()?);
        let kind = TimerKind::parse(columns.str()?)?;
        Ok(Self { due_at, org, kind, subject: columns.int()? })
    }
}

statements! {
    SET: Point => Nothing =
        "INSERT INTO timers (org_id, kind, subject, due_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, kind, subject) DO UPDATE SET due_at = excluded.due_at";
    /// Selects the timers of an organization that are due.
    DUE: Page => Timer =
        "SELECT due_at, org_id, kind, subject FROM timers
         WHERE org_id = $1 AND due_at <= $2 ORDER BY due_at, kind, subject LIMIT $3";
    CLEAR: Point => Nothing =
        "DELETE FROM timers WHERE org_id = $1 AND kind = $2 AND subject = $3";
}

/// Returns up to `limit` timers of the organization that are due at `now`, in order.
///
/// # Errors
/// When the database fails.
pub async fn due<C: Conn>(
    org: OrgId,
    conn: &mut C,
    now: Seconds,
    limit: u32,
) -> Result<Vec<Timer>> {
    conn.all(&DUE, &params![org, now, limit]).await
}

/// Sets the timers of these objects.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: TimerKind,
    timers: impl IntoIterator<Item = (i64, Seconds)>,
) -> Result<()> {
    let row = |(subject, due_at)| -> Vec<Param<'_>> {
        params![org, kind.as_str(), subject, due_at].into()
    };
    let rows: Vec<_> = timers.into_iter().map(row).collect();
    conn.queue_many(&SET, &rows).await
}

/// Removes the timers of these objects, if any timers exist.
///
/// # Errors
/// When the database fails.
pub(crate) async fn clear<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: TimerKind,
    subjects: impl IntoIterator<Item = i64>,
) -> Result<()> {
    let row = |subject| -> Vec<Param<'_>> { params![org, kind.as_str(), subject].into() };
    let rows: Vec<_> = subjects.into_iter().map(row).collect();
    conn.queue_many(&CLEAR, &rows).await
}
