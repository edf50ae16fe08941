//! The one table of operations: which method and path calls which handler.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on, options};
use deskbell_app::App;
use deskbell_wire::chats as wire;

use crate::error::{ApiError, Fault};
use crate::{health, live, v1};

type State = Arc<App>;

/// One operation.
struct Op {
    method: Method,
    path: &'static str,
    handler: MethodRouter<State>,
}

fn op<H, T>(method: Method, path: &'static str, handler: H) -> Op
where
    H: Handler<T, State>,
    T: 'static,
{
    // Methods are named below, and each of those has a filter.
    let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
    Op { method, path, handler: on(filter, handler) }
}

/// Every operation there is.
fn table() -> Vec<Op> {
    vec![
        op(Method::GET, "/healthz", health::live),
        op(Method::GET, "/readyz", health::ready),
        op(Method::GET, "/v1/agents", v1::agents::list),
        op(Method::GET, "/v1/agents/{id}/unsubscribe", v1::agents::unsubscribe),
        op(Method::GET, "/v1/applications", v1::applications::list),
        op(Method::GET, "/v1/changes", v1::changes::list),
        op(Method::GET, "/v1/chats", v1::chats::list),
        op(Method::GET, "/v1/chats/total", v1::chats::total),
        op(Method::POST, "/v1/chats/search", v1::search::chats),
        op(Method::GET, "/v1/chats/{id}", v1::chats::get),
        op(Method::GET, "/v1/chats/{id}/messages", v1::messages::list),
        op(Method::POST, "/v1/chats", v1::chats::create),
        op(Method::PUT, "/v1/chats/status", v1::chats::put(wire::set_status)),
        op(Method::PUT, "/v1/chats/assignee", v1::chats::put(wire::set_assignee)),
        op(Method::PUT, "/v1/chats/department", v1::chats::put(wire::set_department)),
        op(Method::PUT, "/v1/chats/snooze", v1::chats::put(wire::set_snoozed_until)),
        op(Method::PUT, "/v1/chats/rate", v1::chats::put(wire::set_rating)),
        op(Method::PUT, "/v1/chats/readByAgent", v1::chats::put(wire::set_read_by_agent)),
        op(Method::PUT, "/v1/chats/readByCustomer", v1::chats::put(wire::set_read_by_customer)),
        op(Method::PUT, "/v1/chats/read", v1::chats::put(wire::set_read_by_agent)),
        op(Method::PUT, "/v1/chats/{id}/status", v1::chats::put(wire::set_status)),
        op(Method::PUT, "/v1/chats/{id}/assignee", v1::chats::put(wire::set_assignee)),
        op(Method::PUT, "/v1/chats/{id}/department", v1::chats::put(wire::set_department)),
        op(Method::GET, "/v1/customers", v1::customers::list),
        op(Method::POST, "/v1/customers", v1::customers::post),
        op(Method::PUT, "/v1/customers/batch", v1::customers::batch),
        op(Method::GET, "/v1/customers/{id}", v1::customers::get),
        op(Method::PUT, "/v1/customers/{id}", v1::customers::put),
        op(Method::PATCH, "/v1/customers/{id}", v1::customers::patch),
        op(Method::DELETE, "/v1/customers/{id}", v1::customers::delete),
        op(Method::PUT, "/v1/customers/{id}/tags", v1::customers::add_tags),
        op(Method::DELETE, "/v1/customers/{id}/tags", v1::customers::remove_tags),
        op(Method::GET, "/v1/departments", v1::departments::list),
        op(Method::POST, "/v1/events", v1::events::post),
        op(Method::POST, "/v1/messages", v1::messages::post),
        op(Method::POST, "/v1/customers/search", v1::search::customers),
        op(Method::GET, "/v1/organization", v1::organization::get),
        op(Method::GET, "/v1/stream", live::events::stream),
        op(Method::POST, "/v1/stream/ticket", live::ticket::post),
        op(Method::GET, "/v1/webhooks", v1::webhooks::list),
        op(Method::POST, "/v1/webhooks", v1::webhooks::post),
        op(Method::GET, "/v1/webhooks/{id}", v1::webhooks::get),
        op(Method::PATCH, "/v1/webhooks/{id}", v1::webhooks::patch),
        op(Method::DELETE, "/v1/webhooks/{id}", v1::webhooks::delete),
        op(Method::POST, "/v1/webhooks/{id}/test", v1::webhooks::test),
        op(Method::POST, "/v1/webhooks/{id}/rotate", v1::webhooks::rotate),
        op(Method::POST, "/v1/webhooks/{id}/replay", v1::webhooks::replay),
        op(Method::GET, "/v1/webhooks/{id}/deliveries", v1::webhooks::deliveries),
        op(Method::GET, "/v1/ws", live::socket::open),
    ]
}

/// The router over the table. Every path also answers OPTIONS, and HEAD where it answers GET; any
/// other method of a known path is 405, and any other path 404.
pub(crate) fn router(app: State) -> Router {
    let mut paths: BTreeMap<&'static str, (MethodRouter<State>, Vec<Method>)> = BTreeMap::new();
    for Op { method, path, handler } in table() {
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
