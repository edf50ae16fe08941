//! Departments in JSON (contract §3).

use deskbell_model::{AgentRef, Department, DepartmentId};

use crate::object::{named, object};
use crate::schema::{Named, page};

object! {
    "Department" for Department as department {
        "id": DepartmentId = department.id;
        "name": String = department.name;
        "agents": Vec<AgentRef> = department.agents;
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<Department>(), ("DepartmentPage", page("Department"))]
}
