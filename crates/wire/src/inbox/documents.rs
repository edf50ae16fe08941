//! Documents: the JSON of settings. A document has the same form in a request's body, in the
//! database and in an answer. An answer also has the setting's id, agent and time of change.

use deskbell_model::{AgentId, Setting, SettingId, SettingKind};
use serde_json::Value;

use crate::invalid::{Found, Reading};
use crate::json::{int, raw};
use crate::object::{HasSchema, Object as Fields, ToJson, named, object};
use crate::read::{self, Object};
use crate::schema::{self, Named, about, id, or_null, seconds};

/// The document of a setting.
pub trait Document: ToJson + Clone + PartialEq + Send + Sync + 'static {
    /// The kind of the setting.
    const KIND: SettingKind;

    /// Returns the name that no other setting of the same kind and agent may have; `None` if the
    /// document has no unique name.
    fn name(&self) -> Option<&str> {
        None
    }

    /// Returns whether agents with the role `agent` see all chats; `None` for documents without
    /// this choice. The choice is also stored with the organization, for the admission of agents.
    fn agents_see_all(&self) -> Option<bool> {
        None
    }

    /// Reads the document from a body's keys; records every invalid field.
    fn read(body: &mut Object) -> Option<Self>;
}

/// Reads a new document from a request's body.
///
/// # Errors
/// Every invalid field.
pub fn read_new<T: Document>(body: &[u8]) -> Reading<T> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let document = T::read(&mut body);
    body.finish(document)
}

/// Reads a new document from a request's body. The document is personal unless `shared` is true;
/// also returns `shared`.
///
/// # Errors
/// Every invalid field.
pub fn read_own_or_shared<T: Document>(body: &[u8]) -> Reading<(bool, T)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let is_shared = super::fields::field(&mut body, "shared", super::fields::flag);
    let document = T::read(&mut body);
    body.finish(document.map(|it| (is_shared.unwrap_or(false), it)))
}

/// The JSON object of a body that changes a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit(serde_json::Map<String, Value>);

/// Reads a request's body that changes a document.
///
/// # Errors
/// One invalid field when the body is not an object.
pub fn read_edit(body: &[u8]) -> Result<Edit, Vec<Found>> {
    let body = read::object(body).map_err(|invalid| vec![invalid])?;
    Ok(Edit(body.into_fields()))
}

impl Edit {
    /// Makes the edit that sets one key.
    #[must_use]
    pub fn of(key: &str, value: Value) -> Self {
        Self([(key.to_owned(), value)].into_iter().collect())
    }

    /// Returns the document with the values of this edit: absent keys keep their values, and null
    /// resets a value to its default.
    ///
    /// # Errors
    /// Every invalid field.
    pub fn apply<T: Document>(&self, document: &T) -> Reading<T> {
        let mut body = Object::of(fields_of(&text(document)));
        body.lay_over(&self.0);
        let document = T::read(&mut body);
        body.finish(document)
    }
}

fn fields_of(text: &str) -> serde_json::Map<String, Value> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    }
}

/// Returns the text in which the database stores a document.
#[must_use]
pub fn text<T: Document>(document: &T) -> String {
    let mut json = Vec::new();
    document.write(&mut json);
    // The writers only write valid UTF-8.
    String::from_utf8(json).unwrap_or_default()
}

/// Reads a document from its stored text; `None` for any other text.
#[must_use]
pub fn from_text<T: Document>(text: &str) -> Option<T> {
    let mut body = Object::of(fields_of(text));
    let document = T::read(&mut body);
    body.finish(document).ok()
}

impl<T: Document> ToJson for Setting<T> {
    fn write(&self, out: &mut Vec<u8>) {
        raw(out, r#"{"id":"#);
        int(out, self.id.get());
        raw(out, r#","agent":"#);
        self.agent.write(out);
        raw(out, r#","changedAt":"#);
        self.changed_at.write(out);
        let start = out.len();
        self.value.write(out);
        if let Some(brace) = out.get_mut(start) {
            *brace = b',';
        }
    }
}

/// Returns the schema of a setting with this document.
pub(super) fn setting<T: Document + Fields>() -> Value {
    let whose = "The agent who owns it; null if it is shared.";
    let mut fields = vec![
        ("id", id()),
        ("agent", about(or_null(AgentId::schema()), whose)),
        ("changedAt", seconds()),
    ];
    fields.extend(T::fields());
    schema::object(fields)
}

/// The feed's notice that a setting changed: the notice identifies the setting, but does not
/// contain the document.
#[derive(Clone, Copy, Debug)]
pub struct SettingTold {
    /// The id of the setting.
    pub id: SettingId,
    /// The kind of the setting.
    pub kind: SettingKind,
    /// The owner of a personal setting; `None` for a shared setting.
    pub agent: Option<AgentId>,
    /// True if the setting was removed.
    pub removed: bool,
}

object! {
    "SettingTold" for SettingTold as told {
        "id": SettingId = told.id;
        "of": SettingKind = told.kind => "What kind of setting it is.";
        "agent": Option<AgentId> = told.agent => "The agent who owns it; null if it is shared.";
        "removed": bool = told.removed;
    }
}

/// Writes settings as `{"data":[…]}`.
pub fn write_all<T: Document>(out: &mut Vec<u8>, settings: &[Setting<T>]) {
    raw(out, r#"{"data":"#);
    settings.write(out);
    out.push(b'}');
}

/// Returns the schema of a list of all settings of a kind.
pub(super) fn list(of: &str) -> Value {
    schema::object(vec![("data", schema::array(schema::reference(of)))])
}

pub(super) fn schemas() -> Named {
    vec![named::<SettingTold>()]
}
