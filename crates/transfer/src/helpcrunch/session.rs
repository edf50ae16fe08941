//! The state of a running import: its options, its position, and the objects that are known to be
//! imported.

use std::collections::BTreeSet;
use std::time::Duration;

use deskbell_app::{App, Caller};
use deskbell_model::limits::TEAM_MAX;
use deskbell_model::{AgentId, ApplicationId, DepartmentId, OrgId};
use deskbell_storage::import_states::ImportState;
use serde_json::Value;

use super::client::{RATE_DEFAULT, Reply, SourceClient};
use super::estimate::Standing;
use super::failed::Failed;
use super::link::{Pace, SourceLink};
use super::read::rows;
use super::report::Report;
use super::walk::List;

/// The largest number of objects that are read from a list that must fit into memory.
pub(super) const SMALL_LIST_MAX: u64 = TEAM_MAX as u64;

/// The options of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// The name of the source, which is its URL. The organization remembers the name.
    pub source: String,
    /// The limit of requests in a minute.
    pub rate: u32,
    /// True to read the messages of every chat again, since a new note changes no field of its
    /// chat.
    pub deep: bool,
    /// True to delete chats and customers on this server that no longer exist in the source.
    pub prune: bool,
    /// The domain from whose hosts files are downloaded; `None` to download no files.
    pub files: Option<String>,
}

impl ImportOptions {
    /// Returns the default options for this source.
    #[must_use]
    pub const fn new(source: String) -> Self {
        Self { source, rate: RATE_DEFAULT, deep: false, prune: false, files: None }
    }
}

/// The agents, departments and applications that were imported, for the chats that name them.
#[derive(Debug, Default)]
pub(super) struct KnownTeam {
    pub(super) agents: BTreeSet<AgentId>,
    /// The source's agents whose ids belong to other agents on this server. The messages of these
    /// agents get no agent.
    pub(super) strangers: BTreeSet<AgentId>,
    pub(super) departments: BTreeSet<DepartmentId>,
    pub(super) applications: BTreeSet<ApplicationId>,
}

impl KnownTeam {
    /// Returns the application for chats that name no application.
    pub(super) fn first_application(&self) -> Option<ApplicationId> {
        self.applications.first().copied().or(ApplicationId::new(1))
    }

    /// Returns the agent's id; `None` if the id belongs to another agent in the organization.
    pub(super) fn known(&self, agent: Option<AgentId>) -> Option<AgentId> {
        agent.filter(|agent| !self.strangers.contains(agent))
    }
}

/// The phases of a pass, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Chats that are not closed.
    Open,
    /// Chats of the last 30 days.
    Recent,
    /// All customers of the source.
    Customers,
    /// All chats of the source.
    Chats,
}

impl Phase {
    pub(super) const ALL: [Self; 4] = [Self::Open, Self::Recent, Self::Customers, Self::Chats];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open chats",
            Self::Recent => "recent chats",
            Self::Customers => "customers",
            Self::Chats => "chats",
        }
    }

    pub(super) const fn list(self) -> List {
        match self {
            Self::Open => List::OpenChats,
            Self::Recent | Self::Chats => List::Chats,
            Self::Customers => List::Customers,
        }
    }
}

/// A running import.
pub(super) struct Run<'a, L, P, W> {
    pub(super) app: &'a App,
    pub(super) org: OrgId,
    pub(super) caller: Caller,
    pub(super) client: SourceClient<'a, L, P>,
    pub(super) options: &'a ImportOptions,
    pub(super) team: KnownTeam,
    pub(super) report: Report,
    pub(super) watch: &'a mut W,
    pub(super) standing: Standing,
    /// True while the messages of unchanged chats are read, too.
    pub(super) is_deep: bool,
    /// The number of messages that the source returns in one answer.
    pub(super) message_rows: u64,
    /// The stored position of the import.
    pub(super) state: ImportState,
    pub(super) course: Course,
}

/// The known facts about the course of an import, from which the remaining time is estimated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// The time at which the run began.
    pub(super) began: Duration,
    /// The numbers of customers and chats in the source.
    pub(super) all: (u64, u64),
    /// The number of chats that earlier runs imported.
    pub(super) taken: u64,
    /// The number of chats whose messages were read, and the number of requests for these messages.
    pub(super) read: (u64, u64),
    /// The number of chats whose messages had been read when the phase began.
    pub(super) read_before: u64,
    pub(super) phase: Phase,
    /// True if another pass follows the present pass.
    pub(super) has_next: bool,
}

/// Reads the first object of a list in the source, and the list's total.
pub(super) async fn first<L: SourceLink, P: Pace>(
    client: &mut SourceClient<'_, L, P>,
    path: &str,
) -> Result<(Value, u64), Failed> {
    let Reply::Found(answer) = client.get(path).await? else {
        return Err(Failed::NoList(path.to_owned()));
    };
    let (rows, total) = rows(&answer).ok_or_else(|| Failed::NoList(path.to_owned()))?;
    Ok((rows.first().cloned().unwrap_or_default(), total))
}
