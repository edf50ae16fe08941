//! The table of operations for the pages of agents: method, path, handler and description.

use deskbell_http::table::descriptions;
use deskbell_http::{Interface, Op};

use crate::book::BOOK;

/// The interface for the pages of agents.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/app/openapi.json", "/app/docs");
    vec![description, page]
}
