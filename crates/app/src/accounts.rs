//! Accounts: an organization with all rows of all its tables as they are stored, so that a database
//! on another engine can continue with them.
//!
//! An account is added table by table. The last tables are added together, in one transaction.
//! Until then, no server finds the organization, and none of its jobs are due.

use std::sync::Arc;

use deskbell_model::{OrgId, Organization};
use deskbell_storage::tables::{self, Cell, StoredTable, TakeRows};
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, blobs, cross_org, integrity, reads,
};

use crate::context::{Context, Organizations};
use crate::error::Result;

/// The number of blobs whose keys one query reads.
const BLOBS_AT_ONCE: u32 = 1_000;

/// The service that reads and adds accounts.
#[derive(Debug)]
pub struct Accounts {
    context: Context,
}

/// A receiver of all rows of an account, table by table.
pub trait TakeTables: TakeRows + 'static {
    /// Begins a table.
    ///
    /// # Errors
    /// The error that ends the reading.
    fn begin(&mut self, table: &'static StoredTable) -> StorageResult<()>;
}

/// The rows of a table.
pub type TableRows = Vec<Vec<Cell<'static>>>;

struct ReadAll<T>(OrgId, T);

impl<T: TakeTables> Read for ReadAll<T> {
    type Out = T;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<T> {
        let Self(org, mut taker) = self;
        for table in tables::all() {
            taker.begin(table)?;
            tables::read(org, conn, table, &mut taker).await?;
        }
        Ok(taker)
    }
}

struct Add(OrgId, Arc<[(&'static StoredTable, TableRows)]>);

impl Read for Add {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<()> {
        for (table, rows) in self.1.iter() {
            tables::insert(self.0, conn, table, rows).await?;
        }
        Ok(())
    }
}

reads! {
    ClearSome(org: OrgId) -> bool = async |conn| tables::clear_some(org, conn).await;
    ByDomain(domain: String) -> Option<Organization> =
        async |conn| cross_org::organization_by_domain(conn, &domain).await;
    StoredSome(org: OrgId, after: String) -> Vec<blobs::Stored> =
        async |conn| blobs::stored(org, conn, &after, BLOBS_AT_ONCE).await;
    Findings(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
}

impl Accounts {
    pub(crate) const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Reads all rows of an organization as of one moment.
    ///
    /// # Errors
    /// When the database or `taker` fails.
    pub async fn read<T: TakeTables>(&self, org: OrgId, taker: T) -> Result<T> {
        Ok(self.context.store.long_snapshot(ReadAll(org, taker)).await?)
    }

    /// Gives some of an organization's blobs, those whose keys follow `after`, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn blobs(&self, org: OrgId, after: &str) -> Result<Vec<blobs::Stored>> {
        Ok(self.context.store.read(Class::Page, StoredSome(org, after.to_owned())).await?)
    }

    /// Begins to add an account: removes the rows that an interrupted addition left. `false` when
    /// an organization with this id or domain is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(&self, org: OrgId, domain: &str) -> Result<bool> {
        let store = &self.context.store;
        let before = OrgId::new(org.get() - 1);
        let first = store.read(Class::Page, Organizations(before, 1)).await?;
        let is_taken = first.first().is_some_and(|it| it.id == org)
            || store.read(Class::Point, ByDomain(domain.to_owned())).await?.is_some();
        if is_taken {
            return Ok(false);
        }
        while store.exclusive(ClearSome(org)).await? {}
        Ok(true)
    }

    /// Adds rows to tables, all or none. The tables that are [`StoredTable::is_last`] must be added
    /// with one call, after all others.
    ///
    /// # Errors
    /// When the database fails, or a row does not fit or is there already.
    pub async fn add(
        &self,
        org: OrgId,
        rows: Vec<(&'static StoredTable, TableRows)>,
    ) -> Result<()> {
        Ok(self.context.store.exclusive(Add(org, rows.into())).await?)
    }

    /// Compares the stored counts and copied values of an added account with its rows; gives the
    /// differences.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn check(&self, org: OrgId) -> Result<Vec<String>> {
        Ok(self.context.store.long_snapshot(Findings(org)).await?)
    }
}
