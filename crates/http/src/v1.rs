//! The operations of the contract, one file per resource.

pub(crate) mod agents;
pub(crate) mod applications;
pub(crate) mod changes;
pub(crate) mod chats;
pub(crate) mod customers;
pub(crate) mod departments;
pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod organization;
pub(crate) mod search;
pub(crate) mod webhooks;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_app::lists::Listed;
use deskbell_wire::ToJson;
use futures_util::future::BoxFuture;

use crate::error::ApiError;
use crate::extract::{Admitted, Errors, IfNoneMatch, QueryString, Reader};

/// The answer of a handler that serves several operations.
pub(crate) type Answering = BoxFuture<'static, Result<Response, ApiError>>;

/// `GET` of a page of a resource that is listed by id alone, such as `/v1/agents`. Cursors are
/// bound to `name`.
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
