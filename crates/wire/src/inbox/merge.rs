//! The merging of two customers.

use deskbell_model::CustomerId;

use crate::invalid::{InvalidField, Reading};
use crate::read;
use crate::schema::{Named, about, input, reference};

/// Reads the body of `POST /app/v1/customers/{id}/merge`: the customer who is merged into `{id}`
/// and deleted.
///
/// # Errors
/// When `from` is invalid or equal to `into`.
pub fn read_merge(body: &[u8], into: CustomerId) -> Reading<CustomerId> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let from = body.required("from", InvalidField::Field("from"), |value| {
        read::id(CustomerId::new)(value).filter(|from| *from != into)
    });
    body.finish(from)
}

pub(crate) fn schemas() -> Named {
    let from = about(reference("IdIn"), "The customer who goes: another one than this.");
    vec![("MergeIn", input(&["from"], vec![("from", from)]))]
}
