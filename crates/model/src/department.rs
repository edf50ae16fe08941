//! Departments: groups of agents.

use crate::{Agent, DepartmentId};

/// A department with its agents (contract §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// Who belongs to it, by id.
    pub agents: Vec<Agent>,
}
