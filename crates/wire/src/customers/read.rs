//! Parsers of the bodies of requests that create or change customers (contract §3, §5).

mod schema;

use std::collections::{BTreeMap, BTreeSet};

use deskbell_model::customer::{Assign, TextField, parse_color};
use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, BATCH_CUSTOMERS_MAX, CUSTOM_DATA_BYTES_MAX, CUSTOM_DATA_CHARS_MAX,
    CUSTOMER_TAGS_MAX, NOTES_CHARS_MAX, TAG_NAME_CHARS_MAX, TEXT_CHARS_MAX,
};
use deskbell_model::{CustomerEdit, CustomerId, NewTag, Retag, Scalar, Seconds};
use serde_json::{Map, Value};

pub(crate) use schema::{schemas, tag_name_in};

use super::custom_data::{custom_data as write_custom_data, read_scalar};
use crate::invalid::{Found, InvalidField, Reading, Unfit, under};
use crate::read::{self, Given, Object};

const TAGS: InvalidField = InvalidField::Field("tags");

/// Reads the fields of one customer, which are all optional. The fields are the body of `POST
/// /v1/customers` and of `PATCH /v1/customers/{id}`.
///
/// # Errors
/// Every invalid field, in the order of a customer's keys.
pub fn read_edit(body: &[u8]) -> Reading<CustomerEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let edit = edit(&mut body);
    body.finish(Some(edit))
}

/// Reads the body of `PUT /v1/customers/{id}`: most missing fields are cleared (contract §5).
///
/// # Errors
/// The errors of [`read_edit`].
pub fn read_replacement(body: &[u8]) -> Reading<CustomerEdit> {
    read_edit(body).map(|edit| CustomerEdit { clears: true, ..edit })
}

/// Reads the body of `PATCH /v1/customers/{id}/customData`: the given properties change, and null
/// removes a property.
///
/// # Errors
/// An invalid field of the body or of the properties.
pub fn read_properties(body: &[u8]) -> Reading<CustomerEdit> {
    let body = read::body(body).map_err(|invalid| vec![invalid])?;
    if !(body.is_object() || body.is_array()) {
        return Err(vec![Found::at(InvalidField::Body(Unfit::NoObject), "")]);
    }
    let invalid = |place: String| vec![Found::at(InvalidField::Field("customData"), place)];
    let named = custom_data(&body).map_err(invalid)?;
    Ok(CustomerEdit { fields: vec![Assign::Properties(named)], ..CustomerEdit::default() })
}

/// Reads the body of `PUT /v1/customers/batch`: 1 to 10 customers with their fields.
///
/// # Errors
/// Every invalid field, in the order of the array.
pub fn read_batch(body: &[u8]) -> Reading<Vec<(CustomerId, CustomerEdit)>> {
    let items = match read::body(body).map_err(|invalid| vec![invalid])? {
        Value::Array(items) if (1..=BATCH_CUSTOMERS_MAX).contains(&items.len()) => items,
        _ => return Err(vec![Found::at(InvalidField::Body(Unfit::NoBatch), "")]),
    };
    let (mut edits, mut invalid_fields) = (Vec::new(), Vec::new());
    for (number, item) in items.into_iter().enumerate() {
        match read_item(item, number) {
            Ok(edit) => edits.push(edit),
            Err(found) => invalid_fields.extend(found),
        }
    }
    if invalid_fields.is_empty() { Ok(edits) } else { Err(invalid_fields) }
}

fn read_item(item: Value, number: usize) -> Reading<(CustomerId, CustomerEdit)> {
    let mut item = Object::item(item, number).map_err(|invalid| vec![invalid])?;
    let customer =
        item.required("customer", InvalidField::Field("customer"), read::id(CustomerId::new));
    let edit = edit(&mut item);
    item.finish(customer.map(|customer| (customer, edit)))
}

/// Reads the body of `PUT /v1/customers/{id}/tags`.
///
/// # Errors
/// An invalid field of the body or of its tags.
pub fn read_more_tags(body: &[u8]) -> Reading<CustomerEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let tags = body.required_within("tags", TAGS, tags);
    body.finish(tags.map(|tags| CustomerEdit { tags: Retag::Add(tags), ..CustomerEdit::default() }))
}

