//! The extractors that the handlers of every audience share: account, path id, query string,
//! conditions and body. Credentials are recognized in the crate of each audience.

mod account;
mod bearer;
mod body;
mod conditions;
mod errors;
mod feed;
mod path_id;
mod query;
mod streamed;
mod visitor;
mod wanted_bytes;

pub(crate) use account::Noted;
pub use account::{Account, check_length};
pub use bearer::bearer;
pub use body::{IgnoredBody, Payload};
pub use conditions::{IfMatch, IfNoneMatch};
pub use errors::Errors;
pub use path_id::PathId;
pub use query::QueryString;
pub use streamed::StreamedBody;
pub use wanted_bytes::WantedBytes;
