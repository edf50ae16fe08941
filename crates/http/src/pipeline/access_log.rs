//! The access log: one event for each request, when the answer was sent or the client closed the
//! connection.
//!
//! The event has no path and no query, since both may hold secrets, such as a ticket or the
//! signature of a link to a file.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, Method, Response};
use hyper::body::{Frame, SizeHint};

use super::logged;
use crate::extract::Noted;
use crate::limits::LOGGED_METHOD_BYTES_MAX;
use crate::meters::RequestMeters;

/// The line of a request, which is logged when the value is dropped.
#[derive(Debug)]
pub(super) struct AccessLine {
    id: HeaderValue,
    method: Method,
    /// The address of the connection, and the address of the client as trusted proxies report it.
    addresses: (IpAddr, IpAddr),
    noted: Arc<Noted>,
    meters: Arc<RequestMeters>,
    began: Instant,
    /// The status of the answer; `None` if the client closed the connection first.
    status: Option<u16>,
    /// The number of bytes of the answer's body that were sent.
    bytes: u64,
}

impl AccessLine {
    /// Creates the line of a request that begins now.
    pub(super) fn new(
        id: &HeaderValue,
        method: &Method,
        addresses: (IpAddr, IpAddr),
        noted: &Arc<Noted>,
        meters: &Arc<RequestMeters>,
    ) -> Self {
        let (id, method) = (id.clone(), method.clone());
        let (noted, meters) = (Arc::clone(noted), Arc::clone(meters));
        let (began, status, bytes) = (Instant::now(), None, 0);
        Self { id, method, addresses, noted, meters, began, status, bytes }
    }

    /// Returns the answer; the line, if any, is logged when the answer has been sent.
    pub(super) fn end(line: Option<Self>, answer: Response<Body>) -> Response<Body> {
        let Some(mut line) = line else { return answer };
        line.status = Some(answer.status().as_u16());
        answer.map(|body| Body::new(LoggedBody { body, line }))
    }
}

impl Drop for AccessLine {
    fn drop(&mut self) {
        let Noted { answered_to, actor, route } = &*self.noted;
        let micros = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (peer, client) = self.addresses;
        let (status, bytes) = (self.status, self.bytes);
        tracing::info!(
            parent: None,
            id = self.id.to_str().unwrap_or_default(),
            method = logged(self.method.as_str(), LOGGED_METHOD_BYTES_MAX),
            route = route.get().and_then(|route| self.meters.path(*route)),
            status,
            bytes,
            micros,
            org = answered_to.get().map(|it| it.org.get()),
            by = actor.get().map(tracing::field::display),
            %peer,
            %client,
            "a request ended"
        );
    }
}

/// The body of an answer, which counts its bytes in the line.
#[derive(Debug)]
struct LoggedBody {
    body: Body,
    line: AccessLine,
}

impl HttpBody for LoggedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame {
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            self.line.bytes = self.line.bytes.saturating_add(bytes as u64);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
