//! Adding applications.

use std::convert::Infallible;

use deskbell_model::{Application, ApplicationId, Kind, Right, Seconds};
use deskbell_storage::{Conn, Stop, Tx, Write, applications};

use super::agents::taken;
use super::recorded::Recorded;
use super::{Actions, change, record};
use crate::access::Caller;
use crate::error::Result;

/// A new application.
#[derive(Clone, Debug)]
pub struct Add {
    /// The id; `None` for the next free one.
    pub id: Option<ApplicationId>,
    /// The technical name.
    pub name: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// The kind of application, such as `web`.
    pub kind: String,
    /// The time of the change.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Recorded<Application>;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Infallible>> {
        let id = tx.counters.application_id(self.id)?;
        let application = Application {
            id,
            name: self.name.clone(),
            display_name: self.display_name.clone(),
            kind: self.kind.clone(),
            active: true,
        };
        applications::insert(tx, &application).await?;
        let created = change(Kind::ApplicationCreated, id, &application);
        Ok(record(tx, self.at, created, application).await?)
    }
}

impl Actions {
    /// Adds an application.
    ///
    /// # Errors
    /// [`crate::Rejected::IdTaken`], or when the database fails.
    pub async fn add_application(&self, caller: Caller, add: Add) -> Result<Application> {
        self.write(caller, Right::Staff, add).await.map(|it| it.value).map_err(taken)
    }
}
