//! The answer with a stream of server-sent events (WHATWG HTML, server-sent events).

use std::time::{Duration, UNIX_EPOCH};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE};
use axum::http::{HeaderName, HeaderValue, Response};
use deskbell_app::Steady;
use deskbell_model::History;

use super::in_history;
use crate::transport::raw_stream::RawStream;

/// The header that asks proxies not to buffer an answer.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Makes the answer that streams these events. The connection closes after the last event.
pub fn event_stream(events: Body, clock: &Steady, history: History) -> Response<Body> {
    let since_1970 = Duration::from_millis(clock.now().millis().unsigned_abs());
    let date = httpdate::fmt_http_date(UNIX_EPOCH + since_1970);
    let mut response = Response::new(events);
    response.extensions_mut().insert(RawStream);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
    headers.extend(HeaderValue::try_from(date).map(|date| (DATE, date)));
    in_history(response, history)
}
