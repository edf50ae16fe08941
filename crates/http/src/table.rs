//! Tables of operations: each row has the method, path, credential check, handler and description
//! of one operation. The router and the OpenAPI document of an interface are made from its table.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on, options};
use deskbell_app::App;
use serde_json::Value;
use tower::util::MapRequestLayer;

use crate::docs::{self, Book, Described, Docs, Operation};
use crate::error::{ApiError, ErrorCode};
use crate::extract::Account;
use crate::meters::{RouteName, RouteNumber};
use crate::pipeline::ignored;
use crate::services::Services;

/// The interface for one audience: programs, agents, visitors or browsers.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// The operations of the interface.
    pub operations: fn() -> Vec<Op>,
    /// The frame of the OpenAPI document: everything except the operations; `None` for an interface
    /// without a description.
    pub book: Option<&'static Book>,
}

impl Interface {
    /// Makes the OpenAPI document; null for an interface without a description.
    #[must_use]
    pub fn document(&self) -> Value {
        let described =
            |Op { method, path, describe, .. }| Described { method, path, operation: describe() };
        let described: Vec<_> = (self.operations)().into_iter().map(described).collect();
        self.book.map_or(Value::Null, |book| docs::document(book, &described))
    }
}

/// An operation: one row of a table.
#[derive(Debug)]
pub struct Op {
    method: Method,
    path: &'static str,
    admit: Option<Admit>,
    handler: Answers,
    describe: Describe,
}

/// The handler of an operation, with one variant for each type of router state.
#[derive(Debug)]
enum Answers {
    App(MethodRouter<Services>),
    Docs(MethodRouter<Arc<Docs>>),
}

/// A function that makes a handler recognize the credential of its requests first.
pub type Admit = fn(&Arc<App>, MethodRouter<Services>) -> MethodRouter<Services>;
/// A function that describes an operation.
pub type Describe = fn() -> Operation;

impl Op {
    /// Creates an operation that needs no credential.
    fn open<H, T>(method: Method, path: &'static str, handler: H, describe: Describe) -> Self
    where
        H: Handler<T, Services>,
        T: 'static,
    {
        let handler = Answers::App(on(filter(&method), handler));
        Self { method, path, admit: None, handler, describe }
    }

    /// Creates an operation that serves the description of the interface.
    fn shown<H, T>(path: &'static str, handler: H, describe: Describe) -> Self
    where
        H: Handler<T, Arc<Docs>>,
        T: 'static,
    {
        let handler = Answers::Docs(on(MethodFilter::GET, handler));
        Self { method: Method::GET, path, admit: None, handler, describe }
    }

    /// Makes `admit` recognize the credential before the handler runs, unless the operation already
    /// has such a function.
    #[must_use]
    pub fn admitting(self, admit: Admit) -> Self {
        Self { admit: self.admit.or(Some(admit)), ..self }
    }
}

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $METHOD:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<H, T>(path: &'static str, handler: H, describe: Describe) -> Op
        where
            H: Handler<T, Services>,
            T: 'static,
        {
            Op::open(Method::$METHOD, path, handler, describe)
        }
    )*};
}

methods! {
    /// Creates a `GET`, which needs a credential only if [`Op::admitting`] is called.
    get = GET;
    /// Creates a `POST`, which needs a credential only if [`Op::admitting`] is called.
    post = POST;
    /// Creates a `PUT`, which needs a credential only if [`Op::admitting`] is called.
    put = PUT;
    /// Creates a `PATCH`, which needs a credential only if [`Op::admitting`] is called.
    patch = PATCH;
    /// Creates a `DELETE`, which needs a credential only if [`Op::admitting`] is called.
    delete = DELETE;
}

/// Returns the operations that serve the description of an interface: the document and the page.
#[must_use]
pub fn descriptions(document: &'static str, page: &'static str) -> [Op; 2] {
    [
        Op::shown(document, docs::description, docs::describe_description),
        Op::shown(page, docs::docs, docs::describe_docs),
    ]
}

/// Returns the router's filter for a method of a table.
fn filter(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET)
}

/// Makes the router of all interfaces. Every path also answers OPTIONS, and HEAD if it answers GET.
/// Other methods of a known path get 405, other paths 404. Also returns the operations, in the
/// order of their numbers.
pub(crate) fn router(app: &Arc<App>, interfaces: &[Interface]) -> (Router, Vec<RouteName>) {
    let mut routes = Vec::new();
    let mut paths: BTreeMap<&'static str, (MethodRouter<Services>, Vec<Method>)> = BTreeMap::new();
    for interface in interfaces {
        let described = *interface;
        let docs = Arc::new(Docs::new(move || described.document()));
        for Op { method, path, admit, handler, describe } in (interface.operations)() {
            let known: Arc<[String]> = describe().reads().into();
            let handler = match handler {
                Answers::App(handler) => handler,
                Answers::Docs(handler) => handler.with_state(Arc::clone(&docs)),
            };
            let handler = handler.route_layer(from_fn(move |request, next| {
                ignored::around(Arc::clone(&known), request, next)
            }));
            let handler = match admit {
                None => handler,
                Some(admit) => admit(app, handler),
            };
            let number = RouteNumber(routes.len());
            routes.push((method.clone(), path));
            // Before the credential, so that a refused one counts for its operation.
            let handler = handler.route_layer(MapRequestLayer::new(move |request: Request| {
                if let Some(account) = request.extensions().get::<Account>() {
                    account.arrived_at(number);
                }
                request
            }));
            let (router, methods) = paths.entry(path).or_default();
            *router = std::mem::take(router).merge(handler);
            methods.push(method.clone());
            if method == Method::GET {
                methods.push(Method::HEAD);
            }
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
    let router = router.fallback(|| async { ApiError::from(ErrorCode::Route) });
    (router.with_state(Services::of(app)), routes)
}

/// Returns the value of `Allow`, which lists the methods of a path.
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
