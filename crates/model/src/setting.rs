//! Settings: what an organization or an agent sets, each kept as one document with an id.

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
        /// The look of an application's widget. Its id is the application's.
        Look = "look",
        /// The public id, the sites and the proof of identity of an application's widget. The id is
        /// the application's.
        Widget = "widget",
        /// The settings of the organization. The id is 1.
        Organization = "organization",
        /// The settings of a department. The id is the department's.
        Department = "department",
    }
}

/// A stored setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The id, unique among the settings of one kind.
    pub id: SettingId,
    /// The agent whose own setting it is; `None` for a setting of the whole organization.
    pub agent: Option<AgentId>,
    /// The time of the last change.
    pub changed_at: Seconds,
    /// The document.
    pub value: T,
}

/// A saved view: a named choice of chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// The name.
    pub name: String,
    /// The filter and the sort, as JSON.
    pub filter: String,
}

/// A proactive rule: when the widget speaks first, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name, for agents alone.
    pub name: String,
    /// True while the rule applies.
    pub enabled: bool,
    /// The message.
    pub message: String,
    /// The agent in whose name the widget speaks; `None` for the desk.
    pub agent: Option<AgentId>,
    /// The patterns of the pages on which the rule applies; `*` stands for any characters. Without
    /// a pattern it applies on all pages.
    pub pages: Vec<String>,
    /// The seconds that the visitor must have been on the page.
    pub seconds: u32,
    /// The number of visits that the visitor must have made.
    pub visits: u32,
    /// The locales of the visitors to whom the rule applies; empty for all.
    pub locales: Vec<String>,
}

/// The settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationSettings {
    /// The zone in which reports count days.
    pub zone: Zone,
    /// The time within which a customer should be answered, in seconds.
    pub reply_target_s: u32,
    /// The opening hours; `None` if it is always open.
    pub hours: Option<Hours>,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self { zone: Zone::utc(), reply_target_s: REPLY_TARGET_S, hours: None }
    }
}

/// The settings of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartmentSettings {
    /// The time within which a customer should be answered, in seconds; `None` for the
    /// organization's.
    pub reply_target_s: Option<u32>,
    /// The opening hours; `None` for the organization's.
    pub hours: Option<Hours>,
}
