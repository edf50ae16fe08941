//! A single customer.

use deskbell_model::{CustomerId, CustomerView, OrgId};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult};
use deskbell_wire as wire;

use super::Lists;
use crate::customer_view::find;
use crate::error::{Rejected, Result};

/// The approximate size of a customer's JSON, in bytes.
const CUSTOMER_BYTES: usize = 700;

struct OneCustomer(OrgId, CustomerId);

impl Read for OneCustomer {
    type Out = Option<CustomerView>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        find(self.0, conn, self.1).await
    }
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
