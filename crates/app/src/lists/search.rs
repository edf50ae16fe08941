//! Searches, rendered. They read many rows: they run apart, within the deadline of a scan.

use deskbell_model::{ChatView, CustomerView, OrgId};
use deskbell_query::{ChatSearch, CustomerSearch, Meta, Question};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, search};
use deskbell_wire as wire;

use super::Lists;
use super::customers::view;
use super::rows::{Rows, chats_bytes, customers_bytes};
use crate::Answer;
use crate::error::Result;

struct Chats(OrgId, ChatSearch);

impl Body for Chats {
    type Out = (Vec<ChatView>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        search::chats(self.0, conn, &self.1).await
    }
}

struct Customers(OrgId, CustomerSearch);

impl Body for Customers {
    type Out = (Vec<CustomerView>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let (rows, meta) = search::customers(self.0, conn, &self.1).await?;
        Ok((rows.into_iter().map(view).collect::<StorageResult<_>>()?, meta))
    }
}

impl Lists {
    /// A page of the chats that pass a filter, with their total: `POST /v1/chats/search`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn search_chats(&self, org: OrgId, search: ChatSearch) -> Result<Answer> {
        self.answer(org, Question::FindChats(search)).await
    }

    /// A page of the chats that pass a filter, from the database.
    pub(super) async fn read_found_chats(
        &self,
        org: OrgId,
        class: Class,
        search: ChatSearch,
    ) -> Result<Answer> {
        let (rows, meta) = self.context.store.snapshot(class, Chats(org, search)).await?;
        let bytes = chats_bytes(&rows);
        self.shown(org, bytes, Rows { rows, meta, write: wire::pages::write_part_with_total }).await
    }

    /// A page of the customers that pass a filter, with their total: `POST /v1/customers/search`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn search_customers(&self, org: OrgId, search: CustomerSearch) -> Result<Answer> {
        self.answer(org, Question::FindCustomers(search)).await
    }

    /// A page of the customers that pass a filter, from the database.
    pub(super) async fn read_found_customers(
        &self,
        org: OrgId,
        class: Class,
        search: CustomerSearch,
    ) -> Result<Answer> {
        let (rows, meta) = self.context.store.snapshot(class, Customers(org, search)).await?;
        let bytes = customers_bytes(&rows);
        self.shown(org, bytes, Rows { rows, meta, write: wire::pages::write_part_with_total }).await
    }
}
