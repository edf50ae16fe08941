//! `deskbell openapi`.

use super::print;

/// Prints the OpenAPI description of the interface.
pub(crate) fn run() {
    print::data(&format!("{:#}", deskbell_http::document()));
}
