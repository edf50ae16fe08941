//! The bodies of requests by which administrators add and change applications.

use deskbell_model::limits::TEXT_CHARS_MAX;
use serde_json::Value;

use super::people::{name, set};
use crate::invalid::{InvalidField, Reading};
use crate::read::{self, Given};
use crate::schema::{Named, about, input, or_null, reference, text_in};

/// The kind of an application if the request has no kind.
const KIND_DEFAULT: &str = "web";

/// A new application.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// The technical name.
    pub name: String,
    /// The name that people see.
    pub display_name: Option<String>,
    /// The kind of application.
    pub kind: String,
}

/// A change of an application; fields that are `None` keep their values.
#[derive(Clone, Debug, Default)]
pub struct ApplicationEdit {
    /// The technical name.
    pub name: Option<String>,
    /// The name that people see; `Some(None)` removes the name.
    pub display_name: Option<Option<String>>,
    /// False to switch the application's widget off.
    pub active: Option<bool>,
}

/// Reads the body of `POST /app/v1/applications`.
///
/// # Errors
/// Every invalid field.
pub fn read_new_application(body: &[u8]) -> Reading<NewApplication> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let name = body.required("name", InvalidField::Field("name"), name);
    let display_name = body.optional("displayName", InvalidField::Field("displayName"), self::name);
    let kind = body.optional("type", InvalidField::Field("type"), self::name);
    let kind = kind.unwrap_or_else(|| KIND_DEFAULT.to_owned());
    body.finish(name.map(|name| NewApplication { name, display_name, kind }))
}

/// Reads the body of `PATCH /app/v1/applications/{id}`.
///
/// # Errors
/// Every invalid field.
pub fn read_application_edit(body: &[u8]) -> Reading<ApplicationEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let field = InvalidField::Field("displayName");
    let edit = ApplicationEdit {
        name: set(&mut body, "name", name),
        display_name: match body.given("displayName", field, name) {
            Given::Absent => None,
            Given::Null => Some(None),
            Given::Value(name) => Some(Some(name)),
        },
        active: set(&mut body, "active", read::flag),
    };
    body.finish(Some(edit))
}

pub(crate) fn schemas() -> Named {
    let name = || text_in(1, TEXT_CHARS_MAX);
    let shown = || about(or_null(name()), "The name people see.");
    let kind: Value = about(or_null(name()), "`web`, `ios`, `android` …; `web` if left out.");
    let active = about(reference("FlagIn"), "False to switch its widget off.");
    let new = vec![("name", name()), ("displayName", shown()), ("type", kind)];
    let edit = vec![("name", name()), ("displayName", shown()), ("active", active)];
    vec![
        ("NewApplication", input(&["name"], new)),
        ("ApplicationEdit", about(input(&[], edit), "What is left out stays.")),
    ]
}
