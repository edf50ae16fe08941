//! Organizations, for commands and for the organizations' own keys.

use deskbell_model::{OrgId, Organization};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, cross_org, organizations};
use deskbell_wire as wire;

use super::Lists;
use crate::error::{Rejected, Result};

struct Own(OrgId);

impl Read for Own {
    type Out = Organization;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        organizations::find(self.0, conn).await
    }
}

struct List(Option<OrgId>, u32);

impl Read for List {
    type Out = Vec<Organization>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::organizations(conn, self.0, self.1).await
    }
}

struct ByDomain(String);

impl Read for ByDomain {
    type Out = Option<Organization>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::organization_by_domain(conn, &self.0).await
    }
}

impl Lists {
    /// The caller's organization: `GET /v1/organization`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_organization(&self, org: OrgId) -> Result<Vec<u8>> {
        let organization = self.context.store.read(Class::Point, Own(org)).await?;
        let mut json = Vec::new();
        wire::organizations::write(&mut json, &organization);
        Ok(json)
    }

    /// Up to `limit` organizations with ids greater than `after`, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organizations(
        &self,
        after: Option<OrgId>,
        limit: u32,
    ) -> Result<Vec<Organization>> {
        Ok(self.context.store.read(Class::Page, List(after, limit)).await?)
    }

    /// The organization with this domain.
    ///
    /// # Errors
    /// [`Rejected::OrganizationNotFound`], or when the database fails.
    pub async fn organization(&self, domain: &str) -> Result<Organization> {
        let found = self.context.store.read(Class::Point, ByDomain(domain.to_owned())).await?;
        Ok(found.ok_or(Rejected::OrganizationNotFound)?)
    }
}
