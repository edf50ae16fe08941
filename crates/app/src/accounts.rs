//! Accounts. An account is an organization with all its rows in all tables. An account can be
//! copied to another database, which may have another engine.
//!
//! An account is added table by table. A final transaction adds the remaining tables and checks all
//! rows. Before the final transaction no server finds the organization, and no job of the
//! organization is due. A process that adds an account holds the organization's lease, so that two
//! processes do not add the same account at once.

use std::sync::Arc;

use deskbell_model::{ActorKind, FeedPosition, Kind, OrgId, Seconds};
use deskbell_query::caseless;
use deskbell_storage::tables::{
    self, Cell, KeyRange, StoredTable, TakeRows, TouchedObjects, TouchedRow,
};
use deskbell_storage::{
    Class, Conn, Error as StorageError, Read, Result as StorageResult, blobs, changes, cross_org,
    integrity, leases, reads,
};
use deskbell_wire as wire;

use crate::context::Context;
use crate::error::Result;

/// The largest number of changes whose rows are read one by one. If there are more changes, whole
/// tables are read instead.
const CHANGES_READ_MAX: u32 = 5_000;
/// The number of blobs whose keys one query reads.
const BLOBS_AT_ONCE: u32 = 1_000;

/// The service that reads and adds accounts.
#[derive(Debug)]
pub struct Accounts {
    context: Context,
}

/// A receiver that gets all rows of an account, table by table.
pub trait TakeTables: TakeRows + 'static {
    /// Begins a table, whose rows follow.
    ///
    /// # Errors
    /// The error that ends the reading.
    fn begin(&mut self, table: &'static StoredTable) -> StorageResult<()>;
}

/// A receiver that gets rows of tables, one range of a table after the other.
pub trait TakeRanges: TakeRows + 'static {
    /// Begins a range of a table, whose rows follow.
    ///
    /// # Errors
    /// The error that ends the reading.
    fn begin_range(&mut self, table: &'static StoredTable, range: KeyRange) -> StorageResult<()>;
}

/// The rows of a table.
pub type TableRows = Vec<Vec<Cell<'static>>>;

struct ReadAll<T>(OrgId, T);

impl<T: TakeTables> Read for ReadAll<T> {
    type Out = (T, FeedPosition);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, mut taker) = self;
        let position = changes::last(org, conn).await?;
        for table in tables::all() {
            taker.begin(table)?;
            tables::read(org, conn, table, &mut taker).await?;
        }
        Ok((taker, position))
    }
}

/// A read of the rows that changed after a position in the feed. The tuple has this position and
/// its time.
struct ReadChanged<T>(OrgId, (FeedPosition, Seconds), T);

impl<T: TakeRanges> Read for ReadChanged<T> {
    type Out = (T, Option<FeedPosition>);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, (after, since), mut taker) = self;
        let position = changes::last(org, conn).await?;
        let missed = position.seq - after.seq;
        if missed > i64::from(CHANGES_READ_MAX) || position.history != after.history {
            return Ok((taker, None));
        }
        let rows = tables::touched(org, conn, after.seq, CHANGES_READ_MAX).await?;
        let is_all = i64::try_from(rows.len()) == Ok(missed);
        let Some(objects) = objects(&rows).filter(|_| is_all) else { return Ok((taker, None)) };
        let ranges = tables::touched_ranges(org, conn, &objects, (after.seq, since)).await?;
        for (table, range) in ranges {
            taker.begin_range(table, range.clone())?;
            tables::read_range(org, conn, table, &range, &mut taker).await?;
        }
        Ok((taker, Some(position)))
    }
}

