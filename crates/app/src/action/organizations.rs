//! Making organizations, and setting what is theirs to set.

use deskbell_model::{History, OrgId, Organization, Seconds};
use deskbell_storage::{
    Body, Class, Conn, Error, Result as StorageResult, Tx, Write, cross_org, organizations,
    write_within,
};

use super::applications;
use crate::App;
use crate::error::{Refused, Result};

/// The organization that comes into being when none was made.
pub const DEFAULT_DOMAIN: &str = "default";

struct Create {
    domain: String,
    at: Seconds,
    history: i64,
}

impl Body for Create {
    type Out = OrgId;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<OrgId> {
        let Self { domain, at, history } = self;
        let org = cross_org::create_organization(conn, &domain, at, history).await?;
        let (name, kind) = (domain, "web".into());
        let mut first = applications::Add { id: None, name, display_name: None, kind, at };
        write_within(org, conn, &mut first).await?;
        Ok(org)
    }
}

struct List(Option<OrgId>, u32);

impl Body for List {
    type Out = Vec<Organization>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::organizations(conn, self.0, self.1).await
    }
}

struct ByDomain(String);

impl Body for ByDomain {
    type Out = Option<Organization>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::organization_by_domain(conn, &self.0).await
    }
}

struct SetLimit(Option<u32>);

impl Write for SetLimit {
    type Out = ();

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<()> {
        organizations::set_requests_per_minute(tx.org, tx.conn, self.0).await
    }
}

impl App {
    /// Makes an organization with its first application, which has id 1: clients hard-code it.
    ///
    /// # Errors
    /// [`Refused::DomainTaken`], or as the database says.
    pub async fn create_organization(&self, domain: &str) -> Result<OrgId> {
        let now = self.clock.now();
        let mut chance = [0; 4];
        self.entropy.fill(&mut chance)?;
        let history = History::id_at(now.millis(), u32::from_le_bytes(chance));
        let create = Create { domain: domain.to_owned(), at: now.seconds(), history };
        match self.store.exclusive(create).await {
            Err(Error::Conflict { .. }) => Err(Refused::DomainTaken.into()),
            other => Ok(other?),
        }
    }

    /// Up to `limit` organizations by id, those after `after`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn organizations(
        &self,
        after: Option<OrgId>,
        limit: u32,
    ) -> Result<Vec<Organization>> {
        Ok(self.store.read(Class::Page, List(after, limit)).await?)
    }

    /// The organization with this domain.
    ///
    /// # Errors
    /// [`Refused::OrganizationNotFound`], or as the database says.
    pub async fn organization(&self, domain: &str) -> Result<Organization> {
        let found = self.store.read(Class::Point, ByDomain(domain.to_owned())).await?;
        Ok(found.ok_or(Refused::OrganizationNotFound)?)
    }

    /// Sets how many requests a minute an organization may make: `None` for the server's setting,
    /// 0 for no limit.
    ///
    /// # Errors
    /// As the database says.
    pub async fn set_requests_per_minute(&self, org: OrgId, limit: Option<u32>) -> Result<()> {
        Ok(self.store.write(org, SetLimit(limit)).await?)
    }
}
