//! The new history (sequence of numbered changes) that begins after a database was restored from a
//! backup.

use std::convert::Infallible;

use deskbell_model::{History, Right, Seconds};
use deskbell_storage::{Conn, Stop, Tx, Write, links, organizations, sessions, tickets};

use super::Actions;
use crate::access::Caller;
use crate::error::Result;

/// The number of rows that one statement deletes.
const ROWS_AT_ONCE: u32 = 1_000;
/// The times to pass to `forget` so that every session, link and ticket counts as expired.
const ALWAYS: (Seconds, Seconds) = (Seconds::MAX, Seconds::MAX);

/// A write that begins a new history of changes after a restore from a backup, and ends all
/// sessions, links and tickets.
struct Restored(i64);

impl Write for Restored {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        organizations::begin_history(tx, self.0).await?;
        while sessions::forget(tx.org, tx.conn, ALWAYS, ROWS_AT_ONCE).await? > 0 {}
        while links::forget(tx.org, tx.conn, ALWAYS, ROWS_AT_ONCE).await? > 0 {}
        while tickets::forget(tx.org, tx.conn, ALWAYS, ROWS_AT_ONCE).await? > 0 {}
        Ok(())
    }
}

impl Actions {
    /// Begins a new history of an organization's changes after its database was restored from a
    /// backup. The new changes get the numbers of the lost changes, and followers must not confuse
    /// the two. Ends the agents' sessions, the sign-in links and the tickets, because the backup
    /// may contain sessions, links and tickets that were ended later.
    ///
    /// # Errors
    /// When the database fails, or the machine has no random numbers.
    pub async fn begin_history(&self, caller: Caller) -> Result<()> {
        let id = self.new_history()?;
        self.write(caller, Right::Organization, Restored(id)).await
    }

    /// Returns a random id for a new history of changes.
    pub(super) fn new_history(&self) -> Result<i64> {
        let now = self.context.clock.now();
        let mut chance = [0; 4];
        self.context.entropy.fill(&mut chance)?;
        Ok(History::id_at(now.millis(), u32::from_le_bytes(chance)))
    }
}
