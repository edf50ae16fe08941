//! The time windows of rate limits, which all nodes share: one row for each organization, timed by
//! the database's clock.

use deskbell_model::OrgId;

use super::conn::PostgresConn;
use crate::columns::{Columns, FromRow, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Row;
use crate::statement::{Class, Query};

/// The requests that a node is granted from the current window of an organization's rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The start of the rate limit's window, in milliseconds of the database's clock; the start
    /// identifies the window.
    pub window: u64,
    /// The number of granted requests, at most the number wanted.
    pub granted: u32,
    /// The number of requests granted from the window to all nodes so far.
    pub used: u32,
    /// The time until the window ends, in milliseconds.
    pub ends_in_ms: u64,
}

impl FromRow for Grant {
    const COLUMNS: &'static [&'static str] = &["window", "granted", "used", "ends_in_ms"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Self {
            window: columns.count()?,
            granted: number(columns.count()?),
            used: number(columns.count()?),
            ends_in_ms: columns.count()?,
        })
    }
}

/// SQL that takes up to $2 requests from the window of organization $1. The window allows $3
/// requests in $4 milliseconds.
///
/// The row's lock makes the statement atomic. A statement that had to wait for the lock may have an
/// older time than the row. So a new window starts only when the two times differ by at least the
/// length of a window. Citus allows the clock only in the inserted values, so the column `asked_at`
/// passes the present time on to RETURNING.
pub(crate) static TAKE: Query<Grant> = Query::new(
    "postgres::rate::TAKE",
    Class::Point,
    "INSERT INTO rate_windows AS w (org_id, started_at, used, granted, asked_at)
     VALUES (CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT),
             LEAST(CAST($2 AS BIGINT), CAST($3 AS BIGINT)), LEAST($2, $3),
             CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))
     ON CONFLICT (org_id) DO UPDATE SET
         granted = CASE WHEN ABS(EXCLUDED.started_at - w.started_at) >= CAST($4 AS BIGINT)
             THEN EXCLUDED.granted
             ELSE LEAST(EXCLUDED.granted, GREATEST($3 - w.used, 0)) END,
         used = CASE WHEN ABS(EXCLUDED.started_at - w.started_at) >= $4
             THEN EXCLUDED.used
             ELSE w.used + LEAST(EXCLUDED.granted, GREATEST($3 - w.used, 0)) END,
         started_at = CASE WHEN ABS(EXCLUDED.started_at - w.started_at) >= $4
             THEN EXCLUDED.started_at
             ELSE w.started_at END,
         asked_at = EXCLUDED.asked_at
     RETURNING started_at AS window, granted, used,
         GREATEST(1, started_at + $4 - asked_at) AS ends_in_ms",
);

pub(crate) async fn take(
    conn: &mut PostgresConn,
    org: OrgId,
    wanted: u32,
    limit: u32,
    window_ms: u64,
) -> Result<Grant> {
    conn.one(&TAKE, &params![org, wanted, limit, window_ms]).await
}
