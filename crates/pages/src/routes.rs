//! The table of operations for browsers: method, path and handler.

use axum::http::Method;
use deskbell_http::{Interface, Op};

use crate::{files, shell, widget};

/// The interface for browsers.
pub const INTERFACE: Interface = Interface { operations, book: None };

fn operations() -> Vec<Op> {
    vec![
        Op::open(Method::GET, "/inbox", shell::inbox, shell::describe_inbox),
        Op::open(Method::GET, "/inbox/{*path}", shell::inbox, shell::describe_inbox),
        Op::open(Method::GET, "/assets/{name}", shell::asset, shell::describe_asset),
        Op::open(Method::GET, "/sdk.js", widget::script, widget::describe_script),
        Op::open(Method::GET, "/widget", widget::script, widget::describe_script),
        Op::open(Method::GET, "/compiled/sdk.js", widget::script, widget::describe_script),
        Op::open(Method::GET, "/widget/frame", widget::frame, widget::describe_frame),
        Op::open(Method::GET, "/files/{id}/{end}/{signature}/{name}", files::load, files::describe),
    ]
}
