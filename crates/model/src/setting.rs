//! Settings of organizations and agents, each stored as one document with an id.

mod canned;
mod look;

pub use canned::{Canned, VARIABLES, variable_error};
pub use look::{Form, FormField, FormFieldName, Look, Position};

use crate::limits::REPLY_TARGET_S;
use crate::{AgentId, Hours, Seconds, SettingId, Zone, names};

names! {
    /// The kind of a setting.
    SettingKind {
        /// A canned response.
        Canned = "canned",
        /// A saved view of the chats.
        View = "view",
        /// A proactive rule.
        Rule = "rule",
        /// The appearance of an application's widget. The setting's id is the application's id.
        Look = "look",
        /// The public id, the sites and the proof of identity of an application's widget. The
        /// setting's id is the application's id.
        Widget = "widget",
        /// The settings of the organization. The setting's id is 1.
        Organization = "organization",
        /// The settings of a department. The setting's id is the department's id.
        Department = "department",
    }
}

/// A stored setting: its content, its id, its owner, and the time of its last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The id, unique among the settings of one kind.
    pub id: SettingId,
    /// The owner of a personal setting; `None` for a setting of the whole organization.
    pub agent: Option<AgentId>,
    /// The time at which the setting was last changed.
    pub changed_at: Seconds,
    /// The content of the setting.
    pub value: T,
}

/// A saved view: a filter and an order of chats under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// The name of the view.
    pub name: String,
    /// The filter and the sort of the view, as JSON.
    pub filter: String,
}

/// A proactive rule: a condition under which the widget shows a message before the visitor writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the rule, which visitors do not see.
    pub name: String,
    /// True while the rule applies.
    pub enabled: bool,
    /// The message that the widget shows.
    pub message: String,
    /// The agent who is shown as the author; `None` for the team.
    pub agent: Option<AgentId>,
    /// The patterns of the pages on which the rule applies; `*` matches any characters. Without a
    /// pattern the rule applies on all pages.
    pub pages: Vec<String>,
    /// The time that the visitor must have spent on the page, in seconds.
    pub seconds: u32,
    /// The number of visits that the visitor must have made.
    pub visits: u32,
    /// The locales of the visitors to whom the rule applies; an empty list means all locales.
    pub locales: Vec<String>,
}

/// The settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationSettings {
    /// The time zone for the days in reports.
    pub zone: Zone,
    /// The time within which a customer should get an answer, in seconds.
    pub reply_target_s: u32,
    /// The opening hours; `None` if the organization is always open.
    pub hours: Option<Hours>,
    /// True if agents with the role `agent` see the chats of all departments.
    pub agents_see_all: bool,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        let (zone, hours, agents_see_all) = (Zone::utc(), None, false);
        Self { zone, reply_target_s: REPLY_TARGET_S, hours, agents_see_all }
    }
}

/// The settings of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartmentSettings {
    /// The time within which a customer should get an answer, in seconds; `None` if the
    /// organization's time applies.
    pub reply_target_s: Option<u32>,
    /// The opening hours of the department; `None` if the organization's opening hours apply.
    pub hours: Option<Hours>,
}
