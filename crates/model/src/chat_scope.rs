//! The set of chats that an agent may see.

use std::sync::Arc;

use crate::{AgentId, DepartmentId, Role};

/// The set of chats that a caller may see. For the caller, a chat outside of this set does not
/// exist in lists, counts, searches, streams, files and typing notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatScope {
    /// Every chat of the organization.
    All,
    /// The chats without an assigned agent, the chats assigned to `agent`, and the chats assigned
    /// to one of `departments`.
    Of {
        /// The agent whose scope this value describes.
        agent: AgentId,
        /// The agent's departments, sorted by id.
        departments: Arc<[DepartmentId]>,
    },
}

impl ChatScope {
    /// Returns the scope of an agent. `sees_all` is the organization's setting for agents with
    /// [`Role::Agent`]. Agents with a higher role see all chats. Agents with
    /// [`Role::AgentChatOnly`] never see all chats.
    #[must_use]
    pub fn of(agent: AgentId, role: Role, sees_all: bool, departments: &[DepartmentId]) -> Self {
        match role {
            Role::Admin | Role::Superviser => Self::All,
            Role::Agent if sees_all => Self::All,
            Role::Agent | Role::AgentChatOnly => {
                let mut departments = departments.to_vec();
                departments.sort_unstable();
                Self::Of { agent, departments: departments.into() }
            }
        }
    }

    /// Tells whether a chat with this assignee and this department is in the scope.
    #[must_use]
    pub fn has(&self, assignee: Option<AgentId>, department: Option<DepartmentId>) -> bool {
        match self {
            Self::All => true,
            Self::Of { agent, departments } => {
                assignee.is_none_or(|assignee| assignee == *agent)
                    || department.is_some_and(|it| departments.binary_search(&it).is_ok())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: i64) -> AgentId {
        AgentId::new(id).unwrap()
    }

    fn department(id: i64) -> DepartmentId {
        DepartmentId::new(id).unwrap()
    }

    #[test]
    fn a_scope_has_own_chats_unassigned_ones_and_those_of_the_departments() {
        let scope = ChatScope::of(agent(1), Role::Agent, false, &[department(9), department(4)]);
        for (assignee, in_department, expected) in [
            (None, None, true),
            (None, Some(5), true),
            (Some(1), None, true),
            (Some(1), Some(5), true),
            (Some(2), None, false),
            (Some(2), Some(5), false),
            (Some(2), Some(4), true),
            (Some(2), Some(9), true),
        ] {
            let has = scope.has(assignee.map(agent), in_department.map(department));
            assert_eq!(has, expected, "{assignee:?} {in_department:?}");
        }
    }

    #[test]
    fn the_role_decides_who_sees_all_chats_and_the_setting_for_agents_alone() {
        let sees_all =
            |role, setting| ChatScope::of(agent(1), role, setting, &[]) == ChatScope::All;
        assert!(sees_all(Role::Admin, false) && sees_all(Role::Superviser, false));
        assert!(sees_all(Role::Agent, true) && !sees_all(Role::Agent, false));
        assert!(!sees_all(Role::AgentChatOnly, true));
    }
}
