//! What stands outside `/v1`: for supervisors, and for who reads this.

use serde_json::json;

use crate::docs::Operation;
use crate::error::Fault;

const TAG: &str = "Server";

pub(crate) fn get_health() -> Operation {
    Operation::open("getHealth", TAG, "Whether the process lives").answers(
        200,
        "Live",
        json!({"status": "ok"}),
    )
}

pub(crate) fn get_readiness() -> Operation {
    Operation::open("getReadiness", TAG, "Whether requests can be answered")
        .says("Not while the database does not answer, nor until lists are in memory.")
        .refuses(&[Fault::Unavailable])
        .answers(200, "Ready", json!({"status": "ready"}))
}

pub(crate) fn get_description() -> Operation {
    let content = json!({"schema": {"type": "object"}});
    Operation::open("getDescription", TAG, "This description")
        .shows_with("OpenAPI 3.1.", ("application/json", content))
}

pub(crate) fn get_docs() -> Operation {
    let content = json!({"schema": {"type": "string"}});
    Operation::open("getDocs", TAG, "This description as a page")
        .shows_with("A page that loads nothing else.", ("text/html", content))
}
