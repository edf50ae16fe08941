//! Lenient parsers of the source's JSON. A value that does not fit is omitted or truncated, and
//! noted in the report. Only an object without an id, and a chat without a customer or a creation
//! time, are rejected.

mod chat;

use deskbell_app::actions::takeover::TakenCustomer;
use deskbell_model::customer::parse_color;
use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, CUSTOM_DATA_BYTES_MAX, CUSTOM_DATA_CHARS_MAX, CUSTOMER_TAGS_MAX,
    GIVEN_ID_MAX, NOTES_CHARS_MAX, TAG_NAME_CHARS_MAX, TEXT_CHARS_MAX,
};
use deskbell_model::{
    Agent, AgentId, Application, ApplicationId, Customer, CustomerId, DepartmentId, DepartmentRef,
    GeoLocation, NewTag, Role, Scalar, Seconds,
};
use deskbell_wire as wire;
use deskbell_wire::times;
use serde_json::Value;
use twox_hash::XxHash3_64;

pub(super) use chat::{ReadChat, chat, message};

use super::report::Report;

/// The number of rows that a request asks for. An answer with this number of rows may be
/// incomplete.
const ANSWER_ROWS: u64 = 100;

/// Finds the rows of a list and its total, in any of the shapes that the API's answers have.
pub(super) fn rows(answer: &Value) -> Option<(&[Value], u64)> {
    let list = ["data", "messages"].iter().find_map(|key| answer[*key].as_array());
    let list = list.or_else(|| answer.as_array())?;
    let total =
        [&answer["total"], &answer["meta"]["total"]].into_iter().find_map(wire::read::whole);
    let total = total.and_then(|it| u64::try_from(it).ok());
    // A full answer without a total is not known to be all.
    let found = list.len() as u64;
    Some((list, total.unwrap_or(if found < ANSWER_ROWS { found } else { found + 1 })))
}

/// Parses an id: a positive number that is not too large.
pub(super) fn id(value: &Value) -> Option<i64> {
    wire::read::whole(value).filter(|id| (1..=GIVEN_ID_MAX).contains(id))
}

/// Parses the id of an object that is written as `{"id": 5}` or as `5`.
pub(super) fn reference(value: &Value) -> Option<i64> {
    id(value).or_else(|| id(&value["id"]))
}

/// Parses a text, truncated to `most` characters.
fn text(value: &Value, most: usize, report: &mut Report) -> Option<String> {
    let mut text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    if text.contains('\0') {
        text = text.replace('\0', "");
        report.odd("a text with the character U+0000, which was left out");
    }
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        report.odd(format!("a text that was cut after {most} characters"));
    }
    Some(text)
}

/// Parses a text, truncated to `most` characters; `None` for an empty text.
fn filled(value: &Value, most: usize, report: &mut Report) -> Option<String> {
    text(value, most, report).filter(|text| !text.is_empty())
}

fn seconds(value: &Value) -> Option<Seconds> {
    times::lenient_seconds(value)
}

fn flag(value: &Value) -> bool {
    wire::read::flag(value).unwrap_or(false)
}

/// Computes the checksum of some values of an object. The checksum is never 0, because 0 marks an
/// incomplete object.
fn digest<'a>(values: impl IntoIterator<Item = &'a Value>) -> i64 {
    let mut text = String::new();
    for value in values {
        text.push_str(&value.to_string());
        text.push('\n');
    }
    match XxHash3_64::oneshot(text.as_bytes()).cast_signed() {
        0 => 1,
        checksum => checksum,
    }
}

/// Parses an agent, either in full or in the short form of messages.
pub(super) fn agent(value: &Value, report: &mut Report) -> Option<Agent> {
    let id = AgentId::new(id(&value["id"])?)?;
    let name = filled(&value["name"], TEXT_CHARS_MAX, report);
    let role = match value["role"].as_str() {
        None => Role::Agent,
        Some("supervisor") => Role::Superviser,
        Some(word) => Role::parse(word).unwrap_or_else(|| {
            report.odd(format!("the role {word:?}, taken as \"agent\""));
            Role::Agent
        }),
    };
    Some(Agent {
        id,
        name: name.unwrap_or_else(|| format!("Agent {id}")),
        email: filled(&value["email"], TEXT_CHARS_MAX, report),
        role,
    })
}

/// Parses a department's id and name.
pub(super) fn department(value: &Value, report: &mut Report) -> Option<DepartmentRef> {
    let id = DepartmentId::new(id(&value["id"])?)?;
    let name = filled(&value["name"], TEXT_CHARS_MAX, report);
    Some(DepartmentRef { id, name: name.unwrap_or_else(|| format!("Department {id}")) })
}

pub(super) fn application(value: &Value, report: &mut Report) -> Option<Application> {
    let id = ApplicationId::new(id(&value["id"])?)?;
    let name = filled(&value["name"], TEXT_CHARS_MAX, report);
    let kind = filled(&value["type"], TEXT_CHARS_MAX, report);
    Some(Application {
        id,
        name: name.unwrap_or_else(|| format!("Application {id}")),
        display_name: filled(&value["displayName"], TEXT_CHARS_MAX, report),
        kind: kind.unwrap_or_else(|| "web".into()),
        active: wire::read::flag(&value["active"]).unwrap_or(true),
    })
}

