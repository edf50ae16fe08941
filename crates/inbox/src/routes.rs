//! The table of operations for the pages of agents: method, path, handler and description.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use deskbell_app::App;
use deskbell_http::table::{Describe, descriptions};
use deskbell_http::{Interface, Op, Services};
use deskbell_model::setting::{Canned, Rule, SavedView};

use crate::agent;
use crate::book::BOOK;
use crate::origin::Body;
use crate::rights::{Any, Organization, OwnCanned};
use crate::{
    canned, chats, customers, files, invitations, list, live, me, organization, reports, rules,
    session, settings, views, webhooks,
};

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

fn post<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    op(Method::POST, path, handler, describe)
}

fn put<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, describe: Describe) -> Op {
    op(Method::PUT, path, handler, describe)
}

fn patch<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    op(Method::PATCH, path, handler, describe)
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

/// A `POST` whose body is a file.
fn upload<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    Op::open(Method::POST, path, handler, describe)
        .admitting(|app, handler| signed_in(app, Body::Bytes, handler))
}

fn operations() -> Vec<Op> {
    let [description, page] = descriptions("/app/openapi.json", "/app/docs");
    let own = vec![
        description,
        page,
        open("/app/v1/session", session::post, session::describe_post),
        delete("/app/v1/session", session::delete, session::describe_delete),
        open("/app/v1/invitations", invitations::post, invitations::describe_post),
        open("/app/v1/invitations/look", invitations::look, invitations::describe_look),
        get("/app/v1/me", me::get, me::describe_get),
        upload("/app/v1/files", files::post, files::describe_post),
        get("/app/v1/files/{id}", files::get, files::describe_get),
    ];
    let groups = [own, of_chats(), settings_of_a_kind(), organization_wide(), of_webhooks()];
    groups.into_iter().flatten().collect()
}

fn of_chats() -> Vec<Op> {
    vec![
        get("/app/v1/ws", live::open, live::describe),
        post("/app/v1/list", list::list, list::describe_list),
        get("/app/v1/search", list::search, list::describe_search),
        post("/app/v1/chats", chats::post, chats::describe_post),
        post("/app/v1/chats/act", chats::act, chats::describe_act),
        get("/app/v1/chats/{id}", chats::get, chats::describe_get),
        get("/app/v1/chats/{id}/messages", chats::messages, chats::describe_messages),
        post("/app/v1/chats/{id}/messages", chats::post_message, chats::describe_post_message),
        get("/app/v1/chats/{id}/events", chats::events, chats::describe_events),
        put("/app/v1/chats/{id}/draft", chats::put_draft, chats::describe_put_draft),
        delete("/app/v1/chats/{id}/draft", chats::delete_draft, chats::describe_delete_draft),
        get("/app/v1/customers", customers::list, customers::describe_list),
        post("/app/v1/customers", customers::post, customers::describe_post),
        post("/app/v1/customers/search", customers::search, customers::describe_search),
        get("/app/v1/customers/{id}", customers::get, customers::describe_get),
        patch("/app/v1/customers/{id}", customers::patch, customers::describe_patch),
        delete("/app/v1/customers/{id}", customers::delete, customers::describe_delete),
        get("/app/v1/customers/{id}/events", customers::events, customers::describe_events),
    ]
}

fn settings_of_a_kind() -> Vec<Op> {
    vec![
        get("/app/v1/canned", settings::list::<Canned, Any>, canned::describe_list),
        post("/app/v1/canned", settings::post_own::<Canned, OwnCanned>, canned::describe_post),
        patch("/app/v1/canned/{id}", settings::patch::<Canned, OwnCanned>, canned::describe_patch),
        delete(
            "/app/v1/canned/{id}",
            settings::delete::<Canned, OwnCanned>,
            canned::describe_delete,
        ),
        get("/app/v1/views", settings::list::<SavedView, Any>, views::describe_list),
        post("/app/v1/views", settings::post_own::<SavedView, OwnCanned>, views::describe_post),
        patch("/app/v1/views/{id}", settings::patch::<SavedView, OwnCanned>, views::describe_patch),
        delete(
            "/app/v1/views/{id}",
            settings::delete::<SavedView, OwnCanned>,
            views::describe_delete,
        ),
        get("/app/v1/rules", settings::list::<Rule, Organization>, rules::describe_list),
        post("/app/v1/rules", settings::post::<Rule, Organization>, rules::describe_post),
        patch("/app/v1/rules/{id}", settings::patch::<Rule, Organization>, rules::describe_patch),
        delete(
            "/app/v1/rules/{id}",
            settings::delete::<Rule, Organization>,
            rules::describe_delete,
        ),
    ]
}

fn of_webhooks() -> Vec<Op> {
    vec![
        get("/app/v1/webhooks", webhooks::list, webhooks::describe_list),
        post("/app/v1/webhooks", webhooks::post, webhooks::describe_post),
        patch("/app/v1/webhooks/{id}", webhooks::patch, webhooks::describe_patch),
        delete("/app/v1/webhooks/{id}", webhooks::delete, webhooks::describe_delete),
        post("/app/v1/webhooks/{id}/test", webhooks::test, webhooks::describe_test),
        post("/app/v1/webhooks/{id}/rotate", webhooks::rotate, webhooks::describe_rotate),
        post("/app/v1/webhooks/{id}/replay", webhooks::replay, webhooks::describe_replay),
        get(
            "/app/v1/webhooks/{id}/deliveries",
            webhooks::deliveries,
            webhooks::describe_deliveries,
        ),
    ]
}

fn organization_wide() -> Vec<Op> {
    vec![
        get("/app/v1/reports", reports::get, reports::describe_get),
        get("/app/v1/reports.csv", reports::csv, reports::describe_csv),
        get("/app/v1/settings", organization::get, organization::describe_get),
        patch("/app/v1/settings", organization::patch, organization::describe_patch),
        get("/app/v1/opening", organization::opening, organization::describe_opening),
        get(
            "/app/v1/departments/{id}/settings",
            organization::get_department,
            organization::describe_get_department,
        ),
        patch(
            "/app/v1/departments/{id}/settings",
            organization::patch_department,
            organization::describe_patch_department,
        ),
        get(
            "/app/v1/applications/{id}/look",
            organization::get_look,
            organization::describe_get_look,
        ),
        patch(
            "/app/v1/applications/{id}/look",
            organization::patch_look,
            organization::describe_patch_look,
        ),
    ]
}
