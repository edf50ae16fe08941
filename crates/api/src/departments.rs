//! `/v1/departments`: the departments of the organization.

use crate::example;
use deskbell_http::docs::Operation;

const TAG: &str = "Team";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listDepartments", TAG, "List departments")
        .says("By id.")
        .pages()
        .shows("DepartmentPage", example::page(&example::department()))
}