/// Reads the body of `DELETE /v1/customers/{id}/tags`.
///
/// # Errors
/// An invalid field of the body or of its tags.
pub fn read_tags_to_remove(body: &[u8]) -> Reading<CustomerEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let names = body.required_within("tags", TAGS, |value| {
        let items = value.as_array().ok_or_else(String::new)?.iter().enumerate();
        items.map(|(number, item)| tag_name(item, number)).collect::<Result<BTreeSet<_>, _>>()
    });
    let tags = names.map(Retag::Remove);
    body.finish(tags.map(|tags| CustomerEdit { tags, ..CustomerEdit::default() }))
}

/// Reads the fields that the body has, in the order of a customer's keys.
pub(crate) fn edit(body: &mut Object) -> CustomerEdit {
    use TextField::{
        Company, CreatedFrom, Email, IntegrationId, LastPage, Locale, Name, Notes, Phone, Referer,
        Source, UserId,
    };
    let mut fields = Vec::new();
    texts(body, &mut fields, &[Name, Email, UserId, Company, Phone]);
    fields.extend(seen(body, "firstSeen").map(Assign::FirstSeen));
    fields.extend(seen(body, "lastSeen").map(Assign::LastSeen));
    location(body, &mut fields);
    let unsubscribed = flag(body, "unsubscribed");
    fields.extend(unsubscribed.map(Assign::Unsubscribed));
    let blocked = flag(body, "blocked");
    fields.extend(blocked.map(Assign::Blocked));
    let rest = [Source, Referer, LastPage, Locale, Notes, CreatedFrom, IntegrationId];
    texts(body, &mut fields, &rest);
    let tags = given(body.given_within("tags", TAGS, tags)).map(Option::unwrap_or_default);
    let data =
        given(body.given_within("customData", InvalidField::Field("customData"), custom_data));
    fields.extend(data.map(Option::unwrap_or_default).map(Assign::CustomData));
    CustomerEdit { clears: false, fields, tags: tags.map_or(Retag::Keep, Retag::Replace) }
}

/// Reads a boolean, if the key is present; null reads as false.
fn flag(body: &mut Object, name: &'static str) -> Option<bool> {
    given(body.given(name, InvalidField::Field(name), read::flag)).map(Option::unwrap_or_default)
}

/// Reads a time, if the key is present; an empty text counts as null.
fn seen(body: &mut Object, name: &'static str) -> Option<Option<Seconds>> {
    let seen = body.given(name, InvalidField::Field(name), |value| match value.as_str() {
        Some("") => Some(None),
        _ => read::seconds(value).map(Some),
    });
    given(seen).map(Option::flatten)
}

/// Returns the new value of a field, if the body has the field: `Some(None)` for null, which clears
/// the field.
fn given<T>(given: Given<T>) -> Option<Option<T>> {
    match given {
        Given::Absent => None,
        Given::Null => Some(None),
        Given::Value(value) => Some(Some(value)),
    }
}

fn texts(body: &mut Object, fields: &mut Vec<Assign>, names: &[TextField]) {
    for name in names {
        let invalid = InvalidField::Field(name.as_str());
        let text = given(body.given(name.as_str(), invalid, text(*name)));
        // An empty id counts as null: two customers with an empty id are not the same customer.
        let is_key = matches!(name, TextField::UserId | TextField::IntegrationId);
        let text = text.map(|text| text.filter(|text| !(is_key && text.is_empty())));
        fields.extend(text.map(|text| Assign::Text(*name, text)));
    }
}

fn text(field: TextField) -> impl Fn(&Value) -> Option<String> {
    let chars_max = match field {
        TextField::Notes => NOTES_CHARS_MAX,
        TextField::LastPage | TextField::Referer | TextField::Source => ADDRESS_CHARS_MAX,
        _ => TEXT_CHARS_MAX,
    };
    move |value| read::text(chars_max)(value)
}

