//! The table of applications.

use deskbell_model::{Application, ApplicationId, OrgId};
use deskbell_query::{Meta, Page};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::cursor_pages::{self, ById};
use crate::error::Result;
use crate::listed::Listed;
use crate::record::{Record as _, record};
use crate::sql::text;
use crate::statement::statements;
use crate::write::Tx;

record! { Application {
    key { id }
    often { name, display_name, kind, active }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("applications", Application::COLUMNS));
    /// Selects the applications with ids above a given id.
    LIST: Page => Application =
        "SELECT id, name, display_name, kind, active FROM applications
         WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    PAGE: Page => Application =
        "SELECT id, name, display_name, kind, active FROM applications
         WHERE org_id = $1 ORDER BY id LIMIT $2 OFFSET $3";
    EXISTS: Point => i64 =
        "SELECT id AS value FROM applications WHERE org_id = $1 AND id = $2";
    FIND: Point => Application =
        "SELECT id, name, display_name, kind, active FROM applications
         WHERE org_id = $1 AND id = $2";
    UPDATE: Point => Nothing =
        text!(update("applications", Application::CHANGING, Application::KEY));
}

/// Finds an application by its id.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    application: ApplicationId,
) -> Result<Option<Application>> {
    conn.opt(&FIND, &params![org, application]).await
}

/// Writes the changed fields of an application.
///
/// # Errors
/// When the database fails.
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, application: &Application) -> Result<()> {
    conn.queue(&UPDATE, &application.updated(org)).await
}

/// Returns whether an application exists.
///
/// # Errors
/// When the database fails.
pub async fn exists<C: Conn>(org: OrgId, conn: &mut C, application: ApplicationId) -> Result<bool> {
    Ok(conn.opt(&EXISTS, &params![org, application]).await?.is_some())
}

/// Adds an application, and increments the count of applications.
///
/// # Errors
/// When the database fails; `Conflict` of `applications_id` when the id is taken.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, application: &Application) -> Result<()> {
    tx.conn.queue(&INSERT, &application.inserted(tx.org)).await?;
    tx.counters.applications += 1;
    Ok(())
}

impl Listed for Application {
    fn id(&self) -> i64 {
        self.id.get()
    }

    async fn list<C: Conn>(org: OrgId, conn: &mut C, after: i64, limit: u32) -> Result<Vec<Self>> {
        conn.all(&LIST, &params![org, after, limit]).await
    }

    async fn page<C: Conn>(org: OrgId, conn: &mut C, page: Page) -> Result<(Vec<Self>, Meta)> {
        let total = counters::total(org, conn, Total::Applications).await?;
        let list = ById {
            page: &PAGE,
            behind: &LIST,
            id: |application: &Application| application.id.get(),
        };
        let (rows, next) = cursor_pages::by_id(org, conn, list, page).await?;
        Ok((rows, Meta { total, next }))
    }
}
