//! Departments: groups of agents.

use crate::{Agent, DepartmentId};

/// A department with its agents (contract §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// The id of the department.
    pub id: DepartmentId,
    /// The name of the department.
    pub name: String,
    /// The agents of the department, sorted by id.
    pub agents: Vec<Agent>,
}
