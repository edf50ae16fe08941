//! The interface for browsers that load a file or a page: `/inbox`, `/assets`, `/files`, and the
//! widget's script and frame.
//!
//! These URLs need no session and no token: they are public or contain a signature.

mod demo;
mod dist;
mod files;
mod routes;
mod shell;
mod widget;

pub use routes::{DEMO, INTERFACE};
