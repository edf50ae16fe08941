//! The settings of an organization and of a department, in JSON.

use deskbell_model::limits::{REPLY_TARGET_S, REPLY_TARGET_S_MAX};
use deskbell_model::setting::{DepartmentSettings, OrganizationSettings};
use deskbell_model::{Hours, SettingKind, Zone};
use serde_json::Value;

use super::documents::Document;
use super::fields::{Bad, field, flag, number};
use super::hours;
use crate::object::{named, object};
use crate::read::Object;
use crate::schema::{Named, about, flag as flag_schema, input, or_null, whole};

object! {
    "OrganizationSettings" for OrganizationSettings as settings {
        "zone": Zone = settings.zone => "The time zone in which reports count days.";
        "replyTargetSeconds": u32 = settings.reply_target_s
            => "The time within which a customer should get an answer.";
        "hours": Option<Hours> = settings.hours => "The hours when it is open; null for always.";
        "agentsSeeAll": bool = settings.agents_see_all
            => "Whether agents with the role `agent` see the chats of all departments.";
    }
}

object! {
    "DepartmentSettings" for DepartmentSettings as settings {
        "replyTargetSeconds": Option<u32> = settings.reply_target_s
            => "The time within which a customer should get an answer; null for that of the \
                organization.";
        "hours": Option<Hours> = settings.hours
            => "The hours when it is open; null for those of the organization.";
    }
}

fn target(value: &Value) -> Result<u32, Bad> {
    number(1, REPLY_TARGET_S_MAX, "it is no time of 1 second to 7 days, in seconds")(value)
}

impl Document for OrganizationSettings {
    const KIND: SettingKind = SettingKind::Organization;

    fn read(body: &mut Object) -> Option<Self> {
        Some(Self {
            zone: field(body, "zone", hours::read_zone).unwrap_or_else(Zone::utc),
            reply_target_s: field(body, "replyTargetSeconds", target).unwrap_or(REPLY_TARGET_S),
            hours: field(body, "hours", hours::read),
            agents_see_all: field(body, "agentsSeeAll", flag).unwrap_or_default(),
        })
    }

    fn agents_see_all(&self) -> Option<bool> {
        Some(self.agents_see_all)
    }
}

impl Document for DepartmentSettings {
    const KIND: SettingKind = SettingKind::Department;

    fn read(body: &mut Object) -> Option<Self> {
        Some(Self {
            reply_target_s: field(body, "replyTargetSeconds", target),
            hours: field(body, "hours", hours::read),
        })
    }
}

pub(super) fn schemas() -> Named {
    let target = || or_null(whole(1, REPLY_TARGET_S_MAX.into()));
    let edit = |fields| about(input(&[], fields), "Fields that are left out stay as they are.");
    let zone = or_null(hours::zone());
    let sees_all = about(or_null(flag_schema()), "False by default.");
    vec![
        named::<OrganizationSettings>(),
        (
            "OrganizationSettingsEdit",
            edit(vec![
                ("zone", zone),
                ("replyTargetSeconds", target()),
                ("hours", hours::hours_in()),
                ("agentsSeeAll", sees_all),
            ]),
        ),
        named::<DepartmentSettings>(),
        (
            "DepartmentSettingsEdit",
            edit(vec![("replyTargetSeconds", target()), ("hours", hours::hours_in())]),
        ),
    ]
}
