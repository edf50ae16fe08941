//! Departments in JSON (contract §3).

use deskbell_model::Department;
use deskbell_query::Meta;

use crate::agents;
use crate::json::{self, array, int, raw, string};

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

/// Writes a page of departments: `{"data":[…],"meta":{"total":N}}`.
pub fn write_page(out: &mut Vec<u8>, departments: &[Department], meta: &Meta) {
    json::page(out, departments, meta, write);
}
