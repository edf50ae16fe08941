//! An HTTP/1.1 connection to a target. The connection carries one request at a time, and reads a
//! limited part of each response. This module does not know the target's address.

use std::pin::pin;

use bytes::Bytes;
use futures_util::future::{BoxFuture, Either, select};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::RETRY_AFTER;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout_at};

use crate::attempt::{DeliveryError, TargetResponse};
use crate::fair::FairPermit;
use crate::limits::DELIVERY_ANSWER_BYTES_MAX;

/// The limit of a response's head, in bytes.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// A connection to a target, with a permit from this node's pool of permits for connections.
pub(crate) struct TargetConnection {
    http: http1::SendRequest<Full<Bytes>>,
    /// The future that reads from and writes to the connection, which runs only during an exchange.
    driver: BoxFuture<'static, ()>,
    is_open: bool,
    permit: FairPermit,
}

impl std::fmt::Debug for TargetConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TargetConnection").field("is_open", &self.is_open).finish_non_exhaustive()
    }
}

impl TargetConnection {
    /// Creates a connection that speaks HTTP over a stream.
    pub(crate) async fn over<S>(stream: S, permit: FairPermit) -> Result<Self, DeliveryError>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut http = http1::Builder::new();
        http.max_buf_size(HEAD_BYTES_MAX);
        let connected = http.handshake(TokioIo::new(stream)).await;
        let (http, connection) = connected.map_err(|_| DeliveryError::NoAnswer)?;
        let driver = Box::pin(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to a webhook's target broke");
            }
        });
        Ok(Self { http, driver, is_open: true, permit })
    }

    /// Returns whether the connection can be used for another request, as far as is known.
    pub(crate) const fn is_open(&self) -> bool {
        self.is_open
    }

    /// Closes the connection, and returns its permit, which a new connection can use.
    pub(crate) fn into_permit(self) -> FairPermit {
        self.permit
    }

    /// Sends a request, and reads at most `DELIVERY_ANSWER_BYTES_MAX` bytes of the response's body,
    /// no later than `until`.
    pub(crate) async fn exchange(
        &mut self,
        request: Request<Full<Bytes>>,
        until: Instant,
    ) -> Result<TargetResponse, DeliveryError> {
        let answered = self.exchange_up_to(request, until, DELIVERY_ANSWER_BYTES_MAX).await;
        answered.map(|(answer, _)| answer)
    }

    /// Sends a request, and reads at most `bytes_max` bytes of the response's body, no later than
    /// `until`; the flag is true when these bytes are the whole body.
    pub(crate) async fn exchange_up_to(
        &mut self,
        request: Request<Full<Bytes>>,
        until: Instant,
        bytes_max: usize,
    ) -> Result<(TargetResponse, bool), DeliveryError> {
        self.is_open = false;
        let http = &mut self.http;
        let answer = pin!(async {
            http.ready().await.map_err(|_| DeliveryError::NoAnswer)?;
            let response = http.send_request(request).await.map_err(|_| DeliveryError::NoAnswer)?;
            Ok(read(response, until, bytes_max).await)
        });
        let ((answer, is_whole), is_over) = match select(answer, &mut self.driver).await {
            Either::Left((answer, _)) => (answer?, false),
            // The response may have arrived before the connection ended.
            Either::Right(((), answer)) => (answer.await?, true),
        };
        self.is_open = is_whole && !is_over;
        Ok((answer, is_whole))
    }
}

/// Reads a response, with as much of its body as fits the limit and arrives in time. The flag is
/// true when the end of the body was reached; a broken body is not an error.
async fn read(
    response: Response<Incoming>,
    until: Instant,
    bytes_max: usize,
) -> (TargetResponse, bool) {
    let (parts, mut incoming) = response.into_parts();
    let retry_after = parts.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.map(str::to_owned);
    let mut body = Vec::new();
    // Stops a little before the deadline, so that the part read so far is not lost.
    let until = until - until.saturating_duration_since(Instant::now()) / 100;
    let is_whole = loop {
        match timeout_at(until, incoming.frame()).await {
            Ok(Some(Ok(frame))) => {
                let data = frame.into_data().unwrap_or_default();
                let room = bytes_max - body.len();
                body.extend_from_slice(&data[..data.len().min(room)]);
            }
            Ok(None) => break true,
            Ok(Some(Err(_))) | Err(_) => break false,
        }
        if body.len() == bytes_max {
            break false;
        }
    };
    (TargetResponse { status: parts.status.as_u16(), retry_after, body }, is_whole)
}
