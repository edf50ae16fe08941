//! Reads what somebody wants to change about customers (contract §3, §5).

use std::collections::{BTreeMap, BTreeSet};

use deskbell_model::customer::{Assign, TextField};
use deskbell_model::limits::{
    BATCH_CUSTOMERS_MAX, CUSTOM_DATA_BYTES_MAX, CUSTOM_DATA_CHARS_MAX, CUSTOMER_TAGS_MAX,
    NOTES_CHARS_MAX, TAG_NAME_CHARS_MAX, TEXT_CHARS_MAX,
};
use deskbell_model::{CustomerEdit, CustomerId, NewTag, Retag, Scalar};
use serde_json::Value;

use super::read_scalar;
use crate::flaw::{Flaw, Reading};
use crate::read::{self, Given, Object};

const TAGS: Flaw = Flaw::Field("tags");

/// Reads the fields of one customer, none of which is required: the body of `POST /v1/customers`,
/// and of PATCH beside it.
///
/// # Errors
/// Every flaw, in the order of a customer's keys.
pub fn read_edit(body: &[u8]) -> Reading<CustomerEdit> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let edit = edit(&mut body);
    body.finish(Some(edit))
}

/// Reads the body of `PUT /v1/customers/{id}`: what it leaves out is cleared.
///
/// # Errors
/// As [`read_edit`].
pub fn read_replacement(body: &[u8]) -> Reading<CustomerEdit> {
    read_edit(body).map(|edit| CustomerEdit { clears: true, ..edit })
}

/// Reads the body of `PATCH /v1/customers/{id}/customData`: the properties it names change, and one
/// that is null goes.
///
/// # Errors
/// A flaw of the body or of what it sets.
pub fn read_properties(body: &[u8]) -> Reading<CustomerEdit> {
    let body = read::body(body).map_err(|flaw| vec![flaw])?;
    if !(body.is_object() || body.is_array()) {
        return Err(vec![Flaw::Body]);
    }
    let named = custom_data(&body).ok_or_else(|| vec![Flaw::Field("customData")])?;
    Ok(CustomerEdit { fields: vec![Assign::Properties(named)], ..CustomerEdit::default() })
}

/// Reads the body of `PUT /v1/customers/batch`: 1 to 10 customers with their fields.
///
/// # Errors
/// Every flaw, in the order of the array.
pub fn read_batch(body: &[u8]) -> Reading<Vec<(CustomerId, CustomerEdit)>> {
    let items = match read::body(body).map_err(|flaw| vec![flaw])? {
        Value::Array(items) if (1..=BATCH_CUSTOMERS_MAX).contains(&items.len()) => items,
        _ => return Err(vec![Flaw::Body]),
    };
    let (mut edits, mut flaws) = (Vec::new(), Vec::new());
    for item in items {
        match read_item(item) {
            Ok(edit) => edits.push(edit),
            Err(found) => flaws.extend(found),
        }
    }
    if flaws.is_empty() { Ok(edits) } else { Err(flaws) }
}

fn read_item(item: Value) -> Reading<(CustomerId, CustomerEdit)> {
    let mut item = Object::of(item).map_err(|flaw| vec![flaw])?;
    let customer = item.required("customer", Flaw::Field("customer"), read::id(CustomerId::new));
    let edit = edit(&mut item);
    item.finish(customer.map(|customer| (customer, edit)))
}

/// Reads the body of `PUT /v1/customers/{id}/tags`.
///
/// # Errors
/// A flaw of the body or of its tags.
pub fn read_more_tags(body: &[u8]) -> Reading<CustomerEdit> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let tags = body.required("tags", TAGS, tags);
    body.finish(tags.map(|tags| CustomerEdit { tags: Retag::Add(tags), ..CustomerEdit::default() }))
}

/// Reads the body of `DELETE /v1/customers/{id}/tags`.
///
/// # Errors
/// A flaw of the body or of its tags.
pub fn read_tags_to_remove(body: &[u8]) -> Reading<CustomerEdit> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let names = body.required("tags", TAGS, |value| {
        value.as_array()?.iter().map(tag_name).collect::<Option<BTreeSet<_>>>()
    });
    let tags = names.map(Retag::Remove);
    body.finish(tags.map(|tags| CustomerEdit { tags, ..CustomerEdit::default() }))
}

