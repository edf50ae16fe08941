//! The pipeline of a request: the steps before and after its operation, in order.

mod accept_encoding;
mod access_log;
pub mod body_budget;
pub mod budgeted_body;
pub mod canonical;
mod compression;
mod cors;
mod encoded_body;
mod encoder;
pub mod etag;
mod forwarded;
pub mod ignored;
pub mod reply;

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, REFERRER_POLICY,
    WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use axum::response::IntoResponse as _;
use deskbell_app::App;
use deskbell_app::access::limits::Quota;
use deskbell_model::limits::RATE_WINDOW_SECONDS;
use deskbell_model::network::Range;
use deskbell_traces::{TRACEPARENT, TraceContext};
use futures_util::FutureExt as _;
use tokio::sync::watch;
use tower::ServiceExt as _;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use crate::error::{ApiError, ErrorCode};
use crate::extract::{Account, Noted, QueryString, bearer};
use crate::limits::{LOGGED_METHOD_BYTES_MAX, LOGGED_PATH_BYTES_MAX, REQUEST_ID_CHARS_MAX};
use crate::meters::RequestMeters;
use crate::table::{self, Interface};
use crate::transport::raw_stream;
use accept_encoding::AcceptEncoding;
use access_log::AccessLine;
use body_budget::BodyBudget;
use canonical::Prefix;
use compression::{Client, Compressor};
pub use compression::{Compression, InPieces};
pub use forwarded::ForwardedHeader;
use forwarded::Trusted;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The HTTP interface, independent of the transport.
#[derive(Clone, Debug)]
pub struct Http {
    router: Router,
    app: Arc<App>,
    /// A random prefix of this process's request ids.
    run: Arc<str>,
    requests: Arc<AtomicU64>,
    budget: Arc<BodyBudget>,
    compressor: Arc<Compressor>,
    trusted: Arc<Trusted>,
    stopping: Arc<watch::Sender<bool>>,
    meters: Arc<RequestMeters>,
    /// True when traces are recorded, which need the route and the status in the spans of requests.
    is_traced: bool,
    /// True if the log has a line for each request.
    is_logged: bool,
}