/// Returns the objects that changes touched; `None` when the changes do not name all rows that they
/// touched.
fn objects(rows: &[TouchedRow]) -> Option<TouchedObjects> {
    let mut objects = TouchedObjects::default();
    for TouchedRow { kind, subject, chat, customer, actor, before, .. } in rows {
        // An import keeps records of its own.
        if *actor == Some(ActorKind::Import) {
            return None;
        }
        match kind {
            Kind::ChatCreated | Kind::ChatUpdated => {
                objects.chats.insert(*subject);
            }
            Kind::MessageCreated | Kind::MessageUpdated | Kind::RatingCommented => {
                objects.chats.insert((*chat)?);
            }
            Kind::CustomerCreated | Kind::CustomerUpdated => {
                objects.customers.insert(*subject);
                let old = before.as_deref().and_then(wire::before::email);
                objects.addresses.extend(old.map(|old| (caseless(&old), *subject)));
            }
            Kind::EventCreated => {
                objects.events.insert(((*customer)?, *subject));
            }
            // Drafts and mentions are read with whole tables.
            Kind::DraftUpdated | Kind::MentionUpdated => {}
            Kind::ChatDeleted
            | Kind::CustomerDeleted
            | Kind::AgentCreated
            | Kind::AgentUpdated
            | Kind::DepartmentCreated
            | Kind::DepartmentUpdated
            | Kind::DepartmentDeleted
            | Kind::ApplicationCreated
            | Kind::ApplicationUpdated
            | Kind::WebhookCreated
            | Kind::WebhookUpdated
            | Kind::WebhookDeleted
            | Kind::SettingUpdated
            | Kind::Reset => return None,
        }
    }
    Some(objects)
}

/// The readiness to add an account: the outcome of [`Accounts::begin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// The account can be added now.
    Ready,
    /// An organization with this id or domain exists already.
    Taken,
    /// Another process is adding the account.
    Busy,
}

/// The organization of an account that is being added, and the name under which this process holds
/// the organization's lease.
#[derive(Clone)]
struct HeldLease {
    org: OrgId,
    holder: String,
}

impl HeldLease {
    /// Renews the lease; `false` when another process has the lease, or has added the account.
    async fn renew<C: Conn>(&self, conn: &mut C) -> StorageResult<bool> {
        let is_held = leases::hold(self.org, conn, &self.holder).await?;
        Ok(is_held && !exists(conn, self.org).await?)
    }
}

/// A write that begins to add an account: takes the lease, and removes some of the rows that an
/// interrupted attempt left. Returns `None` when more rows may be left.
struct Begin(HeldLease, String);

impl Read for Begin {
    type Out = Option<Readiness>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Option<Readiness>> {
        let Self(held, domain) = self;
        let named = cross_org::organization_by_domain(conn, &domain).await?;
        if named.is_some() || exists(conn, held.org).await? {
            return Ok(Some(Readiness::Taken));
        }
        if !held.renew(conn).await? {
            return Ok(Some(Readiness::Busy));
        }
        let is_more = tables::clear_some(held.org, conn).await?;
        Ok((!is_more).then_some(Readiness::Ready))
    }
}

async fn exists<C: Conn>(conn: &mut C, org: OrgId) -> StorageResult<bool> {
    let next = cross_org::organizations(conn, OrgId::new(org.get() - 1), 1).await?;
    Ok(next.first().is_some_and(|it| it.id == org))
}

