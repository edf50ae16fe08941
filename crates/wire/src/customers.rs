//! Customers in JSON (contract §3), and the text their custom data is kept as.

mod read;

pub use read::{
    read_batch, read_edit, read_more_tags, read_properties, read_replacement, read_tags_to_remove,
};

use deskbell_model::{Customer, CustomerRef, CustomerView, Location, Scalar, Tag};
use deskbell_query::Meta;
use serde_json::Value;

use crate::json::{self, array, bool, int, null, opt_seconds, opt_string, raw, string};

/// Writes a customer, keys in the contract's order.
pub fn write(out: &mut Vec<u8>, view: &CustomerView) {
    opening(out, &view.customer);
    array(out, &view.tags, write_tag);
    closing(out, &view.customer);
}

/// Renders what stands around a customer's tags, one piece behind the other; gives where the second
/// begins.
pub fn write_pieces(out: &mut Vec<u8>, customer: &Customer) -> usize {
    let start = out.len();
    opening(out, customer);
    let second = out.len() - start;
    closing(out, customer);
    second
}

/// Writes the customer of these pieces, with tags as [`write_tag`] writes each: the bytes that
/// [`write`] writes.
pub fn splice<'a>(
    out: &mut Vec<u8>,
    [opening, closing]: [&[u8]; 2],
    tags: impl IntoIterator<Item = &'a [u8]>,
) {
    out.extend_from_slice(opening);
    array(out, tags, |out, tag| out.extend_from_slice(tag));
    out.extend_from_slice(closing);
}

