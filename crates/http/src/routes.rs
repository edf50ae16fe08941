//! The one table of operations: which method and path calls which handler, and what the operation
//! says of itself. The router and the description of the interface are made of it.

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
use deskbell_wire::chats::{self as wire, ReadSet};

use crate::docs::Operation;
use crate::error::{ApiError, Fault};
use crate::pipeline::ignored;
use crate::{about, docs, health, live, v1};

type State = Arc<App>;

/// One operation.
struct Op {
    method: Method,
    path: &'static str,
    handler: MethodRouter<State>,
    about: About,
}

/// What an operation says of itself.
type About = fn() -> Operation;

fn op<H, T>(method: Method, path: &'static str, handler: H, about: About) -> Op
where
    H: Handler<T, State>,
    T: 'static,
{
    // Methods are named below, and each of those has a filter.
    let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
    Op { method, path, handler: on(filter, handler), about }
}

fn get<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, about: About) -> Op {
    op(Method::GET, path, handler, about)
}

fn post<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, about: About) -> Op {
    op(Method::POST, path, handler, about)
}

fn put<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, about: About) -> Op {
    op(Method::PUT, path, handler, about)
}

fn patch<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, about: About) -> Op {
    op(Method::PATCH, path, handler, about)
}

fn delete<H: Handler<T, State>, T: 'static>(path: &'static str, handler: H, about: About) -> Op {
    op(Method::DELETE, path, handler, about)
}

/// One thing about a chat, which `read` takes from the body.
fn set(path: &'static str, read: ReadSet, about: About) -> Op {
    put(path, v1::chats::put(read), about)
}

/// Every operation there is.
fn table() -> Vec<Op> {
    vec![
        get("/healthz", health::live, about::get_health),
        get("/readyz", health::ready, about::get_readiness),
        get("/openapi.json", docs::description, about::get_description),
        get("/docs", docs::docs, about::get_docs),
        get("/v1/agents", v1::agents::list, about::list_agents),
        get("/v1/agents/{id}/unsubscribe", v1::agents::unsubscribe, about::unsubscribe_agent),
        get("/v1/applications", v1::applications::list, about::list_applications),
        get("/v1/changes", v1::changes::list, about::list_changes),
        get("/v1/chats", v1::chats::list, about::list_chats),
        get("/v1/chats/total", v1::chats::total, about::count_chats),
        post("/v1/chats/search", v1::search::chats, about::search_chats),
        get("/v1/chats/{id}", v1::chats::get, about::get_chat),
        get("/v1/chats/{id}/messages", v1::messages::list, about::list_messages),
        post("/v1/chats", v1::chats::create, about::create_chat),
        set("/v1/chats/status", wire::set_status, about::set_chat_status),
        set("/v1/chats/assignee", wire::set_assignee, about::set_chat_assignee),
        set("/v1/chats/department", wire::set_department, about::set_chat_department),
        set("/v1/chats/snooze", wire::set_snoozed_until, about::snooze_chat),
        set("/v1/chats/rate", wire::set_rating, about::rate_chat),
        set("/v1/chats/readByAgent", wire::set_read_by_agent, about::set_chat_read_by_agent),
        set(
            "/v1/chats/readByCustomer",
            wire::set_read_by_customer,
            about::set_chat_read_by_customer,
        ),
        set("/v1/chats/read", wire::set_read_by_agent, about::set_chat_read),
        set("/v1/chats/{id}/status", wire::set_status, about::set_chat_status_by_id),
        set("/v1/chats/{id}/assignee", wire::set_assignee, about::set_chat_assignee_by_id),
        set("/v1/chats/{id}/department", wire::set_department, about::set_chat_department_by_id),
        get("/v1/customers", v1::customers::list, about::list_customers),
        post("/v1/customers", v1::customers::post, about::create_customer),
        put("/v1/customers/batch", v1::customers::batch, about::update_customers),
        get("/v1/customers/{id}", v1::customers::get, about::get_customer),
        put("/v1/customers/{id}", v1::customers::put, about::replace_customer),
        patch("/v1/customers/{id}", v1::customers::patch, about::update_customer),
        delete("/v1/customers/{id}", v1::customers::delete, about::delete_customer),
        put("/v1/customers/{id}/tags", v1::customers::add_tags, about::add_customer_tags),
        patch(
            "/v1/customers/{id}/customData",
            v1::customers::patch_data,
            about::update_customer_data,
        ),
        delete("/v1/customers/{id}/tags", v1::customers::remove_tags, about::remove_customer_tags),
        get("/v1/departments", v1::departments::list, about::list_departments),
        post("/v1/events", v1::events::post, about::create_event),
        post("/v1/messages", v1::messages::post, about::create_message),
        post("/v1/customers/search", v1::search::customers, about::search_customers),
        get("/v1/organization", v1::organization::get, about::get_organization),
        get("/v1/stream", live::events::stream, about::stream_changes),
        post("/v1/stream/ticket", live::ticket::post, about::create_stream_ticket),
        get("/v1/webhooks", v1::webhooks::list, about::list_webhooks),
        post("/v1/webhooks", v1::webhooks::post, about::create_webhook),
        get("/v1/webhooks/{id}", v1::webhooks::get, about::get_webhook),
        patch("/v1/webhooks/{id}", v1::webhooks::patch, about::update_webhook),
        delete("/v1/webhooks/{id}", v1::webhooks::delete, about::delete_webhook),
        post("/v1/webhooks/{id}/test", v1::webhooks::test, about::test_webhook),
        post("/v1/webhooks/{id}/rotate", v1::webhooks::rotate, about::rotate_webhook_secret),
        post("/v1/webhooks/{id}/replay", v1::webhooks::replay, about::replay_webhook),
        get("/v1/webhooks/{id}/deliveries", v1::webhooks::deliveries, about::list_deliveries),
        get("/v1/ws", live::socket::open, about::open_socket),
    ]
}

/// Every operation with what it says of itself.
pub(crate) fn described() -> impl Iterator<Item = (Method, &'static str, About)> {
    table().into_iter().map(|Op { method, path, about, .. }| (method, path, about))
}

/// The router over the table. Every path also answers OPTIONS, and HEAD where it answers GET; any
/// other method of a known path is 405, and any other path 404.
pub(crate) fn router(app: State) -> Router {
    let mut paths: BTreeMap<&'static str, (MethodRouter<State>, Vec<Method>)> = BTreeMap::new();
    for Op { method, path, handler, about } in table() {
        let known: Arc<[String]> = about().reads().into();
        let handler = handler.route_layer(from_fn(move |request, next| {
            ignored::around(Arc::clone(&known), request, next)
        }));
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
    router.fallback(|| async { ApiError::from(Fault::Route) }).with_state(app)
}

/// The methods of a path as `Allow` lists them.
fn allow(mut methods: Vec<Method>) -> HeaderValue {
    methods.push(Method::OPTIONS);
    let names: Vec<_> = methods.iter().map(Method::as_str).collect();
    // Names of methods are tokens, which every header takes.
    HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}

fn allowed(allow: HeaderValue) -> Response {
    (StatusCode::NO_CONTENT, [(ALLOW, allow)]).into_response()
}

fn not_allowed(allow: HeaderValue) -> Response {
    let mut response = ApiError::from(Fault::Method).into_response();
    response.headers_mut().insert(ALLOW, allow);
    response
}
