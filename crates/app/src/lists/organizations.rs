//! Reads of organizations.

use deskbell_model::{OrgId, Organization};
use deskbell_storage::{Class, cross_org, organizations, reads};
use deskbell_wire as wire;

use super::Lists;
use crate::context::Organizations;
use crate::error::{Rejected, Result};

reads! {
    Own(org: OrgId) -> Organization = async |conn| organizations::find(org, conn).await;
    ByDomain(domain: String) -> Option<Organization> =
        async |conn| cross_org::organization_by_domain(conn, &domain).await;
}

impl Lists {
    /// Returns the caller's organization in JSON: `GET /v1/organization`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_organization(&self, org: OrgId) -> Result<Vec<u8>> {
        let organization = self.context.store.read(Class::Point, Own(org)).await?;
        let mut json = Vec::new();
        wire::organizations::write(&mut json, &organization);
        Ok(json)
    }

    /// Reads up to `limit` organizations with ids greater than `after`, in order of their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organizations(
        &self,
        after: Option<OrgId>,
        limit: u32,
    ) -> Result<Vec<Organization>> {
        Ok(self.context.store.read(Class::Page, Organizations(after, limit)).await?)
    }

    /// Finds the organization with this domain.
    ///
    /// # Errors
    /// [`Rejected::OrganizationNotFound`], or when the database fails.
    pub async fn organization(&self, domain: &str) -> Result<Organization> {
        let found = self.context.store.read(Class::Point, ByDomain(domain.to_owned())).await?;
        Ok(found.ok_or(Rejected::OrganizationNotFound)?)
    }
}
