//! `/app/v1/views`: saved views, personal and shared.

use deskbell_http::docs::Operation;
use deskbell_http::error::ErrorCode;
use serde_json::{Value, json};

use crate::settings::{change, of_setting};

const TAG: &str = "Saved views";

fn example() -> Value {
    json!({
        "id": 3, "agent": null, "changedAt": 1_800_000_000, "name": "Waiting for sales",
        "filter": {"waiting": true, "department": 4},
    })
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listViews", TAG, "List saved views")
        .says("The shared ones and your own, by id.")
        .shows("SavedViews", json!({"data": [example()]}))
}

pub(crate) fn describe_post() -> Operation {
    let new = json!({"name": "Late", "filter": {"waiting": true}, "shared": false});
    Operation::signed_in("createView", TAG, "Save a view")
        .says(
            "Your own, or a shared one with `shared`, which needs the rights of a supervisor. At \
             most 100 shared ones, and 100 of each agent.",
        )
        .also(change)
        .takes("NewSavedView", new)
        .refuses_fields(&["shared", "name", "filter"])
        .refuses(&[ErrorCode::NameTaken, ErrorCode::AsManyAsAllowed])
        .answers_object(201, "SavedView", example())
        .leads("/id", &["updateView", "deleteView"])
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateView", TAG, "Change a saved view")
        .also(change)
        .also(of_setting)
        .may_take("SavedViewEdit", json!({"name": "Late ones"}))
        .refuses_fields(&["name", "filter"])
        .refuses(&[ErrorCode::NameTaken])
        .conditional()
        .answers_object(200, "SavedView", example())
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("deleteView", TAG, "Delete a saved view")
        .also(change)
        .also(of_setting)
        .conditional()
        .answers(200, "Done", json!("Ok"))
}
