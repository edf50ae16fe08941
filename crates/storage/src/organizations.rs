//! Organizations and their settings.

use deskbell_model::{OrgId, Organization};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::Row;
use crate::statement::statements;

#[derive(Debug)]
pub(crate) struct OrganizationRow(pub(crate) Organization);

impl FromRow for OrganizationRow {
    const COLUMNS: &'static [&'static str] =
        &["id", "domain", "team_online", "chat_enabled", "requests_per_minute"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(Organization {
            id: columns.id()?,
            domain: columns.text()?,
            team_online: columns.bool()?,
            chat_enabled: columns.bool()?,
            requests_per_minute: columns.opt_int()?.and_then(|limit| u32::try_from(limit).ok()),
        }))
    }
}

statements! {
    FIND: Point => OrganizationRow =
        "SELECT id, domain, team_online, chat_enabled, requests_per_minute
         FROM organizations WHERE id = $1";
    SET_LIMIT: Point => Nothing =
        "UPDATE organizations SET requests_per_minute = $1 WHERE id = $2";
}

/// Finds the organization.
///
/// # Errors
/// `NotFound` for an unknown organization, or when the database fails.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C) -> Result<Organization> {
    Ok(conn.one(&FIND, &params![org]).await?.0)
}

/// Sets the organization's rate limit per minute: `None` for the server's setting, 0 for no limit.
///
/// # Errors
/// `NotFound` for an unknown organization, or when the database fails.
pub async fn set_requests_per_minute<C: Conn>(
    org: OrgId,
    conn: &mut C,
    limit: Option<u32>,
) -> Result<()> {
    match conn.exec(&SET_LIMIT, &params![limit, org]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}
