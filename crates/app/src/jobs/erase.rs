//! Erasure of the rows that deleted objects leave, step by step. A step commits its progress with
//! its effect, so erasure goes on after a crash. The node with the organization's lease runs the
//! steps.

use std::convert::Infallible;

use deskbell_model::limits::ERASE_ROWS_MAX;
use deskbell_model::{OrgId, Origin, Seconds};
use deskbell_storage::{
    Class, Conn, Lane, Stop, Tx, Write, blobs, cross_org, erasures, leases, reads,
};

use crate::App;
use crate::error::Result;

reads! {
    Next(after: Option<OrgId>) -> Option<OrgId> =
        async |conn| cross_org::erasing(conn, after).await;
}

/// A write that runs an erasure step if this node gets the lease. Returns whether the step ran.
struct Step {
    node: String,
    at: Seconds,
}

impl Write for Step {
    type Out = bool;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        if !leases::take(tx, &self.node).await? {
            return Ok(false);
        }
        erasures::step(tx, self.at, ERASE_ROWS_MAX).await?;
        Ok(true)
    }
}

reads! {
    Pending(org: OrgId) -> bool = async |conn| {
        let is_pending = erasures::is_pending(org, conn).await?;
        Ok(is_pending || !blobs::removing(org, conn, 1).await?.is_empty())
    };
}

/// Erases the remaining rows of an organization's deleted objects, the bytes of their files, and
/// the organization's saved index. Returns true if something is left to erase: rows that another
/// node is erasing, or traces in a database file that other programs are reading.
///
/// # Errors
/// When the database fails; the work can be repeated.
pub async fn all(app: &App, org: OrgId) -> Result<bool> {
    while step(app).await? {}
    app.files.remove_loose().await?;
    app.indexes.forget_saved(org).await;
    let is_pending = app.context.store.read(Class::Point, Pending(org)).await?;
    Ok(is_pending || app.context.store.has_traces()?)
}

/// The organization whose rows the last step erased; the next step continues with another
/// organization.
pub(super) type LastErased = Option<OrgId>;

/// Removes up to 1,000 rows of deleted objects. Returns `false` when no row is left, or another
/// node has the lease.
///
/// # Errors
/// When the database fails; the step can be repeated.
pub async fn step(app: &App) -> Result<bool> {
    let context = &app.context;
    // The organizations take turns, so that a large erasure does not delay the erasures of other
    // organizations.
    let last = *app.jobs.erased.lock();
    let mut next = context.store.read(Class::Point, Next(last)).await?;
    if next.is_none() && last.is_some() {
        next = context.store.read(Class::Point, Next(None)).await?;
    }
    *app.jobs.erased.lock() = next;
    let Some(org) = next else { return Ok(false) };
    let step = Step { node: context.node()?, at: context.now() };
    let is_done = context.store.write(org, Origin::JOB, step).await?;
    app.files.look_at(org);
    Ok(is_done)
}