/// Parses a customer. `now` becomes the creation time if the source has no time for the customer.
pub(super) fn customer(value: &Value, now: Seconds, report: &mut Report) -> Option<TakenCustomer> {
    let id = CustomerId::new(id(&value["id"])?)?;
    let (first_seen, last_seen) = (seconds(&value["firstSeen"]), seconds(&value["lastSeen"]));
    let created_at = seconds(&value["createdAt"]).or(first_seen).or(last_seen).unwrap_or(now);
    let mut customer = Customer::new(id, created_at);
    let mut plain = |key: &str, most| text(&value[key], most, report);
    customer.name = plain("name", TEXT_CHARS_MAX);
    customer.email = plain("email", TEXT_CHARS_MAX);
    customer.company = plain("company", TEXT_CHARS_MAX);
    customer.phone = plain("phone", TEXT_CHARS_MAX);
    customer.source = plain("source", ADDRESS_CHARS_MAX);
    customer.referer = plain("referer", ADDRESS_CHARS_MAX);
    customer.last_page = plain("lastPage", ADDRESS_CHARS_MAX);
    customer.locale = plain("locale", TEXT_CHARS_MAX);
    customer.notes = plain("notes", NOTES_CHARS_MAX);
    customer.created_from = plain("createdFrom", TEXT_CHARS_MAX);
    customer.user_id = filled(&value["userId"], TEXT_CHARS_MAX, report);
    customer.integration_id = filled(&value["integrationId"], TEXT_CHARS_MAX, report);
    (customer.first_seen, customer.last_seen) = (first_seen, last_seen);
    customer.unsubscribed = flag(&value["unsubscribed"]);
    customer.blocked = flag(&value["blocked"]);
    let mut place = |key: &str| text(&value["location"][key], TEXT_CHARS_MAX, report);
    customer.location = GeoLocation {
        region_code: place("regionCode"),
        country_code: place("countryCode"),
        city: place("city"),
    };
    customer.custom_data = custom_data(&value["customData"], report);
    let tags = tags(&value["tags"], report);
    // A device is not kept.
    let object = value.as_object();
    let shown = object.into_iter().flatten().filter(|(key, _)| *key != "device");
    let checksum = digest(shown.map(|(_, value)| value));
    Some(TakenCustomer { customer, tags, checksum })
}

/// Parses custom data: an object, or an array of `{property, value}`.
fn custom_data(value: &Value, report: &mut Report) -> Vec<(String, Scalar)> {
    let mut given: Vec<(String, &Value)> = Vec::new();
    match value {
        Value::Object(object) => given.extend(object.iter().map(|(key, it)| (key.clone(), it))),
        Value::Array(list) => {
            for item in list {
                let name = item["property"].as_str().or_else(|| item["name"].as_str());
                given.extend(name.map(|name| (name.to_owned(), &item["value"])));
            }
        }
        _ => {}
    }
    let mut data: Vec<(String, Scalar)> = Vec::new();
    let mut bytes = 2;
    for (name, value) in given {
        let name = Value::String(name);
        let Some(name) = filled(&name, CUSTOM_DATA_CHARS_MAX, report) else { continue };
        let scalar = scalar(value, report);
        // At most six bytes for a character, and what stands around.
        let long = |text: &str| serde_json::to_string(text).map_or(0, |it| it.len());
        bytes += long(&name) + 2 + if let Scalar::Text(text) = &scalar { long(text) } else { 24 };
        if bytes > CUSTOM_DATA_BYTES_MAX {
            report.odd("custom data beyond 16 KiB, which was left out");
            break;
        }
        data.retain(|(known, _)| *known != name);
        data.push((name, scalar));
    }
    data
}

fn scalar(value: &Value, report: &mut Report) -> Scalar {
    match value {
        Value::Null => Scalar::Null,
        Value::Bool(flag) => Scalar::Bool(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Scalar::Int(whole),
            None => Scalar::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(_) => {
            Scalar::Text(text(value, CUSTOM_DATA_CHARS_MAX, report).unwrap_or_default())
        }
        Value::Array(_) | Value::Object(_) => {
            report.odd("a list or an object in custom data, taken as its JSON");
            let json = Value::String(value.to_string());
            Scalar::Text(text(&json, CUSTOM_DATA_CHARS_MAX, report).unwrap_or_default())
        }
    }
}

/// Parses tags, which are objects or names.
fn tags(value: &Value, report: &mut Report) -> Vec<NewTag> {
    let mut tags: Vec<NewTag> = Vec::new();
    for value in value.as_array().into_iter().flatten() {
        let name = if value.is_object() { &value["name"] } else { value };
        let Some(name) = filled(name, TAG_NAME_CHARS_MAX, report) else { continue };
        let color = value["color"].as_str().and_then(parse_color);
        if let Some(known) = tags.iter_mut().find(|tag| tag.name == name) {
            known.color = color.or(known.color.take());
        } else if tags.len() < CUSTOMER_TAGS_MAX {
            tags.push(NewTag { name, color });
        } else {
            report.odd("a tag beyond the hundredth of a customer, which was left out");
        }
    }
    tags
}

#[cfg(test)]
mod tests;
