//! Applications: the sites and apps in which the widget runs.

use crate::ApplicationId;

/// An application (contract §3). The first application of an organization has id 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The id of the application.
    pub id: ApplicationId,
    /// The technical name of the application.
    pub name: String,
    /// The name of the application that people see.
    pub display_name: Option<String>,
    /// The kind of application: `web`, `ios`, `android` …
    pub kind: String,
    /// True while the application is in use.
    pub active: bool,
}
