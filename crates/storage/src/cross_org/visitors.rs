//! Statements about visitors and widgets that run before the organization is known.

use deskbell_model::{AppUuid, OrgId, VisitorSession, WidgetSettings};

use crate::columns::{FromRow as _, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

/// A session of a visitor, and its organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitorSessionOwner {
    /// The visitor's organization.
    pub org: OrgId,
    /// The visitor's session.
    pub session: VisitorSession,
}

selected! { VisitorSessionOwner { org = "org_id", session: VisitorSession } }

/// The settings of a widget, and its organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidgetOwner {
    /// The widget's organization.
    pub org: OrgId,
    /// The settings of the widget.
    pub settings: WidgetSettings,
}

selected! { WidgetOwner { org = "org_id", settings: WidgetSettings } }

statements! {
    SESSION: Point => VisitorSessionOwner =
        "SELECT org_id, application_id, customer_id, verified, created_at, used_at
         FROM visitor_sessions WHERE hash = $1";
    WIDGET: Point => WidgetOwner = text!(join(&[
        "SELECT ", text!(list("", WidgetOwner::COLUMNS)), " FROM widget_settings WHERE uuid = $1"
    ]));
}

/// Finds the session, ended or not, of the visitor's token with this SHA-256 (lower-case hex).
///
/// # Errors
/// When the database fails.
pub async fn visitor_session<C: Conn>(
    conn: &mut C,
    hash: &str,
) -> Result<Option<VisitorSessionOwner>> {
    conn.opt(&SESSION, &params![hash]).await
}

/// Finds the widget with this uuid.
///
/// # Errors
/// When the database fails.
pub async fn widget<C: Conn>(conn: &mut C, uuid: &AppUuid) -> Result<Option<WidgetOwner>> {
    conn.opt(&WIDGET, &params![uuid.as_str()]).await
}
