//! Rows by the thousand, with a single word to the change feed per job: made-up data.

use deskbell_model::{Chat, CustomerId, Kind, OrgId, Seconds, Subject, Tag};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::customers::{self, CustomerRow};
use deskbell_storage::{Conn, Lane, Result as StorageResult, Tx, Write, chats, messages};

use super::threads::Thread;
use crate::App;
use crate::error::Result;

struct AddTags(Vec<(String, String)>);

impl Write for AddTags {
    type Out = Vec<Tag>;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Vec<Tag>> {
        let mut tags = Vec::new();
        for (name, color) in &self.0 {
            tags.push(customers::tag(tx, name, color).await?);
        }
        Ok(tags)
    }
}

/// A customer to be added. Its id stands for nothing yet, and its userId, if it has one, is what
/// stands before the number that makes it unique.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    /// The row.
    pub row: CustomerRow,
    /// Its tags, in order.
    pub tags: Vec<Tag>,
}

struct AddCustomers(Vec<NewCustomer>, Seconds);

impl Write for AddCustomers {
    type Out = Vec<CustomerId>;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Vec<CustomerId>> {
        let mut rows = Vec::with_capacity(self.0.len());
        let mut tags = Vec::with_capacity(self.0.len());
        for NewCustomer { row, tags: own } in &self.0 {
            let mut row = row.clone();
            row.customer.id = tx.head.take_customer()?;
            if let Some(user_id) = &mut row.customer.user_id {
                user_id.push_str(&row.customer.id.to_string());
            }
            tags.push((row.customer.id, own.iter().map(|tag| tag.id).collect()));
            rows.push(row);
        }
        customers::insert(tx, &rows).await?;
        customers::add_tags(tx.org, tx.conn, &tags).await?;
        reset(tx, self.1).await?;
        Ok(rows.iter().map(|row| row.customer.id).collect())
    }
}

struct AddThreads(Vec<Thread>, Seconds);

impl Write for AddThreads {
    type Out = Vec<Chat>;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Vec<Chat>> {
        let mut rows = Vec::with_capacity(self.0.len());
        for thread in &mut self.0 {
            thread.place(tx.head)?;
            rows.push(thread.chat.clone());
        }
        chats::insert(tx, &rows).await?;
        for thread in &self.0 {
            messages::insert(tx.org, tx.conn, &thread.messages).await?;
        }
        reset(tx, self.1).await?;
        Ok(rows)
    }
}

struct Continue(Thread, Seconds);

impl Write for Continue {
    type Out = Chat;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Chat> {
        self.0.place_messages(tx.head)?;
        messages::insert(tx.org, tx.conn, &self.0.messages).await?;
        chats::save(tx.org, tx.conn, &self.0.chat).await?;
        reset(tx, self.1).await?;
        Ok(self.0.chat.clone())
    }
}

/// Tells the change feed that more happened than it is told.
async fn reset<C: Conn>(tx: &mut Tx<'_, C>, at: Seconds) -> StorageResult<()> {
    let (kind, subject, fires) = (Kind::Reset, Subject::NONE, Vec::new());
    let reset =
        Change { kind, subject, payload: None, fires, sort_keys: SortKeysChanged::default() };
    changes::append(tx, at, Notice::Quiet, &[reset]).await.map(drop)
}

impl App {
    /// Tags by name and colour; those there are keep theirs.
    ///
    /// # Errors
    /// As the database says.
    pub async fn bulk_tags(&self, org: OrgId, tags: Vec<(String, String)>) -> Result<Vec<Tag>> {
        Ok(self.store.write(org, AddTags(tags)).await?)
    }

    /// Adds customers, of which the change feed hears `reset`; at most 256 rows a call.
    ///
    /// # Errors
    /// As the database says.
    pub async fn bulk_customers(
        &self,
        org: OrgId,
        customers: Vec<NewCustomer>,
    ) -> Result<Vec<CustomerId>> {
        Ok(self.store.write(org, AddCustomers(customers, self.now())).await?)
    }

    /// Adds conversations, of which the change feed hears `reset`, and gives back their chats with
    /// ids; at most 256 rows a call.
    ///
    /// # Errors
    /// As the database says.
    pub async fn bulk_threads(&self, org: OrgId, threads: Vec<Thread>) -> Result<Vec<Chat>> {
        Ok(self.store.write(org, AddThreads(threads, self.now())).await?)
    }

    /// Goes on with a conversation whose chat is there: adds its further messages; at most 256 a
    /// call.
    ///
    /// # Errors
    /// As the database says.
    pub async fn bulk_continue(&self, org: OrgId, thread: Thread) -> Result<Chat> {
        Ok(self.store.write(org, Continue(thread, self.now())).await?)
    }
}
