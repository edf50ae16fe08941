//! Folds the texts of customers anew, after a migration whose program folds otherwise: a stretch at
//! a time, each in a transaction of its own, which keeps how far it came. Whoever is killed is
//! followed by whoever migrates next, and of several only one is at it at a time.

use deskbell_model::OrgId;
use deskbell_model::limits::BULK_JOB_ROWS_MAX;

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::customers;
use crate::error::Result;
use crate::head;
use crate::index_rows;
use crate::row::Row;
use crate::statement::statements;

/// An organization with customers whose texts are still folded as before.
struct Left {
    org: OrgId,
    /// Those behind this one.
    customer: i64,
}

impl FromRow for Left {
    const COLUMNS: &'static [&'static str] = &["org_id", "customer_id"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { org: columns.id()?, customer: columns.int()? })
    }
}

statements! {
    /// The first organization that is left.
    LEFT: Page => Left = "SELECT org_id, customer_id FROM refolds ORDER BY org_id LIMIT 1";
    /// How far it came.
    KEEP: Point => Nothing = "UPDATE refolds SET customer_id = $1 WHERE org_id = $2";
    /// Nothing is left of it.
    DONE: Point => Nothing = "DELETE FROM refolds WHERE org_id = $1";
}

/// Whether nothing is left to do.
pub(crate) async fn is_done<C: Conn>(conn: &mut C) -> Result<bool> {
    Ok(conn.opt(&LEFT, &[]).await?.is_none())
}

/// Folds one more stretch; `false` when none was left. The caller holds the database's lock and the
/// transaction.
pub(crate) async fn step<C: Conn>(conn: &mut C) -> Result<bool> {
    let Some(Left { org, customer }) = conn.opt(&LEFT, &[]).await? else { return Ok(false) };
    // Nobody else writes its customers meanwhile.
    head::lock(org, conn).await?;
    let rows_max = u32::try_from(BULK_JOB_ROWS_MAX).unwrap_or(u32::MAX);
    let found = index_rows::customers_after(org, conn, customer, rows_max).await?;
    customers::refold(org, conn, &found).await?;
    match found.last() {
        Some(last) => conn.exec(&KEEP, &params![last.id, org]).await?,
        None => conn.exec(&DONE, &params![org]).await?,
    };
    Ok(true)
}
