//! The table of settings: documents of organizations and agents, each with a kind and an id.

use deskbell_model::{
    AgentId, ApplicationId, DepartmentId, OrgId, Seconds, SettingId, SettingKind,
};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Row;
use crate::statement::statements;
use crate::write::Tx;
use crate::{applications, departments};

/// A setting with its stored document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRow {
    /// The kind of setting.
    pub kind: SettingKind,
    /// The id, unique among the settings of the kind.
    pub id: SettingId,
    /// The agent to whom the setting belongs; `None` for a setting of the whole organization.
    pub agent: Option<AgentId>,
    /// The setting's name, unique among the settings of the same kind and agent.
    pub name: Option<String>,
    /// The document in JSON.
    pub document: String,
    /// The time of the last change.
    pub changed_at: Seconds,
}

impl FromRow for SettingRow {
    const COLUMNS: &'static [&'static str] =
        &["kind", "id", "agent_id", "name", "document", "changed_at"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            kind: columns.get()?,
            id: columns.id()?,
            // No agent has the id 0.
            agent: AgentId::new(columns.int()?),
            name: columns.get()?,
            document: columns.get()?,
            changed_at: columns.get()?,
        })
    }
}

statements! {
    INSERT: Point => Nothing =
        "INSERT INTO settings (org_id, kind, id, agent_id, name, document, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SAVE: Point => Nothing =
        "UPDATE settings SET name = $1, document = $2, changed_at = $3
         WHERE org_id = $4 AND kind = $5 AND id = $6";
    FIND: Point => SettingRow =
        "SELECT kind, id, agent_id, name, document, changed_at FROM settings
         WHERE org_id = $1 AND kind = $2 AND id = $3";
    REMOVE: Point => Nothing = "DELETE FROM settings WHERE org_id = $1 AND kind = $2 AND id = $3";
    COUNT: Page => i64 =
        "SELECT count(*) AS value FROM settings
         WHERE org_id = $1 AND kind = $2 AND agent_id = $3";
    /// Selects the total size, in characters, of the settings of a kind that belong to an agent or
    /// are shared by all agents.
    SIZE: Page => i64 =
        "SELECT CAST(COALESCE(SUM(LENGTH(document)), 0) AS BIGINT) AS value FROM settings
         WHERE org_id = $1 AND kind = $2 AND (agent_id = $3 OR agent_id = 0)";
    /// Selects the settings of a kind that are shared or belong to an agent.
    OF_AGENT: Page => SettingRow =
        "SELECT kind, id, agent_id, name, document, changed_at FROM settings
         WHERE org_id = $1 AND kind = $2 AND (agent_id = $3 OR agent_id = 0)
         ORDER BY id LIMIT $4";
}

/// Adds a setting.
///
/// # Errors
/// When the database fails; `Conflict` of `settings_kind_agent_id_name` when the name is taken.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, row: &SettingRow) -> Result<()> {
    let agent = row.agent.map_or(0, AgentId::get);
    let SettingRow { kind, id, name, document, changed_at, .. } = row;
    let values = params![org, kind.as_str(), *id, agent, name.as_ref(), document, *changed_at];
    conn.queue(&INSERT, &values).await
}

/// Writes a setting's name, document and time of the last change.
///
/// # Errors
/// The errors of [`insert`].
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, row: &SettingRow) -> Result<()> {
    let SettingRow { kind, id, name, document, changed_at, .. } = row;
    let values = params![name.as_ref(), document, *changed_at, org, kind.as_str(), *id];
    conn.queue(&SAVE, &values).await
}

/// Finds a setting.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    id: SettingId,
) -> Result<Option<SettingRow>> {
    conn.opt(&FIND, &params![org, kind.as_str(), id]).await
}

/// Tells whether the department or the application to which settings with this id belong exists;
/// true for other kinds.
///
/// # Errors
/// When the database fails.
pub async fn has_owner<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    id: i64,
) -> Result<bool> {
    match kind {
        SettingKind::Department => match DepartmentId::new(id) {
            Some(department) => Ok(departments::find(org, conn, department).await?.is_some()),
            None => Ok(false),
        },
        SettingKind::Look => match ApplicationId::new(id) {
            Some(application) => applications::exists(org, conn, application).await,
            None => Ok(false),
        },
        _ => Ok(true),
    }
}

/// Deletes a setting, if it exists.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    id: SettingId,
) -> Result<()> {
    conn.queue(&REMOVE, &params![org, kind.as_str(), id]).await
}

/// Counts the settings of this kind that belong to this agent; `None` counts the shared settings.
///
/// # Errors
/// When the database fails.
pub async fn count<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    agent: Option<AgentId>,
) -> Result<i64> {
    conn.one(&COUNT, &params![org, kind.as_str(), agent.map_or(0, AgentId::get)]).await
}

/// Returns up to `limit` settings of a kind that are shared or belong to this agent, sorted by id;
/// `None` reads only shared settings.
///
/// # Errors
/// When the database fails.
pub async fn of_agent<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    agent: Option<AgentId>,
    limit: u32,
) -> Result<Vec<SettingRow>> {
    let agent = agent.map_or(0, AgentId::get);
    conn.all(&OF_AGENT, &params![org, kind.as_str(), agent, limit]).await
}

/// Returns the total size, in characters, of the settings of a kind that belong to this agent or
/// are shared by all agents.
///
/// # Errors
/// When the database fails.
pub async fn size_of_agent<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    agent: AgentId,
) -> Result<i64> {
    conn.one(&SIZE, &params![org, kind.as_str(), agent]).await
}

/// Takes the id of a new setting.
///
/// # Errors
/// `Full` when no ids are left.
pub fn take_id<C>(tx: &mut Tx<'_, C>) -> Result<SettingId> {
    tx.counters.take_setting()
}
