//! A single customer.

use deskbell_model::{CustomerId, CustomerView, OrgId};
use deskbell_storage::{Class, reads};
use deskbell_wire as wire;

use super::Lists;
use crate::customer_view::find;
use crate::error::{Rejected, Result};

/// The approximate size of a customer's JSON, in bytes.
const CUSTOMER_BYTES: usize = 700;

reads! {
    OneCustomer(org: OrgId, customer: CustomerId) -> Option<CustomerView> =
        async |conn| find(org, conn, customer).await;
}

impl Lists {
    /// One customer: `GET /v1/customers/{id}`.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], or when the database fails.
    pub async fn customer(&self, org: OrgId, customer: CustomerId) -> Result<Vec<u8>> {
        let found = self.context.store.snapshot(Class::Point, OneCustomer(org, customer)).await?;
        let view = found.ok_or(Rejected::CustomerNotFound)?;
        let mut json = Vec::with_capacity(CUSTOMER_BYTES);
        wire::write(&mut json, &view);
        Ok(json)
    }
}
