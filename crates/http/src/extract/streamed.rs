//! The extractor of a body that the handler reads piece by piece, for files. The handler limits the
//! body's length.

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use futures_util::{Stream, StreamExt as _};

use super::body::{is_coded, refused};
use crate::error::{ApiError, ErrorCode};

/// A body of any length.
#[derive(Debug)]
pub struct StreamedBody {
    body: Body,
    /// The announced number of bytes, if any.
    pub length: Option<u64>,
}

impl StreamedBody {
    /// Returns the pieces of the body. The last piece is an error when the body arrives too slowly
    /// or ends early.
    pub fn pieces(self) -> impl Stream<Item = Result<Bytes, ApiError>> + Unpin + Send {
        self.body.into_data_stream().map(|piece| piece.map_err(refused))
    }
}

impl<S: Sync> FromRequest<S> for StreamedBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        if is_coded(&parts.headers) && !body.is_end_stream() {
            return Err(ErrorCode::MediaType.into());
        }
        let length = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        Ok(Self { body, length: length.and_then(|length| length.parse().ok()) })
    }
}
