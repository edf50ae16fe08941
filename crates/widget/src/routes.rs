//! The table of operations for the widget: method, path, handler and description.

use std::sync::Arc;

use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use deskbell_app::App;
use deskbell_http::table::{delete, descriptions, get, patch, post};
use deskbell_http::{Interface, Op, Services};

use crate::book::BOOK;
use crate::{chats, files, live, messages, profile, session, visitor};

/// The interface for the widget.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

/// Wraps a handler, so that the visitor is admitted by the request's token before the handler runs.
fn visiting(app: &Arc<App>, handler: MethodRouter<Services>) -> MethodRouter<Services> {
    let visitors = Arc::clone(&app.visitors);
    handler.route_layer(from_fn(move |request, next| {
        visitor::admit(Arc::clone(&visitors), request, next)
    }))
}

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/widget/openapi.json", "/widget/docs");
    let open = [
        description,
        page,
        post("/widget/v1/session", session::begin, session::describe_begin),
        get("/widget/v1/ws", live::open, live::describe_open),
    ];
    let visiting = for_visitors().into_iter().map(|operation| operation.admitting(visiting));
    open.into_iter().chain(visiting).collect()
}

fn for_visitors() -> Vec<Op> {
    vec![
        delete("/widget/v1/session", session::end, session::describe_end),
        post("/widget/v1/messages", messages::post, messages::describe_post),
        get("/widget/v1/messages", messages::list, messages::describe_list),
        post("/widget/v1/files", files::post, files::describe_post),
        get("/widget/v1/files/{id}", files::get, files::describe_get),
        get("/widget/v1/unread", chats::unread, chats::describe_unread),
        get("/widget/v1/changes", live::poll, live::describe_poll),
        get("/widget/v1/stream", live::stream, live::describe_stream),
        post("/widget/v1/read", chats::read, chats::describe_read),
        post("/widget/v1/rating", chats::rate, chats::describe_rate),
        patch("/widget/v1/me", profile::patch, profile::describe_patch),
        post("/widget/v1/events", profile::track, profile::describe_track),
    ]
}