impl Http {
    /// Makes the HTTP interface of `app`, with the operations of these interfaces.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn new(app: Arc<App>, interfaces: &[Interface]) -> std::io::Result<Self> {
        let mut run = [0; 8];
        app.context.entropy.fill(&mut run)?;
        let run = format!("{:016x}", u64::from_be_bytes(run)).into();
        let budget = Arc::default();
        let stopping = Arc::new(watch::channel(false).0);
        let (requests, compressor, trusted) = (Arc::default(), Arc::default(), Arc::default());
        let (router, routes) = table::router(&app, interfaces);
        let meters = Arc::new(RequestMeters::new(routes));
        let (is_traced, is_logged) = (false, false);
        Ok(Self {
            router,
            app,
            run,
            requests,
            budget,
            compressor,
            trusted,
            stopping,
            meters,
            is_traced,
            is_logged,
        })
    }

    /// Sets the compression policy.
    #[must_use]
    pub fn compressing(mut self, policy: Compression) -> Self {
        self.compressor = Arc::new(Compressor::new(policy));
        self
    }

    /// Trusts this header from proxies with these addresses.
    #[must_use]
    pub fn trusting(mut self, proxies: Vec<Range>, header: ForwardedHeader) -> Self {
        self.trusted = Arc::new(Trusted { proxies, header });
        self
    }

    /// Sets whether the spans of requests have the attributes that only traces need.
    #[must_use]
    pub fn tracing(self, is_traced: bool) -> Self {
        Self { is_traced, ..self }
    }

    /// Enables or disables the access log, which has a line for each request.
    #[must_use]
    pub fn logging(self, is_logged: bool) -> Self {
        Self { is_logged, ..self }
    }

    /// Returns the measurements of requests.
    #[must_use]
    pub const fn meters(&self) -> &Arc<RequestMeters> {
        &self.meters
    }

    /// Ends live streams and long polls.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
        self.app.feed.wake_followers();
    }

    /// Returns the bytes of a complete answer to input that is not an HTTP request. The connection
    /// closes after the answer.
    pub fn refusal(&self, code: ErrorCode) -> Vec<u8> {
        let (error, began) = (ApiError::from(code), Instant::now());
        let json = error.json();
        let (mut parts, _) = error.into_response().into_parts();
        self.meters.refused(code);
        self.meters.answered(self.meters.no_route(), parts.status.as_u16(), began.elapsed());
        log(parts.status.as_u16(), began);
        guard(&mut parts.headers, Prefix::Programs);
        cors::open(&mut parts.headers, None);
        parts.headers.insert(REQUEST_ID, self.request_id(&HeaderMap::new()));
        parts.headers.insert(CONTENT_LENGTH, json.len().into());
        parts.headers.insert(CONNECTION, HeaderValue::from_static("close"));
        [raw_stream::head(parts.status, &parts.headers), json].concat()
    }

    /// Answers a request from `peer`. If the request's extensions have an [`ErrorCode`], the answer
    /// is this error.
    pub async fn answer(&self, mut request: Request<Body>, peer: IpAddr) -> Response<Body> {
        let id = self.request_id(request.headers());
        let is_preflight = request.method() == Method::OPTIONS;
        let preflight = is_preflight.then(|| cors::asked(request.headers()));
        let has_key = sends_key(&request);
        let (is_head, accepts) =
            (request.method() == Method::HEAD, AcceptEncoding::of(request.headers()));
        let span = tracing::info_span!(
            "request",
            id = id.to_str().unwrap_or_default(),
            method = logged(request.method().as_str(), LOGGED_METHOD_BYTES_MAX),
            path = logged(request.uri().path(), LOGGED_PATH_BYTES_MAX),
            traceparent = traceparent(request.headers()),
            route = Empty,
            status = Empty,
        );
        canonical::uri(request.uri_mut());
        let prefix = canonical::prefix(request.uri().path());
        let noted = Arc::<Noted>::default();
        let (budget, stopping) = (Arc::clone(&self.budget), self.stopping.subscribe());
        let client = forwarded::client(request.headers(), peer, &self.trusted);
        let line = self.access_line(&request, &id, (peer, client), &noted);
        let account = Account::new(client, budget, stopping, Arc::clone(&noted));
        request.extensions_mut().insert(account);
        let router = self.router.clone();
        let answering = AssertUnwindSafe(async move {
            match request.extensions().get::<ErrorCode>() {
                Some(code) => Ok(ApiError::from(*code).into_response()),
                None => router.oneshot(request).await,
            }
        });
        let began = Instant::now();
        let (room, compressor) = (Arc::clone(&self.app.lists.budget), Arc::clone(&self.compressor));
        let (meters, is_traced) = (Arc::clone(&self.meters), self.is_traced);
        let work = async move {
            let answered = answering.catch_unwind().await;
            let mut response = match answered {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => ApiError::from(ErrorCode::Internal).into_response(),
            };
            if let Some(code) = response.extensions().get::<ErrorCode>() {
                meters.refused(*code);
            }
            let answered_to = noted.answered_to.get().copied();
            let org = answered_to.map(|it| it.org);
            let client = Client { peer, org, accepts, is_head };
            response = budgeted_body::bounded(response, org, &room).await;
            response = compressor.apply(response, client, &room).await;
            let route = noted.route.get().copied().unwrap_or(meters.no_route());
            meters.answered(route, response.status().as_u16(), began.elapsed());
            log(response.status().as_u16(), began);
            if is_traced {
                trace(meters.path(route), response.status().as_u16());
            }
            guard(response.headers_mut(), prefix);
            if prefix == Prefix::Programs {
                cors::open(response.headers_mut(), preflight);
            }
            if response.status().as_u16() == ErrorCode::Token.status() {
                response.headers_mut().insert(WWW_AUTHENTICATE, challenge(prefix, has_key));
            }
            if let Some(quota) = answered_to.and_then(|it| it.quota) {
                rate_limit(response.headers_mut(), quota);
            }
            response.headers_mut().insert(REQUEST_ID, id);
            AccessLine::end(line, response)
        };
        work.instrument(span).await
    }

    /// Returns the line of a request in the access log; `None` without an access log.
    fn access_line(
        &self,
        request: &Request<Body>,
        id: &HeaderValue,
        addresses: (IpAddr, IpAddr),
        noted: &Arc<Noted>,
    ) -> Option<AccessLine> {
        let new = || AccessLine::new(id, request.method(), addresses, noted, &self.meters);
        self.is_logged.then(new)
    }

    /// Returns the request's id: the client's valid id, else a new id.
    fn request_id(&self, headers: &HeaderMap) -> HeaderValue {
        let given = headers.get(REQUEST_ID).filter(|value| {
            let bytes = value.as_bytes();
            (1..=REQUEST_ID_CHARS_MAX).contains(&bytes.len())
                && bytes.iter().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(it))
        });
        if let Some(given) = given {
            return given.clone();
        }
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let id = format!("{}-{number:x}", self.run);
        // Hex digits and a hyphen are valid in a header.
        HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-"))
    }
}

