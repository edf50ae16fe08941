//! The interfaces of all audiences, combined. The server, the tests and the fuzzers serve the same
//! interfaces.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use deskbell_app::App;
use deskbell_http::{Http, Interface};

/// The interface for programs with a key: `/v1`.
pub const PROGRAMS: Interface = deskbell_api::INTERFACE;
/// The interface for the pages of agents: `/app/v1`.
pub const AGENTS: Interface = deskbell_inbox::INTERFACE;
/// The interface for the widget of visitors: `/widget/v1`.
pub const VISITORS: Interface = deskbell_widget::INTERFACE;

/// The interfaces of all audiences; the last interface is for browsers.
pub const INTERFACES: [Interface; 4] = [PROGRAMS, AGENTS, VISITORS, deskbell_pages::INTERFACE];

/// The HTTP interface of an application, for all audiences.
///
/// # Errors
/// When the operating system gives no random bytes.
pub fn http(app: Arc<App>) -> std::io::Result<Http> {
    Http::new(app, &INTERFACES)
}

/// The HTTP interface of the demo server: the interface that [`http`] returns, and a shop that
/// shows the widget.
///
/// # Errors
/// When the operating system gives no random bytes.
pub fn http_of_demo(app: Arc<App>) -> std::io::Result<Http> {
    let [programs, agents, visitors, pages] = INTERFACES;
    Http::new(app, &[programs, agents, visitors, pages, deskbell_pages::DEMO])
}
