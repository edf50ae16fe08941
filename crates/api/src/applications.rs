//! `/v1/applications`: the sites and apps with a widget.

use crate::example;
use deskbell_http::docs::Operation;

const TAG: &str = "Organization";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listApplications", TAG, "List applications")
        .says("The sites and apps that the widget runs in, by id.")
        .pages()
        .shows("ApplicationPage", example::page(&example::application()))
}
