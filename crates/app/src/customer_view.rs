//! The conversion of customers from their stored form.

use deskbell_model::{CustomerId, CustomerView, OrgId, Tag};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{Conn, Error, Result as StorageResult};
use deskbell_wire as wire;

pub(crate) async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
) -> StorageResult<Option<CustomerView>> {
    let Some(row) = customers::find(org, conn, customer).await? else { return Ok(None) };
    let tags = customers::tags(org, conn, customer).await?;
    view((row, tags)).map(Some)
}

/// Returns the view of a stored customer, with parsed custom data and tags.
pub(crate) fn view((row, tags): (CustomerRow, Vec<Tag>)) -> StorageResult<CustomerView> {
    let CustomerRow { mut customer, custom_data } = row;
    customer.custom_data = wire::customers::read_custom_data(&custom_data)
        .ok_or_else(|| Error::Corrupt("custom data that is no object of scalars".into()))?;
    Ok(CustomerView { customer, tags })
}
