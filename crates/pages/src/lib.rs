//! The interface for browsers that load a file or a page: `/inbox`, `/assets`, `/files`, and
//! the widget's script and frame.
//!
//! What is served here needs no session and no token: a URL is public or carries its own signature.

mod dist;
mod files;
mod routes;
mod shell;
mod widget;

pub use routes::INTERFACE;
