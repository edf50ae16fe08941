//! Reads of a single customer, and of many customers for commands.

use deskbell_model::{CustomerId, CustomerView, OrgId};
use deskbell_storage::customers::{self, OwnedCounts};
use deskbell_storage::{Class, everything, reads};
use deskbell_wire as wire;

use super::Lists;
use crate::customer_view::{find, view};
use crate::error::{Rejected, Result};

/// The approximate size of a customer's JSON, in bytes.
const CUSTOMER_BYTES: usize = 700;

/// The number of customers that are read at once.
const ROWS_AT_ONCE: u32 = 100;

reads! {
    OneCustomer(org: OrgId, customer: CustomerId) -> Option<CustomerView> =
        async |conn| find(org, conn, customer).await;
    Behind(org: OrgId, after: i64) -> Vec<CustomerView> = async |conn| {
        let ids = everything::customers(org, conn, after, ROWS_AT_ONCE).await?;
        let rows = customers::views(org, conn, &ids).await?;
        rows.into_iter().map(view).collect()
    };
    OwnedBy(org: OrgId, customer: CustomerId) -> Option<OwnedCounts> = async |conn| {
        match customers::find(org, conn, customer).await? {
            Some(_) => customers::owned_counts(org, conn, customer).await.map(Some),
            None => Ok(None),
        }
    };
}

impl Lists {
    /// Reads up to 100 customers whose ids are greater than `after`, in order of their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customers_behind(&self, org: OrgId, after: i64) -> Result<Vec<CustomerView>> {
        Ok(self.context.store.snapshot(Class::Page, Behind(org, after)).await?)
    }

    /// Counts the objects that would be deleted together with a customer.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], or when the database fails.
    pub async fn owned_counts(&self, org: OrgId, customer: CustomerId) -> Result<OwnedCounts> {
        let found = self.context.store.snapshot(Class::Page, OwnedBy(org, customer)).await?;
        Ok(found.ok_or(Rejected::CustomerNotFound)?)
    }

    /// Returns one customer in JSON: `GET /v1/customers/{id}`.
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
