//! The end of an import of any kind, and the change in the feed that records the end.

use std::convert::Infallible;

use deskbell_model::{Kind, Right, Seconds, Subject};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Stop, Tx, Write};

use super::Actions;
use crate::access::Caller;
use crate::error::Result;

struct Reset(Seconds);

impl Write for Reset {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let reset = Change::new(Kind::Reset, Subject::NONE, None);
        changes::append_one(tx, self.0, Notice::Silent, &reset).await?;
        Ok(())
    }
}

impl Actions {
    /// Ends the import that `caller` names. Records one `reset`, because the feed has no changes
    /// for the single imported messages. Followers of the feed then read everything again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_import(&self, caller: Caller) -> Result<()> {
        self.write(caller, Right::Imports, Reset(self.context.now())).await
    }
}
