//! `/app/v1/rules`: proactive rules, with which the widget shows a message before the visitor
//! writes.

use deskbell_http::docs::Operation;
use deskbell_http::error::ErrorCode;
use serde_json::{Value, json};

use crate::settings::{change, of_setting};

const TAG: &str = "Proactive rules";

const FIELDS: [&str; 8] =
    ["name", "enabled", "message", "speaker", "pages", "seconds", "visits", "locales"];

fn example() -> Value {
    json!({
        "id": 5, "agent": null, "changedAt": 1_800_000_000, "name": "Checkout", "enabled": true,
        "message": "Is anything unclear?", "speaker": null,
        "pages": ["https://shop.example/checkout*"], "seconds": 30, "visits": 0, "locales": [],
    })
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listRules", TAG, "List proactive rules")
        .says("By id. A page of a site names this id to send the message of a rule.")
        .for_some_roles()
        .shows("Rules", json!({"data": [example()]}))
}

pub(crate) fn describe_post() -> Operation {
    let new = json!({
        "name": "Checkout", "message": "Is anything unclear?", "seconds": 30,
        "pages": ["https://shop.example/checkout*"],
    });
    Operation::signed_in("createRule", TAG, "Add a proactive rule")
        .says("A condition that is left out does not limit the rule. At most 100 rules.")
        .also(change)
        .takes("NewRule", new)
        .refuses_fields(&FIELDS)
        .refuses(&[ErrorCode::AsManyAsAllowed])
        .answers_object(201, "Rule", example())
        .leads("/id", &["updateRule", "deleteRule"])
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateRule", TAG, "Change a proactive rule")
        .also(change)
        .also(of_setting)
        .may_take("RuleEdit", json!({"enabled": false}))
        .refuses_fields(&FIELDS)
        .conditional()
        .answers_object(200, "Rule", example())
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("deleteRule", TAG, "Delete a proactive rule")
        .also(change)
        .also(of_setting)
        .conditional()
        .answers(200, "Done", json!("Ok"))
}
