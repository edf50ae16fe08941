//! A large answer that holds room in memory until its last byte was taken, or its client is gone.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use crate::room::Held;

/// A body, and the room it takes.
#[derive(Debug)]
pub(crate) struct Holding {
    body: Body,
    _held: Held,
}

impl Holding {
    pub(crate) fn new(body: Body, held: Held) -> Self {
        Self { body, _held: held }
    }
}

impl HttpBody for Holding {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
