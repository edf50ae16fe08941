//! The interface for browsers that load a file or a page: `/inbox`, `/assets` and `/files`.
//!
//! What is served here needs no session and no token: a URL is public or carries its own signature.

mod dist;
mod files;
mod routes;
mod shell;

pub use routes::INTERFACE;
