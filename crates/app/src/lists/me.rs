//! Reads of the data about the signed-in agent: the organization, the rights and the settings.

use deskbell_model::limits::{OWN_SETTINGS_CHARS_MAX, TEAM_MAX};
use deskbell_model::setting::{Canned, DepartmentSettings, OrganizationSettings, SavedView};
use deskbell_model::{
    Agent, AgentId, Application, ChatScope, Department, DepartmentId, OrgId, Organization, Setting,
    SettingKind,
};
use deskbell_storage::agents::Member;
use deskbell_storage::logins::LoginRow;
use deskbell_storage::settings::{self, SettingRow};
use deskbell_storage::{
    Class, Conn, Listed as _, Read, Result as StorageResult, agents, customers, departments,
    logins, organizations,
};
use deskbell_wire as wire;
use wire::inbox::documents::Document;
use wire::inbox::me::{MeView, OwnOrganization, ReplyTarget, Team, TeamAgent};

use super::Lists;
use super::settings::LISTED_MAX;
use crate::access::SignedIn;
use crate::actions::settings::document;
use crate::error::{Rejected, Result};
use crate::files::{Pictures, ReadPictures};

struct Own(OrgId, AgentId);

struct Found {
    organization: Organization,
    member: Option<Member>,
    login: Option<LoginRow>,
    departments: Vec<DepartmentId>,
    team: Team,
    canned: Option<Vec<SettingRow>>,
    views: Option<Vec<SettingRow>>,
    settings: Vec<SettingRow>,
    of_departments: Vec<SettingRow>,
    agents: Vec<Agent>,
    pictures: Pictures,
}

impl Read for Own {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Found> {
        let Self(org, agent) = self;
        let everybodys = (SettingKind::Organization, SettingKind::Department);
        Ok(Found {
            organization: organizations::find(org, conn).await?,
            member: agents::member(org, conn, agent).await?,
            login: logins::find(org, conn, agent).await?,
            departments: departments::of_agent(org, conn, agent).await?,
            team: Team {
                agents: Vec::new(),
                departments: Department::list(org, conn, 0, TEAM_MAX).await?,
                applications: Application::list(org, conn, 0, TEAM_MAX).await?,
                tags: customers::first_tags(org, conn, TEAM_MAX).await?,
            },
            agents: Agent::list(org, conn, 0, TEAM_MAX).await?,
            pictures: ReadPictures(org).run(conn).await?,
            canned: own(org, conn, SettingKind::Canned, agent).await?,
            views: own(org, conn, SettingKind::View, agent).await?,
            settings: settings::of_agent(org, conn, everybodys.0, None, 1).await?,
            of_departments: settings::of_agent(org, conn, everybodys.1, None, TEAM_MAX).await?,
        })
    }
}

/// Reads the shared settings of a kind and the agent's personal settings. Returns `None` if the
/// settings are too large to be sent together with the agent.
async fn own<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: SettingKind,
    agent: AgentId,
) -> StorageResult<Option<Vec<SettingRow>>> {
    if settings::size_of_agent(org, conn, kind, agent).await? > OWN_SETTINGS_CHARS_MAX {
        return Ok(None);
    }
    settings::of_agent(org, conn, kind, Some(agent), LISTED_MAX).await.map(Some)
}

fn documents<T: Document>(rows: Vec<SettingRow>) -> StorageResult<Vec<Setting<T>>> {
    rows.into_iter().map(document).collect()
}

impl Lists {
    /// Returns the JSON of the signed-in agent, with the organization and the agent's rights: `GET
    /// /app/v1/me`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn me(&self, by: &SignedIn) -> Result<Vec<u8>> {
        let org = by.caller.org;
        // The position is read first, so that everything read afterwards is at least as new.
        let last = self.context.last_change(org).await?;
        let found = self.context.store.snapshot(Class::Page, Own(org, by.agent)).await?;
        let agent = found.member.ok_or(Rejected::AgentNotFound)?.agent;
        let pictured = |agent: Agent| {
            let picture = found.pictures.link(&self.context, org, agent.id);
            TeamAgent { agent, picture }
        };
        let agents = found.agents.into_iter().map(&pictured).collect();
        let settings = documents::<OrganizationSettings>(found.settings)?;
        let targets = documents::<DepartmentSettings>(found.of_departments)?;
        let target = |it: Setting<DepartmentSettings>| {
            let department = DepartmentId::new(it.id.get())?;
            Some(ReplyTarget { department, seconds: it.value.reply_target_s? })
        };
        let view = MeView {
            agent: pictured(agent),
            organization: OwnOrganization { id: org, domain: &found.organization.domain },
            login: found.login.as_ref().map(|it| it.login.as_str()),
            second_factor: found.login.as_ref().is_some_and(|it| it.totp_secret.is_some()),
            session: by.session,
            rights: by.caller.rights.iter().collect(),
            departments: found.departments,
            team: Team { agents, ..found.team },
            sees_all_chats: by.scope == ChatScope::All,
            canned: found.canned.map(documents::<Canned>).transpose()?,
            views: found.views.map(documents::<SavedView>).transpose()?,
            settings: settings.into_iter().next().map(|it| it.value).unwrap_or_default(),
            reply_targets: targets.into_iter().filter_map(target).collect(),
            seq: u64::try_from(last.seq).unwrap_or_default(),
        };
        let mut json = Vec::new();
        wire::write(&mut json, &view);
        Ok(json)
    }
}
