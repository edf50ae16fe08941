//! Searches, rendered. They read many rows: they run apart, within the deadline of a scan.

use deskbell_model::{ChatView, CustomerId, CustomerView, OrgId};
use deskbell_storage::search::{self, ChatSearch, CustomerSearch};
use deskbell_storage::{Body, Class, Conn, Error, Result as StorageResult, customers};
use deskbell_wire as wire;

use super::CHAT_BYTES;
use crate::App;
use crate::error::Result;

/// What a customer's JSON takes, about.
const CUSTOMER_BYTES: usize = 700;

struct Chats(OrgId, ChatSearch);

impl Body for Chats {
    type Out = (Vec<ChatView>, u64);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        search::chats(self.0, conn, &self.1).await
    }
}

struct Customers(OrgId, CustomerSearch);

impl Body for Customers {
    type Out = (Vec<CustomerView>, u64);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let (ids, total) = search::customers(self.0, conn, &self.1).await?;
        Ok((views(self.0, conn, &ids).await?, total))
    }
}

/// The customers of a page, in the order of these ids.
async fn views<C: Conn>(
    org: OrgId,
    conn: &mut C,
    ids: &[CustomerId],
) -> StorageResult<Vec<CustomerView>> {
    let mut views = Vec::with_capacity(ids.len());
    for id in ids {
        let row = customers::find(org, conn, *id).await?.ok_or(Error::NotFound)?;
        let custom_data = wire::customers::read_custom_data(&row.custom_data)
            .ok_or_else(|| Error::Corrupt(format!("the custom data of customer {id}")))?;
        let mut customer = row.customer;
        customer.custom_data = custom_data;
        let tags = customers::tags(org, conn, *id).await?;
        views.push(CustomerView { customer, tags });
    }
    Ok(views)
}

impl App {
    /// A page of the chats that pass a filter, with their total: `POST /v1/chats/search`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn search_chats(&self, org: OrgId, search: ChatSearch) -> Result<Vec<u8>> {
        let (chats, total) = self.store.snapshot(Class::Scan, Chats(org, search)).await?;
        let mut json = Vec::with_capacity(64 + chats.len() * CHAT_BYTES);
        wire::lists::write(&mut json, &chats, wire::chats::write, total);
        Ok(json)
    }

    /// A page of the customers that pass a filter, with their total: `POST /v1/customers/search`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn search_customers(&self, org: OrgId, search: CustomerSearch) -> Result<Vec<u8>> {
        let (customers, total) = self.store.snapshot(Class::Scan, Customers(org, search)).await?;
        let mut json = Vec::with_capacity(64 + customers.len() * CUSTOMER_BYTES);
        wire::lists::write(&mut json, &customers, wire::customers::write, total);
        Ok(json)
    }
}
