//! The table of operations for the widget: method, path, handler and description.

use deskbell_http::table::descriptions;
use deskbell_http::{Interface, Op};

use crate::book::BOOK;

/// The interface for the widget.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/widget/openapi.json", "/widget/docs");
    vec![description, page]
}
