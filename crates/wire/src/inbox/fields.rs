//! Readers of the fields of documents, with a reason for each invalid value. This module knows no
//! resource.

use deskbell_model::limits::TEXT_CHARS_MAX;
use serde_json::Value;

use crate::invalid::{InvalidField, under};
use crate::read::{self, Object};

/// The pointer to an invalid part of a value, and the reason.
pub(super) type Bad = (String, &'static str);

/// Returns the error that the value as a whole is invalid.
pub(super) const fn whole(why: &'static str) -> Bad {
    (String::new(), why)
}

/// Prefixes the pointer of an error with a key or an index of the outer value.
pub(super) fn within(key: impl std::fmt::Display) -> impl FnOnce(Bad) -> Bad {
    move |(place, why)| (under("", &key.to_string()) + &place, why)
}

/// Reads an optional value; null counts as absent.
pub(super) fn field<T>(
    body: &mut Object,
    key: &'static str,
    parse: impl FnOnce(&Value) -> Result<T, Bad>,
) -> Option<T> {
    let value = body.value(key).filter(|value| !value.is_null())?;
    match parse(value) {
        Ok(value) => Some(value),
        Err((place, why)) => {
            body.invalid_at(&(under("", key) + &place), InvalidField::Because(key, why));
            None
        }
    }
}

/// Reads a required value, which must not be null.
pub(super) fn required<T>(
    body: &mut Object,
    key: &'static str,
    parse: impl FnOnce(&Value) -> Result<T, Bad>,
) -> Option<T> {
    if body.value(key).is_none_or(Value::is_null) {
        body.invalid(key, InvalidField::Because(key, "it is missing"));
        return None;
    }
    field(body, key, parse)
}

/// Reads a member of an object; null counts as absent.
pub(super) fn part<T>(
    value: &Value,
    key: &str,
    parse: impl FnOnce(&Value) -> Result<T, Bad>,
) -> Result<Option<T>, Bad> {
    let Some(part) = value.get(key).filter(|part| !part.is_null()) else { return Ok(None) };
    parse(part).map(Some).map_err(within(key))
}

pub(super) fn items<T>(
    value: &Value,
    mut parse: impl FnMut(&Value) -> Result<T, Bad>,
) -> Result<Vec<T>, Bad> {
    let items = value.as_array().ok_or(whole("it is no array"))?;
    let numbered = items.iter().enumerate();
    numbered.map(|(number, item)| parse(item).map_err(within(number))).collect()
}

pub(super) fn text_up_to(
    chars_max: usize,
    too_long: &'static str,
) -> impl Fn(&Value) -> Result<String, Bad> {
    move |value| {
        let text = value.as_str().ok_or(whole("it is no text"))?;
        if text.contains('\0') {
            return Err(whole("it has a character that no text has, U+0000"));
        }
        let is_long = text.chars().nth(chars_max).is_some();
        if is_long { Err(whole(too_long)) } else { Ok(text.to_owned()) }
    }
}

/// Reads a text of at most 255 characters.
pub(super) fn text(value: &Value) -> Result<String, Bad> {
    text_up_to(TEXT_CHARS_MAX, "it has more than 255 characters")(value)
}

/// Reads a text of 1 to 255 characters that is not blank, and trims it.
pub(super) fn name(value: &Value) -> Result<String, Bad> {
    let name = text(value)?.trim().to_owned();
    if name.is_empty() { Err(whole("it is empty")) } else { Ok(name) }
}

pub(super) fn flag(value: &Value) -> Result<bool, Bad> {
    read::flag(value).ok_or(whole("it is neither true nor false"))
}

pub(super) fn number(
    least: u32,
    most: u32,
    why: &'static str,
) -> impl Fn(&Value) -> Result<u32, Bad> {
    move |value| {
        let number = read::whole(value).and_then(|it| u32::try_from(it).ok());
        number.filter(|it| (least..=most).contains(it)).ok_or(whole(why))
    }
}
