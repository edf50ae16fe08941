//! Departments in JSON (contract §3).

use deskbell_model::Department;

use crate::agents;
use crate::json::{array, int, raw, string};

/// Writes a department: `id, name, agents`.
pub fn write(out: &mut Vec<u8>, department: &Department) {
    raw(out, r#"{"id":"#);
    int(out, department.id.get());
    raw(out, r#","name":"#);
    string(out, &department.name);
    raw(out, r#","agents":"#);
    array(out, &department.agents, agents::write);
    out.push(b'}');
}