/// Returns the client's trace, if a valid header names a trace.
fn traceparent(headers: &HeaderMap) -> Option<String> {
    let given = TraceContext::parse(headers.get(TRACEPARENT)?.to_str().ok()?)?;
    // Later versions may have more, which is not repeated.
    Some(given.to_string())
}

/// Cuts a text of the client to a number of bytes, for the log.
fn logged(text: &str, bytes_max: usize) -> &str {
    let end = (0..=bytes_max.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

fn log(status: u16, began: Instant) {
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    match status {
        // 503 is temporary; its cause is logged separately.
        503 => tracing::warn!(status, micros, "answered"),
        500.. => tracing::error!(status, micros, "answered"),
        400.. => tracing::info!(status, micros, "answered"),
        _ => tracing::debug!(status, micros, "answered"),
    }
}

/// Adds the route and the status to the span of a request. Must be called after the last log line,
/// because log lines repeat the fields of the span.
fn trace(route: Option<&'static str>, status: u16) {
    let span = Span::current();
    span.record("route", route);
    span.record("status", status);
}

/// Sets the default headers: browsers must not run an answer's content, and shared caches must not
/// store the answer. Browsers do not store answers to agents and visitors on disk.
fn guard(headers: &mut HeaderMap, prefix: Prefix) {
    let kept = match prefix {
        Prefix::Agents | Prefix::Visitors => "no-store",
        Prefix::Programs | Prefix::Browsers => "private, no-cache",
    };
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, kept),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// Tells whether a request has a key or a ticket, valid or not.
fn sends_key(request: &Request<Body>) -> bool {
    let ticket = || QueryString::new(request.uri().query().unwrap_or_default()).has_ticket();
    bearer(request.headers()).is_some() || ticket()
}

/// Returns the `WWW-Authenticate` challenge. Programs and visitors get a `Bearer` challenge (RFC
/// 6750, 3), agents get the name of the session scheme. The challenge names an error only if the
/// request has a key, a token or a ticket.
const fn challenge(prefix: Prefix, has_key: bool) -> HeaderValue {
    if matches!(prefix, Prefix::Agents) {
        HeaderValue::from_static("Session")
    } else if has_key {
        HeaderValue::from_static("Bearer error=\"invalid_token\"")
    } else {
        HeaderValue::from_static("Bearer")
    }
}

/// Sets the rate limit headers (draft-ietf-httpapi-ratelimit-headers).
fn rate_limit(headers: &mut HeaderMap, quota: Quota) {
    let policy = format!("\"default\";q={};w={RATE_WINDOW_SECONDS}", quota.limit);
    let left = format!("\"default\";r={};t={}", quota.remaining, quota.reset_s);
    for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}
