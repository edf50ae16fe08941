//! Applications: adding and changing applications.

use deskbell_model::{Application, ApplicationId, Kind, Right, Seconds};
use deskbell_storage::{Conn, Stop, Tx, Write, applications};
use deskbell_wire as wire;

use super::agents::taken;
use super::recorded::Recorded;
use super::{Actions, change, check_room, json, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// A new application.
#[derive(Clone, Debug)]
pub struct Add {
    /// The application's id; `None` for the next free id.
    pub id: Option<ApplicationId>,
    /// The application's technical name.
    pub name: String,
    /// The application's name that people see.
    pub display_name: Option<String>,
    /// The kind of application, such as `web`.
    pub kind: String,
    /// The time at which the application is added.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Recorded<Application>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        check_room(tx.counters.applications())?;
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

/// A change of an application. Fields that are `None` keep their values.
#[derive(Clone, Debug, Default)]
pub struct ApplicationChanges {
    /// The application's new technical name.
    pub name: Option<String>,
    /// The application's new name that people see; `Some(None)` removes the name.
    pub display_name: Option<Option<String>>,
    /// False to switch the application's widget off, true to switch it on again.
    pub active: Option<bool>,
}

struct Change {
    application: ApplicationId,
    edit: ApplicationChanges,
    at: Seconds,
}

impl Write for Change {
    type Out = Recorded<Application>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let found = applications::find(tx.org, tx.conn, self.application).await?;
        let before = found.ok_or(refused(Rejected::ApplicationNotFound))?;
        let mut after = before.clone();
        let ApplicationChanges { name, display_name, active } = self.edit.clone();
        after.name = name.unwrap_or(after.name);
        after.display_name = display_name.unwrap_or(after.display_name);
        after.active = active.unwrap_or(after.active);
        if after == before {
            return Ok(Recorded { seq: None, json: json(&after), value: after });
        }
        applications::update(tx.org, tx.conn, &after).await?;
        let mut updated = change(Kind::ApplicationUpdated, after.id, &after);
        updated.before = wire::before::of_application(&before, &after);
        Ok(record(tx, self.at, updated, after).await?)
    }
}

impl Actions {
    /// Adds an application.
    ///
    /// # Errors
    /// [`Rejected::IdTaken`], [`Rejected::AsManyAsAllowed`], or when the database fails.
    pub async fn add_application(&self, caller: Caller, add: Add) -> Result<Application> {
        self.write(caller, Right::Staff, add).await.map(|it| it.value).map_err(taken)
    }

    /// Changes an application's names, or switches its widget off or on.
    ///
    /// # Errors
    /// [`Rejected::ApplicationNotFound`], or when the database fails.
    pub async fn edit_application(
        &self,
        caller: Caller,
        application: ApplicationId,
        edit: ApplicationChanges,
    ) -> Result<Application> {
        let change = Change { application, edit, at: self.context.now() };
        self.write(caller, Right::Staff, change).await.map(|it| it.value)
    }
}
