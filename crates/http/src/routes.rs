//! The table of operations: method, path, handler and description. The router and the OpenAPI
//! document are made from the table.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on, options};
use deskbell_app::App;
use deskbell_model::{Agent, Application, Department};
use deskbell_wire::chats::{self as wire, ReadSet};
use deskbell_wire::customers::{
    read_edit, read_more_tags, read_properties, read_replacement, read_tags_to_remove,
};
use serde_json::Value;

use crate::docs::{Described, Docs, Operation};
use crate::error::{ApiError, ErrorCode};
use crate::extract::{self, Takes};
use crate::pipeline::ignored;
use crate::services::Services;
use crate::v1::customers::edit;
use crate::v1::{agents, applications, changes, chats, customers, departments, events, messages};
use crate::v1::{list, organization, search, webhooks};
use crate::{docs, health, live};

type State = Services;

/// An operation: one row of the table.
struct Op {
    method: Method,
    path: &'static str,
    /// The credentials that the operation takes; `None` if the operation needs no credential.
    takes: Option<Takes>,
    handler: Answers,
    describe: Describe,
}

/// The handler of an operation, by the type of its state.
enum Answers {
    App(MethodRouter<State>),
    Docs(MethodRouter<Arc<Docs>>),
}

type Describe = fn() -> Operation;

