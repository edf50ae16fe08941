//! Rows as the engines return them, and the values that are bound to statements.

use deskbell_model::limits::CUSTOM_DATA_SEARCHED_BYTES_MAX;
use deskbell_model::{Seconds, Timestamp};
use deskbell_query::{caseless, fold};
use serde_json::{Map, Value};

use crate::error::Result;

/// A value bound to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// A BIGINT, for ids, times, numbers and booleans.
    Int(i64),
    /// A TEXT without U+0000.
    Text(&'a str),
    /// The folded form of a TEXT, without case and accents; bound as NULL if the folded form equals
    /// the TEXT.
    Folded(&'a str),
    /// The caseless form of a TEXT; bound as NULL if the caseless form equals the TEXT.
    Caseless(&'a str),
    /// The folded texts and numbers among the values of a JSON object, each on a line; bound as
    /// NULL for an object without texts and numbers.
    Values(&'a str),
}

impl<'a> Param<'a> {
    /// Returns the folded form of a text (without case and accents) as a parameter; NULL without a
    /// text.
    pub(crate) fn folded(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Null, Self::Folded)
    }

    /// Returns the caseless form of a text as a parameter; NULL without a text.
    pub(crate) fn caseless(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Null, Self::Caseless)
    }

    /// Returns the text that the parameter's variant makes for binding. `None` if NULL is bound,
    /// and for variants that make no text.
    pub(crate) fn made(self) -> Option<String> {
        let (text, made) = match self {
            Self::Folded(text) => (text, fold(text).into_owned()),
            Self::Caseless(text) => (text, caseless(text)),
            Self::Values(object) => ("", folded_values(object)),
            Self::Null | Self::Int(_) | Self::Text(_) => return None,
        };
        (made != text).then_some(made)
    }
}

/// Returns the texts and numbers among a JSON object's values, folded, each on a line. The result
/// has at most [`CUSTOM_DATA_SEARCHED_BYTES_MAX`] bytes.
fn folded_values(object: &str) -> String {
    let mut values = String::new();
    let object: Option<Map<String, Value>> = serde_json::from_str(object).ok();
    for value in object.iter().flat_map(Map::values) {
        let value = match value {
            Value::String(text) => fold(text).into_owned(),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        if !value.is_empty() {
            values.push_str(if values.is_empty() { "" } else { "\n" });
            values.push_str(&value);
        }
    }
    values.truncate(values.floor_char_boundary(CUSTOM_DATA_SEARCHED_BYTES_MAX));
    values
}

impl From<i64> for Param<'_> {
    fn from(number: i64) -> Self {
        Param::Int(number)
    }
}

impl From<u32> for Param<'_> {
    fn from(number: u32) -> Self {
        Param::Int(i64::from(number))
    }
}

impl From<u64> for Param<'_> {
    /// Converts a number of rows or a position, which never exceeds the largest BIGINT.
    fn from(number: u64) -> Self {
        Param::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Param<'_> {
    fn from(value: bool) -> Self {
        Param::Int(i64::from(value))
    }
}

impl From<Seconds> for Param<'_> {
    fn from(at: Seconds) -> Self {
        Param::Int(i64::from(at.get()))
    }
}

impl From<Timestamp> for Param<'_> {
    fn from(at: Timestamp) -> Self {
        Param::Int(at.millis())
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Param::Text(text)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(text: &'a String) -> Self {
        Param::Text(text)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Param::Null, Into::into)
    }
}

/// A row in the database's buffers.
pub trait Row {
    /// Reads the number in a column, counted from 0; `None` for NULL.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when the column holds another type.
    fn int(&self, column: usize) -> Result<Option<i64>>;

    /// Reads the text in a column, counted from 0; `None` for NULL.
    ///
    /// # Errors
    /// [`crate::Error::Corrupt`] when the column holds another type.
    fn text(&self, column: usize) -> Result<Option<&str>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_data_is_searched_by_its_texts_and_numbers_and_not_by_its_names() {
        let made = |object| Param::Values(object).made();
        let object = r#"{"plan":"Größe \"L\"","seats":-5,"rate":0.25,"on":true,"no":null,"":""}"#;
        assert_eq!(made(object).as_deref(), Some("grosse \"l\"\n-5\n0.25"));
        assert_eq!([made("{}"), made(r#"{"on":false,"a":""}"#), made("[")], [None, None, None]);
    }

    #[test]
    fn long_custom_data_is_searched_up_to_its_bound() {
        let long = "ш".repeat(255);
        let object = format!(r#"{{"a":"{long}","b":"{long}","c":"{long}"}}"#);
        let made = Param::Values(&object).made().unwrap();
        // The bound is in the middle of a letter.
        assert_eq!(made.len(), CUSTOM_DATA_SEARCHED_BYTES_MAX);
        assert!(made.starts_with(&format!("{long}\n{long}\nш")), "{made}");
    }
}
