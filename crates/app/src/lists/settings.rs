//! Reads of settings: all settings of a kind, and the settings of an organization, a department or
//! a widget.

use deskbell_model::setting::{DepartmentSettings, OrganizationSettings};
use deskbell_model::{
    AgentId, DepartmentId, Hours, OrgId, Seconds, Setting, SettingId, SettingKind,
};
use deskbell_storage::settings::{self, SettingRow};
use deskbell_storage::{Class, reads};
use deskbell_wire as wire;
use deskbell_wire::inbox::documents::Document;
use deskbell_wire::inbox::hours::Opening;

use super::Lists;
use crate::actions::settings::{OF_ORGANIZATION, document, without_owner};
use crate::error::{Rejected, Result};

reads! {
    OfAgent(org: OrgId, kind: SettingKind, agent: Option<AgentId>) -> Vec<SettingRow> =
        async |conn| settings::of_agent(org, conn, kind, agent, LISTED_MAX).await;
    One(org: OrgId, kind: SettingKind, id: SettingId) -> Option<SettingRow> =
        async |conn| settings::find(org, conn, kind, id).await;
    HasOwner(org: OrgId, kind: SettingKind, id: i64) -> bool =
        async |conn| settings::has_owner(org, conn, kind, id).await;
}

/// The largest number of settings that one read returns. An agent and the organization together
/// have fewer settings of a kind.
pub(super) const LISTED_MAX: u32 = 1_000;

impl Lists {
    /// Reads the shared settings of a kind and the agent's personal settings, sorted by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settings<T: Document>(
        &self,
        org: OrgId,
        agent: Option<AgentId>,
    ) -> Result<Vec<Setting<T>>> {
        let read = OfAgent(org, T::KIND, agent);
        let rows = self.context.store.read(Class::Page, read).await?;
        Ok(rows.into_iter().map(document).collect::<Result<_, _>>()?)
    }

    /// Returns the settings of a kind in JSON, for example for `GET /app/v1/canned`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting_list<T: Document>(
        &self,
        org: OrgId,
        agent: Option<AgentId>,
    ) -> Result<Vec<u8>> {
        let mut json = Vec::new();
        wire::inbox::documents::write_all(&mut json, &self.settings::<T>(org, agent).await?);
        Ok(json)
    }

    /// Returns a shared setting, or a personal setting of the agent, in JSON.
    ///
    /// # Errors
    /// [`Rejected::SettingNotFound`], or when the database fails.
    pub async fn setting<T: Document>(
        &self,
        org: OrgId,
        agent: Option<AgentId>,
        id: SettingId,
    ) -> Result<Vec<u8>> {
        let row = self.context.store.read(Class::Point, One(org, T::KIND, id)).await?;
        let row = row.filter(|row| row.agent.is_none() || row.agent == agent);
        let setting: Setting<T> = document(row.ok_or(Rejected::SettingNotFound)?)?;
        let mut json = Vec::new();
        wire::write(&mut json, &setting);
        Ok(json)
    }

    /// Returns the settings of the organization, a department or an application's widget. Settings
    /// that were never set have default values.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set<T: Document + Default>(&self, org: OrgId, id: i64) -> Result<T> {
        let Some(id) = SettingId::new(id) else { return Ok(T::default()) };
        let row = self.context.store.read(Class::Point, One(org, T::KIND, id)).await?;
        Ok(row.map(document).transpose()?.map(|it: Setting<T>| it.value).unwrap_or_default())
    }

    /// Returns the settings of a department or of an application's widget, after checking that it
    /// exists.
    ///
    /// # Errors
    /// [`Rejected::DepartmentNotFound`], [`Rejected::ApplicationNotFound`], or when the database
    /// fails.
    pub async fn owned_set<T: Document + Default>(&self, org: OrgId, id: i64) -> Result<T> {
        if !self.context.store.read(Class::Point, HasOwner(org, T::KIND, id)).await? {
            return Err(without_owner(T::KIND).into());
        }
        self.set(org, id).await
    }

    /// Returns the opening hours of a department. Returns the organization's opening hours if the
    /// department has no opening hours, and `None` if the organization has no opening hours either.
    ///
    /// # Errors
    /// [`Rejected::DepartmentNotFound`], or when the database fails.
    pub async fn hours(
        &self,
        org: OrgId,
        department: Option<DepartmentId>,
    ) -> Result<Option<Hours>> {
        if let Some(department) = department {
            let own: DepartmentSettings = self.owned_set(org, department.get()).await?;
            if own.hours.is_some() {
                return Ok(own.hours);
            }
        }
        Ok(self.set::<OrganizationSettings>(org, OF_ORGANIZATION).await?.hours)
    }

    /// Tells whether a department is open at a time, and when it opens next. A department without
    /// opening hours uses the opening hours of the organization.
    ///
    /// # Errors
    /// [`Rejected::DepartmentNotFound`], or when the database fails.
    pub async fn opening(
        &self,
        org: OrgId,
        department: Option<DepartmentId>,
        at: Seconds,
    ) -> Result<Opening> {
        let hours = self.hours(org, department).await?;
        let next = hours.map_or(Some(at), |hours| hours.next_open(at));
        Ok(Opening { open: next == Some(at), next })
    }
}
