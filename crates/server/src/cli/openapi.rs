//! `deskbell openapi`.

use super::print;

/// Prints the OpenAPI document.
pub(crate) fn run() {
    print::data(&format!("{:#}", deskbell_http::document()));
}
