//! The table of operations for browsers: method, path and handler.

use deskbell_http::table::get;
use deskbell_http::{Interface, Op};

use crate::{demo, files, shell, widget};

/// The interface for browsers: its operations, without an OpenAPI document.
pub const INTERFACE: Interface = Interface { operations, book: None };

/// The demonstration pages (the made-up shop and the page that signs in), served in addition to
/// [`INTERFACE`].
pub const DEMO: Interface = Interface { operations: shop, book: None };

fn shop() -> Vec<Op> {
    vec![
        get("/demo", demo::shop, demo::describe_shop),
        get("/demo/inbox", demo::door, demo::describe_door),
        get("/demo/{*path}", demo::shop, demo::describe_shop),
    ]
}

fn operations() -> Vec<Op> {
    vec![
        get("/inbox", shell::inbox, shell::describe_inbox),
        get("/inbox/{*path}", shell::inbox, shell::describe_inbox),
        get("/assets/{name}", shell::asset, shell::describe_asset),
        get("/sdk.js", widget::script, widget::describe_script),
        get("/widget", widget::script, widget::describe_script),
        get("/compiled/sdk.js", widget::script, widget::describe_script),
        get("/widget/frame", widget::frame, widget::describe_frame),
        get("/files/{id}/{end}/{signature}/{name}", files::load, files::describe),
    ]
}
