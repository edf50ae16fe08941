//! The extractors of handlers: key, path id, query string, conditions and body.

mod auth;
mod body;
mod conditions;
mod errors;
mod feed;
mod path_id;
mod query;

pub(crate) use auth::{
    Account, Admitted, AnsweredTo, Follower, Reader, Takes, Writer, admit, bearer,
};
pub(crate) use body::{IgnoredBody, Payload};
pub(crate) use conditions::{IfMatch, IfNoneMatch};
pub(crate) use errors::Errors;
pub(crate) use path_id::PathId;
pub(crate) use query::QueryString;
