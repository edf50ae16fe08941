//! Applications' rows.

use deskbell_model::{Application, ApplicationId, OrgId};
use deskbell_query::{Meta, Page};

use crate::columns::{Columns, params};
use crate::error::Result;
use crate::head::{self, Total};
use crate::port::{Conn, FromRow, Nothing, Row, statements};
use crate::walks::{self, ById};
use crate::write::Tx;

struct ApplicationRow(Application);

impl FromRow for ApplicationRow {
    const COLUMNS: &'static [&'static str] = &["id", "name", "display_name", "kind", "active"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(Application {
            id: columns.id()?,
            name: columns.text()?,
            display_name: columns.opt_text()?,
            kind: columns.text()?,
            active: columns.bool()?,
        }))
    }
}

statements! {
    /// A new application.
    INSERT: Point => Nothing =
        "INSERT INTO applications (org_id, id, name, display_name, kind, active)
         VALUES ($1, $2, $3, $4, $5, $6)";
    /// Applications by id.
    LIST: Page => ApplicationRow =
        "SELECT id, name, display_name, kind, active FROM applications
         WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// A page of the list.
    PAGE: Page => ApplicationRow =
        "SELECT id, name, display_name, kind, active FROM applications
         WHERE org_id = $1 ORDER BY id LIMIT $2 OFFSET $3";
    /// Whether there is one.
    EXISTS: Point => i64 =
        "SELECT id AS value FROM applications WHERE org_id = $1 AND id = $2";
}

/// Whether there is such an application.
///
/// # Errors
/// As the database says.
pub async fn exists<C: Conn>(org: OrgId, conn: &mut C, application: ApplicationId) -> Result<bool> {
    Ok(conn.opt(&EXISTS, &params![org, application]).await?.is_some())
}

/// Adds an application, and counts it.
///
/// # Errors
/// `Conflict` of `applications_id` when the id is taken, otherwise as the database says.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, application: &Application) -> Result<()> {
    let row = params![
        tx.org,
        application.id,
        &application.name,
        application.display_name.as_ref(),
        &application.kind,
        application.active,
    ];
    tx.conn.exec(&INSERT, &row).await?;
    tx.head.applications += 1;
    Ok(())
}

/// Up to `limit` applications by id, those after `after`.
///
/// # Errors
/// As the database says.
pub async fn list<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Vec<Application>> {
    let after = after.map_or(0, ApplicationId::get);
    let rows = conn.all(&LIST, &params![org, after, limit]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// A page of the list, by id, and how many there are in all.
///
/// # Errors
/// As the database says.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Page,
) -> Result<(Vec<Application>, Meta)> {
    let total = head::total(org, conn, Total::Applications).await?;
    let list = ById { page: &PAGE, behind: &LIST, id: |row: &ApplicationRow| row.0.id.get() };
    let (rows, next) = walks::by_id(org, conn, list, page).await?;
    Ok((rows.into_iter().map(|row| row.0).collect(), Meta { total, next }))
}
