//! Lists that are sorted only by id: one generic operation for agents, applications and
//! departments.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_app::lists::Listed;
use deskbell_http::error::ApiError;
use deskbell_http::extract::{Errors, IfNoneMatch, QueryString};
use deskbell_wire::ToJson;
use futures_util::future::BoxFuture;

use crate::auth::{Admitted, Reader};

/// The future of an answer, for handlers that serve several operations.
pub(crate) type Answering = BoxFuture<'static, Result<Response, ApiError>>;

/// `GET` of one page of a list that is sorted only by id, such as `/v1/agents`. A cursor is valid
/// only for the list with the same `name`.
pub(crate) fn list<T: Listed + ToJson>(
    name: &'static str,
) -> impl Fn(Admitted<Reader>, State<Arc<Lists>>, QueryString, IfNoneMatch) -> Answering + Clone {
    move |reader, State(lists), query, if_none_match| {
        Box::pin(async move {
            let mut errors = Errors::default();
            let page = query.page(Some((reader.caller.org, name)), &mut errors);
            errors.check()?;
            Ok(if_none_match.respond(lists.page::<T>(reader.caller.org, page).await?))
        })
    }
}
