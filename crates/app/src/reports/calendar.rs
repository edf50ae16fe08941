//! The calendar with which chats are counted: the organization's time zone, and the opening hours
//! of each department.

use std::collections::BTreeMap;

use deskbell_model::limits::REPLY_TARGET_S;
use deskbell_model::setting::{DepartmentSettings, OrganizationSettings};
use deskbell_model::{DepartmentId, Hours, OrgId, Seconds, Setting, SettingKind, Zone};
use deskbell_storage::{Conn, Result, settings};
use deskbell_wire::inbox::documents;

use crate::actions::settings::document;
use crate::answer::digest;

/// The largest number of departments whose hours are read.
const DEPARTMENTS_MAX: u32 = 10_000;

/// The time zone and the opening hours of an organization and its departments.
pub(super) struct Calendar {
    pub(super) zone: Zone,
    hours: Option<Hours>,
    of_departments: BTreeMap<DepartmentId, Hours>,
    /// A short text that is different for calendars with different zones or hours.
    pub(super) name: String,
}

impl Calendar {
    pub(super) async fn of<C: Conn>(org: OrgId, conn: &mut C) -> Result<Self> {
        let rows = settings::of_agent(org, conn, SettingKind::Organization, None, 1).await?;
        let own: Option<Setting<OrganizationSettings>> =
            rows.into_iter().next().map(document).transpose()?;
        let own = own.map(|it| it.value).unwrap_or_default();
        let kind = SettingKind::Department;
        let rows = settings::of_agent(org, conn, kind, None, DEPARTMENTS_MAX).await?;
        let mut of_departments = BTreeMap::new();
        // Reply targets do not affect the counting, so they do not affect the text.
        let own = OrganizationSettings { reply_target_s: REPLY_TARGET_S, ..own };
        let mut texts = documents::text(&own);
        for row in rows {
            let setting: Setting<DepartmentSettings> = document(row)?;
            let hours = setting.value.hours;
            if let Some((department, hours)) = DepartmentId::new(setting.id.get()).zip(hours) {
                let only = DepartmentSettings { reply_target_s: None, hours: Some(hours.clone()) };
                texts += &format!(" {department} {}", documents::text(&only));
                of_departments.insert(department, hours);
            }
        }
        let name = String::from_utf8_lossy(&digest(texts.as_bytes())).into_owned();
        Ok(Self { zone: own.zone, hours: own.hours, of_departments, name })
    }

    /// Tells whether a department is open at a time. A department without opening hours uses the
    /// opening hours of the organization.
    pub(super) fn is_open(&self, department: Option<DepartmentId>, at: Seconds) -> bool {
        let own = department.and_then(|it| self.of_departments.get(&it));
        own.or(self.hours.as_ref()).is_none_or(|hours| hours.is_open(at))
    }
}
