//! The table of operations for the widget: method, path, handler and description.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use deskbell_app::App;
use deskbell_http::table::{Describe, descriptions};
use deskbell_http::{Interface, Op, Services};

use crate::book::BOOK;
use crate::{chats, live, messages, profile, session, visitor};

/// The interface for the widget.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

type State = Services;

/// An operation for visitors with a token.
fn op<H, T>(method: Method, path: &'static str, handler: H, describe: Describe) -> Op
where
    H: Handler<T, State>,
    T: 'static,
{
    Op::open(method, path, handler, describe).admitting(visiting)
}

/// A handler that requires an admitted visitor.
fn visiting(app: &Arc<App>, handler: MethodRouter<State>) -> MethodRouter<State> {
    let visitors = Arc::clone(&app.visitors);
    handler.route_layer(from_fn(move |request, next| {
        visitor::admit(Arc::clone(&visitors), request, next)
    }))
}

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/widget/openapi.json", "/widget/docs");
    let (get, post) = (Method::GET, Method::POST);
    vec![
        description,
        page,
        Op::open(post.clone(), "/widget/v1/session", session::begin, session::describe_begin),
        op(Method::DELETE, "/widget/v1/session", session::end, session::describe_end),
        op(post.clone(), "/widget/v1/messages", messages::post, messages::describe_post),
        op(get.clone(), "/widget/v1/messages", messages::list, messages::describe_list),
        op(get.clone(), "/widget/v1/unread", chats::unread, chats::describe_unread),
        op(get.clone(), "/widget/v1/changes", live::poll, live::describe_poll),
        op(get.clone(), "/widget/v1/stream", live::stream, live::describe_stream),
        Op::open(get, "/widget/v1/ws", live::open, live::describe_open),
        op(post.clone(), "/widget/v1/read", chats::read, chats::describe_read),
        op(post.clone(), "/widget/v1/rating", chats::rate, chats::describe_rate),
        op(Method::PATCH, "/widget/v1/me", profile::patch, profile::describe_patch),
        op(post, "/widget/v1/events", profile::track, profile::describe_track),
    ]
}
