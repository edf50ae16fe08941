//! The signed-in agent.

use deskbell_model::limits::TEAM_MAX;
use deskbell_model::{
    Agent, AgentId, Application, ChatScope, Department, DepartmentId, OrgId, Organization,
};
use deskbell_storage::agents::Member;
use deskbell_storage::logins::LoginRow;
use deskbell_storage::{
    Class, Conn, Listed as _, Read, Result as StorageResult, agents, departments, logins,
    organizations,
};
use deskbell_wire as wire;
use wire::inbox::me::{MeView, OwnOrganization, Team};

use super::Lists;
use crate::access::SignedIn;
use crate::error::{Rejected, Result};

struct Own(OrgId, AgentId);

struct Found {
    organization: Organization,
    member: Option<Member>,
    login: Option<LoginRow>,
    departments: Vec<DepartmentId>,
    team: Team,
}

impl Read for Own {
    type Out = Found;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Found> {
        let Self(org, agent) = self;
        Ok(Found {
            organization: organizations::find(org, conn).await?,
            member: agents::member(org, conn, agent).await?,
            login: logins::find(org, conn, agent).await?,
            departments: departments::of_agent(org, conn, agent).await?,
            team: Team {
                agents: Agent::list(org, conn, 0, TEAM_MAX).await?,
                departments: Department::list(org, conn, 0, TEAM_MAX).await?,
                applications: Application::list(org, conn, 0, TEAM_MAX).await?,
            },
        })
    }
}

impl Lists {
    /// The signed-in agent, with the organization and the agent's rights: `GET /app/v1/me`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn me(&self, by: &SignedIn) -> Result<Vec<u8>> {
        let org = by.caller.org;
        // What is read below is at least as new as this change.
        let last = self.context.last_change(org).await?;
        let found = self.context.store.snapshot(Class::Page, Own(org, by.agent)).await?;
        let Found { organization, member, login, departments, team } = found;
        let agent = member.ok_or(Rejected::AgentNotFound)?.agent;
        let view = MeView {
            agent: &agent,
            organization: OwnOrganization { id: org, domain: &organization.domain },
            login: login.as_ref().map(|it| it.login.as_str()),
            second_factor: login.as_ref().is_some_and(|it| it.totp_secret.is_some()),
            session: by.session,
            rights: by.caller.rights.iter().collect(),
            departments,
            team,
            sees_all_chats: by.scope == ChatScope::All,
            seq: u64::try_from(last.seq).unwrap_or_default(),
        };
        let mut json = Vec::new();
        wire::write(&mut json, &view);
        Ok(json)
    }
}
