//! `/app/v1/canned`: canned responses, personal and shared.

use deskbell_http::docs::Operation;
use deskbell_http::error::ErrorCode;
use serde_json::{Value, json};

use crate::settings::{change, of_setting};

const TAG: &str = "Canned responses";

fn example() -> Value {
    let text = "Thank you, {{customer.firstName|and}} have a good day.";
    json!({"id": 12, "agent": 1, "changedAt": 1_800_000_000, "shortcut": "bye", "text": text})
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listCanned", TAG, "List canned responses")
        .says("The shared ones and your own, by id.")
        .shows("CannedResponses", json!({"data": [example()]}))
}

pub(crate) fn describe_post() -> Operation {
    let new = json!({"shortcut": "bye", "text": "Have a good day.", "shared": false});
    Operation::signed_in("createCanned", TAG, "Add a canned response")
        .says(
            "Your own, or a shared one with `shared`, which needs the rights of a supervisor. At \
             most 500 shared ones, and 500 of each agent.",
        )
        .also(change)
        .takes("NewCannedResponse", new)
        .refuses_fields(&["shared", "shortcut", "text"])
        .refuses(&[ErrorCode::NameTaken, ErrorCode::AsManyAsAllowed])
        .answers_object(201, "CannedResponse", example())
        .leads("/id", &["updateCanned", "deleteCanned"])
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateCanned", TAG, "Change a canned response")
        .also(change)
        .also(of_setting)
        .may_take("CannedResponseEdit", json!({"text": "Good-bye."}))
        .refuses_fields(&["shortcut", "text"])
        .refuses(&[ErrorCode::NameTaken])
        .conditional()
        .answers_object(200, "CannedResponse", example())
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("deleteCanned", TAG, "Delete a canned response")
        .also(change)
        .also(of_setting)
        .conditional()
        .answers(200, "Done", json!("Ok"))
}
