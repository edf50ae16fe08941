//! The signed-in agent in JSON: `GET /app/v1/me`.

use deskbell_model::setting::{Canned, OrganizationSettings, SavedView};
use deskbell_model::{
    AgentId, AgentRef, Application, Department, DepartmentId, OrgId, Right, Role, SessionId,
    Setting, Tag,
};

use crate::object::{named, object, values};
use crate::schema::{Named, array, reference};

/// The organization of an agent.
#[derive(Clone, Debug)]
pub struct OwnOrganization<'a> {
    /// The organization's id.
    pub id: OrgId,
    /// The organization's domain.
    pub domain: &'a str,
}

object! {
    "OwnOrganization" for OwnOrganization<'_> as organization {
        "id": OrgId = organization.id;
        "domain": &str = organization.domain;
    }
}

/// An agent with a link to the agent's picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamAgent {
    /// The agent, with the fields that everybody sees.
    pub agent: AgentRef,
    /// The link to the picture, if the agent has a picture.
    pub picture: Option<String>,
}

object! {
    "TeamAgent" for TeamAgent as it, agent = it.agent {
        "id": AgentId = agent.id;
        "name": String = agent.name;
        "email": Option<String> = agent.email;
        "role": Role = agent.role;
        "picture": Option<String> = it.picture
            => "A link to the picture, for whoever has it; null without a picture.";
    }
}

/// The agents, departments and applications of an organization.
#[derive(Clone, Debug, Default)]
pub struct Team {
    /// The agents of the organization.
    pub agents: Vec<TeamAgent>,
    /// The departments with their agents.
    pub departments: Vec<Department>,
    /// The applications of the organization.
    pub applications: Vec<Application>,
    /// The customer tags of the organization.
    pub tags: Vec<Tag>,
}

object! {
    "Team" for Team as team {
        "agents": Vec<TeamAgent> = team.agents => "By id, at most 1,000.";
        "departments": Vec<Department> = team.departments => "By id, at most 1,000.";
        "applications": Vec<Application> = team.applications => "By id, at most 1,000.";
        "tags": Vec<Tag> = team.tags => "The oldest first, at most 1,000.";
    }
}

/// A department's reply target, which replaces the reply target of the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTarget {
    /// The department to which the reply target applies.
    pub department: DepartmentId,
    /// The reply target, in seconds.
    pub seconds: u32,
}

object! {
    "ReplyTarget" for ReplyTarget as target {
        "department": DepartmentId = target.department;
        "seconds": u32 = target.seconds;
    }
}

struct AllCanned<'a>(&'a [Setting<Canned>]);

struct AllViews<'a>(&'a [Setting<SavedView>]);

values! { |value, out|
    AllCanned<'_> => value.0.write(out), array(reference("CannedResponse"));
    AllViews<'_> => value.0.write(out), array(reference("SavedView"));
}

/// The signed-in agent.
#[derive(Clone, Debug)]
pub struct MeView<'a> {
    /// The signed-in agent, with a link to the picture.
    pub agent: TeamAgent,
    /// The agent's organization.
    pub organization: OwnOrganization<'a>,
    /// The agent's sign-in name.
    pub login: Option<&'a str>,
    /// True if signing in needs a code.
    pub second_factor: bool,
    /// The agent's current session.
    pub session: SessionId,
    /// The rights of the agent's role.
    pub rights: Vec<Right>,
    /// The departments of the agent.
    pub departments: Vec<DepartmentId>,
    /// True if the agent may see every chat.
    pub sees_all_chats: bool,
    /// The agents, departments, applications and tags of the organization.
    pub team: Team,
    /// The shared canned responses and the agent's own; `None` if their texts are too long
    /// together.
    pub canned: Option<Vec<Setting<Canned>>>,
    /// The shared saved views and the agent's own; `None` if their texts are too long together.
    pub views: Option<Vec<Setting<SavedView>>>,
    /// The settings of the organization.
    pub settings: OrganizationSettings,
    /// The reply targets of departments, which replace the reply target of the organization.
    pub reply_targets: Vec<ReplyTarget>,
    /// The number of the last change that the answer reflects.
    pub seq: u64,
}

object! {
    "Me" for MeView<'_> as me {
        "agent": TeamAgent = me.agent;
        "organization": OwnOrganization<'_> = me.organization;
        "login": Option<&str> = me.login => "The sign-in name.";
        "secondFactor": bool = me.second_factor => "True if signing in needs a code.";
        "session": SessionId = me.session => "The id of the present session.";
        "rights": Vec<Right> = me.rights => "What the agent's role may do.";
        "departments": Vec<DepartmentId> = me.departments => "The agent's departments.";
        "seesAllChats": bool = me.sees_all_chats
            => "False if the agent sees only own chats, unassigned chats, and those of the agent's \
                departments.";
        "team": Team = me.team;
        "canned": Option<AllCanned<'_>> = me.canned.as_deref().map(AllCanned)
            => "As listCanned gives them; null if they are too many: ask for them.";
        "views": Option<AllViews<'_>> = me.views.as_deref().map(AllViews)
            => "As listViews gives them; null if they are too many: ask for them.";
        "settings": OrganizationSettings = me.settings;
        "replyTargets": Vec<ReplyTarget> = me.reply_targets
            => "Of the departments that have one of their own.";
        "seq": u64 = me.seq => "The number of the last change: follow those behind it.";
    }
}

pub(crate) fn schemas() -> Named {
    vec![
        named::<TeamAgent>(),
        named::<Team>(),
        named::<OwnOrganization<'_>>(),
        named::<ReplyTarget>(),
        named::<MeView<'_>>(),
    ]
}
