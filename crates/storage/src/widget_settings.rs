//! The table of the settings of applications' widgets. `cross_org/visitors.rs` finds settings by
//! their uuid.

use deskbell_model::{ApplicationId, OrgId, WidgetSettings};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::sql::text;
use crate::statement::statements;

record! { WidgetSettings {
    key { application = "application_id" }
    fixed { token_secret }
    often { uuid, identity_secret, enforces_identity, sites }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("widget_settings", WidgetSettings::COLUMNS));
    UPDATE: Point => Nothing =
        text!(update("widget_settings", WidgetSettings::CHANGING, WidgetSettings::KEY));
    FIND: Point => WidgetSettings = text!(join(&[
        "SELECT ", text!(list("", WidgetSettings::COLUMNS)),
        " FROM widget_settings WHERE org_id = $1 AND application_id = $2"
    ]));
}

/// Finds the settings of an application's widget; `None` before they are created.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    application: ApplicationId,
) -> Result<Option<WidgetSettings>> {
    conn.opt(&FIND, &params![org, application]).await
}

/// Adds the settings of an application's widget.
///
/// # Errors
/// When the database fails; `Conflict` of `widget_settings_uuid` when another application has the
/// uuid, or of `widget_settings_application_id` when the application has settings already.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, settings: &WidgetSettings) -> Result<()> {
    conn.exec(&INSERT, &settings.inserted(org)).await.map(drop)
}

/// Writes the settings of an application's widget, except the secret for visitors' tokens; `false`
/// when the widget has no settings.
///
/// # Errors
/// When the database fails; `Conflict` of `widget_settings_uuid` when another application has the
/// uuid.
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, settings: &WidgetSettings) -> Result<bool> {
    Ok(conn.exec(&UPDATE, &settings.updated(org)).await? > 0)
}