/// A change of a table of an account that is being added.
#[derive(Debug)]
pub enum TableChange {
    /// These rows are added.
    Add(&'static StoredTable, TableRows),
    /// The rows with keys in these ranges are removed.
    Remove(&'static StoredTable, Vec<KeyRange>),
}

/// A write that changes tables of an account. When another process has the lease, the write changes
/// nothing and returns `false`.
struct Apply {
    held: HeldLease,
    changes: Arc<[TableChange]>,
    is_last: bool,
}

impl Read for Apply {
    type Out = bool;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<bool> {
        let Self { held, changes, is_last } = self;
        if !held.renew(conn).await? {
            return Ok(false);
        }
        for change in changes.iter() {
            match change {
                TableChange::Add(table, rows) => {
                    tables::insert(held.org, conn, table, rows).await?;
                }
                TableChange::Remove(table, ranges) => {
                    tables::remove(held.org, conn, table, ranges).await?;
                }
            }
        }
        if is_last {
            if let Some(finding) = integrity::check(held.org, conn).await?.into_iter().next() {
                return Err(StorageError::Corrupt(finding));
            }
            leases::release(held.org, conn, &held.holder).await?;
        }
        Ok(true)
    }
}

reads! {
    StoredSome(org: OrgId, after: String) -> Vec<blobs::Stored> =
        async |conn| blobs::stored(org, conn, &after, BLOBS_AT_ONCE).await;
    Renew(held: HeldLease) -> bool = async |conn| held.renew(conn).await;
    Release(held: HeldLease) -> () =
        async |conn| leases::release(held.org, conn, &held.holder).await;
}

impl Accounts {
    pub(crate) const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Passes all rows of an organization, as of one point in time, to `taker`. Returns `taker`
    /// and the position of the last change at that point.
    ///
    /// # Errors
    /// When the database or `taker` fails.
    pub async fn read<T: TakeTables>(&self, org: OrgId, taker: T) -> Result<(T, FeedPosition)> {
        Ok(self.context.store.long_snapshot(ReadAll(org, taker)).await?)
    }

    /// Passes to `taker` the rows that changed after the position `after`, including the new rows
    /// of the table `changes`. `since` is the time of this position. All rows are read as of one
    /// moment. Returns `taker` and the position of the last change at that moment. If there are too
    /// many changes, or changes that do not name their rows, passes no rows and returns no
    /// position.
    ///
    /// # Errors
    /// When the database or `taker` fails.
    pub async fn read_changed<T: TakeRanges>(
        &self,
        org: OrgId,
        (after, since): (FeedPosition, Seconds),
        taker: T,
    ) -> Result<(T, Option<FeedPosition>)> {
        let changed = ReadChanged(org, (after, since), taker);
        Ok(self.context.store.long_snapshot(changed).await?)
    }

    /// Returns some of an organization's blobs in the order of their keys, beginning with the first
    /// key above `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn blobs(&self, org: OrgId, after: &str) -> Result<Vec<blobs::Stored>> {
        Ok(self.context.store.read(Class::Page, StoredSome(org, after.to_owned())).await?)
    }

    fn held(&self, org: OrgId) -> Result<HeldLease> {
        Ok(HeldLease { org, holder: self.context.node()? })
    }

    /// Begins to add an account: removes the rows that an interrupted attempt left.
    ///
    /// # Errors
    /// When the database or the operating system's randomness fails.
    pub async fn begin(&self, org: OrgId, domain: &str) -> Result<Readiness> {
        let held = self.held(org)?;
        loop {
            let begin = Begin(held.clone(), domain.to_owned());
            if let Some(begun) = self.context.store.exclusive(begin).await? {
                return Ok(begun);
            }
        }
    }

    /// Renews the lease of an account that is being added. Returns `false` when the lease expired
    /// and another process acquired the lease.
    ///
    /// # Errors
    /// The errors of [`Accounts::begin`].
    pub async fn keep(&self, org: OrgId) -> Result<bool> {
        Ok(self.context.store.transaction(Renew(self.held(org)?)).await?)
    }

    /// Ends the lease of an account whose addition failed, so that the addition can begin again.
    ///
    /// # Errors
    /// The errors of [`Accounts::begin`].
    pub async fn give_up(&self, org: OrgId) -> Result<()> {
        Ok(self.context.store.transaction(Release(self.held(org)?)).await?)
    }

    /// Applies changes to tables in this order, all or none. When another process has the lease,
    /// changes nothing and returns `false`.
    ///
    /// # Errors
    /// When the database fails, or when a row is invalid or exists already.
    pub async fn apply(&self, org: OrgId, changes: Vec<TableChange>) -> Result<bool> {
        let apply = Apply { held: self.held(org)?, changes: changes.into(), is_last: false };
        Ok(self.context.store.transaction(apply).await?)
    }

    /// Adds the rows of the tables for which [`StoredTable::is_last`] is true. Then compares the
    /// account's stored counts and redundant values with the account's rows. From then on servers
    /// find the organization. When another process has the lease, adds nothing and returns `false`.
    ///
    /// # Errors
    /// The errors of [`Accounts::apply`], or [`StorageError::Corrupt`] with the first difference
    /// between counts or values and the rows.
    pub async fn finish(&self, org: OrgId, last: Vec<TableChange>) -> Result<bool> {
        let apply = Apply { held: self.held(org)?, changes: last.into(), is_last: true };
        Ok(self.context.store.unhurried_transaction(apply).await?)
    }
}
