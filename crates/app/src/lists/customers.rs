//! One customer, and customers as they are read with their tags.

use deskbell_model::{CustomerId, CustomerView, OrgId, Tag};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{Body, Class, Conn, Error, Result as StorageResult};
use deskbell_wire as wire;

use super::Lists;
use crate::error::{Refused, Result};

/// What a customer's JSON takes, about.
const CUSTOMER_BYTES: usize = 700;

struct OneCustomer(OrgId, CustomerId);

impl Body for OneCustomer {
    type Out = Option<CustomerView>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        find(self.0, conn, self.1).await
    }
}

/// A customer with its tags.
pub(crate) async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
) -> StorageResult<Option<CustomerView>> {
    let Some(row) = customers::find(org, conn, customer).await? else { return Ok(None) };
    let tags = customers::tags(org, conn, customer).await?;
    view((row, tags)).map(Some)
}

/// A customer as it is stored, its custom data read.
pub(crate) fn view((row, tags): (CustomerRow, Vec<Tag>)) -> StorageResult<CustomerView> {
    let CustomerRow { mut customer, custom_data } = row;
    customer.custom_data = wire::customers::read_custom_data(&custom_data)
        .ok_or_else(|| Error::Corrupt("custom data that is no object of scalars".into()))?;
    Ok(CustomerView { customer, tags })
}

impl Lists {
    /// One customer: `GET /v1/customers/{id}`.
    ///
    /// # Errors
    /// [`Refused::CustomerNotFound`], or as the database says.
    pub async fn customer(&self, org: OrgId, customer: CustomerId) -> Result<Vec<u8>> {
        let found = self.context.store.snapshot(Class::Point, OneCustomer(org, customer)).await?;
        let view = found.ok_or(Refused::CustomerNotFound)?;
        let mut json = Vec::with_capacity(CUSTOMER_BYTES);
        wire::write(&mut json, &view);
        Ok(json)
    }
}