/// The fields that are given, in the order of a customer's keys.
fn edit(body: &mut Object) -> CustomerEdit {
    use TextField::{
        Company, CreatedFrom, Email, IntegrationId, LastPage, Locale, Name, Notes, Phone, Referer,
        Source, UserId,
    };
    let mut fields = Vec::new();
    texts(body, &mut fields, &[Name, Email, UserId, Company, Phone]);
    let first_seen = given(body.given("firstSeen", Flaw::Field("firstSeen"), read::seconds));
    fields.extend(first_seen.map(Assign::FirstSeen));
    let last_seen = given(body.given("lastSeen", Flaw::Field("lastSeen"), read::seconds));
    fields.extend(last_seen.map(Assign::LastSeen));
    location(body, &mut fields);
    let unsubscribed = flag(body, "unsubscribed");
    fields.extend(unsubscribed.map(Assign::Unsubscribed));
    let blocked = flag(body, "blocked");
    fields.extend(blocked.map(Assign::Blocked));
    let rest = [Source, Referer, LastPage, Locale, Notes, CreatedFrom, IntegrationId];
    texts(body, &mut fields, &rest);
    let tags = given(body.given("tags", TAGS, tags)).map(Option::unwrap_or_default);
    let data = given(body.given("customData", Flaw::Field("customData"), custom_data));
    fields.extend(data.map(Option::unwrap_or_default).map(Assign::CustomData));
    CustomerEdit { clears: false, fields, tags: tags.map_or(Retag::Keep, Retag::Replace) }
}

/// A boolean that is given; null clears it.
fn flag(body: &mut Object, name: &'static str) -> Option<bool> {
    given(body.given(name, Flaw::Field(name), Value::as_bool)).map(Option::unwrap_or_default)
}

/// The new value of a field that is given: none for null, which clears it.
fn given<T>(given: Given<T>) -> Option<Option<T>> {
    match given {
        Given::Absent => None,
        Given::Null => Some(None),
        Given::Value(value) => Some(Some(value)),
    }
}

fn texts(body: &mut Object, fields: &mut Vec<Assign>, names: &[TextField]) {
    for name in names {
        let flaw = Flaw::Field(name.as_str());
        let text = given(body.given(name.as_str(), flaw, text(*name)));
        fields.extend(text.map(|text| Assign::Text(*name, text)));
    }
}

fn text(field: TextField) -> impl Fn(&Value) -> Option<String> {
    let chars_max = if field == TextField::Notes { NOTES_CHARS_MAX } else { TEXT_CHARS_MAX };
    move |value| read::text(chars_max)(value)
}

/// The parts of a location, from an object and from beside it; what stands beside it wins. Null
/// instead of the object clears every part.
fn location(body: &mut Object, fields: &mut Vec<Assign>) {
    let parts = [TextField::RegionCode, TextField::CountryCode, TextField::City];
    let object =
        body.given("location", Flaw::Field("location"), |value| Object::of(value.clone()).ok());
    if matches!(object, Given::Null) {
        fields.extend(parts.map(|part| Assign::Text(part, None)));
    }
    let object = object.value();
    for part in parts {
        let within = object
            .as_ref()
            .map_or(Some(Given::Absent), |object| object.look(part.as_str(), text(part)));
        match (within, body.look(part.as_str(), text(part))) {
            (Some(within), Some(beside)) => {
                let value = given(beside).or(given(within));
                fields.extend(value.map(|value| Assign::Text(part, value)));
            }
            _ => body.flaw(Flaw::Field(part.as_str())),
        }
    }
}

/// `{property: value}` or `[{property, value}]`; of a property that stands twice the last value
/// counts.
fn custom_data(value: &Value) -> Option<Vec<(String, Scalar)>> {
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
                let property = Some(property).filter(|it| is_fit(it))?;
                put(property.clone(), scalar(value)?);
            }
        }
        Value::Array(items) => {
            for item in items {
                let property = item.get("property")?.as_str().filter(|it| is_fit(it))?;
                put(property.to_owned(), scalar(item.get("value")?)?);
            }
        }
        _ => return None,
    }
    let mut json = Vec::new();
    super::custom_data(&mut json, &data);
    (json.len() <= CUSTOM_DATA_BYTES_MAX).then_some(data)
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

/// Tags by name with the colours they are to have; of a tag that is named twice the last colour
/// counts.
fn tags(value: &Value) -> Option<Vec<NewTag>> {
    let mut tags: Vec<NewTag> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for item in value.as_array()? {
        let (name, color) = (tag_name(item)?, tag_color(item)?);
        match places.get(&name) {
            Some(place) => tags[*place].color = color.or(tags[*place].color.take()),
            None => {
                places.insert(name.clone(), tags.len());
                tags.push(NewTag { name, color });
            }
        }
    }
    (tags.len() <= CUSTOMER_TAGS_MAX).then_some(tags)
}

fn tag_name(item: &Value) -> Option<String> {
    read::text(TAG_NAME_CHARS_MAX)(item.get("name")?).filter(|name| !name.is_empty())
}

/// `#rrggbb`, or no colour at all; `None` for anything else.
fn tag_color(item: &Value) -> Option<Option<String>> {
    let Some(color) = item.get("color").filter(|color| !color.is_null()) else {
        return Some(None);
    };
    let color = color.as_str()?;
    let digits = color.strip_prefix('#')?;
    let is_color = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_color.then(|| Some(color.to_owned()))
}

#[cfg(test)]
mod tests;