/// Reads the parts of a location from the object `location` and from the body's own keys, which
/// have precedence. A null `location` clears every part. An empty array counts as `{}`, because
/// some languages write an empty object as an array.
fn location(body: &mut Object, fields: &mut Vec<Assign>) {
    let parts = [TextField::RegionCode, TextField::CountryCode, TextField::City];
    let object = body.given("location", InvalidField::Field("location"), |value| match value {
        Value::Object(object) => Some(object.clone()),
        Value::Array(items) if items.is_empty() => Some(Map::new()),
        _ => None,
    });
    if matches!(object, Given::Null) {
        fields.extend(parts.map(|part| Assign::Text(part, None)));
    }
    let object = object.value().unwrap_or_default();
    for part in parts {
        let name = part.as_str();
        let within = match object.get(name) {
            None => Some(None),
            Some(Value::Null) => Some(Some(None)),
            Some(value) => text(part)(value).map(|text| Some(Some(text))),
        };
        match (within, body.look(name, text(part))) {
            (Some(within), Some(beside)) => {
                let value = given(beside).or(within);
                fields.extend(value.map(|value| Assign::Text(part, value)));
            }
            (None, _) => body.invalid_at(&under("/location", name), InvalidField::Field(name)),
            (_, None) => body.invalid(name, InvalidField::Field(name)),
        }
    }
}

/// Reads `{property: value}` or `[{property, value}]`; the last value of a property counts. The
/// error is the pointer to the first bad value.
pub(crate) fn custom_data(value: &Value) -> Result<Vec<(String, Scalar)>, String> {
    let mut data: Vec<(String, Scalar)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut put = |property: String, value: Scalar| match places.get(&property) {
        Some(place) => data[*place].1 = value,
        None => {
            places.insert(property.clone(), data.len());
            data.push((property, value));
        }
    };
    match value {
        Value::Object(object) => {
            for (property, value) in object {
                let read = scalar(value).filter(|_| is_fit(property));
                put(property.clone(), read.ok_or_else(|| under("", property))?);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let place = format!("/{number}");
                let item = item.as_object().ok_or_else(|| place.clone())?;
                let property = item.get("property").and_then(read::text(CUSTOM_DATA_CHARS_MAX));
                let property = property.ok_or_else(|| under(&place, "property"))?;
                let value = item.get("value").and_then(scalar);
                put(property, value.ok_or_else(|| under(&place, "value"))?);
            }
        }
        _ => return Err(String::new()),
    }
    let mut json = Vec::new();
    write_custom_data(&mut json, &data);
    if json.len() <= CUSTOM_DATA_BYTES_MAX { Ok(data) } else { Err(String::new()) }
}

fn scalar(value: &Value) -> Option<Scalar> {
    read_scalar(value).filter(|value| match value {
        Scalar::Text(text) => is_fit(text),
        _ => true,
    })
}

fn is_fit(text: &str) -> bool {
    !text.contains('\0') && text.chars().nth(CUSTOM_DATA_CHARS_MAX).is_none()
}

/// Reads the names of tags with their new colours; the last colour of a name counts. The error is
/// the pointer to the first bad tag.
fn tags(value: &Value) -> Result<Vec<NewTag>, String> {
    let mut tags: Vec<NewTag> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (number, item) in value.as_array().ok_or_else(String::new)?.iter().enumerate() {
        let (name, color) = (tag_name(item, number)?, tag_color(item, number)?);
        match places.get(&name) {
            Some(place) => tags[*place].color = color.or(tags[*place].color.take()),
            None => {
                places.insert(name.clone(), tags.len());
                tags.push(NewTag { name, color });
            }
        }
    }
    if tags.len() <= CUSTOMER_TAGS_MAX { Ok(tags) } else { Err(String::new()) }
}

/// Reads a tag's name: the item itself, or the item's `name`. The error is the pointer to the name.
fn tag_name(item: &Value, number: usize) -> Result<String, String> {
    let place = format!("/{number}");
    let (name, place) = match item {
        Value::Object(tag) => (tag.get("name"), under(&place, "name")),
        name => (Some(name), place),
    };
    let name = name.and_then(read::text(TAG_NAME_CHARS_MAX));
    name.filter(|name| !name.is_empty()).ok_or(place)
}

/// Reads the colour in a tag's object; null and an empty text mean no colour.
fn tag_color(item: &Value, number: usize) -> Result<Option<String>, String> {
    match item.get("color") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(color)) if color.is_empty() => Ok(None),
        Some(color) => match color.as_str().and_then(parse_color) {
            Some(color) => Ok(Some(color)),
            None => Err(format!("/{number}/color")),
        },
    }
}

#[cfg(test)]
mod tests;
