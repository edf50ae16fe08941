//! The keys of lines of the exchange format: the readers of their values, the reasons for bad
//! values, and the schemas of the keys.

use deskbell_model::limits::{GIVEN_ID_MAX, TEXT_CHARS_MAX};
use serde_json::{Map, Value};

use crate::read;
use crate::schema::{about, input, or_null};

/// The longest part of a bad value that an error shows, in characters.
const SHOWN_CHARS: usize = 40;

/// A key of one kind of line in the exchange format.
pub(super) struct LineKey {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) is_nullable: bool,
    pub(super) schema: fn() -> Value,
    pub(super) about: &'static str,
}

/// Returns the schema of an object with these keys. The object may have further keys, which are
/// ignored.
pub(super) fn object(keys: &[LineKey]) -> Value {
    let required: Vec<_> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let field = |key: &LineKey| {
        let schema = if key.is_nullable { or_null((key.schema)()) } else { (key.schema)() };
        (key.name, if key.about.is_empty() { schema } else { about(schema, key.about) })
    };
    input(&required, keys.iter().map(field).collect())
}

/// The fields of a line of the exchange format, or of an object within the line.
pub(super) struct LineFields {
    map: Map<String, Value>,
    /// The pointer to the object in the line; empty for the line itself.
    place: String,
}

/// The reason why a value is bad, as the end of a sentence.
pub(super) type Why = &'static str;

impl LineFields {
    pub(super) fn of(value: Value, place: String) -> Result<Self, String> {
        match value {
            Value::Object(map) => Ok(Self { map, place }),
            _ if place.is_empty() => Err("it is no JSON object".into()),
            _ => Err(format!("`{place}` is no object")),
        }
    }

    /// Returns the pointer to a key in the line, without the slash at the beginning.
    pub(super) fn place(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}/{key}", self.place) }
    }

    /// Adds to `ignored` the keys of the object that the format does not have.
    pub(super) fn ignored(&self, keys: &[LineKey], ignored: &mut Vec<String>) {
        let is_known = |key: &str| keys.iter().any(|known| known.name == key);
        ignored.extend(self.map.keys().filter(|key| !is_known(key)).cloned());
    }

    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        self.map.remove(key).filter(|value| !value.is_null())
    }

    pub(super) fn into_map(self) -> Map<String, Value> {
        self.map
    }

    pub(super) fn map(&mut self) -> &mut Map<String, Value> {
        &mut self.map
    }

    fn bad(&self, key: &str, value: &Value, why: Why) -> String {
        let shown = value.to_string();
        let short: String = shown.chars().take(SHOWN_CHARS).collect();
        let dots = if short.len() < shown.len() { "…" } else { "" };
        format!("`{}` {why}: {short}{dots}", self.place(key))
    }

    /// Reads a value that may be missing or null.
    pub(super) fn optional<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&Value) -> Result<T, Why>,
    ) -> Result<Option<T>, String> {
        Ok(self.nullable(key, parse)?.flatten())
    }

    /// Reads a value that may be missing (`None`) or null (`Some(None)`).
    pub(super) fn nullable<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&Value) -> Result<T, Why>,
    ) -> Result<Option<Option<T>>, String> {
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(value) => match parse(value) {
                Ok(value) => Ok(Some(Some(value))),
                Err(why) => Err(self.bad(key, value, why)),
            },
        }
    }

    pub(super) fn required<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&Value) -> Result<T, Why>,
    ) -> Result<T, String> {
        let missing = || format!("`{}` is missing", self.place(key));
        self.optional(key, parse)?.ok_or_else(missing)
    }
}

/// Reads an id in another system: a text of 1 to 255 characters, or a whole number, which becomes a
/// text.
pub(super) fn external_id(value: &Value) -> Result<String, Why> {
    let id = read::text(TEXT_CHARS_MAX)(value).filter(|id| !id.is_empty());
    id.ok_or("is no text of 1 to 255 characters")
}

/// Reads a name: a text of 1 to 255 characters.
pub(super) fn name(value: &Value) -> Result<String, Why> {
    let name = read::text(TEXT_CHARS_MAX)(value).filter(|name| !name.trim().is_empty());
    name.ok_or("is no text of 1 to 255 characters")
}

/// Reads a text of at most 255 characters.
pub(super) fn text(value: &Value) -> Result<String, Why> {
    read::text(TEXT_CHARS_MAX)(value).ok_or("is no text of at most 255 characters")
}

pub(super) fn bytes(value: &Value) -> Result<u64, Why> {
    let bytes = read::whole(value).filter(|it| *it <= GIVEN_ID_MAX);
    bytes.and_then(|it| u64::try_from(it).ok()).ok_or("is no number of bytes")
}

pub(super) fn items<T>(
    parse: impl Fn(&Value) -> Result<T, Why>,
) -> impl FnOnce(&Value) -> Result<Vec<T>, Why> {
    move |value| value.as_array().ok_or("is no array")?.iter().map(parse).collect()
}