fn op<H, T>(method: Method, path: &'static str, handler: H, describe: Describe) -> Op
where
    H: Handler<T, State>,
    T: 'static,
{
    // Every method in the table has a [`MethodFilter`].
    let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
    let (takes, handler) = (Some(Takes::Key), Answers::App(on(filter, handler)));
    Op { method, path, takes, handler, describe }
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

/// An operation that sets one property of a chat; `read` parses the property from the body.
fn set(path: &'static str, read: ReadSet, describe: Describe) -> Op {
    put(path, chats::put(read), describe)
}

/// An operation that serves the description of the interface.
fn shown<H, T>(path: &'static str, handler: H, describe: Describe) -> Op
where
    H: Handler<T, Arc<Docs>>,
    T: 'static,
{
    let handler = Answers::Docs(on(MethodFilter::GET, handler));
    Op { method: Method::GET, path, takes: None, handler, describe }
}

/// An operation that needs no credential.
fn open<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    Op { takes: None, ..get(path, handler, describe) }
}

/// An operation that opens a live stream.
fn live<H: Handler<T, State>, T: 'static>(
    path: &'static str,
    handler: H,
    describe: Describe,
) -> Op {
    Op { takes: Some(Takes::KeyOrTicket), ..get(path, handler, describe) }
}

fn table() -> Vec<Op> {
    vec![
        open("/healthz", health::live, health::describe_live),
        open("/readyz", health::ready, health::describe_ready),
        shown("/openapi.json", docs::description, docs::describe_description),
        shown("/docs", docs::docs, docs::describe_docs),
        get("/v1/agents", list::<Agent>("agents"), agents::describe_list),
        get("/v1/agents/{id}/unsubscribe", agents::unsubscribe, agents::describe_unsubscribe),
        get("/v1/applications", list::<Application>("applications"), applications::describe_list),
        get("/v1/changes", changes::list, changes::describe_list),
        get("/v1/chats", chats::list, chats::describe_list),
        get("/v1/chats/total", chats::total, chats::describe_total),
        post("/v1/chats/search", search::chats, search::describe_chats),
        get("/v1/chats/{id}", chats::get, chats::describe_get),
        get("/v1/chats/{id}/messages", messages::list, messages::describe_list),
        post("/v1/chats", chats::create, chats::describe_create),
        set("/v1/chats/status", wire::set_status, chats::describe_status),
        set("/v1/chats/assignee", wire::set_assignee, chats::describe_assignee),
        set("/v1/chats/department", wire::set_department, chats::describe_department),
        set("/v1/chats/snooze", wire::set_snoozed_until, chats::describe_snooze),
        set("/v1/chats/rate", wire::set_rating, chats::describe_rate),
        set("/v1/chats/readByAgent", wire::set_read_by_agent, chats::describe_read_by_agent),
        set(
            "/v1/chats/readByCustomer",
            wire::set_read_by_customer,
            chats::describe_read_by_customer,
        ),
        set("/v1/chats/read", wire::set_read_by_agent, chats::describe_read),
        set("/v1/chats/{id}/status", wire::set_status, chats::describe_status_by_id),
        set("/v1/chats/{id}/assignee", wire::set_assignee, chats::describe_assignee_by_id),
        set("/v1/chats/{id}/department", wire::set_department, chats::describe_department_by_id),
        get("/v1/customers", customers::list, customers::describe_list),
        post("/v1/customers", customers::post, customers::describe_post),
        put("/v1/customers/batch", customers::batch, customers::describe_batch),
        get("/v1/customers/{id}", customers::get, customers::describe_get),
        put("/v1/customers/{id}", edit(read_replacement), customers::describe_put),
        patch("/v1/customers/{id}", edit(read_edit), customers::describe_patch),
        delete("/v1/customers/{id}", customers::delete, customers::describe_delete),
        put("/v1/customers/{id}/tags", edit(read_more_tags), customers::describe_add_tags),
        patch("/v1/customers/{id}/customData", edit(read_properties), customers::describe_data),
        delete(
            "/v1/customers/{id}/tags",
            edit(read_tags_to_remove),
            customers::describe_remove_tags,
        ),
        get("/v1/departments", list::<Department>("departments"), departments::describe_list),
        post("/v1/events", events::post, events::describe_post),
        post("/v1/messages", messages::post, messages::describe_post),
        post("/v1/customers/search", search::customers, search::describe_customers),
        get("/v1/organization", organization::get, organization::describe_get),
        live("/v1/stream", live::events::stream, live::events::describe_stream),
        post("/v1/stream/ticket", live::ticket::post, live::ticket::describe_post),
        get("/v1/webhooks", webhooks::list, webhooks::describe_list),
        post("/v1/webhooks", webhooks::post, webhooks::describe_post),
        get("/v1/webhooks/{id}", webhooks::get, webhooks::describe_get),
        patch("/v1/webhooks/{id}", webhooks::patch, webhooks::describe_patch),
        delete("/v1/webhooks/{id}", webhooks::delete, webhooks::describe_delete),
        post("/v1/webhooks/{id}/test", webhooks::test, webhooks::describe_test),
        post("/v1/webhooks/{id}/rotate", webhooks::rotate, webhooks::describe_rotate),
        post("/v1/webhooks/{id}/replay", webhooks::replay, webhooks::describe_replay),
        get("/v1/webhooks/{id}/deliveries", webhooks::deliveries, webhooks::describe_deliveries),
        live("/v1/ws", live::socket::open, live::socket::describe_open),
    ]
}

pub(crate) fn described() -> Vec<Described> {
    let described =
        |Op { method, path, describe, .. }| Described { method, path, operation: describe() };
    table().into_iter().map(described).collect()
}

/// The OpenAPI 3.1 document of the interface.
#[must_use]
pub fn document() -> Value {
    docs::document(&described())
}

/// The router of the table. Every path also answers OPTIONS, and HEAD if it answers GET. Other
/// methods of a known path give 405, other paths 404.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let mut paths: BTreeMap<&'static str, (MethodRouter<State>, Vec<Method>)> = BTreeMap::new();
    let docs = Arc::new(Docs::new(described));
    for Op { method, path, takes, handler, describe } in table() {
        let known: Arc<[String]> = describe().reads().into();
        let handler = match handler {
            Answers::App(handler) => handler,
            Answers::Docs(handler) => handler.with_state(Arc::clone(&docs)),
        };
        let handler = handler.route_layer(from_fn(move |request, next| {
            ignored::around(Arc::clone(&known), request, next)
        }));
        let handler = match takes {
            None => handler,
            Some(takes) => {
                let access = Arc::clone(&app.access);
                handler.route_layer(from_fn(move |request, next| {
                    extract::admit(Arc::clone(&access), takes, request, next)
                }))
            }
        };
        let (router, methods) = paths.entry(path).or_default();
        *router = std::mem::take(router).merge(handler);
        methods.push(method.clone());
        if method == Method::GET {
            methods.push(Method::HEAD);
        }
    }
    let mut router = Router::new();
    for (path, (handlers, methods)) in paths {
        let allow = allow(methods);
        let refused = allow.clone();
        let handlers = handlers
            .merge(options(move || async move { allowed(allow) }))
            .fallback(move || async move { not_allowed(refused) });
        router = router.route(path, handlers);
    }
    router.fallback(|| async { ApiError::from(ErrorCode::Route) }).with_state(Services::of(app))
}

/// The value of `Allow`: the methods of a path.
fn allow(mut methods: Vec<Method>) -> HeaderValue {
    methods.push(Method::OPTIONS);
    let names: Vec<_> = methods.iter().map(Method::as_str).collect();
    // Method names are valid in a header.
    HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}

fn allowed(allow: HeaderValue) -> Response {
    (StatusCode::NO_CONTENT, [(ALLOW, allow)]).into_response()
}

fn not_allowed(allow: HeaderValue) -> Response {
    let mut response = ApiError::from(ErrorCode::Method).into_response();
    response.headers_mut().insert(ALLOW, allow);
    response
}
