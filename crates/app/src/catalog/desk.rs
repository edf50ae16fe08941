//! Who answers and where: agents, departments, applications, and the organization itself.

use deskbell_model::{Agent, Application, Department, OrgId, Organization};
use deskbell_query::{Meta, Page};
use deskbell_storage::{
    Body, Class, Conn, Result as StorageResult, agents, applications, departments, organizations,
};
use deskbell_wire as wire;

use crate::App;
use crate::error::Result;

struct AgentPage(OrgId, Page);

impl Body for AgentPage {
    type Out = (Vec<Agent>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        agents::page(self.0, conn, self.1).await
    }
}

struct DepartmentPage(OrgId, Page);

impl Body for DepartmentPage {
    type Out = (Vec<Department>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        departments::page(self.0, conn, self.1).await
    }
}

struct ApplicationPage(OrgId, Page);

impl Body for ApplicationPage {
    type Out = (Vec<Application>, Meta);

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        applications::page(self.0, conn, self.1).await
    }
}

struct Own(OrgId);

impl Body for Own {
    type Out = Organization;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        organizations::find(self.0, conn).await
    }
}

/// Where a page is read.
const fn class(page: Page) -> Class {
    if page.is_deep() { Class::Scan } else { Class::Page }
}

impl App {
    /// A page of an organization's agents with their total: `GET /v1/agents`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn agent_page(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let (agents, meta) = self.store.snapshot(class(page), AgentPage(org, page)).await?;
        let mut json = Vec::new();
        wire::pages::write(&mut json, &agents, &meta, wire::write);
        Ok(json)
    }

    /// A page of an organization's departments with their total: `GET /v1/departments`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn department_page(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let (found, meta) = self.store.snapshot(class(page), DepartmentPage(org, page)).await?;
        let mut json = Vec::new();
        wire::pages::write(&mut json, &found, &meta, wire::write);
        Ok(json)
    }

    /// A page of an organization's applications with their total: `GET /v1/applications`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn application_page(&self, org: OrgId, page: Page) -> Result<Vec<u8>> {
        let (found, meta) = self.store.snapshot(class(page), ApplicationPage(org, page)).await?;
        let mut json = Vec::new();
        wire::pages::write(&mut json, &found, &meta, wire::write);
        Ok(json)
    }

    /// The organization whose key it is: `GET /v1/organization`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn own_organization(&self, org: OrgId) -> Result<Vec<u8>> {
        let organization = self.store.read(Class::Point, Own(org)).await?;
        let mut json = Vec::new();
        wire::organizations::write(&mut json, &organization);
        Ok(json)
    }
}
