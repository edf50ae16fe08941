//! The progress of an organization's import from another system, and the hosts to which links in
//! imported messages lead.

use deskbell_model::{ImportId, OrgId};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

/// The state of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportState {
    /// The name of the source, such as its URL. An organization has at most one source.
    pub source: String,
    /// The number of the import, which is the author of its changes.
    pub import: ImportId,
    /// The number of the current pass over the source, from 1.
    pub pass: i64,
    /// The current phase of the pass.
    pub phase: String,
    /// The key (an id or a time) down to which the phase is done; `None` at the phase's beginning.
    pub reached: Option<i64>,
}

record! { ImportState {
    often { source, import = "import_id", pass, phase, reached }
} }

/// A host to which links in imported messages lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedHost {
    /// The name of the host; an empty name stands for all hosts that are not counted by name.
    pub host: String,
    /// The number of messages with a link to the host.
    pub messages: u64,
}

selected! { LinkedHost { host, messages } }

statements! {
    FIND: Point => ImportState =
        "SELECT source, import_id, pass, phase, reached FROM import_states WHERE org_id = $1";
    BEGIN: Point => Nothing = text!(insert("import_states", ImportState::COLUMNS));
    SAVE: Point => Nothing = text!(update("import_states", ImportState::CHANGING, &[]));
    COUNT_HOST: Point => Nothing =
        "INSERT INTO import_hosts (org_id, host, messages) VALUES ($1, $2, $3)
         ON CONFLICT (org_id, host)
         DO UPDATE SET messages = import_hosts.messages + excluded.messages";
    HOSTS: Page => LinkedHost =
        "SELECT host, messages FROM import_hosts WHERE org_id = $1 ORDER BY host LIMIT $2";
}

/// Returns the state of the organization's import; `None` before the first import.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C) -> Result<Option<ImportState>> {
    conn.opt(&FIND, &params![org]).await
}

/// Writes the state of the organization's import.
///
/// # Errors
/// When the database fails.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, state: &ImportState) -> Result<()> {
    if conn.exec(&SAVE, &state.updated(org)).await? == 0 {
        conn.queue(&BEGIN, &state.inserted(org)).await?;
    }
    Ok(())
}

/// Adds the message counts of these hosts to the stored counts.
///
/// # Errors
/// When the database fails.
pub async fn count_hosts<C: Conn>(org: OrgId, conn: &mut C, hosts: &[LinkedHost]) -> Result<()> {
    for LinkedHost { host, messages } in hosts {
        conn.queue(&COUNT_HOST, &params![org, host, *messages]).await?;
    }
    Ok(())
}

/// Returns up to `limit` hosts to which links in imported messages lead, sorted by name.
///
/// # Errors
/// When the database fails.
pub async fn hosts<C: Conn>(org: OrgId, conn: &mut C, limit: u32) -> Result<Vec<LinkedHost>> {
    conn.all(&HOSTS, &params![org, limit]).await
}
