//! The bodies of large answers, sent in small pieces. hyper takes a piece before it sends the
//! bytes, so only the drop of the piece shows that the bytes were sent. A piece holds the answer's
//! memory permit until the piece is dropped.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::Response;
use axum::response::IntoResponse as _;
use deskbell_app::{Answer, Content, Large, MemoryBudget, with_permit};
use deskbell_model::OrgId;
use deskbell_model::limits::ANSWER_PIECE_BYTES;
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};

use crate::error::{ApiError, ErrorCode};
use crate::limits::ANSWER_FREE_KIB;

/// Marks an answer whose body already holds a memory permit.
#[derive(Clone, Copy, Debug)]
pub struct Budgeted;

/// Marks an answer that must be sent, because the request changed data and a refused client would
/// repeat the request.
#[derive(Clone, Copy, Debug)]
pub struct MustSend;

pub(crate) fn response(answer: &Answer) -> Response<Body> {
    let sending = match answer.content() {
        Content::Whole(bytes) => return Response::new(bytes.clone().into()),
        Content::Permitted(bytes) => BudgetedBody::of(bytes.clone()),
        Content::Large(large) => BudgetedBody::large(large.clone()),
    };
    let mut response = Response::new(Body::new(sending));
    response.extensions_mut().insert(Budgeted);
    response
}

/// Adds a memory permit to an organization's large answer. If no memory is left, refuses the
/// answer, unless the answer must be sent.
pub async fn bounded(
    response: Response<Body>,
    org: Option<OrgId>,
    room: &MemoryBudget,
) -> Response<Body> {
    let size = response.body().size_hint().exact().unwrap_or(0);
    let is_budgeted = response.extensions().get::<Budgeted>().is_some();
    let Some(org) = org.filter(|_| !is_budgeted && size > ANSWER_FREE_KIB as u64 * 1024) else {
        return response;
    };
    let held = room.try_take(org, size);
    if held.is_none() && response.extensions().get::<MustSend>().is_none() {
        return ApiError::retry(ErrorCode::Unavailable, 1).into_response();
    }
    let (mut parts, body) = response.into_parts();
    // The body is already in memory: `collect` neither waits nor copies.
    let Ok(whole) = body.collect().await else {
        return ApiError::from(ErrorCode::Internal).into_response();
    };
    parts.extensions.insert(Budgeted);
    let whole = whole.to_bytes();
    let sending = BudgetedBody::of(match held {
        Some(held) => with_permit(whole, held),
        None => whole,
    });
    Response::from_parts(parts, Body::new(sending))
}

type Rendering = Pin<Box<dyn Future<Output = Option<(Bytes, usize)>> + Send>>;

/// The body of a large answer, sent in small pieces.
struct BudgetedBody {
    /// The rendered bytes that were not sent yet.
    rest: Bytes,
    /// The answer to render, and the index of its next part.
    large: Option<(Large, usize)>,
    rendering: Option<Rendering>,
    /// The number of bytes that were not sent yet.
    left: u64,
}

/// The error of an answer that could not be rendered completely.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer broke off")]
pub(super) struct BrokeOff;

impl BudgetedBody {
    fn of(rest: Bytes) -> Self {
        let left = rest.len() as u64;
        Self { rest, large: None, rendering: None, left }
    }

    fn large(large: Large) -> Self {
        let left = large.bytes();
        Self { rest: Bytes::new(), large: Some((large, 0)), rendering: None, left }
    }
}

impl HttpBody for BudgetedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let sending = &mut *self;
        if sending.left == 0 {
            return Poll::Ready(None);
        }
        if sending.rest.is_empty() {
            let Some((large, next)) = &mut sending.large else {
                return Poll::Ready(Some(Err(Error::new(BrokeOff))));
            };
            let rendering =
                sending.rendering.get_or_insert_with(|| Box::pin(large.clone().piece(*next)));
            let rendered = ready!(rendering.as_mut().poll(context));
            sending.rendering = None;
            let Some((piece, behind)) = rendered else {
                return Poll::Ready(Some(Err(Error::new(BrokeOff))));
            };
            (sending.rest, *next) = (piece, behind);
        }
        let some = sending.rest.len().min(ANSWER_PIECE_BYTES);
        let piece = sending.rest.split_to(some);
        sending.left = sending.left.saturating_sub(some as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
