//! The interface for browsers that load a file or a page: `/files`, and later the pages themselves.
//!
//! What is served here needs no session and no token: a URL is public or carries its own signature.

use deskbell_http::{Interface, Op};

/// The interface for browsers.
pub const INTERFACE: Interface = Interface { operations, book: None };

fn operations() -> Vec<Op> {
    Vec::new()
}