fn opening(out: &mut Vec<u8>, customer: &Customer) {
    raw(out, r#"{"id":"#);
    int(out, customer.id.get());
    for (key, text) in [
        (r#","name":"#, &customer.name),
        (r#","email":"#, &customer.email),
        (r#","userId":"#, &customer.user_id),
        (r#","company":"#, &customer.company),
        (r#","phone":"#, &customer.phone),
    ] {
        raw(out, key);
        opt_string(out, text.as_deref());
    }
    raw(out, r#","firstSeen":"#);
    opt_seconds(out, customer.first_seen);
    raw(out, r#","lastSeen":"#);
    opt_seconds(out, customer.last_seen);
    raw(out, r#","location":"#);
    location(out, &customer.location);
    raw(out, r#","device":null,"unsubscribed":"#);
    bool(out, customer.unsubscribed);
    raw(out, r#","blocked":"#);
    bool(out, customer.blocked);
    for (key, text) in [
        (r#","source":"#, &customer.source),
        (r#","referer":"#, &customer.referer),
        (r#","lastPage":"#, &customer.last_page),
        (r#","locale":"#, &customer.locale),
        (r#","notes":"#, &customer.notes),
        (r#","createdFrom":"#, &customer.created_from),
        (r#","integrationId":"#, &customer.integration_id),
    ] {
        raw(out, key);
        opt_string(out, text.as_deref());
    }
    raw(out, r#","tags":"#);
}

fn closing(out: &mut Vec<u8>, customer: &Customer) {
    raw(out, r#","customData":"#);
    custom_data(out, &customer.custom_data);
    out.push(b'}');
}

/// Writes a page of customers: `{"data":[…],"total":N,"meta":{"total":N}}`. Each is written by
/// `customer`: [`write`], or [`splice`] from what was rendered before.
pub fn write_page<T>(
    out: &mut Vec<u8>,
    customers: impl IntoIterator<Item = T>,
    meta: &Meta,
    customer: impl FnMut(&mut Vec<u8>, T),
) {
    json::page_with_total(out, customers, meta, customer);
}

/// Writes one part of what [`write_page`] writes of these customers; `false` when there is none of
/// that number.
pub fn write_page_part(
    out: &mut Vec<u8>,
    customers: &[CustomerView],
    meta: &Meta,
    number: usize,
) -> bool {
    json::page_with_total_part(out, (customers, meta), number, write)
}

/// Writes customers without a total: `{"data":[…]}`, from what [`write`] made of each.
pub fn write_batch(out: &mut Vec<u8>, customers: &[String]) {
    raw(out, r#"{"data":"#);
    array(out, customers, |out, customer| raw(out, customer));
    out.push(b'}');
}

/// Writes the customer as a chat shows it: `id, name, email, userId`.
pub fn write_ref(out: &mut Vec<u8>, customer: &CustomerRef) {
    raw(out, r#"{"id":"#);
    int(out, customer.id.get());
    raw(out, r#","name":"#);
    opt_string(out, customer.name.as_deref());
    raw(out, r#","email":"#);
    opt_string(out, customer.email.as_deref());
    raw(out, r#","userId":"#);
    opt_string(out, customer.user_id.as_deref());
    out.push(b'}');
}

/// Renders what a chat shows of its customer: as [`write_ref`], and behind it the notes; gives
/// where these begin.
pub fn write_ref_and_notes(out: &mut Vec<u8>, customer: &CustomerRef) -> usize {
    let start = out.len();
    write_ref(out, customer);
    let notes = out.len() - start;
    opt_string(out, customer.notes.as_deref());
    notes
}

fn location(out: &mut Vec<u8>, location: &Location) {
    raw(out, r#"{"regionCode":"#);
    opt_string(out, location.region_code.as_deref());
    raw(out, r#","countryCode":"#);
    opt_string(out, location.country_code.as_deref());
    raw(out, r#","city":"#);
    opt_string(out, location.city.as_deref());
    out.push(b'}');
}

/// Writes a tag as a customer shows it.
pub fn write_tag(out: &mut Vec<u8>, tag: &Tag) {
    raw(out, r#"{"name":"#);
    string(out, &tag.name);
    raw(out, r#","color":"#);
    string(out, &tag.color);
    out.push(b'}');
}

/// Writes custom data as it is read: an object, `{property: value}`. The database keeps this text.
pub fn custom_data(out: &mut Vec<u8>, data: &[(String, Scalar)]) {
    out.push(b'{');
    for (index, (property, value)) in data.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        string(out, property);
        out.push(b':');
        scalar(out, value);
    }
    out.push(b'}');
}

fn scalar(out: &mut Vec<u8>, value: &Scalar) {
    match value {
        Scalar::Null => null(out),
        Scalar::Bool(value) => bool(out, *value),
        Scalar::Int(value) => int(out, *value),
        Scalar::Float(value) => {
            // A finite number, which writes to a vector without fail.
            let _ = serde_json::to_writer(out, value);
        }
        Scalar::Text(value) => string(out, value),
    }
}

/// Reads custom data back from the text it is kept as; `None` when that is no object of scalars.
#[must_use]
pub fn read_custom_data(text: &str) -> Option<Vec<(String, Scalar)>> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
    object.into_iter().map(|(property, value)| Some((property, read_scalar(&value)?))).collect()
}

fn read_scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Null => Some(Scalar::Null),
        Value::Bool(value) => Some(Scalar::Bool(*value)),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Some(Scalar::Int(int)),
            None => number.as_f64().map(Scalar::Float),
        },
        Value::String(text) => Some(Scalar::Text(text.clone())),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn custom_data_comes_back_from_the_text_it_is_kept_as() {
        let data = vec![
            ("plan".to_owned(), Scalar::Text("gold \"plus\"".to_owned())),
            ("seats".to_owned(), Scalar::Int(-5)),
            ("rate".to_owned(), Scalar::Float(0.25)),
            ("trial".to_owned(), Scalar::Bool(false)),
            ("ended".to_owned(), Scalar::Null),
        ];
        let mut text = Vec::new();
        custom_data(&mut text, &data);
        assert_eq!(read_custom_data(std::str::from_utf8(&text).unwrap()), Some(data));
        assert_eq!(read_custom_data("[]"), None);
        assert_eq!(read_custom_data("{\"a\":{}}"), None);
    }

    fn any_scalar() -> impl Strategy<Value = Scalar> {
        let finite = any::<f64>().prop_filter("JSON has finite numbers", |it| it.is_finite());
        prop_oneof![
            Just(Scalar::Null),
            any::<bool>().prop_map(Scalar::Bool),
            any::<i64>().prop_map(Scalar::Int),
            finite.prop_map(Scalar::Float),
            any::<String>().prop_map(Scalar::Text),
        ]
    }

    proptest! {
        #[test]
        fn any_custom_data_comes_back_to_the_last_bit_and_in_its_order(
            data in prop::collection::hash_map(any::<String>(), any_scalar(), 0..8),
        ) {
            let data: Vec<_> = data.into_iter().collect();
            let mut text = Vec::new();
            custom_data(&mut text, &data);
            prop_assert_eq!(read_custom_data(std::str::from_utf8(&text).unwrap()), Some(data));
        }
    }
}
