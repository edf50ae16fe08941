//! Adding applications.

use deskbell_model::{Application, ApplicationId, Kind, OrgId, Seconds};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, Tx, Write, applications};
use deskbell_wire as wire;

use super::agents::taken;
use super::change;
use crate::App;
use crate::error::Result;

/// A new application.
#[derive(Clone, Debug)]
pub struct Add {
    /// Its id, when it is given from outside.
    pub id: Option<ApplicationId>,
    /// Its technical name.
    pub name: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// What kind of application.
    pub kind: String,
    /// Now.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Application;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Application> {
        let id = tx.head.application_id(self.id)?;
        let application = Application {
            id,
            name: self.name.clone(),
            display_name: self.display_name.clone(),
            kind: self.kind.clone(),
            active: true,
        };
        applications::insert(tx, &application).await?;
        let created = change(Kind::ApplicationCreated, id, |out| {
            wire::applications::write(out, &application);
        });
        changes::append(tx, self.at, Notice::Loud, &[created]).await?;
        Ok(application)
    }
}

struct List(OrgId, Option<ApplicationId>, u32);

impl Body for List {
    type Out = Vec<Application>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        applications::list(self.0, conn, self.1, self.2).await
    }
}

impl App {
    /// Adds an application.
    ///
    /// # Errors
    /// [`crate::Refused::IdTaken`], or as the database says.
    pub async fn add_application(&self, org: OrgId, add: Add) -> Result<Application> {
        self.store.write(org, add).await.map_err(taken)
    }

    /// Up to `limit` applications by id, those after `after`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn applications(
        &self,
        org: OrgId,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<Application>> {
        Ok(self.store.read(Class::Page, List(org, after, limit)).await?)
    }
}
