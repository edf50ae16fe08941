//! The table of operations for the pages of agents: method, path, handler and description.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use deskbell_app::App;
use deskbell_http::table::{Describe, descriptions};
use deskbell_http::{Interface, Op, Services};

use crate::agent;
use crate::book::BOOK;
use crate::origin::Body;
use crate::{invitations, me, session};

/// The interface for the pages of agents.
pub const INTERFACE: Interface = Interface { operations, book: Some(&BOOK) };

type State = Services;

/// A handler that only an agent with a session reaches.
fn signed_in(app: &Arc<App>, takes: Body, handler: MethodRouter<State>) -> MethodRouter<State> {
    let access = Arc::clone(&app.access);
    handler.route_layer(from_fn(move |request, next| {
        agent::admit(Arc::clone(&access), takes, request, next)
    }))
}

/// An operation for agents who signed in. A change has a body of JSON, or none.
fn op<H, T>(method: Method, path: &'static str, handler: H, describe: Describe) -> Op
where
    H: Handler<T, State>,
    T: 'static,
{
    Op::open(method, path, handler, describe)
        .admitting(|app, handler| signed_in(app, Body::Json, handler))
}

fn get<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, describe: Describe) -> Op {
    op(Method::GET, path, handler, describe)
}

fn delete<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    op(Method::DELETE, path, handler, describe)
}

/// A `POST` that needs no session.
fn open<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    Op::open(Method::POST, path, handler, describe)
        .admitting(|_, handler| handler.route_layer(from_fn(agent::open)))
}

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/app/openapi.json", "/app/docs");
    vec![
        description,
        page,
        open("/app/v1/session", session::post, session::describe_post),
        delete("/app/v1/session", session::delete, session::describe_delete),
        open("/app/v1/invitations", invitations::post, invitations::describe_post),
        open("/app/v1/invitations/look", invitations::look, invitations::describe_look),
        get("/app/v1/me", me::get, me::describe_get),
    ]
}
