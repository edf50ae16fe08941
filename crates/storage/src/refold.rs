//! Computes the folded forms of customers' texts and tags' names (without case and accents) again,
//! after a migration that changed the folding or added folded forms. Each step is a transaction,
//! which also records the progress, so that another process can continue after a crash.

use deskbell_model::OrgId;
use deskbell_model::limits::BULK_JOB_ROWS_MAX;

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::counters;
use crate::customers;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;

/// An organization with customers whose folded texts (for searches) still have the former folding.
struct Left {
    org: OrgId,
    /// The greatest id of the customers whose texts were folded again so far. The tags are folded
    /// before them: 0 before the first step, and minus the greatest id of the folded tags as long
    /// as no customer was folded.
    done: i64,
}

selected! { Left { org = "org_id", done = "customer_id" } }

statements! {
    LEFT: Page => Left = "SELECT org_id, customer_id FROM refolds ORDER BY org_id LIMIT 1";
    KEEP: Point => Nothing = "UPDATE refolds SET customer_id = $1 WHERE org_id = $2";
    DONE: Point => Nothing = "DELETE FROM refolds WHERE org_id = $1";
}

/// Returns whether no customers are left whose texts have the former folding.
pub(crate) async fn is_done<C: Conn>(conn: &mut C) -> Result<bool> {
    Ok(conn.opt(&LEFT, &[]).await?.is_none())
}

/// Folds the names of the next tags again, or the texts of the next customers when no tags are
/// left. Returns `false` when no customers were left. The caller holds the database's lock and an
/// open transaction.
pub(crate) async fn step<C: Conn>(conn: &mut C) -> Result<bool> {
    let Some(Left { org, done }) = conn.opt(&LEFT, &[]).await? else { return Ok(false) };
    // The lock on the row of counters excludes all other writers of the organization.
    counters::lock(org, conn).await?;
    let rows_max = u32::try_from(BULK_JOB_ROWS_MAX).unwrap_or(u32::MAX);
    if done <= 0
        && let Some(tag) = customers::refold_tags(org, conn, -done, rows_max).await?
    {
        conn.queue(&KEEP, &params![-tag.get(), org]).await?;
        return Ok(true);
    }
    match customers::refold(org, conn, done.max(0), rows_max).await? {
        Some(last) => conn.queue(&KEEP, &params![last, org]).await?,
        None => conn.queue(&DONE, &params![org]).await?,
    }
    Ok(true)
}
